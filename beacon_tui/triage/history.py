"""What was done in this session, last first, whatever its kind: taken back, and done again."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done that can be taken back."""

    words: str
    """What was done."""
    back: Callable[[], object]
    """Takes it back; may raise, and has done nothing then."""
    again: Callable[[], object]
    """Does it again; may raise, and has done nothing then."""


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

    def along(self, back: Callable[[], object], again: Callable[[], object]) -> None:
        """Take note of what came along with the last deed: it is taken back, and done again, behind it."""
        deed = self._done[-1]
        self._done[-1] = Deed(deed.words, lambda: (deed.back(), back()), lambda: (deed.again(), again()))

    def undo(self) -> Deed | None:
        """Take the last deed back; None when there is none."""
        if not self._done:
            return None
        deed = self._done[-1]
        deed.back()
        self._undone.append(self._done.pop())
        return deed

    def redo(self) -> Deed | None:
        """Do the deed again that was taken back last; None when there is none."""
        if not self._undone:
            return None
        deed = self._undone[-1]
        deed.again()
        self._done.append(self._undone.pop())
        return deed
