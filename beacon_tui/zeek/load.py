"""Everything that is read, in one call: paths in, connections with their names out."""

from collections.abc import Sequence
from pathlib import Path

from beacon_tui.errors import NothingReadable
from beacon_tui.zeek.find import find_logs
from beacon_tui.zeek.names import add_names
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.read import Loaded, read_conns


def load(paths: Sequence[Path], monitor: Monitor) -> Loaded:
    """All connections under the paths, as `columns.py` says; an empty frame when there are none.

    Raises `Cancelled` when the monitor is told to stop.
    """
    found = find_logs(paths)
    monitor.expect(len(found.logs), sum(log.size for log in found.logs))
    conns = read_conns(found.logs, monitor)
    frame, unnamed = add_names(conns.frame, found.logs, monitor)
    # A file that holds several logs is read for each of them, and says the same each time.
    skipped = dict.fromkeys(found.skipped + conns.skipped + unnamed)
    return Loaded(frame, tuple(skipped), conns.files)


def load_some(paths: Sequence[Path], monitor: Monitor) -> Loaded:
    """As `load`; raises `NothingReadable` with the reasons when there is not one connection."""
    loaded = load(paths, monitor)
    if loaded.frame.empty:
        raise NothingReadable("\n".join(map(str, loaded.skipped)) or "The logs hold no connection.")
    return loaded
