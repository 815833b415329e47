"""Candidates to be exported, those of an attacker among them."""

from typing import Final

from beacon_tui.triage.export.case import Case
from beacon_tui.triage.rules import Rule
from beacon_tui.triage.view import View
from tests.fakes import EXAMPLES, HOSTILE, SESSIONS, Fake, fake_results

NAMES: Final = (
    HOSTILE,
    "=cmd|' /C calc'!A0",
    'a"b;c\\d|e',
    "a' OR '1'='1",
    "`id`.example",
    "```\n# pwned\n",
    "$(reboot)",
    "x\ty\r\nz",
    "\u202eexe.\u2066evil",
    "é.example",
    "-",
    "(empty)",
    "#fields\tindicator",
    "{msg} {0}",
    "<img src=x onerror=alert(1)>",
    "![](http://192.0.2.1/x) [a](b)",
    "|--|--|",
    "\x00\x7f\x9b31m",
    "\\x41\\",
)
"""Server names as an attacker might send them."""

CASES: Final = (
    *EXAMPLES,
    *SESSIONS,
    *(Fake("10.9.9.9", (f"203.0.113.{n}",), count=12, domain=name) for n, name in enumerate(NAMES)),
)


def case_of(*fakes: Fake, rules: tuple[Rule, ...] = ()) -> Case:
    """A case of some candidates, best score first; of all kinds there are, if none is given."""
    view = View.of(fake_results(fakes or CASES), rules)
    return Case(view, range(len(view.results)))


def named(name: str, **more: str) -> Case:
    """A case of one candidate with a name."""
    return case_of(Fake("10.9.9.9", ("203.0.113.7",), count=12, domain=name, **more))  # type: ignore[arg-type]
