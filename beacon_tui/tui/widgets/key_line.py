"""The footer: the keys that count, each a link, as many as the line holds."""

from textual.content import Content
from textual.widget import Widget

from beacon_tui.tui.commands import Place
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
        """Draw the keys, the first ones first, while there is room."""
        line, keyboard = Content(""), keyboard_of(self.app)
        for command in keyboard.commands(*self._places):
            if not command.footer:
                continue
            label = f" {keyboard.signs(command)[0]} ", f"{command.footer} "
            if line.cell_length + sum(map(len, label)) > self.size.width:
                break
            link = Content.from_markup(f"[@click={command.target}][b]$key[/b]$words[/]", key=label[0], words=label[1])
            line = line + link
        return line
