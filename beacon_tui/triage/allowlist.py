"""The allowlist on disk: rules of candidates known to be benign, kept in a file that people edit as well."""

import fcntl
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from beacon_tui.errors import AllowlistError
from beacon_tui.triage.atomic import replace_file
from beacon_tui.triage.rule_file import parse_changed, parse_rules, with_changed, with_rules, without_rule
from beacon_tui.triage.rules import Rule

LOCK_WAIT: Final = 5.0
"""Seconds to wait for another program that is writing the same allowlist."""

LOOK_EVERY: Final = 0.002
"""Seconds between two tries: short, so that one who writes again and again does not keep others out."""


Step = tuple[Rule | None, Rule | None]
"""What becomes of one rule: (old, new); without an old one it is added, without a new one removed."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of an allowlist that was written."""

    steps: tuple[Step, ...]
    """What became of which rule."""
    before: str
    """The text of the file before."""
    after: str
    """The text that was written."""

    @property
    def back(self) -> "Edit":
        """The change that takes this one back."""
        return Edit(tuple((new, old) for old, new in reversed(self.steps)), self.after, self.before)


class Allowlist:
    """The rules of one file; a file that is missing has none. Every method raises AllowlistError.

    Each change reads the file anew under a lock, so that nothing that others wrote is lost.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._text = read_text(path)
        self.rules: tuple[Rule, ...] = parse_rules(self._text, str(path))

    def current(self) -> bool:
        """Whether the file says what was last read or written here."""
        return read_text(self.path) == self._text

    def add(self, rule: Rule) -> bool:
        """Append a rule to the file; False, and nothing is written, when one in force covers the same."""
        return self.change([(None, rule)]) is not None

    def remove(self, rule: Rule) -> bool:
        """Take the first rule that covers the same out of the file; False when there is none."""
        return self.change([(rule, None)]) is not None

    def change(self, steps: Sequence[Step]) -> Edit | None:
        """Make all steps at once that can be made, as `stepped` says; None, and nothing is written, when none can."""
        return self._write(lambda text: stepped(text, self.rules, steps))

    def repeat(self, edit: Edit) -> Edit | None:
        """Make a change again, to the letter where the file is as it was before; None when nothing is left of it."""

        def change(text: str) -> tuple[str, tuple[Step, ...]]:
            """What the change makes of a text."""
            return (edit.after, edit.steps) if text == edit.before else stepped(text, self.rules, edit.steps)

        return self._write(change)

    def _write(self, change: Callable[[str], tuple[str, tuple[Step, ...]]]) -> Edit | None:
        """Read the file anew, and write what `change` makes of its text if it makes any step."""
        try:
            path = self.path.resolve()  # a link stays a link: its target is replaced
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _lock(path):
                text = read_text(path)
                if text != self._text:  # thousands of rules take a second
                    self.rules, self._text = parse_rules(text, str(self.path)), text
                changed, steps = change(text)
                if not steps:
                    return None
                rules = parse_changed(text, self.rules, changed, str(self.path))
                replace_file(path, changed, path.stat() if path.exists() else None)
        except OSError as error:
            raise AllowlistError(f"The allowlist {self.path} cannot be written: {error.strerror}.") from error
        self.rules, self._text = rules, changed
        return Edit(steps, text, changed)


def stepped(text: str, rules: Sequence[Rule], steps: Sequence[Step]) -> tuple[str, tuple[Step, ...]]:
    """Return the text of an allowlist after all steps that can be made, and those steps.

    An old rule is the one that is equal, or else the first that covers the same; when it is gone, nothing is done. A
    rule is added once: not where one in force covers the same, and in the place of one that is off or expired.
    """
    places = _Places(rules)
    changes: dict[int, Rule] = {}
    removals: set[int] = set()
    added: dict[object, Rule] = {}
    done = []
    for old, new in steps:
        place = places.of(old or new, removals)
        found = None if place is None else rules[place]
        if new is None and place is not None:
            removals.add(place)
        elif new is not None and place is not None and (old is not None or rules[place].state() != "in force"):
            changes[place] = new
        elif old is None and new is not None and place is None and new.covers not in added:
            added[new.covers] = new
        else:
            continue
        done.append((found, new))
    for place, rule in changes.items():
        text = with_changed(text, place, rule)
    for place in sorted(removals, reverse=True):
        text = without_rule(text, place)
    return (with_rules(text, list(added.values())) if added else text), tuple(done)


class _Places:
    """Where rules stand in a file."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._equal: defaultdict[Rule, list[int]] = defaultdict(list)
        self._same: defaultdict[object, list[int]] = defaultdict(list)
        for place, rule in enumerate(rules):
            self._equal[rule].append(place)
            self._same[rule.covers].append(place)

    def of(self, rule: Rule | None, gone: Collection[int]) -> int | None:
        """Where the rule stands, or else the first that covers the same, of those not gone; None when there is none."""
        found = chain(self._equal[rule], self._same[rule.covers]) if rule else ()
        return next((place for place in found if place not in gone), None)


def read_text(path: Path) -> str:
    """Read the text of an allowlist; a missing file is empty."""
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise AllowlistError(f"The allowlist {path} is no UTF-8 text: byte {error.start} is not.") from error
    except OSError as error:
        raise AllowlistError(f"The allowlist {path} cannot be read: {error.strerror}.") from error


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Keep other programs from editing the allowlist; the lock is on a file beside it, which stays."""
    handle = os.open(path.with_name(f".{path.name}.lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        patience = monotonic() + LOCK_WAIT
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if monotonic() > patience:
                    raise
                sleep(LOOK_EVERY)
        yield
    finally:
        os.close(handle)
