"""Lines that matter in blocks: compared with a slow look at each line."""

from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.zeek.thin import thinned

LINES = st.lists(st.lists(st.sampled_from([b"a", b"b", b"ab", b" "]), max_size=4).map(b"".join))


@given(st.lists(LINES), st.sampled_from([b"", b"a", b"ab", b"zz"]))
def test_the_lines_with_a_needle_stay_as_they_are(blocks: list[list[bytes]], needle: bytes) -> None:
    texts = [b"".join(line + b"\n" for line in lines) for lines in blocks]
    wanted = [line + b"\n" for lines in blocks for line in lines if needle in line]
    assert b"".join(thinned(iter(texts), needle)) == b"".join(wanted)


@given(st.lists(LINES), st.sampled_from([b"a", b"ab", b"zz"]))
def test_blanked_lines_keep_their_numbers(blocks: list[list[bytes]], needle: bytes) -> None:
    texts = [b"".join(line + b"\n" for line in lines) for lines in blocks]
    wanted = [(line if needle in line else b"") + b"\n" for lines in blocks for line in lines]
    assert b"".join(thinned(iter(texts), needle, blank=True)) == b"".join(wanted)
