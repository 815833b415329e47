"""The background worker: runs the pipeline in a thread of its own and posts what comes of it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from textual.message import Message

from beacon_tui.errors import BeaconError
from beacon_tui.tui.messages import Loaded, LoadFailed, LoadProgress

if TYPE_CHECKING:
    from beacon_tui.config import Settings
    from beacon_tui.zeek.progress import Progress


class Loader:
    """One load in the background.

    The thread is a daemon of its own and not one of asyncio's pool: quitting must not wait for an import or for one
    long numpy call, which no flag can interrupt.
    """

    def __init__(self, post: Callable[[Message], object], paths: Sequence[Path], settings: "Settings") -> None:
        self._post = post
        self._paths = paths
        self._settings = settings
        self._stop = Event()
        self._thread = Thread(target=self._run, name="loader", daemon=True)

    def start(self) -> None:
        """Begin to load."""
        self._thread.start()

    def cancel(self) -> None:
        """Ask the load to stop; `LoadFailed` follows within a block of a file."""
        self._stop.set()

    @property
    def running(self) -> bool:
        """Whether the load is still going on."""
        return self._thread.is_alive()

    def _tell(self, progress: "Progress") -> None:
        """Pass on how far the load has come."""
        self._post(LoadProgress(progress))

    def _run(self) -> None:
        """Load, and post the one message that ends the load."""
        from beacon_tui.analysis.pipeline import run
        from beacon_tui.triage.desk import Desk
        from beacon_tui.zeek.progress import Monitor

        monitor = Monitor(self._tell, self._stop.is_set)
        try:
            results = run(self._paths, monitor, self._settings.min_check_ins)
            outcome: Message = Loaded(Desk(results, self._settings.allowlist, self._settings.starter))
        except BeaconError as error:
            outcome = LoadFailed(str(error))
        except MemoryError:
            outcome = LoadFailed("There is not enough memory for these logs: give fewer of them.")
        self._post(outcome)
