"""The background worker: runs the pipeline in threads of its own and posts what comes of it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from textual.message import Message

from beacon_tui.errors import BeaconError
from beacon_tui.tui.messages import Loaded, LoadFailed, LoadProgress, Proved
from beacon_tui.zeek.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from beacon_tui.config import Settings
    from beacon_tui.triage.desk import Desk
    from beacon_tui.zeek.progress import Progress


class Loader:
    """One load in the background.

    The thread is a daemon of its own and not one of asyncio's pool: quitting must not wait for an import or for one
    long numpy call, which no flag can interrupt.
    """

    def __init__(
        self,
        post: Callable[[Message], object],
        paths: Sequence[Path],
        settings: "Settings",
        selection: Selection = EVERYTHING,
    ) -> None:
        self._post = post
        self._paths = paths
        self._settings = settings
        self._selection = selection
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
        from beacon_tui.zeek.cache import cache_in
        from beacon_tui.zeek.progress import Monitor

        monitor = Monitor(self._tell, self._stop.is_set)
        try:
            cache = cache_in(self._settings)
            results = run(self._paths, monitor, self._settings.min_check_ins, self._selection, cache)
            outcome: Message = Loaded(Desk(results, self._settings.allowlist, self._settings.starter))
        except BeaconError as error:
            outcome = LoadFailed(str(error))
        except MemoryError:
            outcome = LoadFailed("There is not enough memory for these logs: give fewer of them.")
        self._post(outcome)

    def prove(self, desk: "Desk", post: Callable[[Message], object]) -> None:
        """Begin to try synthetic beacons on what was loaded, under the rules of the moment; `Proved` follows."""
        results, rules = desk.results, desk.view.rules

        def work() -> None:
            """Try them, and post the one message that ends it."""
            from beacon_tui.analysis.proof import grid, try_out
            from beacon_tui.triage.export.proof import proof_text
            from beacon_tui.triage.proof import prove

            fewest = self._settings.min_check_ins
            try:
                trial = try_out(results.frame, grid(), fewest, results.window)
                words = proof_text(prove(trial, rules, self._settings.min_score, fewest))
            except BeaconError as error:
                words = str(error)
            except MemoryError:
                words = "There is not enough memory to try synthetic beacons on these logs."
            post(Proved(words))

        Thread(target=work, name="prover", daemon=True).start()
