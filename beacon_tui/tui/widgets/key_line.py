"""The footer: the keys that count, each a link, as many as the line holds."""

from textual.content import Content
from textual.widget import Widget

from beacon_tui.tui.command import Command, Place
from beacon_tui.tui.keyboard import keyboard_of


class KeyLine(Widget):
    """One line of keys and what they do."""

    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; }
    """

    def __init__(self, *places: Place) -> None:
        super().__init__()
        self._places = places

    def show(self, *places: Place) -> None:
        """Show the keys of other places."""
        self._places = places
        self.refresh()

    def render(self) -> Content:
        """Draw the keys, the first ones first, while there is room; those of the application always have it."""
        entries = keyboard_of(self.app).footer(*self._places)
        pieces = [_piece(*entry) for entry in entries]
        own = sum("app" not in commands[0].places for _, _, commands in entries)
        while pieces and sum(piece.cell_length for piece in pieces) > self.size.width:
            own -= 1
            pieces.pop(max(own, -1))
        return Content("").join(pieces)


def _piece(signs: str, word: str, commands: list[Command]) -> Content:
    """Keys and their word, a link where they run one command."""
    link, end = (f"[@click={commands[0].target}]", "[/]") if len(commands) == 1 else ("", "")
    return Content.from_markup(f"{link}[b]$key[/b]$words{end}", key=f" {signs} ", words=f"{word} ")
