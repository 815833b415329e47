"""The history: what was done last is taken back first, and done again in the order in which it was done."""

import pytest

from beacon_tui.triage.history import Deed, History, Reverse


class Sheet:
    """Letters that are written, and taken away; what is written again is a capital."""

    def __init__(self) -> None:
        self.text = ""
        self.broken = False

    def write(self, letter: str) -> Reverse:
        """Write a letter behind the others."""
        self._try()
        self.text += letter
        return lambda: self.wipe(letter)

    def wipe(self, letter: str) -> Reverse:
        """Take the last letter away, which must be this one."""
        self._try()
        assert self.text.endswith(letter)
        self.text = self.text[:-1]
        return lambda: self.write(letter.upper())

    def _try(self) -> None:
        """Fail while it is broken."""
        if self.broken:
            raise OSError("broken")


@pytest.fixture
def sheet() -> Sheet:
    """An empty sheet."""
    return Sheet()


def written(sheet: Sheet, letters: str) -> History:
    """The history of letters that were written."""
    history = History()
    for letter in letters:
        history.did(Deed(f"wrote {letter}", sheet.write(letter)))
    return history


def words(deed: Deed | None) -> str:
    """What was done."""
    return deed.words if deed else "nothing"


def test_the_last_is_taken_back_first_and_what_its_reversal_hands_back_does_it_again(sheet: Sheet) -> None:
    history = written(sheet, "abc")
    assert [words(history.undo()) for _ in range(4)] == ["wrote c", "wrote b", "wrote a", "nothing"]
    assert sheet.text == ""
    assert [words(history.redo()) for _ in range(4)] == ["wrote a", "wrote b", "wrote c", "nothing"]
    assert sheet.text == "ABC"
    assert words(history.undo()) == "wrote c"
    assert sheet.text == "AB"


def test_a_new_deed_ends_what_could_be_done_again(sheet: Sheet) -> None:
    history = written(sheet, "ab")
    history.undo()
    history.did(Deed("wrote x", sheet.write("x")))
    assert history.redo() is None
    assert words(history.undo()) == "wrote x"
    assert sheet.text == "a"


def test_what_cannot_be_taken_back_now_can_be_later(sheet: Sheet) -> None:
    history = written(sheet, "ab")
    sheet.broken = True
    with pytest.raises(OSError, match="broken"):
        history.undo()
    assert history.redo() is None
    sheet.broken = False
    assert words(history.undo()) == "wrote b"
    sheet.broken = True
    with pytest.raises(OSError, match="broken"):
        history.redo()
    sheet.broken = False
    assert words(history.redo()) == "wrote b"
    assert sheet.text == "aB"
