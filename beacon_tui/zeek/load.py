"""Everything that is read, in one call: paths in, connections with their names and the loss of the capture out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from beacon_tui.errors import NothingReadable, NothingSelected
from beacon_tui.zeek.cache import Cache
from beacon_tui.zeek.choose import choose, nothing_selected
from beacon_tui.zeek.columns import CONN_FIELDS, STILL_OPEN
from beacon_tui.zeek.find import find_logs
from beacon_tui.zeek.kept import logs_key
from beacon_tui.zeek.names import read_names, with_names
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.read import Loaded, read_logs
from beacon_tui.zeek.rows import united
from beacon_tui.zeek.selection import EVERYTHING, Selected, Selection


@dataclass(frozen=True, eq=False, kw_only=True)
class Logs(Loaded):
    """What was read of all logs; `frame` and `files` are those of the connections."""

    losses: pd.DataFrame
    """The rows of capture_loss.log: `LOSS_FIELDS`, float64, in any order; those of all sensors."""
    accounts: pd.DataFrame
    """The accounts seen on each source, as `accounts.FIELDS` says."""
    selected: Selected
    """What of the logs was selected."""
    key: str | None
    """Under this key of the cache belongs what follows from these logs; None where it cannot be kept."""


def load(
    paths: Sequence[Path], monitor: Monitor, selection: Selection = EVERYTHING, cache: Cache | None = None
) -> Logs:
    """All selected connections under the paths, those still open too, as `columns.py` says.

    What the cache has is not read again.
    Raises `NothingSelected` when there are connections, and none is selected; `Cancelled` when the monitor is told to
    stop. The frame is empty when there is no connection at all.
    """
    found = find_logs(paths, monitor)
    choice = choose(found.logs, selection, monitor)
    logs, selection = choice.logs, choice.selection
    monitor.expect(len(logs), sum(log.size for log in logs))
    key = logs_key(logs) if cache else None
    conns = read_logs(logs, "conn", "reading", monitor, cache, selection)
    still_open = read_logs(logs, "open_conn", "reading", monitor, None, selection)
    frame = with_open(conns.frame, still_open.frame)
    if selection and frame.empty and (words := nothing_selected(found.logs, selection, monitor)):
        raise NothingSelected(words)
    named = read_names(logs, monitor, cache)
    losses = read_logs(logs, "capture_loss", "reading", monitor)
    # A file that holds several logs is read for each of them, and says the same each time.
    skipped = dict.fromkeys(found.skipped + conns.skipped + still_open.skipped + named.skipped + losses.skipped)
    selected = Selected(selection, choice.not_selected, conns.not_selected)
    return Logs(
        with_names(frame, named.names),
        tuple(skipped),
        conns.files,
        conns.not_selected,
        conns.beside,
        losses=losses.frame,
        accounts=named.accounts,
        selected=selected,
        key=key if key and key == logs_key(logs) else None,
    )


def load_some(
    paths: Sequence[Path], monitor: Monitor, selection: Selection = EVERYTHING, cache: Cache | None = None
) -> Logs:
    """As `load`; raises `NothingReadable` with the reasons when there is not one connection."""
    loaded = load(paths, monitor, selection, cache)
    if loaded.frame.empty:
        raise NothingReadable("\n".join(map(str, loaded.skipped)) or "The logs hold no connection: give the conn.log.")
    return loaded


def with_open(conns: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """The connections, and each session listed as open that is not among them, as it was when it had lasted longest.

    Connections without uids cannot be told from open ones: nothing is added to them.
    """
    if listed.empty or (len(conns) and conns["uid"].isna().all()):
        return conns
    last = listed.sort_values("duration", kind="stable", na_position="first").drop_duplicates("uid", keep="last")
    ended = pc.is_in(pa.array(last["uid"], pa.large_string()), pa.array(conns["uid"], pa.large_string()))
    still = last[last["uid"].notna() & ~ended.to_numpy(zero_copy_only=False)]
    state = pd.Categorical([STILL_OPEN] * len(still), pd.Index([STILL_OPEN], dtype="str"))
    return united([conns, still.assign(conn_state=state)], CONN_FIELDS)
