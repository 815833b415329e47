"""The export screen by its keys: format and name go together, and nothing is replaced unasked."""

import json
from pathlib import Path

import pytest
from textual.events import Key

from beacon_tui.triage.export.formats import FORMATS
from tests.tui.hand import LARGE, SMALL, Hand, at_the_desk, same_as_kept, until


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are taken from an empty folder, and no tmux is around."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.delenv("TMUX", raising=False)


async def named(hand: Hand, name: str) -> str:
    """Type another name in place of the one proposed."""
    return await hand.press("ctrl+u", *name)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_it_looks_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size) as hand:
        same_as_kept(f"export_{size[0]}x{size[1]}", await hand.press("e", "down", "down", "down", "down"))


async def test_the_keys_choose_the_format_and_the_name_follows(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        screen = await hand.press("e")
        for form in (*FORMATS, FORMATS[0]):
            assert f"▸ {form.name} " in screen
            assert f" beacons-2024-04-19{form.endings[0]} " in screen
            screen = await hand.press("down")
        assert "▸ csv " in await hand.press("up")


async def test_the_name_chooses_the_format_and_the_list_follows(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("e")
        assert "▸ intel " in await named(hand, "c2.dat")
        assert "▸" not in await named(hand, "c2.pdf")
        assert "▸ csv " in await hand.press("down")
        assert " c2.pdf.csv " in hand.screen


async def test_a_click_chooses_too(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        lines = (await hand.press("e")).splitlines()
        y = next(place for place, line in enumerate(lines) if " suricata " in line)
        screen = await hand.click(lines[y].index("suricata") + 2, y)
        assert "▸ suricata " in screen
        assert " beacons-2024-04-19.rules " in screen
        await hand.press("enter")
        await until(hand, "Wrote 1 candidate to beacons-2024-04-19.rules")


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
async def test_every_format_is_written_for_its_owner_alone(tmp_path: Path, form: object) -> None:
    async with at_the_desk(tmp_path) as hand:
        place = [one.name for one in FORMATS].index(form.name)  # type: ignore[attr-defined]
        await hand.press("E", *["down"] * place, "enter")
        await until(hand, "Wrote 8 candidates to")
    (file,) = Path.cwd().iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.stat().st_size > 0


async def test_marked_candidates_are_what_is_exported_and_else_the_one_under_the_cursor(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("j", "e")
        await named(hand, "one.json")
        await hand.press("enter")
        await until(hand, "Wrote 1 candidate to one.json")
        await hand.press("space", "space", "e")
        await named(hand, "two.json")
        await hand.press("enter")
        await until(hand, "Wrote 2 candidates to two.json")
    one, two = (json.loads(Path(name).read_text())["candidates"] for name in ("one.json", "two.json"))
    assert [candidate["src"] for candidate in one] == ["64.225.56.201"]
    assert [candidate["src"] for candidate in two] == ["64.225.56.201", "10.0.3.7"]


async def test_a_file_is_replaced_only_after_a_yes(tmp_path: Path) -> None:
    target = Path("mine.csv")
    target.write_text("mine")
    async with at_the_desk(tmp_path) as hand:
        await hand.press("e")
        await named(hand, "mine.csv")
        for keys in (["enter", "n"], ["enter", "escape"], ["enter", "enter", "enter", "q"]):
            await hand.press(keys[0])
            assert "mine.csv exists. Replace it?" in hand.screen
            assert "mine.csv was not replaced." in await hand.press(*keys[1:])
            assert target.read_text() == "mine"
        await hand.press("enter", "y")
        await until(hand, "Wrote 1 candidate to mine.csv")
    assert target.read_text().startswith("kind,src,dst")
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_question_before_a_file_is_replaced_looks_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    Path("mine.csv").write_text("mine")
    async with at_the_desk(tmp_path, size) as hand:
        await hand.press("e")
        await named(hand, "mine.csv")
        same_as_kept(f"confirm_{size[0]}x{size[1]}", await hand.press("enter"))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("no/o.csv", "no/o.csv cannot be written: there is no folder no."),
        ("o.pdf", "does not say the format: end it in one of"),
        ("", "does not say the format"),
        ("~nobody_has_this_name/o.csv", "home directory"),
        ("folder.csv", "folder.csv exists already; it was not replaced."),
        ("link.csv", "link.csv exists already; it was not replaced."),
    ],
)
async def test_what_cannot_be_written_is_a_sentence_and_the_box_stays(tmp_path: Path, name: str, sentence: str) -> None:
    Path("folder.csv").mkdir()
    Path("link.csv").symlink_to(tmp_path / "precious")
    async with at_the_desk(tmp_path) as hand:
        await hand.press("e")
        await named(hand, name)
        await hand.press("enter")
        assert "Export 1 candidate" in await until(hand, sentence)
        assert "^y to the clipboard" in await hand.press("x"), "the keys are said again as soon as the name changes"
    assert not (tmp_path / "precious").exists()


async def test_the_clipboard_gets_texts_and_no_bytes(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("e", "ctrl+y")
        await until(hand, "1 candidate as csv: sent to the terminal's clipboard; some terminals")
        assert hand.app.clipboard.startswith("kind,src,dst")
        await hand.press("e")
        for key in ("down", "down", "down", "ctrl+y"):  # as fast as a terminal sends what was typed ahead
            hand.app.post_message(Key(key, None))
        await until(hand, "A clipboard cannot hold parquet: write a file.")
    assert list(Path.cwd().iterdir()) == []


async def test_escape_leaves_and_nothing_is_written(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        assert "Export 1 candidate" in await hand.press("e")
        assert "Export" not in await hand.press("escape")
    assert list(Path.cwd().iterdir()) == []
