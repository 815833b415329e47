"""Find command-and-control beacons in Zeek logs, in the terminal; `beacon_tui.scan` does it in Python."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from beacon_tui.api import scan

__all__ = ("__version__", "scan")
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:  # noqa: ANN401  what a module holds
    """The Python interface, imported when it is asked for: the command line must start without pandas."""
    if name == "scan":
        from beacon_tui.api import scan

        return scan
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
