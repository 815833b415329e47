"""The eighth panel: what the other logs say."""

from beacon_tui.tui.panels.panel import Opened, Panel
from beacon_tui.tui.widgets.context_text import ContextText


class ContextPanel(Panel):
    """Server names, certificates, requests, names behind the address, states."""

    NAME = "context"

    def fill(self, opened: Opened) -> None:
        """Have another candidate read; what was read of the one before goes."""
        self.remove_children()
        self.mount(ContextText(opened.results, opened.row))
