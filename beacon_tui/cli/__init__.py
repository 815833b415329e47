"""The command line: parse, call, exit code; no logic of its own."""

from beacon_tui.cli.main import cli, main

__all__ = ["cli", "main"]
