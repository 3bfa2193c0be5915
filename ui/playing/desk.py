"""Plays the recording that is open: from what is selected or was cited, else from the minute in view."""

from __future__ import annotations

from collections.abc import Sequence

from app.aloud.recordings import Heard, PlayingRecordings
from app.words.catalogue import say
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled
from ui.chat.aloud_desk import AloudDesk
from ui.chat.dictating_desk import DictatingDesk
from ui.chat.transcript import Transcript
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.tasks import Lane
from ui.parts.theme import Palette
from ui.reader.head import can_be_heard
from ui.reader.kinds import Opened, Span
from ui.reader.pane import ReaderPane


class PlayingDesk(Desk):
    """What is heard is marked. Escape, its button, another document, reading aloud and dictation end it."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._palette = given.palette
        self._recordings = PlayingRecordings(given.services.store, given.services.reader)
        self._pane = given.frame.view(ReaderPane)
        self._opened: Opened | None = None
        self._cancel: CancelToken | None = None  # of what is heard
        self._last: Heard | None = None  # what was heard last of this document
        self._pane.opened.connect(self._shown)
        self._pane.closed.connect(self._stop)
        self._pane.check_asked.connect(self._stop)  # what is played there is heard from another place
        self._pane.head.sound_asked.connect(self.toggle)
        given.frame.view(Transcript).aloud.connect(lambda _: self._stop())
        given.frame.desk(DictatingDesk).begun.connect(self._stop)

    def entries(self) -> Sequence[Entry]:
        return (
            Entry(
                Menu.VIEW,
                14,
                say("reader.sound.menu"),
                "Ctrl+Alt+P",
                self.toggle,
                possible=lambda: self._can_be_heard,
            ),
        )

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self._pane.head.show_sound(self.is_playing, palette)

    def escape(self) -> bool:
        """Be silent at once."""
        if not self.is_playing:
            return super().escape()
        self._stop()
        return True

    @property
    def is_playing(self) -> bool:
        return self._cancel is not None

    @property
    def heard(self) -> Span | None:
        """The sentence that is heard, or was heard last, in the text of the document that is open."""
        return Span(self._last.start, self._last.end) if self._last is not None else None

    def toggle(self) -> None:
        """Play, or be silent."""
        if self.is_playing:
            self._stop()
        elif self._can_be_heard:
            self._play()

    # --- inside --------------------------------------------------------------------------------------------

    @property
    def _can_be_heard(self) -> bool:
        opened = self._opened
        return self._pane.isVisible() and opened is not None and can_be_heard(opened.document)

    def _play(self) -> None:
        opened, services = self._opened, self.given.services
        assert opened is not None
        start = self._from(opened)
        self.given.frame.desk(AloudDesk).escape()
        self._cancel = cancel = CancelToken()
        self._pane.head.show_sound(True, self._palette)
        self.given.tasks.stream(
            Lane.SOUND,
            lambda: self._recordings.play(opened.document, start, services.aloud.speaker, cancel),
            lambda one: self._heard(one, cancel),
            lambda: self._ended(cancel),
            lambda fault: self._failed(fault, cancel),
            cancel,
        )

    def _from(self, opened: Opened) -> int:
        selected, last, page = self._pane.kind.selection, self._last, max(self._pane.kind.place.page, 1)
        if selected is not None:
            return selected.start
        if last is not None and abs(opened.sheet_at(last.start).number - page) <= 1:
            return last.start  # on from where it was stopped, unless somebody went elsewhere
        quoted = self._pane.quoted
        return quoted[0].start if quoted is not None else opened.sheets[page - 1].start

    def _heard(self, one: Heard, cancel: CancelToken) -> None:
        if cancel is self._cancel:
            self._last = one
            self._pane.kind.show_marks([Span(one.start, one.end)], reveal=True)

    def _ended(self, cancel: CancelToken) -> None:
        if cancel is self._cancel:
            self._stop()
            self._last = None

    def _failed(self, fault: Exception, cancel: CancelToken) -> None:
        if cancel is self._cancel:
            self._stop()
        if not isinstance(fault, Cancelled):
            self.given.frame.banner.show_notice(notice_of(fault))

    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel.cancel()
            self._cancel = None
            self._pane.head.show_sound(False, self._palette)

    def _shown(self, opened: Opened) -> None:
        before, self._opened, self._last = self._opened, opened, None
        if before is None or before.document.id != opened.document.id:
            self._stop()
