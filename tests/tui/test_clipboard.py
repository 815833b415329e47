"""The clipboard: what reaches the terminal or tmux, and that no more is claimed than is known."""

import base64
from pathlib import Path

import pytest

from beacon_tui.tui import clipboard
from tests.fakes import EXAMPLES, HOSTILE, Fake, fake_results
from tests.tui.hand import Hand, at_the_desk

SENT = "sent to the terminal's clipboard; some terminals ignore that"


@pytest.fixture(autouse=True)
def _no_tmux(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may run inside tmux."""
    monkeypatch.delenv("TMUX", raising=False)


def sent(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is sent to the terminal from now on as a clipboard (OSC 52), decoded."""
    texts: list[str] = []
    driver = hand.app._driver
    assert driver is not None

    def write(data: str) -> None:
        if data.startswith("\x1b]52;c;"):
            texts.append(base64.b64decode(data[7:].rstrip("\a")).decode())

    monkeypatch.setattr(driver, "write", write)
    return texts


async def test_y_copies_the_destination_and_its_command_is_under_the_other_y(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_desk(tmp_path) as hand:
        texts = sent(hand, monkeypatch)
        assert f"64.225.56.201: {SENT}" in " ".join((await hand.press("y")).split())
        assert f"The zeek-cut command: {SENT}" in " ".join((await hand.press("Y")).split())
        assert texts[0] == "64.225.56.201"
        assert "| zeek-cut ts " in texts[1]
        assert "-v src=73.54.23.243 -v dst=64.225.56.201" in texts[1]


@pytest.mark.parametrize(
    ("fake", "text"),
    [
        (EXAMPLES[2], "cdn.example"),
        (Fake("10.0.0.1", ("192.0.2.9", "192.0.2.10"), columns={"kind": "group"}), "192.0.2.9 192.0.2.10"),
        (Fake("10.0.0.1", ("192.0.2.1", "192.0.2.2"), domain=HOSTILE), None),
    ],
)
async def test_what_is_copied_is_one_harmless_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake: Fake, text: str | None
) -> None:
    async with at_the_desk(tmp_path, results=fake_results([fake])) as hand:
        texts = sent(hand, monkeypatch)
        await hand.press("y")
        assert len(texts) == 1
        assert texts[0].isprintable()
        assert text is None or texts == [text]


async def test_there_is_no_command_where_an_address_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_the_desk(tmp_path, results=fake_results([Fake("10.0.0.1", ("a b",))])) as hand:
        texts = sent(hand, monkeypatch)
        assert "There is no command for a b, which is no address." in await hand.press("Y")
        assert texts == []


@pytest.mark.parametrize(("status", "way"), [(0, "put into tmux's buffer and sent to the terminal's"), (1, "sent to")])
async def test_inside_tmux_it_is_asked_to_pass_the_text_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, way: str
) -> None:
    program = tmp_path / "tmux"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/words\ncat > {tmp_path}/text\nexit {status}\n')
    program.chmod(0o700)
    monkeypatch.setenv("TMUX", "/nowhere,1,0")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    async with at_the_desk(tmp_path) as hand:
        texts = sent(hand, monkeypatch)
        assert f"64.225.56.201: {way}" in " ".join((await hand.press("y")).split())
        assert (tmp_path / "words").read_text() == "load-buffer -w -\n"
        assert (tmp_path / "text").read_text() == "64.225.56.201"
        assert texts == (["64.225.56.201"] if status else []), "an older tmux does not know -w"


async def test_without_the_program_the_terminal_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "/nowhere,1,0")
    monkeypatch.setenv("PATH", str(tmp_path))
    async with at_the_desk(tmp_path) as hand:
        texts = sent(hand, monkeypatch)
        await hand.press("y")
        assert texts == ["64.225.56.201"]


async def test_what_is_too_much_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "MOST", 5)
    async with at_the_desk(tmp_path) as hand:
        texts = sent(hand, monkeypatch)
        assert "13 B are too much for the clipboard of a terminal: write a file." in await hand.press("y")
        assert texts == []
