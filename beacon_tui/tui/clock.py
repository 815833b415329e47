"""The time of logs that are followed."""

import time
from collections.abc import Callable
from typing import Final

AT_WORK: Final = 3600.0
"""Seconds by which the newest connection of a sensor at work is old, at most; else old logs are played anew."""


class LogClock:
    """Tells what time it is where the logs are written: now, or in old logs the time since the newest connection."""

    def __init__(self) -> None:
        self._newest = float("-inf")
        self._seen = 0.0

    def at(self, newest: float) -> Callable[[], float]:
        """A clock that tells seconds since 1970, where the newest connection started at such a time."""
        if newest > self._newest:
            self._newest, self._seen = newest, time.time()
        return self._now

    def _now(self) -> float:
        """The time."""
        now = time.time()
        return now if 0 <= now - self._newest < AT_WORK else self._newest + now - self._seen
