"""Logs in: find, sniff and read Zeek logs into one frame."""
