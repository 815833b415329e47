"""Every command of the screens, once: its keys, its words, and where it works; footer, help and palette read this."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from textual.binding import Binding, BindingType

Place = Literal["app", "candidates", "pair", "list"]


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the user can do."""

    action: str
    """The name of the Textual action, and the id by which its keys can be remapped."""
    keys: str
    """Textual key names, the first one shown; empty where only the palette runs it."""
    words: str
    """What it does, for help and palette."""
    place: Place
    """Where it works: everywhere, on the candidate screen, on the pair screen, in every list."""
    footer: str = ""
    """The short word in the footer; empty keeps it out."""

    @property
    def shown(self) -> str:
        """The first key as people write it."""
        first = self.keys.split(",")[0]
        return KEY_SIGNS.get(first, first)


KEY_SIGNS: Final = {
    "enter": "⏎",
    "escape": "esc",
    "space": "␣",
    "question_mark": "?",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "tab": "⇥",
    "shift+tab": "⇧⇥",
    "ctrl+p": "^p",
}

COMMANDS: Final = (
    Command("open", "enter", "Open the candidate under the cursor", "candidates", "open"),
    Command("benign", "b", "Mark it benign: write an allowlist rule and hide it", "candidates", "benign"),
    Command("mark", "space", "Mark or unmark the row for export", "candidates", "mark"),
    Command("clear_marks", "c", "Clear all marks", "candidates"),
    Command("export", "e", "Export the marked rows, or the row under the cursor", "candidates", "export"),
    Command("export_view", "E", "Export every row of the view", "candidates"),
    Command("sort", "s", "Sort by the chosen column; again turns the order", "candidates", "sort"),
    Command("column(-1)", "left,<", "Choose the column to the left", "candidates"),
    Command("column(1)", "right,>", "Choose the column to the right", "candidates"),
    Command("hidden", "h", "Show or hide allowlisted candidates", "candidates", "hidden"),
    Command("starter", "S", "Starter list on or off", "candidates"),
    Command("long", "l", "Show long sessions alone, longest first, or all again", "candidates"),
    Command("undo", "u", "Take back the last allowlist rule", "candidates", "undo"),
    Command("prove", "", "Prove it: which synthetic beacons would surface here", "candidates"),
    Command("stop", "escape", "Stop the load", "candidates"),
    Command("back", "escape,q", "Go back to the same row", "pair", "back"),
    Command("panel(1)", "tab", "Next panel", "pair", "panel"),
    Command("panel(-1)", "shift+tab", "Panel before", "pair"),
    Command("show('overview')", "1", "Overview: why, gaps, activity", "pair"),
    Command("show('intervals')", "2", "Intervals: the gaps and multiples of the period", "pair"),
    Command("show('timeline')", "3", "Timeline: one dot a connection", "pair"),
    Command("show('raster')", "4", "Raster: one line a period", "pair"),
    Command("show('connections')", "5", "List of connections", "pair"),
    Command("measure", "m", "Timeline: gaps or bytes", "pair", "gaps/bytes"),
    Command("move(-1)", "up,k", "One up", "list"),
    Command("move(1)", "down,j", "One down", "list"),
    Command("page(-1)", "pageup,ctrl+u", "A page up", "list"),
    Command("page(1)", "pagedown,ctrl+d", "A page down", "list"),
    Command("first", "home,g", "To the first row", "list"),
    Command("last", "end,G", "To the last row", "list"),
    Command("help", "question_mark,f1", "Show this help", "app", "help"),
    Command("command_palette", "ctrl+p", "Find a command by name", "app"),
    Command("quit", "q,ctrl+c", "Quit", "app", "quit"),
)


def bindings(*places: Place) -> list[BindingType]:
    """The Textual bindings of the commands of some places."""
    return [
        Binding(command.keys, command.action, command.words, id=command.action, show=False)
        for command in COMMANDS
        if command.keys and command.place in places
    ]


def footer(*places: Place) -> Iterable[Command]:
    """The commands that the footer of a screen shows."""
    return (command for command in COMMANDS if command.footer and command.place in places)
