"""Numbers with their units, as short text; whatever is not known is a dash."""

import re
from datetime import UTC, datetime, timedelta
from math import floor, isfinite, log10
from typing import Final, TypeGuard

UNKNOWN: Final = "—"
"""What stands for a value that is not known."""

_SECONDS: Final = {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1, "ms": 0.001}

_LENGTH: Final = re.compile(
    "".join(rf"(?:(?P<{unit}>\d+(?:\.\d+)?){'(?:s|$)' if unit == 's' else unit})?" for unit in _SECONDS), re.A
)
"""A number of each unit, the longest first, each of which may be left out; a last number without one is seconds."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _known(value: float | None) -> TypeGuard[float]:
    """Say whether there is a finite number to show."""
    return value is not None and isfinite(value)


def duration(seconds: float | None) -> str:
    """Write seconds as `250ms`, `27.1s`, `4m32s`, `6h00m` or `3d04h`."""
    if not _known(seconds):
        return UNKNOWN
    if seconds < 0:
        return "-" + duration(-seconds)
    if round(seconds * 1000) < 1000:
        return f"{round(seconds * 1000)}ms"
    if round(seconds, 1) < 60:
        return f"{seconds:.1f}s"
    if round(seconds) < 3600:
        return "{}m{:02}s".format(*divmod(round(seconds), 60))
    if round(seconds / 60) < 24 * 60:
        return "{}h{:02}m".format(*divmod(round(seconds / 60), 60))
    return "{}d{:02}h".format(*divmod(round(seconds / 3600), 24))


def hours(seconds: float) -> str:
    """Write a long time in hours, `24 h`, `7.46 h`, and what is shorter than one as `50m10s`."""
    if seconds < 3600:
        return duration(seconds)
    return f"{seconds / 3600:,.0f} h" if seconds >= 360_000 else f"{seconds / 3600:.3g} h"


def round_time(seconds: float) -> str:
    """Write a round time without its empty parts, as an axis wants it: `200ms`, `2.5s`, `1m30s`, `2d`."""
    milliseconds = round(seconds * 1000)
    if 0 < milliseconds < 1000:
        return f"{milliseconds}ms"
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    parts = ((days, "d"), (hour, "h"), (minute, "m"), (rest / 1000, "s"))
    return "".join(f"{part:g}{unit}" for part, unit in parts if part) or "0s"


def spelled_time(seconds: float) -> str:
    """Write a round time as people name it, in one unit: `10 s`, `90 s`, `5 min`, `2.5 h`."""
    amount, unit = (
        (seconds, "s") if seconds < 120 else (seconds / 60, "min") if seconds < 3600 else (seconds / 3600, "h")
    )
    return f"{round(amount, 2):g} {unit}"


def parse_seconds(text: str) -> float:
    """Read a length of time such as `90`, `90s`, `10m`, `1h30m`, `1.5d` or `250ms` as seconds; raises ValueError."""
    found = _LENGTH.fullmatch(text.strip().lower())
    parts = found.groupdict() if found else {}
    seconds = sum(float(parts[unit]) * length for unit, length in _SECONDS.items() if parts.get(unit))
    if not any(parts.values()) or not isfinite(seconds):
        raise ValueError(f"{text!a} is no length of time such as 90s, 10m, 24h or 1h30m")
    return seconds


def size(amount: float | None) -> str:
    """Write bytes as `74 B`, `1.2 kB` or `3.4 GB`, in powers of 1000."""
    if not _known(amount):
        return UNKNOWN
    if round(amount) < 1000:
        return f"{round(amount)} B"
    power = 1
    while round(amount / 1000**power, 1) >= 1000 and power < 4:
        power += 1
    return f"{amount / 1000**power:,.1f} {' kMGT'[power]}B"


_AMOUNT: Final = re.compile(r"(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+) ?(k|m|g|t|)b?", re.A)
"""A plain number, in thousands, millions and so on where a letter says so, of bytes or of anything."""


def parse_amount(text: str) -> float:
    """Read a number such as `74`, `2k`, `1.2 kB`, `3GB` or `1e-6`, in powers of 1000; raises ValueError."""
    found = _AMOUNT.fullmatch(text.strip().lower())
    amount = float(found[1]) * 1000.0 ** " kmgt".index(found[2] or " ") if found else float("inf")
    if not isfinite(amount):
        raise ValueError(f"{text!a} is no number such as 20, 0.5 or 2k")
    return amount


def count(amount: float | None) -> str:
    """Write a whole number with separators: `105,918`."""
    return f"{round(amount):,}" if _known(amount) else UNKNOWN


def many(amount: int, noun: str) -> str:
    """Write how many there are of something: `1 row`, `3,000 rows`, `0 rows`."""
    return f"{amount:,} {noun}" if amount == 1 else f"{amount:,} {noun}s"


def rounded(amount: float) -> int:
    """Round an amount of 1 or more to its two leading digits: 2,961 becomes 3,000."""
    return int(round(amount, 1 - floor(log10(amount))))


def compact(amount: int) -> str:
    """Write a count below 10¹⁵ in at most five characters: `9,999`, `12.3k`, `999k`, `1.2M`."""
    if amount < 10_000:
        return f"{amount:,}"
    power = 1
    while round(amount / 1000**power) >= 1000 and power < 4:
        power += 1
    value = amount / 1000**power
    return f"{value:.{1 if round(value, 1) < 100 else 0}f}{' kMGT'[power]}"


def port(number: int | None) -> str:
    """Write a port; unknown is -1 or None."""
    return UNKNOWN if number is None or number < 0 else str(number)


def decimal(value: float | None, places: int = 2) -> str:
    """Write a plain number with so many decimal places: `0.16`."""
    return f"{value:.{places}f}" if _known(value) else UNKNOWN


def percent(fraction: float | None) -> str:
    """Write a fraction as `26%`; what is more than nothing never shows as nothing."""
    if not _known(fraction):
        return UNKNOWN
    return "<1%" if 0 < fraction < 0.005 else f"{100 * fraction:.0f}%"


def moment(epoch: float | None, style: str = "%Y-%m-%d %H:%M") -> str:
    """Write seconds since 1970 as UTC: `2024-04-19 00:00`, or in another `strftime` style."""
    when = _when(epoch)
    return UNKNOWN if when is None else when.strftime(style)


def iso(epoch: float | None) -> str:
    """Write seconds since 1970 as ISO 8601 in UTC with microseconds: `2024-04-19T00:00:00.000000Z`."""
    when = _when(epoch)
    return UNKNOWN if when is None else when.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _when(epoch: float | None) -> datetime | None:
    """Turn seconds since 1970 into a UTC time; None when unknown or not in the years 1 to 9999."""
    if not _known(epoch):
        return None
    try:
        return _EPOCH + timedelta(seconds=float(epoch))
    except OverflowError:
        return None
