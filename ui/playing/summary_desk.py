"""Reads the summary that is shown aloud, what is heard marked."""

from __future__ import annotations

from app.aloud.utterances import Utterance
from app.words.messages import notice_of
from ui.chat.aloud_desk import AloudDesk
from ui.chat.reading import Reading
from ui.parts.desk import Desk, Given
from ui.parts.theme import Palette
from ui.runs.desk import RunDesk


class SummaryDesk(Desk):
    """The keys are those of answers, for what is shown. What is made meanwhile is read as it comes."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._view = given.frame.desk(RunDesk).view
        self._body = self._view.points
        self._answers = given.frame.desk(AloudDesk)
        self._palette = given.palette
        self._reading = Reading(given, self._heard, self._go_on, self._failed)
        self._is_reading = False
        self._said: set[int] = set()  # where what was said begins
        self._now: Utterance | None = None
        self._answers.lend(self)
        self._body.aloud.connect(self.toggle)
        self._body.text.forgotten.connect(self.stop)
        given.frame.centre.currentChanged.connect(lambda _: self._left())

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self._body.show_read(self._is_reading, palette)

    @property
    def can_read(self) -> bool:
        """Whether a summary is shown that says something."""
        shown = self.given.frame.centre.currentWidget() is self._view and self._view.body is self._body
        return shown and bool(self._body.readable)

    @property
    def now(self) -> Utterance | None:
        """What is heard."""
        return self._now

    def toggle(self) -> None:
        """Read it, or be silent."""
        if not self.stop() and self.can_read:
            self._answers.escape()
            self._is_reading, self._said = True, set()
            self._body.show_read(True, self._palette)
            self._go_on()

    def stop(self) -> bool:
        """Be silent at once; whether something was read."""
        was, self._is_reading, self._now = self._is_reading, False, None
        self._reading.stop()
        if was:
            self._body.text.mark_read(None)
            self._body.show_read(False, self._palette)
        return was

    # --- inside --------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        texts = [one for one in self._body.readable if one.start not in self._said]
        if texts:
            self._reading.begin(texts)
        else:
            self.stop()

    def _heard(self, one: Utterance) -> None:
        self._now = one
        self._said.add(one.start)
        self._body.text.mark_read(one)

    def _failed(self, fault: Exception) -> None:
        self.stop()
        self.given.frame.banner.show_notice(notice_of(fault))

    def _left(self) -> None:
        if self._is_reading and not self.can_read:
            self.stop()
