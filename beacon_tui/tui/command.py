"""What a command is, and where commands work."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

PanelName = Literal["overview", "intervals", "timeline", "raster", "spectrum", "connections", "neighbours", "context"]
"""The panels of the screen of a pair, in the order of their numbers."""

DialogName = Literal["scope", "verdict", "export", "columns", "rule", "moment", "confirm", "help", "text"]
"""The boxes that stand on top of a screen; `text` is one to read."""

Place = Literal["app", "candidates", "pair", "rules", "list", "filter", "choice", "dialog"] | PanelName | DialogName
"""Where a command works: everywhere, on the screens of candidates, of a pair, of the rules, in every list, in the line
of the filter, in every box in which one of a few things is chosen, in every box, on one panel, in one box. The commands
of a panel open it from the others."""

PANEL_NAMES: Final[tuple[PanelName, ...]] = get_args(PanelName)

TOGETHER: Final[dict[Place, tuple[Place, ...]]] = {
    "candidates": ("candidates", "list"),
    "pair": ("pair", *PANEL_NAMES, "list"),
    "rules": ("rules", "list"),
    "app": ("app",),
    "filter": ("filter",),
    "scope": ("choice", "scope", "dialog", "list"),
    "verdict": ("choice", "verdict", "dialog", "list"),
    "columns": ("columns", "dialog", "list"),
    "export": ("export", "dialog"),
    "rule": ("rule", "dialog"),
    "moment": ("moment", "dialog"),
    "confirm": ("confirm", "dialog"),
    "help": ("help", "dialog", "list"),
    "text": ("dialog", "list"),
}
"""The places whose commands work at once, by what they stand on; a screen may take a key from the application."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the user can do."""

    action: str
    """The Textual action."""
    keys: str
    """Textual key names, the first one shown; empty where only the palette runs it."""
    words: str
    """What it does, for help and palette: 28 cells at most, so that two stand side by side."""
    place: Place | tuple[Place, ...]
    """Where it works, one place or several."""
    footer: str = ""
    """The short word in the footer; empty keeps it out. Neighbours with the same word share it."""
    first: bool = False
    """Whether it takes its keys before the focused widget does: what is typed behind it in one go then comes after."""

    name: str = ""
    """What the configuration calls it to give it other keys; empty where the action says it."""

    both: str = ""
    """What it and the command behind it do together, where the help has one line for the two."""

    early: str = ""
    """The action instead where its key came before the screen was there, for one that takes its keys first."""

    typing: bool = False
    """Whether it must work while text is typed: one of its keys is no text then; none is where it takes them first."""

    @property
    def places(self) -> tuple[Place, ...]:
        """Where it works."""
        return (self.place,) if isinstance(self.place, str) else self.place

    @property
    def id(self) -> str:
        """Its name in the configuration; commands of several screens may share one."""
        return self.name or self.action

    @property
    def target(self) -> str:
        """The action with whom it is asked of: the application, or else the screen."""
        return f"{'app' if 'app' in self.places else 'screen'}.{self.action}"
