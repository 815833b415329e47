"""Where the program keeps its files: the XDG folders of the user, and /etc for the whole machine."""

from pathlib import Path
from typing import Final

NAME: Final = "beacon_tui"
"""Name of the program's folder inside each of those folders."""

SYSTEM_CONFIG: Final = Path("/etc") / NAME / "config.toml"
"""Settings for every user of the machine."""


def config_folder() -> Path:
    """Return the user's configuration folder, such as ~/.config/beacon_tui; it need not exist."""
    from platformdirs import user_config_path

    return user_config_path(NAME, appauthor=False)


def state_folder() -> Path:
    """Return the user's folder for what is kept between two runs, such as ~/.local/state/beacon_tui."""
    from platformdirs import user_state_path

    return user_state_path(NAME, appauthor=False)


def cache_folder() -> Path:
    """Return the user's folder for what can be made again, such as ~/.cache/beacon_tui; it need not exist."""
    from platformdirs import user_cache_path

    return user_cache_path(NAME, appauthor=False)


def config_files() -> tuple[Path, ...]:
    """Return the configuration files, the weakest first; none of them need exist."""
    return SYSTEM_CONFIG, config_folder() / "config.toml"


def allowlist_path() -> Path:
    """Return where the allowlist is unless the user says otherwise."""
    return config_folder() / "allowlist.toml"
