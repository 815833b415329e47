"""A slow, obvious twin of the filter: one candidate at a time, from the same made-up filters."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import ip_address, ip_network
from typing import Any, Final

from hypothesis import strategies as st

from beacon_tui.analysis.model import FLAGS, Results
from tests.fakes import START, Fake

DAY_END: Final = START + 86400.0


@dataclass(frozen=True)
class Wanted:
    """A filter as text, and what it means."""

    text: str
    holds: Callable[[dict[str, Any]], bool]


def row_of(results: Results, row: int) -> dict[str, Any]:
    """A candidate as plain values, None where unknown."""
    values = {name: values[row] for name, values in results.columns.items()}
    values = {name: None if value != value or value == -1 else value for name, value in values.items()}
    states = set(results.connections(row)["conn_state"].dropna())
    return {**values, "flags": results.flags_of(row), "states": states}


def _has(value: str | None, part: str) -> bool:
    """Whether a text has a part, whatever the case; a star makes it a pattern of the whole."""
    if value is None:
        return False
    return fnmatchcase(value.lower(), part.lower()) if "*" in part else part.lower() in value.lower()


def _word(text: str) -> Wanted:
    """A plain word."""
    return Wanted(text, lambda row: any(_has(row[name], text) for name in ("src", "dst", "domain")))


def _network(field: str, text: str) -> Wanted:
    """A network of a source or destination."""
    return Wanted(
        f"{field}:{text}",
        lambda row: row[field] is not None and ip_address(row[field]) in ip_network(text, strict=False),
    )


def _start(field: str, text: str) -> Wanted:
    """The beginning of an address."""
    return Wanted(f"{field}:{text}", lambda row: row[field] is not None and row[field].startswith(text))


def _below(name: str) -> Wanted:
    """A name and all below it."""
    return Wanted(
        f"name:*.{name}", lambda row: row["domain"] is not None and f".{row['domain'].lower()}".endswith(f".{name}")
    )


def _whole(field: str, texts: list[str]) -> Wanted:
    """One of some whole texts, or of the parts of the value."""
    return Wanted(f"{field}:{','.join(texts)}", lambda row: bool(set(texts) & set((row[field] or "").split(","))))


def _compared(field: str, column: str, sign: str, shown: str, number: float) -> Wanted:
    """A number compared; unknown never agrees."""
    signs: dict[str, Callable[[float], bool]] = {
        ">": lambda value: value > number,
        ">=": lambda value: value >= number,
        "<": lambda value: value < number,
        "<=": lambda value: value <= number,
        "=": lambda value: value == number,
    }
    return Wanted(f"{field}:{sign}{shown}", lambda row: row[column] is not None and signs[sign](row[column]))


def _between(low: int, high: int) -> Wanted:
    """A port between two others."""
    return Wanted(f"port:{low}..{high}", lambda row: row["port"] is not None and low <= row["port"] <= high)


def _unknown(field: str, column: str) -> Wanted:
    """What is not known."""
    return Wanted(f"{field}:-", lambda row: not row["flags"] if column == "flags" else row[column] is None)


def _ago(sign: str, hours: int) -> Wanted:
    """Last seen less, or more, than some hours before the newest connection."""
    return Wanted(
        f"seen:{sign}{hours}h",
        lambda row: (DAY_END - row["last_seen"] < hours * 3600) == (sign == "<"),
    )


signs = st.sampled_from([">", ">=", "<", "<=", "="])
words = st.sampled_from(["10.0.0", "9", "Example", "b.*", "*.1", "192.0.2.1", "2001", "nothing", "::", "*"])
terms = st.one_of(
    st.builds(_word, words),
    st.builds(
        _network,
        st.sampled_from(["src", "dst"]),
        st.sampled_from(["10.0.0.0/29", "0.0.0.0/0", "::/0", "9.0.0.1", "10.0.0.9/32", "2001:db8::/64"]),
    ),
    st.builds(_start, st.sampled_from(["src", "dst"]), st.sampled_from(["10.0.", "1", "2001:", "19"])),
    st.builds(_below, st.sampled_from(["example", "b.example", "ample"])),
    st.builds(_whole, st.just("service"), st.lists(st.sampled_from(["ssl", "http", "dns"]), min_size=1, max_size=2)),
    st.builds(_compared, st.just("score"), st.just("score"), signs, st.just("0.5"), st.just(0.5)),
    st.builds(_compared, st.just("score"), st.just("score"), signs, st.just("25%"), st.just(0.25)),
    st.builds(_compared, st.just("cv"), st.just("cv"), signs, st.just(".2"), st.just(0.2)),
    st.builds(_compared, st.just("n"), st.just("events"), signs, st.just("3"), st.just(3)),
    st.builds(_compared, st.just("period"), st.just("period"), signs, st.just("5m"), st.just(300.0)),
    st.builds(_compared, st.just("sent"), st.just("orig_bytes_median"), signs, st.just("2k"), st.just(2000.0)),
    st.builds(_between, st.sampled_from([0, 53, 80]), st.sampled_from([80, 443, 65535])),
    st.builds(_unknown, *[st.just("name"), st.just("domain")]),
    st.builds(_unknown, *[st.just("score"), st.just("score")]),
    st.builds(_unknown, *[st.just("flag"), st.just("flags")]),
    st.builds(_ago, st.sampled_from(["<", ">"]), st.sampled_from([1, 20, 24])),
    st.sampled_from(FLAGS).map(lambda flag: Wanted(f"flag:{flag}", lambda row: flag in row["flags"])),
    st.sampled_from(["SF", "S0"]).map(lambda state: Wanted(f"state:{state}", lambda row: state in row["states"])),
)


def _not(one: Wanted) -> Wanted:
    """What one is not."""
    return Wanted(f"!{one.text}", lambda row: not one.holds(row))


def _all(parts: list[Wanted], between: str) -> Wanted:
    """What all parts are."""
    return Wanted(f"({between.join(part.text for part in parts)})", lambda row: all(part.holds(row) for part in parts))


def _any(parts: list[Wanted], between: str) -> Wanted:
    """What one part is."""
    return Wanted(f"({between.join(part.text for part in parts)})", lambda row: any(part.holds(row) for part in parts))


filters = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.builds(_not, inner),
        st.builds(_all, st.lists(inner, min_size=1, max_size=3), st.sampled_from([" ", "  ", " and "])),
        st.builds(_any, st.lists(inner, min_size=1, max_size=3), st.sampled_from([" OR ", " or "])),
    ),
    max_leaves=6,
)

tables = st.lists(
    st.builds(
        lambda src, dst, score, port, cv, domain, service, flags, sent: Fake(
            src,
            dst,
            300.0,
            count=3,
            score=score,
            port=port,
            domain=domain,
            service=service,
            flags=flags,
            orig_bytes=sent,
            columns={"cv": cv},
        ),
        st.sampled_from(["10.0.0.10", "10.0.0.9", "9.0.0.1", "2001:db8::1", "100.0.0.1"]),
        st.sampled_from([("192.0.2.1",), ("2001:db8::9",), ("192.0.2.1", "192.0.2.2")]),
        st.sampled_from([0.0, 0.25, 0.5, 1.0, float("nan")]),
        st.sampled_from([-1, 53, 443]),
        st.sampled_from([0.1, 0.2, float("nan")]),
        st.sampled_from([None, "b.example", "A.example", "Ünicode.example", "\x1b\n.example"]),
        st.sampled_from([None, "ssl", "http,ssl", "dns"]),
        st.sampled_from([(), ("long",), ("unanswered", "long", "few"), ("few",)]),
        st.sampled_from([float("nan"), 74.0, 2000.0]),
    ),
    max_size=8,
)
