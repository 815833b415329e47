"""The screen as a picture, and the pictures of the README."""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from beacon_tui.cli import cli
from beacon_tui.errors import NothingReadable

ROOT = Path(__file__).parents[2]
SAMPLES = str(ROOT / "sample_logs")


def test_the_screen_after_some_keys_is_drawn_and_fetches_nothing(tmp_path: Path) -> None:
    file = tmp_path / "screen.svg"
    words = ["picture", SAMPLES, "-o", str(file), "--keys", "j,enter", "--size", "80x24"]
    assert CliRunner().invoke(cli, words, catch_exceptions=False).exit_code == 0
    drawn = file.read_text("utf-8").replace("&#160;", " ")
    assert "10.20.0.21 → 203.0.113.10" in drawn
    assert "gaps between check-ins" in drawn
    assert "url(http" not in drawn
    assert not list(Path.home().rglob("*.db"))


def test_what_cannot_be_drawn_is_said(tmp_path: Path) -> None:
    file = tmp_path / "screen.svg"
    with pytest.raises(NothingReadable, match="nowhere"):
        CliRunner().invoke(cli, ["picture", str(tmp_path / "nowhere"), "-o", str(file)], catch_exceptions=False)
    assert not file.exists()
    wrong = CliRunner().invoke(cli, ["picture", SAMPLES, "-o", str(file), "--size", "big"])
    assert (wrong.exit_code, "is not columns and lines" in wrong.output) == (2, True)


@pytest.mark.parametrize(
    ("name", "keys"), [("candidates", ""), ("candidate", "j,enter"), ("groups", "t,j,j,j,j,j,enter")]
)
def test_the_pictures_of_the_readme_show_the_screen_as_it_is(tmp_path: Path, name: str, keys: str) -> None:
    kept = ROOT / ".pictures" / f"{name}.svg"
    file = kept if "KEEP_SNAPSHOTS" in os.environ else tmp_path / "screen.svg"
    words = ["picture", SAMPLES, "-o", str(file), "--keys", keys, "--size", "100x24"]
    assert CliRunner().invoke(cli, words, catch_exceptions=False).exit_code == 0
    texts = [re.findall("<text[^>]*>(.*?)</text>", path.read_text("utf-8")) for path in (file, kept)]
    assert len(texts[0]) > 24
    assert texts[0] == texts[1]
