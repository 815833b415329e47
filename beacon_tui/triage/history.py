"""What was done in this session, last first, whatever its kind: taken back, and done again."""

from dataclasses import dataclass, replace
from typing import Protocol


class Reverse(Protocol):
    """Takes something back, and returns what takes that back in turn; may raise, and has done nothing then."""

    def __call__(self) -> "Reverse":
        """Do it."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done that can be taken back."""

    words: str
    """What was done."""
    reverse: Reverse
    """Takes it back, or does it again where it was taken back."""


class History:
    """The deeds of a session."""

    def __init__(self) -> None:
        self._done: list[Deed] = []
        self._undone: list[Deed] = []

    def did(self, deed: Deed) -> Deed:
        """Take note of a new deed; what was taken back before cannot be done again."""
        self._done.append(deed)
        self._undone.clear()
        return deed

    def along(self, reverse: Reverse) -> None:
        """Take note of what came along with the last deed: it is taken back, and done again, behind it."""
        deed = self._done[-1]
        self._done[-1] = replace(deed, reverse=_both(deed.reverse, reverse))

    def undo(self) -> Deed | None:
        """Take the last deed back; None when there is none."""
        return _reverse_last(self._done, self._undone)

    def redo(self) -> Deed | None:
        """Do the deed again that was taken back last; None when there is none."""
        return _reverse_last(self._undone, self._done)


def _both(first: Reverse, then: Reverse) -> Reverse:
    """What takes back one thing and then another."""
    return lambda: _both(first(), then())


def _reverse_last(source: list[Deed], target: list[Deed]) -> Deed | None:
    """Reverse the last deed of one list, and carry it to the other with what then reverses it."""
    if not source:
        return None
    deed = source[-1]
    target.append(replace(deed, reverse=deed.reverse()))
    return source.pop()
