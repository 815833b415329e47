"""The few errors a user can meet, each with the sentence it shows."""


class BeaconError(Exception):
    """An error whose text is a whole sentence for the user: what is wrong, where, and what to do."""


class NothingReadable(BeaconError):
    """No connection could be read from any of the given paths."""


class NothingSelected(NothingReadable):
    """The logs hold connections, but none that was asked for."""


class SelectionError(BeaconError, ValueError):
    """A time, an address or a span by which connections are selected cannot be used."""


class ConfigError(BeaconError):
    """A configuration file or an environment variable holds a value that cannot be used."""


class AllowlistError(BeaconError):
    """The allowlist file cannot be read, understood or written."""


class JournalError(BeaconError):
    """The journal cannot be read or written."""

    def __init__(self, sentence: str, later: bool = False) -> None:
        super().__init__(sentence)
        self.later = later
        """Whether the same may be possible in a moment."""


class QueryError(BeaconError):
    """A filter cannot be understood."""

    def __init__(self, reason: str, place: int) -> None:
        super().__init__(f"Character {place + 1}: {reason}.")
        self.reason = reason
        """What is wrong, as a clause."""
        self.place = place
        """Where in the text, counted from 0."""


class ExportError(BeaconError):
    """The export could not be written."""


class InjectError(BeaconError):
    """The synthetic beacon cannot be drawn, or the copy with it cannot be written."""


class Cancelled(BeaconError):
    """The user stopped the load."""
