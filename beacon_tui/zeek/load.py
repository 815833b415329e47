"""Everything that is read, in one call: paths in, connections with their names and the loss of the capture out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from beacon_tui.zeek.find import find_logs
from beacon_tui.zeek.names import add_names
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.read import Loaded, read_conns, read_logs


@dataclass(frozen=True, eq=False)
class Logs(Loaded):
    """What was read of all logs; `frame` and `files` are those of the connections."""

    losses: pd.DataFrame
    """The rows of capture_loss.log: `LOSS_FIELDS`, float64, in any order."""


def load(paths: Sequence[Path], monitor: Monitor) -> Logs:
    """All connections under the paths, as `columns.py` says; an empty frame when there are none.

    Raises `Cancelled` when the monitor is told to stop.
    """
    found = find_logs(paths)
    monitor.expect(len(found.logs), sum(log.size for log in found.logs))
    conns = read_conns(found.logs, monitor)
    frame, unnamed = add_names(conns.frame, found.logs, monitor)
    losses = read_logs(found.logs, "capture_loss", "reading", monitor)
    # A file that holds several logs is read for each of them, and says the same each time.
    skipped = dict.fromkeys(found.skipped + conns.skipped + unnamed + losses.skipped)
    return Logs(frame, tuple(skipped), conns.files, losses.frame)
