"""The rules in force and every decision on them of this session, which can be taken back and made again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from beacon_tui.errors import AllowlistError
from beacon_tui.triage.allowlist import Allowlist, Edit, Step
from beacon_tui.triage.rules import Rule
from beacon_tui.triage.starter import in_force

ONLY_READ: Final = "Read-only: nothing is written, so no rule and no verdict can be made (--read-only)."


@dataclass(frozen=True, slots=True)
class Decision:
    """Something decided, and what it did."""

    words: str
    """What was decided."""
    edit: Edit | None
    """What it did to the allowlist; None where it switched the starter list."""


class Rulebook:
    """The user's allowlist, whether the starter list counts, and what can be taken back."""

    def __init__(self, path: Path, starter: bool, only_read: bool = False) -> None:
        self.path = path
        """The user's allowlist."""
        self._only_read = only_read
        self.starter = starter
        """Whether the starter list hides candidates."""
        self.problem = ""
        """Why the allowlist cannot be used as it is now; empty when it can."""
        self._allowlist: Allowlist | None = None
        self._done: list[Decision] = []
        self._undone: list[Decision] = []
        self.read()

    @property
    def own(self) -> tuple[Rule, ...]:
        """The user's rules, those that are off or expired too; what was last read while the file cannot be used."""
        return self._allowlist.rules if self._allowlist else ()

    @property
    def in_force(self) -> tuple[Rule, ...]:
        """The rules that hide candidates now."""
        return in_force(self.own, self.starter)

    def read(self) -> None:
        """Read the allowlist anew, or note why it cannot be."""
        try:
            self._allowlist, self.problem = Allowlist(self.path), ""
        except AllowlistError as error:
            self.problem = str(error)

    def decide(self, words: str, steps: Sequence[Step]) -> Decision | None:
        """Change the allowlist; None when nothing was to do; raises AllowlistError, and leaves the file as it is."""
        edit = self._edit(lambda allowlist: allowlist.change(steps))
        return self._record(Decision(words, edit)) if edit else None

    def switch_starter(self) -> Decision:
        """Turn the starter list on or off."""
        self.starter = not self.starter
        return self._record(Decision(f"starter list {'on' if self.starter else 'off'}", None))

    def undo(self) -> Decision | None:
        """Take the last decision back; None when there is none; raises AllowlistError."""
        return self._move(self._done, self._undone)

    def redo(self) -> Decision | None:
        """Make the decision again that was taken back last; None when there is none; raises AllowlistError."""
        return self._move(self._undone, self._done)

    def _record(self, decision: Decision) -> Decision:
        """Remember a new decision; what was taken back before cannot be made again."""
        self._done.append(decision)
        self._undone.clear()
        return decision

    def _move(self, source: list[Decision], target: list[Decision]) -> Decision | None:
        """Reverse the last decision of one list and put it on the other, with what then reverses it again."""
        if not source:
            return None
        decision = source[-1]
        reverse = None
        if decision.edit is None:
            self.starter = not self.starter
        else:
            back = decision.edit.back
            reverse = self._edit(lambda allowlist: allowlist.repeat(back)) or back  # others may have done it
        source.pop()
        target.append(Decision(decision.words, reverse))
        return decision

    def _edit(self, change: Callable[[Allowlist], Edit | None]) -> Edit | None:
        """Change the allowlist; a file that cannot be used, or may only be read, is left as it is."""
        if self._only_read:
            raise AllowlistError(ONLY_READ)
        if self.problem or self._allowlist is None:
            self.read()
        if self.problem or self._allowlist is None:
            raise AllowlistError(self.problem)
        try:
            return change(self._allowlist)
        except AllowlistError:
            self.read()
            raise
