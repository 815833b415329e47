"""Every command of the screens, once: its keys, its words, and where it works; footer, help and palette read this."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from textual.binding import Binding, BindingType

Place = Literal["app", "candidates", "pair", "rules", "list"]


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the user can do."""

    action: str
    """The name of the Textual action, and the id by which its keys can be remapped."""
    keys: str
    """Textual key names, the first one shown; empty where only the palette runs it."""
    words: str
    """What it does, for help and palette: 28 cells at most, so that two stand side by side."""
    place: Place
    """Where it works: everywhere, on the screens of candidates, of a pair, of the rules, in every list."""
    footer: str = ""
    """The short word in the footer; empty keeps it out."""
    first: bool = False
    """Whether it takes its keys before the focused widget does: what is typed behind it in one go then comes after."""

    @property
    def signs(self) -> list[str]:
        """Its keys as people write them, those of the palette where it has none of its own."""
        return [KEY_SIGNS.get(key, key) for key in (self.keys or "ctrl+p").split(",")]

    @property
    def target(self) -> str:
        """The action with whom it is asked of: the application, or else the screen."""
        return f"{'app' if self.place == 'app' else 'screen'}.{self.action}"


KEY_SIGNS: Final = {
    "enter": "⏎",
    "escape": "esc",
    "slash": "/",
    "space": "␣",
    "question_mark": "?",
    "exclamation_mark": "!",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "tab": "⇥",
    "shift+tab": "⇧⇥",
    "ctrl+c": "^c",
    "ctrl+d": "^d",
    "ctrl+p": "^p",
    "ctrl+u": "^u",
}

COMMANDS: Final = (
    Command("open", "enter", "Open the candidate", "candidates", "open"),
    Command("benign", "b", "Benign: hide it by rules", "candidates", "benign"),
    Command("mark", "space", "Mark for export, or unmark", "candidates", "mark"),
    Command("clear_marks", "c", "Clear all marks", "candidates"),
    Command("export", "e", "Export the marked, or this", "candidates", "export"),
    Command("export_view", "E", "Export every row shown", "candidates"),
    Command("copy", "y", "Copy its address or name", "candidates"),
    Command("copy_command", "Y", "Copy its zeek-cut command", "candidates"),
    Command("sort", "s", "Sort; again turns the order", "candidates", "sort"),
    Command("column(-1)", "left,<", "Choose column to the left", "candidates"),
    Command("column(1)", "right,>", "Choose column to the right", "candidates"),
    Command("columns", "C", "Show, hide, move columns", "candidates"),
    Command("filter", "slash", "Filter; / again edits it", "candidates", "filter", first=True),
    Command("hidden", "h", "Show or hide what rules hide", "candidates", "hidden"),
    Command("starter", "S", "Starter list on or off", "candidates"),
    Command("long", "l", "Long sessions alone, or all", "candidates"),
    Command("rules", "a", "Allowlist: every rule", "candidates"),
    Command("undo", "u", "Take back what rules did", "candidates"),
    Command("redo", "U", "Make it again", "candidates"),
    Command("stop", "escape", "Stop the load, clear filter", "candidates"),
    Command("switch", "space,x", "Rule off, or on again", "rules", "on/off"),
    Command("edit", "e,enter", "Edit the rule", "rules", "edit"),
    Command("new", "n", "Write a new rule", "rules", "new"),
    Command("delete", "d,delete", "Delete the rule", "rules", "delete"),
    Command("starter", "S", "Starter list on or off", "rules", "starter"),
    Command("undo", "u", "Take back what was done", "rules", "undo"),
    Command("redo", "U", "Make it again", "rules", "redo"),
    Command("back", "q,escape", "Back to the candidates", "rules", "back"),
    Command("back", "q,escape", "Back to the same row", "pair", "back"),
    Command("panel(1)", "tab", "Next panel", "pair", "panel"),
    Command("panel(-1)", "shift+tab", "Panel before", "pair"),
    Command("show('overview')", "1", "Overview: why, gaps, hours", "pair"),
    Command("show('intervals')", "2", "Intervals between check-ins", "pair"),
    Command("show('timeline')", "3", "Timeline: a dot a connection", "pair"),
    Command("show('raster')", "4", "Raster: one line a period", "pair"),
    Command("show('connections')", "5", "List of connections", "pair"),
    Command("show('context')", "6", "Context: what other logs say", "pair"),
    Command("measure", "m", "Timeline: gaps or bytes", "pair", "gaps/bytes"),
    Command("move(-1)", "up,k", "One up", "list"),
    Command("move(1)", "down,j", "One down", "list"),
    Command("page(-1)", "pageup,ctrl+u", "A page up", "list"),
    Command("page(1)", "pagedown,ctrl+d", "A page down", "list"),
    Command("first", "home,g", "To the first row", "list"),
    Command("last", "end,G", "To the last row", "list"),
    Command("follow", "F", "Follow the logs, or stop", "app"),
    Command("unread", "exclamation_mark", "What was not read, and why", "app"),
    Command("prove", "", "Prove it: synthetic beacons", "app"),
    Command("help", "question_mark,f1", "This help", "app", "help"),
    Command("command_palette", "ctrl+p", "Find a command by name", "app"),
    Command("quit", "q,ctrl+c", "Quit", "app", "quit"),
)


def bindings(*places: Place) -> list[BindingType]:
    """The Textual bindings of the commands of some places."""
    return [
        Binding(command.keys, command.action, command.words, id=command.action, show=False, priority=command.first)
        for command in COMMANDS
        if command.keys and command.place in places
    ]


def commands(*places: Place) -> list[Command]:
    """The commands that work where these places meet, each without the keys that one before it has taken."""
    taken: set[str] = set()
    working = []
    for command in COMMANDS:
        if command.place in places:
            keys = [key for key in command.keys.split(",") if key not in taken]
            taken.update(filter(None, keys))
            working.append(replace(command, keys=",".join(keys)))
    return working
