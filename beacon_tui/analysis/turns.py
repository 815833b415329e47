"""Whose turn it is to be judged again while logs grow: sources with few connections at once, large ones in turn."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from beacon_tui.analysis.reach import Codes
from beacon_tui.analysis.segments import Bools, Ints

LARGE: Final = 10_000
"""Connections of a source from which on it waits for its turn: a few more of them change little …"""

A_LOOK: Final = 200_000
"""… and connections of such sources that are judged in one look at the logs, about; of one source if it has more."""


@dataclass(frozen=True, eq=False)
class Turns:
    """What is to be judged again, by the codes of sources."""

    sizes: Ints
    """How many connections each source has, shape (sources,)."""
    until: Ints
    """How many connections there were of all sources when each was judged last, shape (sources,)."""
    waiting: tuple[int, ...] = ()
    """The large sources with new connections, that which waits longest first."""
    spare: int = 0
    """Connections of large sources that may be judged beside those of a look; below 0 where the last had too many."""

    @classmethod
    def of(cls, source: Codes, sources: int) -> "Turns":
        """When all has just been judged: the source of each connection, and how many sources there are."""
        return cls(np.bincount(source, minlength=sources), np.full(sources, source.size))

    def more(self, source: Codes, sources: int) -> "Turns":
        """With more connections, the source of each."""
        grown = sources - self.sizes.size
        sizes = np.pad(self.sizes, (0, grown)) + np.bincount(source, minlength=sources)
        return replace(self, sizes=sizes, until=np.pad(self.until, (0, grown)))

    def next(self, touched: Codes, rows: int) -> "tuple[Bools, Turns]":
        """Which sources are judged now, shape (sources,), and what is left: of those touched, and those waiting.

        `rows` is how many connections there are of all sources.
        """
        large = self.sizes[touched] > LARGE
        waiting = list(dict.fromkeys((*self.waiting, *touched[large].tolist())))
        chosen = np.zeros(self.sizes.size, bool)
        chosen[touched[~large]] = True
        spare = min(self.spare, 0) + A_LOOK
        while waiting and spare > 0:
            source = waiting.pop(0)
            chosen[source] = True
            spare -= int(self.sizes[source])
        return chosen, replace(self, until=np.where(chosen, rows, self.until), waiting=tuple(waiting), spare=spare)
