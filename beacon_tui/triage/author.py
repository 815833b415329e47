"""Who decides."""

from getpass import getuser


def author() -> str:
    """The account of whoever runs the program; empty where it has no name, or none that can be printed."""
    try:
        name = getuser()
    except (OSError, KeyError):
        return ""
    return name if name.isprintable() else ""
