"""Run the command line with `python -m beacon_tui`."""

from beacon_tui.cli import main

if __name__ == "__main__":
    main()
