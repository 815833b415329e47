"""`beacon-tui scan --follow`: a line for each candidate whose score crosses a limit, as it does."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from beacon_tui.cli.streams import progress, say, write_out

if TYPE_CHECKING:
    from beacon_tui.config import Settings
    from beacon_tui.triage.query.parse import Query
    from beacon_tui.zeek.selection import Selection


def follow(paths: Sequence[Path], settings: "Settings", selection: "Selection", query: "Query") -> None:
    """Print a JSON object a line for each candidate that no rule hides, as soon as its score is `min_score` or more.

    It is printed again when its score was below meanwhile. SIGINT and SIGTERM end it, and so does a reader that goes
    away. An allowlist that is broken while it is edited is said, and what was read of it last stays in force; raises
    AllowlistError when it is so at the start.
    """
    from beacon_tui.analysis.live import looks
    from beacon_tui.errors import AllowlistError, Cancelled
    from beacon_tui.triage.export.case import Case
    from beacon_tui.triage.export.formats import BY_NAME
    from beacon_tui.triage.journal.journal import journal_of
    from beacon_tui.triage.recall import recall
    from beacon_tui.triage.rulebook import Rulebook
    from beacon_tui.triage.same import Identity, standing_out
    from beacon_tui.triage.view import View
    from beacon_tui.zeek.cache import cache_in
    from beacon_tui.zeek.follow import Following

    rulebook = Rulebook(settings.allowlist, settings.starter)
    if rulebook.problem:
        raise AllowlistError(rulebook.problem)
    following = Following(paths, selection, cache_in(settings))
    known = dict[Identity, int]()
    said = set[str]()
    view: View | None = None

    def say_once(sentence: str) -> None:
        """Say something that was not said before."""
        if sentence not in said:
            said.add(sentence)
            say(sentence)

    with stopping() as stop, ExitStack() as reading:
        show = reading.enter_context(progress())
        try:
            for results in looks(following, settings.min_check_ins, show, stop):
                reading.close()  # what is said from now on is no progress
                if results is None:
                    say("There is no connection yet: waiting.")
                    continue
                rulebook.read()
                for sentence in filter(None, (*map(str, results.counts.skipped), rulebook.problem)):
                    say_once(sentence)
                journal = journal_of(paths, writing=False)  # as it is now
                rules = rulebook.in_force
                view = view.grown(results, rules) if view else View.of(results, rules)
                view = recall(view, journal, settings.min_score)
                say_once(journal.complaint())
                before, known = known, standing_out(view, settings.min_score, query)
                fresh = [row for who, row in known.items() if who not in before]
                if fresh and not write_out(BY_NAME["ndjson"].export(Case(view, fresh, tuple(paths)))):
                    return
        except Cancelled:
            return


@contextmanager
def stopping() -> Iterator[Event]:
    """What is set as soon as SIGINT or SIGTERM comes."""
    stop = Event()
    former = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
