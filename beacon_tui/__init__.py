"""Find command-and-control beacons in Zeek logs, in the terminal."""

__version__ = "0.1.0"
