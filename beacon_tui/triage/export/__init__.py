"""One file a format: candidates to CSV, JSON and text."""
