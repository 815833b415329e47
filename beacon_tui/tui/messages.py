"""What the loader tells the screen."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from beacon_tui.analysis.context import Context
    from beacon_tui.analysis.model import Results
    from beacon_tui.triage.desk import Desk
    from beacon_tui.triage.view import View
    from beacon_tui.zeek.progress import Progress


@dataclass
class LoadProgress(Message):
    """How far the load has come; a newer one takes the place of one that still waits."""

    progress: "Progress"
    """The moment."""

    def can_replace(self, message: Message) -> bool:
        """Take the place of an older report."""
        return isinstance(message, LoadProgress)


@dataclass
class Loaded(Message):
    """The load is done."""

    desk: "Desk"
    """Everything it found, ordered and under the allowlist."""


@dataclass
class Grown(Message):
    """The logs that are followed have grown."""

    view: "View"
    """Everything that is known now, under the rules as they were a moment ago."""
    fresh: list[int]
    """The candidates that stand out now and did not before, by their rows, best first."""


@dataclass
class Waiting(Message):
    """There is no connection yet in the logs that are followed."""


@dataclass
class LoadFailed(Message):
    """The load came to nothing."""

    sentence: str
    """Why, for the user."""


@dataclass
class Proved(Message):
    """A proof is done."""

    words: str
    """The table and what it means, or why there is none."""


@dataclass
class ContextWanted(Message):
    """A candidate is looked at: what other logs say of it is to be read."""

    results: "Results"
    row: int
    """The candidate, by its row in the results."""
    post: Callable[[Message], object]
    """Takes `ContextRead`, as often as more is known."""
    ended: Event
    """Is set when nobody wants it any more."""


@dataclass
class ContextRead(Message):
    """What is known up to now of the context of a candidate."""

    context: "Context | None"
    """All of it; None where nothing new is known."""
    reading: str
    """What is being read; empty when all is read."""
