"""What the README says by itself of the program."""

import os
from itertools import groupby
from pathlib import Path

from beacon_tui.tui.command import PANEL_NAMES, Place
from beacon_tui.tui.commands import COMMANDS
from beacon_tui.tui.keyboard import Keyboard

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- keys -->\n", "<!-- /keys -->\n"
WHERE: dict[Place, str] = {
    "candidates": "the candidates",
    "pair": "one candidate",
    **{panel: f"the panel {panel}" for panel in PANEL_NAMES},
    "rules": "the allowlist",
    "list": "every list and text",
    "app": "every screen",
    "filter": "the line of the filter",
    "choice": "what is benign, a verdict",
    "scope": "what is benign",
    "verdict": "a verdict",
    "export": "an export",
    "columns": "the columns",
    "rule": "a rule",
    "moment": "a moment",
    "confirm": "a question",
    "help": "the help",
    "dialog": "every box",
}
"""What the README calls the places of commands."""


def key_table() -> str:
    """The key table as the README has it."""
    lines = ["| where | key | name | does |\n", "|---|---|---|---|\n"]
    for (places, words), commands in groupby(COMMANDS, key=lambda command: (command.places, command.words)):
        alike = list(commands)
        signs = [f"`{sign}`" for command in alike for sign in Keyboard().signs(command)]
        names = [f"`{command.id}`" for command in alike if command.keys]
        where = ", ".join(WHERE[place] for place in places)
        lines.append(f"| {where} | {_in_short(signs)} | {_in_short(names)} | {words} |\n")
    return "".join(lines)


def _in_short(texts: list[str]) -> str:
    """Texts in a line, more than four by the first and the last one."""
    return " ".join(texts) if len(texts) <= 4 else f"{texts[0]} … {texts[-1]}"


def test_the_key_table_is_that_of_the_commands() -> None:
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    table, _, after = rest.partition(END)
    if "KEEP_SNAPSHOTS" in os.environ:
        README.write_text(f"{before}{BEGIN}{key_table()}{END}{after}", "utf-8")
        table = key_table()
    assert table == key_table()
