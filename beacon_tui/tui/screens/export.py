"""Asks in which format and where to export, and writes the file or sends it to the clipboard."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList, Static

from beacon_tui.errors import BeaconError, ExportError
from beacon_tui.render.text import clean
from beacon_tui.triage.export.files import propose, write
from beacon_tui.triage.export.formats import FORMATS, Format, format_for, format_of, with_ending
from beacon_tui.tui.clipboard import copy
from beacon_tui.tui.command import Place
from beacon_tui.tui.commands import bindings
from beacon_tui.tui.screens.asking import Asking
from beacon_tui.tui.screens.confirm import Confirm
from beacon_tui.tui.widgets.line import Line
from beacon_tui.units import many

if TYPE_CHECKING:
    from beacon_tui.triage.export.case import Case


class ExportScreen(Asking[None]):
    """A list of formats and a file name, proposed; the ending of the name and the list go together."""

    PLACE: ClassVar[Place] = "export"
    BINDINGS: ClassVar = bindings(PLACE)

    def __init__(self, case: "Case") -> None:
        super().__init__()
        self._case = case
        self._what = many(len(case.rows), "candidate")
        self._busy = False
        self._answered: str | None = None
        """The name of which something is said."""

    def box(self) -> ComposeResult:
        """What is exported, the formats, the name, and what the keys do."""
        with Vertical():
            yield Static(f"Export {self._what} as", markup=False)
            formats = OptionList(*map(_line, FORMATS), markup=False, compact=True)
            formats.can_focus = False
            yield formats
            yield Line(propose(FORMATS[0], self._case.view.results.window.start), select_on_focus=False, id="file")
            yield Static(id="answer", markup=False)
            yield self.keys()

    @on(Line.Changed)
    def _follow(self) -> None:
        """Show in the list which format the ending of the name says."""
        form, formats = format_of(self._path), self.query_one(OptionList)
        for place, other in enumerate(FORMATS):
            formats.replace_option_prompt_at_index(place, _line(other, chosen=other is form))
        formats.highlighted = FORMATS.index(form) if form else None
        if self._answered != self.query_one(Line).value:  # what was said of this very name stays
            self._answer("")

    def action_choose(self, step: int) -> None:
        """Choose another format: the name gets its ending."""
        form = format_of(self._path)
        self._take(FORMATS[(FORMATS.index(form) + step) % len(FORMATS)] if form else FORMATS[0])

    @on(OptionList.OptionSelected)
    def _clicked(self, message: OptionList.OptionSelected) -> None:
        """Choose the format that was clicked."""
        self._take(FORMATS[message.option_index])

    def _take(self, form: Format) -> None:
        """Give the name the ending of a format."""
        field = self.query_one(Line)
        field.value = with_ending(field.value, form)
        field.cursor_position = len(field.value)

    @property
    def _path(self) -> Path:
        """The name as it is typed, `~` as it stands."""
        return Path(self.query_one(Line).value.strip())

    def _answer(self, words: str) -> None:
        """Say something of the name as it is, in the place of the keys; or give them their place back."""
        self._answered = self.query_one(Line).value
        self.query_one("#answer", Static).update(clean(words))
        self.set_class(bool(words), "-answered")

    def action_accept(self) -> None:
        """Write the file; one that exists only when the answer to the question is yes."""
        try:
            path = self._path.expanduser()
            form = format_for(path)
        except (BeaconError, RuntimeError) as error:
            self._answer(str(error))
            return

        def keep(sure: bool | None) -> None:
            """Write it in place of what is there, or say that nothing was done."""
            if sure:
                self._begin(form, lambda made: self._saved(path, made, overwrite=True))
            else:
                self._answer(f"{path} was not replaced.")

        if path.is_file() and not path.is_symlink():
            self.app.push_screen(Confirm(f"{clean(str(path))} exists. Replace it?"), keep)
        else:
            self._begin(form, lambda made: self._saved(path, made, overwrite=False))

    def _saved(self, path: Path, made: str | bytes, overwrite: bool) -> str:
        """Write what was made to a file; return what was done."""
        write(path, made, overwrite)
        return f"Wrote {self._what} to {path}"

    def action_clipboard(self) -> None:
        """Send the candidates to the clipboard in the format chosen."""
        try:
            form = format_for(self._path)
            if form.binary:
                raise ExportError(f"A clipboard cannot hold {form.name}: write a file.")
        except BeaconError as error:
            self._answer(str(error))
            return
        self._begin(form, lambda made: f"{self._what} as {form.name}: {copy(self.app, str(made))}")

    def _begin(self, form: Format, hand_over: Callable[[str | bytes], str]) -> None:
        """Make the export and hand it over in a thread of its own, for many candidates take their time."""
        if self._busy:
            return
        self._busy = True
        self._answer("writing …")
        app, case = self.app, self._case

        def work() -> None:
            """Do it, and tell the screen how it ended."""
            try:
                words, failed = hand_over(form.export(case)), False
            except BeaconError as error:
                words, failed = str(error), True
            except MemoryError:
                words, failed = "There is not enough memory to export so many candidates.", True
            with suppress(RuntimeError):  # the application has ended meanwhile
                app.call_from_thread(self._ended, words, failed)

        Thread(target=work, name="exporter", daemon=True).start()

    def _ended(self, words: str, failed: bool) -> None:
        """Say how it ended: what went wrong stays in the box, as long as that is open."""
        self._busy = False
        if not self.is_attached:
            self.app.notify(words, severity="error" if failed else "information")
        elif failed:
            self._answer(words)
        else:
            self.app.notify(words)
            self.dismiss()


def _line(form: Format, chosen: bool = False) -> str:
    """A format in the list: whether it is chosen, its name, its ending, what it is."""
    return f"{'▸' if chosen else ' '} {form.name:<9} {form.endings[0]:<11} {form.words}"
