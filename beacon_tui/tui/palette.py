"""The command palette: the commands of the screen below, found by their words."""

from collections.abc import Coroutine
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from beacon_tui.tui.command import Command
from beacon_tui.tui.commands import places_of
from beacon_tui.tui.keyboard import keyboard_of


class CommandProvider(Provider):
    """Offers every command that works here, with its key."""

    @property
    def _commands(self) -> list[Command]:
        """The commands of the screen below the palette; those of lists are of no use without their keys."""
        here = keyboard_of(self.app).commands(*places_of(self.screen), "app")
        return [command for command in here if "list" not in command.places]

    def _run(self, command: Command) -> "partial[Coroutine[object, object, None]]":
        """What runs a command."""
        return partial(self.screen.run_action, command.target)

    def _sign(self, command: Command) -> str:
        """Its first key."""
        return keyboard_of(self.app).signs(command)[0]

    async def discover(self) -> Hits:
        """Offer all commands before anything was typed."""
        for command in self._commands:
            yield DiscoveryHit(command.words, self._run(command), help=self._sign(command))

    async def search(self, query: str) -> Hits:
        """Offer the commands whose words match."""
        matcher = self.matcher(query)
        for command in self._commands:
            if (score := matcher.match(command.words)) > 0:
                yield Hit(score, matcher.highlight(command.words), self._run(command), help=self._sign(command))
