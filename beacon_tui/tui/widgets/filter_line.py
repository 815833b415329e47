"""The line in which the filter is typed, in force at every key, and what is said of it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from beacon_tui.errors import QueryError
from beacon_tui.tui.keyboard import keyboard_of
from beacon_tui.tui.widgets.line import Line

if TYPE_CHECKING:
    from beacon_tui.triage.desk import Desk
    from beacon_tui.triage.grouping import At
    from beacon_tui.triage.view import Spec


class TypedFilter(Line):
    """The line itself; its keys are taken in the order in which they come, which bindings would not be."""

    async def on_key(self, event: events.Key) -> None:
        """Take a key that means something here."""
        if await self.query_ancestor(FilterLine).take(event):
            event.stop()
            event.prevent_default()

    def action_copy(self) -> None:
        """Copy what is selected; where nothing is, what asks for it interrupts the filter, as in other programs."""
        if self.selected_text:
            super().action_copy()
        else:
            self.query_ancestor(FilterLine).action_back()


class FilterLine(Vertical):
    """Two lines at the bottom: what the filter keeps, or what is wrong with it, and the filter itself."""

    DEFAULT_CSS = """
    FilterLine { dock: bottom; height: auto; display: none; }
    FilterLine Static { width: 1fr; height: auto; max-height: 3; padding: 0 1; }
    FilterLine.-wrong > Static { color: $text-error; }
    """

    class Changed(Message):
        """The desk is under another filter."""

        def __init__(self, at: "At | None", done: bool) -> None:
            self.at = at
            """What was under the cursor when the line was opened."""
            self.done = done
            """Whether the line has been left."""
            super().__init__()

    def __init__(self, saved: Mapping[str, str]) -> None:
        super().__init__()
        self._saved = saved
        self._history: list[str] = []
        self._recalled = 0
        self._typed_last = ""
        """What stood in the line when an earlier filter was recalled into it."""
        self._desk: Desk | None = None
        self._before: Spec | None = None
        """How the candidates were shown when the line was opened."""
        self._at: At | None = None

    def compose(self) -> ComposeResult:
        """What is said, then the line behind its sign."""
        yield Static(id="verdict", markup=False)
        yield TypedFilter(compact=True, select_on_focus=False, id="filter").labelled(" /")

    @property
    def _input(self) -> Input:
        """The line."""
        return self.query_one(Input)

    def edit(self, desk: "Desk", at: "At | None") -> None:
        """Begin to edit the filter of a desk, and where its cursor is."""
        self._desk, self._before, self._at = desk, desk.spec, at
        self._recalled = len(self._history)
        self._write(desk.spec.where.text)
        self._say()
        self.screen.set_focus(self._input)  # at once: `focus` would leave the next keys to the table

    def _write(self, text: str) -> None:
        """Put a text in the line, with the cursor behind it."""
        self._input.value = text
        self._input.cursor_position = len(text)

    @on(Input.Changed)
    def _typed(self) -> None:
        """Show what the filter keeps; while it cannot be understood, what was shown last."""
        from beacon_tui.triage.query.parse import parse

        if self._desk is None or self._before is None:
            return
        try:
            query = parse(self._input.value, self._saved)
        except QueryError as error:
            self._say(str(error), wrong=True)
            return
        if query.text != self._desk.spec.where.text:
            self._desk.filter(query, self._before)
            self.post_message(self.Changed(self._at, done=False))
        self._say()

    def _say(self, words: str = "", wrong: bool = False) -> None:
        """Say what is wrong or could come next, else how many the filter keeps."""
        from beacon_tui.render.counts import kept_words
        from beacon_tui.render.text import clean

        if self._desk is not None:
            self.set_class(wrong, "-wrong")
            keys = (f"{signs} {word}" for signs, word, _ in keyboard_of(self.app).footer("filter"))
            said = clean(words) or "  ".join((kept_words(self._desk.shown), *keys))
            self.query_one("#verdict", Static).update(said)

    async def take(self, event: events.Key) -> bool:
        """Do what a key means, if it is one of the line; what was typed behind the key that closed it goes on."""
        if self._desk is None:
            self.app.post_message(events.Key(event.key, event.character))
            return True
        command = keyboard_of(self.app).command(event.key, "filter")
        return command is not None and await self.app.run_action(command.action, self)

    def action_accept(self) -> None:
        """Keep the filter, unless it cannot be understood."""
        self._typed()
        if self.has_class("-wrong"):
            return
        text = self._input.value.strip()
        if text and self._history[-1:] != [text]:
            self._history.append(text)
        self._close()

    def action_back(self) -> None:
        """Go back to what was shown before."""
        if self._desk is not None and self._before is not None:
            self._desk.filter(self._before.where, self._before)
        self._close()

    def _close(self) -> None:
        """Give the keys back to the table."""
        self._desk = self._before = None
        self.post_message(self.Changed(self._at, done=True))

    def action_complete(self) -> None:
        """Write what the word before the cursor must become, or say what it could."""
        from beacon_tui.triage.query.complete import complete

        if self._desk is None:
            return
        line = self._input
        done = complete(line.value, line.cursor_position, self._desk.view.sieve, self._saved)
        with self.prevent(Input.Changed):
            line.value = done.text
        line.cursor_position = done.cursor
        self._typed()
        if done.choices:
            self._say("  ".join(done.choices), wrong=self.has_class("-wrong"))

    def action_recall(self, step: int) -> None:
        """Put an earlier filter of this session in the line, or a later one; behind the last what was being typed."""
        if self._recalled == len(self._history):
            self._typed_last = self._input.value
        self._recalled = max(0, min(self._recalled + step, len(self._history)))
        self._write([*self._history, self._typed_last][self._recalled])
