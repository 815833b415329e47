"""Frames that grow at their end."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.zeek.columns import CONN_FIELDS
from beacon_tui.zeek.room import Room
from beacon_tui.zeek.rows import complete

FIELDS = (*CONN_FIELDS, "domain")
SAID = ("ts", "uid", "id.orig_h", "orig_bytes", "domain")


def frame_of(names: list[str | None]) -> pd.DataFrame:
    """A connection a name, its domain and its uid."""
    ts = [float(number) for number in range(len(names))]
    texts = pd.Series(names, dtype="str")
    return complete(pd.DataFrame({"ts": ts, "uid": texts, "id.orig_h": texts.fillna("-"), "domain": texts}), FIELDS)


def said(frame: pd.DataFrame) -> dict[str, list[object]]:
    """What is in a frame, unknown numbers as None."""
    return {field: frame[field].astype(object).where(frame[field].notna(), None).tolist() for field in SAID}


names = st.lists(st.sampled_from([None, *(f"{number}.example" for number in range(300))]), max_size=200)


@given(st.lists(names, min_size=1, max_size=4))
def test_a_frame_that_grows_has_all_rows_and_what_was_handed_out_stays(parts: list[list[str | None]]) -> None:
    room, frame = Room(), frame_of([])
    handed_out, expected = list[pd.DataFrame](), list[dict[str, list[object]]]()
    for part in parts:
        more = frame_of(part)
        before, new = said(frame), said(more)
        frame = room.joined(frame, more)
        handed_out.append(frame)
        expected.append({field: [*before[field], *new[field]] for field in SAID})
    assert [said(one) for one in handed_out] == expected
    assert all(one["domain"].cat.categories.dtype == "str" for one in handed_out)


def test_two_frames_that_go_on_from_the_same_one_do_not_mix() -> None:
    room = Room()
    base = room.joined(frame_of(["a"]), frame_of(["b"]))
    one = room.joined(base, frame_of(["c", "d"]))
    other = room.joined(base, frame_of(["e"]))
    assert said(one)["domain"] == ["a", "b", "c", "d"]
    assert said(other)["domain"] == ["a", "b", "e"]


def test_codes_that_were_there_mean_the_same_and_others_may_have_been_changed() -> None:
    room = Room()
    base = room.joined(frame_of(["a", "b"]), frame_of(["c"]))
    renamed = base.assign(domain=pd.Categorical.from_codes([2, 1, 2], base["domain"].cat.categories))
    after = room.joined(renamed, frame_of(["b", "z"]))
    assert said(after)["domain"] == ["c", "b", "c", "b", "z"]
    assert said(base)["domain"] == ["a", "b", "c"]
    assert after["domain"].cat.categories.tolist()[:3] == base["domain"].cat.categories.tolist()
