"""What the README says by itself of the program."""

import os
from pathlib import Path

from beacon_tui.tui.commands import COMMANDS
from beacon_tui.tui.keyboard import Keyboard

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- keys -->\n", "<!-- /keys -->\n"
PLACES = {
    "candidates": "on the list of candidates",
    "pair": "on one candidate",
    **{panel: f"on its panel {panel}" for panel in ("intervals", "timeline", "raster", "connections", "neighbours")},
    "rules": "in the allowlist",
    "list": "in every list",
    "app": "everywhere",
}


def key_table() -> str:
    """The key table as the README has it."""
    lines = ["| where | key | name | does |\n", "|---|---|---|---|\n"]
    for place, where in PLACES.items():
        for command in (command for command in COMMANDS if command.place == place):
            signs = " ".join(f"`{sign}`" for sign in Keyboard().signs(command))
            name = f"`{command.id}`" if command.keys else ""
            lines.append(f"| {where} | {signs} | {name} | {command.words} |\n")
    return "".join(lines)


def test_the_key_table_is_that_of_the_commands() -> None:
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    table, _, after = rest.partition(END)
    if "KEEP_SNAPSHOTS" in os.environ:
        README.write_text(f"{before}{BEGIN}{key_table()}{END}{after}", "utf-8")
        table = key_table()
    assert table == key_table()
