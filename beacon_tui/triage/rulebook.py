"""The rules in force, and every change of them with what takes it back."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from beacon_tui.errors import AllowlistError
from beacon_tui.triage.allowlist import Allowlist, Edit, Step
from beacon_tui.triage.history import Reverse
from beacon_tui.triage.rules import Rule
from beacon_tui.triage.starter import in_force

ONLY_READ: Final = "Read-only: nothing is written, so no rule and no verdict can be made (--read-only)."


class Rulebook:
    """The user's allowlist, and whether the starter list counts."""

    def __init__(self, path: Path, starter: bool, only_read: bool = False) -> None:
        self.path = path
        """The user's allowlist."""
        self._only_read = only_read
        self.starter = starter
        """Whether the starter list hides candidates."""
        self.problem = ""
        """Why the allowlist cannot be used as it is now; empty when it can."""
        self._allowlist: Allowlist | None = None
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

    def current(self) -> bool:
        """Whether the allowlist is as it was last read; one that cannot be used is not looked at."""
        try:
            return self._allowlist is None or bool(self.problem) or self._allowlist.current()
        except AllowlistError:
            return False

    def decide(self, steps: Sequence[Step]) -> Reverse | None:
        """Change the allowlist; return what takes that back, None when nothing was to do.

        It and what it returns raise AllowlistError, and leave the file as it is then.
        """
        edit = self._edit(lambda allowlist: allowlist.change(steps))
        return partial(self._repeat, edit.back) if edit else None

    def _repeat(self, edit: Edit) -> Reverse:
        """Make a change as far as others have not made it already; return what takes it back."""
        done = self._edit(lambda allowlist: allowlist.repeat(edit)) or edit
        return partial(self._repeat, done.back)

    def switch_starter(self) -> Reverse:
        """Turn the starter list on or off; return what turns it back."""
        self.starter = not self.starter
        return self.switch_starter

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
