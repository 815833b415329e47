"""The commands of the boxes that stand on top of a screen, and of the lines in which text is typed."""

from typing import Final

from beacon_tui.tui.command import Command

NUMBERS: Final = tuple(
    Command(f"choose({number})", str(number), "Choose by its number", "scope", "choose", name=f"choose_{number}")
    for number in range(1, 10)
)

VERDICTS: Final = tuple(
    Command(
        f"pick({number})",
        f"{key},{number}",
        f"Verdict: {verdict}",
        "verdict",
        "choose",
        first=True,
        name=f"verdict_{verdict}",
        early=f"choose({number})",
    )
    for number, (key, verdict) in enumerate(
        [("b", "benign"), ("s", "suspicious"), ("m", "malicious"), ("w", "watch"), ("minus", "none")], 1
    )
)
"""In the order in which they stand in the box."""

DIALOG_COMMANDS: Final = (
    Command("accept", "enter", "Keep the filter", "filter", "keep it", typing=True),
    Command("back", "escape", "As it was before", "filter", "go back", typing=True),
    Command("complete", "tab", "Complete the word", "filter", "complete", typing=True),
    Command("recall(-1)", "up", "The filter before", "filter", name="filter_before", typing=True),
    Command("recall(1)", "down", "The filter after it", "filter", name="filter_after", typing=True),
    Command("accept", "enter", "Write what is chosen", "choice", "write it", typing=True),
    Command(
        "line(1)",
        "tab",
        "Next line",
        "choice",
        "next line",
        first=True,
        name="line_next",
        early="too_soon",
        typing=True,
    ),
    Command(
        "line(-1)",
        "shift+tab",
        "Line before",
        "choice",
        first=True,
        name="line_before",
        early="too_soon",
        typing=True,
    ),
    Command("step(-1)", "up,k", "One up", "choice", "choose", name="up"),
    Command("step(1)", "down,j", "One down", "choice", "choose", name="down"),
    *NUMBERS,
    Command("edit", "e", "Edit the rule", "scope", "edit the rule", first=True, name="edit_rule", early="too_soon"),
    *VERDICTS,
    Command("accept", "enter", "Write the file", "export", "write the file", typing=True),
    Command("choose(-1)", "up", "Format before", "export", "format", name="format_before", typing=True),
    Command("choose(1)", "down", "Next format", "export", "format", name="format_next", typing=True),
    Command("clipboard", "ctrl+y", "To the clipboard", "export", "to the clipboard", typing=True),
    Command("turn", "space", "Show the column, or hide it", "columns", "show or hide", name="column_turn"),
    Command("carry(1)", "J,shift+down", "Carry the column down", "columns", "carry down or up", name="column_down"),
    Command("carry(-1)", "K,shift+up", "Carry the column up", "columns", "carry down or up", name="column_up"),
    Command("default", "d", "Columns as they were made", "columns", "as it was made", name="columns_default"),
    Command("dismiss", "enter", "Back", "columns", "back", name="accept"),
    Command("accept", "enter", "Write the rule", "rule", "write it", typing=True),
    Command("accept", "enter", "Go there", "moment", "go there", typing=True),
    Command("dismiss(True)", "y,Y", "Yes", "confirm", "yes", name="yes"),
    Command("dismiss(False)", "n,N", "No", "confirm", "no", name="no"),
    Command("dismiss", "question_mark,f1", "Back", "help", name="help"),
    Command("dismiss", "q,escape", "Back", "dialog", name="back", typing=True),
)
