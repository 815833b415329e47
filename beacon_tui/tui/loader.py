"""The background worker: runs the pipeline in threads of its own and posts what comes of it."""

import gc
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from textual.message import Message

from beacon_tui.errors import BeaconError, Cancelled
from beacon_tui.tui.messages import ContextRead, ContextWanted, Grown, Loaded, LoadFailed, LoadProgress, Proved, Waiting
from beacon_tui.zeek.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from beacon_tui.analysis.model import Results
    from beacon_tui.config import Settings
    from beacon_tui.triage.desk import Desk
    from beacon_tui.triage.journal.journal import Journal
    from beacon_tui.triage.view import View
    from beacon_tui.zeek.progress import Progress

FIRST_WANTED: Final = ("beacon_tui.triage.choice", "beacon_tui.tui.screens.scope")
"""Modules that are not imported before the first paint, and that a first key must not wait for."""


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
        follow: bool = False,
        journal: "Journal | None" = None,
    ) -> None:
        self._post = post
        self._journal = journal
        self._paths = paths
        self._settings = settings
        self._selection = selection
        self._stop = Event()
        self.follow = follow
        """Whether the logs are read on as they grow, until that is cancelled."""
        self._thread = Thread(target=self._run, name="loader", daemon=True)

    def start(self) -> None:
        """Begin to load."""
        self._thread.start()

    def cancel(self) -> None:
        """Ask the load to stop: nothing more is told of it, and it ends as soon as it looks up from its work."""
        self._stop.set()

    @property
    def running(self) -> bool:
        """Whether the load is still going on."""
        return self._thread.is_alive()

    def _tell(self, progress: "Progress") -> None:
        """Pass on how far the load has come."""
        self._send(LoadProgress(progress))

    def _send(self, message: Message) -> None:
        """Post what comes of a load that is still wanted."""
        if not self._stop.is_set():
            self._post(message)

    def _run(self) -> None:
        """Load, post what comes of it, and read on where the logs are followed."""
        gc.unfreeze()  # what an earlier load left may go
        try:
            if self.follow:
                self._follow()
            else:
                self._load()
        except BeaconError as error:
            self._send(LoadFailed(str(error)))
        except MemoryError:
            self._send(LoadFailed("There is not enough memory for these logs: give fewer of them."))

    def _load(self) -> None:
        """Load once."""
        from beacon_tui.analysis.pipeline import run
        from beacon_tui.zeek.cache import cache_in
        from beacon_tui.zeek.progress import Monitor

        monitor, cache = Monitor(self._tell, self._stop.is_set), cache_in(self._settings)
        results = run(self._paths, monitor, self._settings.min_check_ins, self._selection, cache)
        self._send(Loaded(self._desk(results)))

    def _desk(self, results: "Results") -> "Desk":
        """The analyst's desk with these results on it."""
        from beacon_tui.triage.desk import Desk
        from beacon_tui.triage.look import resume

        for module in FIRST_WANTED:
            import_module(module)
        settings = self._settings
        desk = Desk(results, settings.allowlist, settings.starter, self._journal, settings.min_score)
        resume(desk, settings.filters)
        gc.collect()
        gc.freeze()  # it stays: to look through it for garbage again would take 50 ms, in the middle of a key
        return desk

    def _follow(self) -> None:
        """Load, and again and again what has come since; what is shown is at most about two seconds old."""
        from beacon_tui.analysis.live import looks
        from beacon_tui.triage.recall import recall
        from beacon_tui.triage.same import standing_out
        from beacon_tui.zeek.cache import cache_in
        from beacon_tui.zeek.follow import Following

        following = Following(self._paths, self._selection, cache_in(self._settings))
        desk: Desk | None = None
        view: View | None = None
        """What was shown last, or is on its way to the screen."""
        known = set[object]()
        for results in looks(following, self._settings.min_check_ins, self._tell, self._stop):
            if results is None:
                self._send(Waiting())
                continue
            first = desk is None
            if desk is None or view is None:
                desk = self._desk(results)
                view = desk.view
            else:
                view = recall(view.grown(results, desk.view.rules), desk.journal, self._settings.min_score)
            outstanding = standing_out(view, self._settings.min_score)
            fresh = [row for who, row in outstanding.items() if who not in known]
            known.update(outstanding)
            self._send(Loaded(desk) if first else Grown(view, fresh))

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

    def read_context(self, wanted: ContextWanted) -> None:
        """Begin to read what other logs say of a candidate; `ContextRead` follows, until the last one ends it."""

        def work() -> None:
            """Read it, and post what is known as it grows."""
            from beacon_tui.analysis.context import Context, read_context
            from beacon_tui.analysis.facts import Part
            from beacon_tui.zeek.progress import Monitor

            def tell(progress: "Progress") -> None:
                """Pass on which log is read."""
                wanted.post(ContextRead(None, progress.file or "logs"))

            known = Context(())
            try:
                for known in read_context(wanted.results, wanted.row, self._paths, Monitor(tell, wanted.ended.is_set)):
                    wanted.post(ContextRead(known, "" if known.done else "logs"))
            except Cancelled:
                return
            except MemoryError:
                sentence = "there is not enough memory to read what other logs say"
                wanted.post(ContextRead(known.with_parts(Part("Not read", sentence)), ""))

        Thread(target=work, name="context", daemon=True).start()
