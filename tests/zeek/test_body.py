"""Only whole rows get through."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.zeek.body import Body
from beacon_tui.zeek.header import Header
from beacon_tui.zeek.source import MAX_LINE
from beacon_tui.zeek.tally import Tally

ABC = Header(("a", "b", "c"))


def through(*blocks: bytes, header: Header = ABC) -> tuple[list[bytes], list[str], int]:
    """The rows of each segment, what was left out, and how many rows were counted."""
    tally, counted = Tally(), [0]
    body = Body(iter(blocks), header, tally, counted.append)
    segments = []
    while body.more:
        segments.append(b"".join(body.segment()))
    return segments, [str(skip) for skip in tally.skipped("x")], sum(counted)


def test_good_blocks_pass_untouched() -> None:
    assert through(b"1\t2\t3\n", b"4\t5\t6\n7\t8\t9\n") == ([b"1\t2\t3\n4\t5\t6\n7\t8\t9\n"], [], 3)


def test_comments_and_blank_lines_are_dropped_silently() -> None:
    text = b"#fields\ta\tb\tc\n#types\tx\n\n  \n1\t2\t3\n#close\t2024\n  # note\n#\ta\tb\n4\t5\t6\n"
    assert through(text) == ([b"1\t2\t3\n4\t5\t6\n"], [], 2)


def test_rows_of_another_width_are_counted_with_the_first_line() -> None:
    text = b"1\t2\t3\n1\t2\n1\t2\t3\t4\n1\t2\t3\n"
    assert through(text) == (
        [b"1\t2\t3\n1\t2\t3\n"],
        ["x: 2 rows skipped: 3 columns expected, 2 found, first at line 2"],
        2,
    )


def test_a_missing_and_an_extra_column_do_not_make_up_for_each_other() -> None:
    assert through(b"1\t2\n1\t2\t3\t4\n")[0] == [b""]


def test_lines_are_counted_across_blocks() -> None:
    assert through(b"1\t2\t3\n" * 5, b"#x\n1\t2\t3\n", b"1\n")[1] == [
        "x: 1 row skipped: 3 columns expected, 1 found, first at line 8"
    ]


def test_nul_bytes_and_endless_lines_are_no_rows() -> None:
    long = b"1\t2\t" + b"3" * MAX_LINE + b"\n"
    assert through(b"1\t\0\t3\n" + long + b"\0\n") == (
        [b""],
        [
            "x: 2 rows skipped: a NUL byte in a line of text, first at line 1",
            f"x: 1 row skipped: a line of more than {MAX_LINE} bytes, first at line 2",
        ],
        0,
    )


def test_a_header_with_other_columns_begins_a_segment() -> None:
    text = b"1\t2\t3\n#fields\ta\tb\n1\t2\n3\t4\n#fields\ta\tb\n5\t6\n#unset_field\t?\n#fields\ta\tb\n?\t1\n"
    assert through(text)[0] == [b"1\t2\t3\n", b"1\t2\n3\t4\n5\t6\n", b"?\t1\n"]
    assert through(*(part + b"\n" for part in text.split(b"\n")))[0] == through(text)[0]


def test_line_numbers_of_rows() -> None:
    lines = [b"#x", b"1\t2\t3", b"", b"bad", b"1\t2\t3", b"1\t2\t3", b"#y", b"1\t2\t3", b"#fields\tz\ty", b"", b"1\t2"]
    body = Body(iter([b"\n".join([*lines, b""])]), ABC, Tally(), lambda _: None)
    list(body.segment())
    assert body.line_numbers(np.arange(4)).tolist() == [2, 5, 6, 8]
    list(body.segment())
    assert body.line_numbers(np.arange(1)).tolist() == [11]


def test_another_separator() -> None:
    assert through(b"1,2,\t\n1\t2\t3\n", header=Header(("a", "b", "c"), separator=","))[0] == [b"1,2,\t\n"]


@given(
    st.lists(st.lists(st.sampled_from(["", "a", "#", " ", "\ufeff", "é"]), max_size=5), max_size=12), st.integers(1, 12)
)
def test_as_a_slow_reader_would(rows: list[list[str]], size: int) -> None:
    lines = ["\t".join(row) for row in rows]
    blocks = ["".join(text + "\n" for text in lines[at : at + size]).encode() for at in range(0, len(lines), size)]
    kept = [
        (number, text) for number, text in enumerate(lines, 1) if text.count("\t") == 2 and not text.startswith("#")
    ]
    body = Body(iter(blocks), ABC, Tally(), lambda _: None)
    assert b"".join(body.segment()).decode() == "".join(text + "\n" for _, text in kept)
    assert body.line_numbers(np.arange(len(kept))).tolist() == [number for number, _ in kept]


@given(st.lists(st.sampled_from([b"#x\n", b"1\t2\t3\n", b"1\t#\n", b"\n", b"#\n"]), max_size=12))
def test_a_reader_that_refuses_wrong_rows_gets_all_but_the_comments(lines: list[bytes]) -> None:
    body = Body(iter([b"".join(lines)] if lines else []), ABC, Tally(), lambda _: None, careful=False)
    assert b"".join(body.segment()) == b"".join(line for line in lines if not line.startswith(b"#"))
