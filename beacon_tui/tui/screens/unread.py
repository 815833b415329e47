"""What was not read: every file and row that was left out, with the reason."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from beacon_tui.tui.screens.asking import Asking
from beacon_tui.tui.widgets.scroll import Scroll


class UnreadScreen(Asking[None]):
    """Sentences to scroll through."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__()
        self._sentences = sentences

    def box(self) -> ComposeResult:
        """One paragraph a sentence."""
        from beacon_tui.render.text import clean

        lines = map(clean, self._sentences or ["Every file and every row was read."])
        with Scroll():
            yield Static("\n".join(lines), markup=False)
