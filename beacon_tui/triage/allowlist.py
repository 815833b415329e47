"""The allowlist on disk: rules of candidates known to be benign, kept in a file that people edit as well."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from beacon_tui.errors import AllowlistError
from beacon_tui.triage.atomic import replace_file
from beacon_tui.triage.rule_file import parse_rules, with_rule, without_rule
from beacon_tui.triage.rules import Rule

LOCK_WAIT: Final = 2.0
"""Seconds to wait for another program that is writing the same allowlist."""


class Allowlist:
    """The rules of one file; a file that is missing has none. Every method raises AllowlistError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rules: tuple[Rule, ...] = parse_rules(_read(path), str(path))

    def add(self, rule: Rule) -> bool:
        """Append a rule to the file; False, and nothing is written, when it has one that covers the same."""
        return self._edit(lambda text, same: with_rule(text, rule) if same is None else None, rule)

    def remove(self, rule: Rule) -> bool:
        """Take the first rule that covers the same out of the file; False when there is none."""
        return self._edit(lambda text, same: without_rule(text, same) if same is not None else None, rule)

    def _edit(self, change: Callable[[str, int | None], str | None], rule: Rule) -> bool:
        """Read the file anew and write what `change` makes of its text and the index of an equal rule."""
        try:
            path = self.path.resolve()  # a link stays a link: its target is replaced
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _lock(path):
                text = _read(path)
                self.rules = parse_rules(text, str(self.path))
                same = (index for index, old in enumerate(self.rules) if old.covers_same(rule))
                changed = change(text, next(same, None))
                if changed is None:
                    return False
                rules = parse_rules(changed, str(self.path))
                replace_file(path, changed, path.stat() if path.exists() else None)
        except OSError as error:
            raise AllowlistError(f"The allowlist {self.path} cannot be written: {error.strerror}.") from error
        self.rules = rules
        return True


def _read(path: Path) -> str:
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
                sleep(0.02)
        yield
    finally:
        os.close(handle)
