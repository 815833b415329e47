"""`beacon-tui completion`: the script by which a shell completes the command line."""

from typing import Final

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from beacon_tui.cli.streams import write_out

SHELLS: Final = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}

PROGRAM, VARIABLE = "beacon-tui", "_BEACON_TUI_COMPLETE"
"""What is completed, and the variable through which the script asks click for what fits."""


@click.command()
@click.argument("shell", type=click.Choice(list(SHELLS)))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands, options and their values in a shell.

    \b
    bash:  beacon-tui completion bash >> ~/.bashrc
    zsh:   beacon-tui completion zsh >> ~/.zshrc
    fish:  beacon-tui completion fish >> ~/.config/fish/config.fish
    """  # noqa: D301  click reads the escape itself
    write_out(SHELLS[shell](ctx.find_root().command, {}, PROGRAM, VARIABLE).source() + "\n")
