"""Every command, once: its keys, its words, and where it works; keys, footer, help, palette and README read this."""

from typing import Final

from textual.binding import Binding, BindingType

from beacon_tui.tui.command import TOGETHER, Command, Place
from beacon_tui.tui.dialog_commands import DIALOG_COMMANDS

COMMANDS: Final = (
    Command("open", "enter", "Open the candidate, or group", "candidates", "open"),
    Command("benign", "b", "Benign: hide it by rules", "candidates", "benign"),
    Command("verdict", "v", "Verdict, with a note", "candidates"),
    Command("mark", "space", "Mark for export, or unmark", "candidates", "mark"),
    Command("clear_marks", "c", "Clear all marks", "candidates"),
    Command("export", "e", "Export the marked, or this", "candidates", "export"),
    Command("export_view", "E", "Export every row shown", "candidates"),
    Command("copy", "y", "Copy its address or name", "candidates"),
    Command("copy_command", "Y", "Copy its zeek-cut command", "candidates"),
    Command("sort", "s", "Sort; again turns the order", ("candidates", "connections"), "sort"),
    Command(
        "column(-1)",
        "left,<",
        "Choose column to the left",
        ("candidates", "connections"),
        name="column_left",
        both="Choose a column",
    ),
    Command("column(1)", "right,>", "Choose column to the right", ("candidates", "connections"), name="column_right"),
    Command("columns", "C", "Show, hide, move columns", "candidates"),
    Command("filter", "slash", "Filter; again to edit it", "candidates", "filter", first=True),
    Command("group", "t", "Group by dst, name, source", "candidates", both="Group; open or fold them all"),
    Command("fold_all", "asterisk", "Open every group, or fold", "candidates"),
    Command("hidden", "h", "Show or hide what rules hide", "candidates", "hidden"),
    Command("long", "l", "Long sessions alone, or all", "candidates"),
    Command("rules", "a", "Allowlist: every rule", "candidates"),
    Command("stop", "escape", "Stop the load, clear filter", "candidates"),
    Command("switch", "space,x", "Rule off, or on again", "rules", "on/off"),
    Command("edit", "e,enter", "Edit the rule", "rules", "edit"),
    Command("new", "n", "Write a new rule", "rules", "new"),
    Command("delete", "d,delete", "Delete the rule", "rules", "delete"),
    Command("back", "q,escape", "Back to the candidates", "rules", "back"),
    Command("starter", "S", "Starter list on or off", ("candidates", "rules"), "starter"),
    Command("undo", "u", "Take back what was done", ("candidates", "rules"), "undo", both="Take back, do again"),
    Command("redo", "U", "Do it again", ("candidates", "rules"), "redo"),
    Command("back", "q,escape", "Back: the list, or before", "pair", "back"),
    Command("panel(1)", "tab", "Next panel", "pair", "panel", name="panel_next", both="Next panel, panel before"),
    Command("panel(-1)", "shift+tab", "Panel before", "pair", name="panel_before"),
    Command(
        "step(1)", "n", "Next candidate of the list", "pair", "next", name="next", both="Next candidate, previous one"
    ),
    Command("step(-1)", "p", "Candidate before", "pair", name="previous"),
    Command("benign", "b", "Benign: hide it by a rule", "pair", "benign"),
    Command("verdict", "v", "Verdict, with a note", "pair", "verdict"),
    Command("mark", "space", "Mark it, or unmark it", "pair", name="mark_this"),
    Command("export", "e", "Export it", "pair"),
    Command("copy", "y", "Copy its address or name", "pair", both="Copy address, zeek-cut line"),
    Command("copy_command", "Y", "Copy its zeek-cut command", "pair"),
    Command("undo", "u", "Take back what was done", "pair", both="Take back, do again"),
    Command("redo", "U", "Do it again", "pair"),
    Command("show('overview')", "1", "Overview: why, gaps, hours", "pair", name="overview"),
    Command("show('intervals')", "2", "Intervals between check-ins", "pair", name="intervals"),
    Command("show('timeline')", "3", "Timeline: a dot a connection", "pair", name="timeline"),
    Command("show('raster')", "4", "Raster: one line a period", "pair", name="raster"),
    Command("show('spectrum')", "5", "Spectrum: power over period", "pair", name="spectrum"),
    Command("show('connections')", "6", "List of connections", "pair", name="connections"),
    Command("show('neighbours')", "7", "Neighbours: who, what else", "pair", name="neighbours"),
    Command("show('context')", "8", "Context: what other logs say", "pair", name="context"),
    Command(
        "zoom(1)",
        "+,=",
        "Nearer to the period",
        "intervals",
        "nearer",
        name="zoom_in",
        both="Zoom nearer, farther",
    ),
    Command("zoom(-1)", "-", "Farther from the period", "intervals", name="zoom_out"),
    Command("whole", "0", "As near as at first", "intervals"),
    Command("scale", "L", "Counts: linear, logarithmic", "intervals", "log/linear"),
    Command("measure", "m", "Timeline: gaps or bytes", "timeline", "gaps/bytes"),
    Command(
        "nudge(-1)", "[", "Period a little shorter", "raster", name="period_shorter", both="Period shorter, longer"
    ),
    Command("nudge(1)", "]", "Period a little longer", "raster", "nudge", name="period_longer"),
    Command(
        "nudge(-10)",
        "{",
        "Period shorter, ten steps",
        "raster",
        name="period_much_shorter",
        both="Shorter, longer: ten steps",
    ),
    Command("nudge(10)", "}", "Period longer, ten steps", "raster", name="period_much_longer"),
    Command("whole", "0", "The fitted period again", "raster", "fitted"),
    Command("moment", "J", "Jump to a moment", "connections", "jump"),
    Command("open", "enter", "Open this neighbour", "neighbours", "open"),
    Command("move(-1)", "up,k", "One up", "list", name="up", both="One up, one down"),
    Command("move(1)", "down,j", "One down", "list", name="down"),
    Command("page(-1)", "pageup,ctrl+u", "A page up", "list", name="page_up", both="A page up, a page down"),
    Command("page(1)", "pagedown,ctrl+d", "A page down", "list", name="page_down"),
    Command("first", "home,g", "To the first row", "list", both="To the first row, the last"),
    Command("last", "end,G", "To the last row", "list"),
    Command("follow", "F", "Follow the logs, or stop", "app"),
    Command("unread", "exclamation_mark", "What was not read, and why", "app"),
    Command("change_theme", "", "Choose a theme", "app"),
    Command("prove", "", "Prove it: synthetic beacons", "app"),
    Command("help", "question_mark,f1", "This help", "app", "help"),
    Command("command_palette", "ctrl+p", "Find a command by name", "app"),
    Command("quit", "q,ctrl+c", "Quit", "app", "quit"),
    *DIALOG_COMMANDS,
)


def bindings(*places: Place) -> list[BindingType]:
    """The Textual bindings of the commands of some places."""
    bound: list[BindingType] = []
    for command in COMMANDS:
        if command.keys and not set(places).isdisjoint(command.places):
            bound.append(_binding(command, command.action, command.first))
            if command.early:
                bound.append(_binding(command, command.early, first=False))
    return bound


def _binding(command: Command, action: str, first: bool) -> Binding:
    """One binding of a command."""
    return Binding(command.keys, action, command.words, id=command.id, show=False, priority=first)


def places_of(screen: object) -> tuple[Place, ...]:
    """Whose commands work on a screen, beside those of the application."""
    places: tuple[Place, ...] = getattr(screen, "places", ()) or TOGETHER[getattr(screen, "PLACE", "candidates")]
    return places
