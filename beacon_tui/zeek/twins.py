"""Copies of logs, told by their text: they may be compressed in another way, or not at all."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from beacon_tui.zeek.codec import Codec
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.source import Source


@dataclass(slots=True)
class Twins:
    """The texts of the logs seen so far."""

    monitor: Monitor
    """Can stop the reading."""
    waiting: dict[bytes, tuple[Path, Codec, Path]] = field(default_factory=dict)
    """The first log of each beginning: where it is, how it is compressed, its name."""
    texts: dict[bytes, Path] = field(default_factory=dict)
    """The name of the first log of each whole text, as far as those had to be read."""

    def first(self, beginning: bytes, path: Path, codec: Codec, name: Path) -> Path:
        """The name of the first log with this text, its own when it is the first; raises OSError, `Cancelled`.

        Whole texts are read only where two begin alike; `beginning` is a digest of a piece of it.
        """
        other = self.waiting.setdefault(beginning, (path, codec, name))
        if other[2] == name:
            return name
        self.texts.setdefault(self._digest(*other[:2]), other[2])
        return self.texts.setdefault(self._digest(path, codec), name)

    def _digest(self, path: Path, codec: Codec) -> bytes:
        """A digest of a whole text, and of where it breaks off."""
        digest = hashlib.sha256()
        with Source(path, codec, self.monitor) as source:
            for block in source.lines():
                digest.update(block)
            digest.update(source.fault.encode())
        return digest.digest()
