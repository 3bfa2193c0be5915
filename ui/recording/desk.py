"""Records into the library: the microphone is open only while the status bar and the page say so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.dictating.dictation import Sounding
from app.words.catalogue import say
from app.words.messages import notice_of
from app.words.recording import usual_name
from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.speech import RATE
from rag.storing.recordings import KeptRecording
from rag.types import clock
from ui.chat.aloud_desk import AloudDesk
from ui.library.panel import LibraryPanel
from ui.parts.controls import retint
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.tasks import Lane
from ui.parts.theme import Palette
from ui.playing.desk import PlayingDesk
from ui.recording.asking import Leave, asks_leave, wants_discarded
from ui.recording.panel import RecorderPanel, Stage
from ui.recording.saving import SavingSound

if TYPE_CHECKING:
    from app.library.additions import Addition
    from app.recording.recordings import Take


class RecordingDesk(Desk):
    """One recording at a time, which goes on wherever one looks in the window. What an earlier run left is
    asked about.
    """

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._frame, self._tasks = given.frame, given.tasks
        self.recordings = given.services.recordings
        self._take: Take | None = None  # under way
        self._ended: KeptRecording | None = None  # of which nobody has said what becomes of it
        self._left: list[KeptRecording] = []  # more of these
        self._end = CancelToken()
        self._seconds = 0.0
        self._then: Callable[[], object] | None = None  # once it is settled
        self.saving = SavingSound(given)
        self.panel = RecorderPanel()
        self._frame.centre.addWidget(self.panel)
        retint(self.panel, given.palette)
        self.panel.retint(given.palette)
        for signal, do in (
            (self.panel.begun, self._go_on),
            (self.panel.paused, self._pause),
            (self.panel.stopped, self._stop),
            (self.panel.discarded, self._ask_discard),
            (self.panel.closed, self.leave),
            (given.frame.status.recording_asked, self.show),
            (given.frame.view(LibraryPanel).record_asked, self.show),
        ):
            signal.connect(do)
        self.panel.kept.connect(self._keep)
        if given.services.vault.read_only is None:
            self._tasks.run(Lane.LIBRARY, self.recordings.waiting, self._offer, lambda _: None)

    def entries(self) -> Sequence[Entry]:
        save, possible = say("recording.saving.menu"), lambda: self.saving.document is not None
        return (
            Entry(Menu.FILE, 14, say("recording.menu"), "", self.show),
            Entry(Menu.FILE, 15, save, "", self.saving.ask, possible=possible),
        )

    def retint(self, palette: Palette) -> None:
        retint(self.panel, palette)
        self.panel.retint(palette)

    @property
    def is_shown(self) -> bool:
        return self._frame.centre.currentWidget() is self.panel

    def show(self) -> None:
        """The page."""
        self._frame.centre.setCurrentWidget(self.panel)
        self.panel.focus()

    def leave(self) -> None:
        """Back to the conversation; what is recorded goes on."""
        if self.is_shown:
            self._frame.show_conversation()

    def may_close(self) -> bool:
        saves = getattr(QApplication.instance(), "isSavingSession", lambda: False)
        return bool(saves()) or self.may_leave(self.given.window.close)

    def may_leave(self, again: Callable[[], object]) -> bool:
        if self.panel.stage is Stage.READY:
            return True
        left = asks_leave(self.given.window, clock(self._seconds))
        if left is not Leave.STAY:
            self._then = again
            if self._take is not None:
                self._stop(partial(self._settle, left))
            else:
                self._settle(left)
        return False

    # --- while it is recorded ------------------------------------------------------------------------------

    def _go_on(self) -> None:
        """Begin, or go on after a pause."""
        self._frame.desk(AloudDesk).escape()
        self._frame.desk(PlayingDesk).escape()
        self._end = CancelToken()
        if self._take is not None:
            self._listen(self._take)
            return
        name = usual_name()
        self._seconds = 0.0
        self.panel.begin.setEnabled(False)
        self._tasks.run(Lane.RECORDING, lambda: self.recordings.begin(name), self._listen, self._refused)
        self.panel.name.setText(name)

    def _listen(self, take: Take) -> None:
        self._take, end = take, self._end
        self.panel.begin.setEnabled(True)
        self.panel.show_time(self._seconds)
        self.panel.show_stage(Stage.LISTENS)
        self._show_sign()
        self._tasks.stream(
            Lane.RECORDING,
            lambda: take.listen(end),
            lambda one: self._sounds(one, end),
            failed=lambda fault: self._broke_off(fault, take),
            cancel=end,
        )

    def _sounds(self, one: Sounding, end: CancelToken) -> None:
        if end is self._end and not end.cancelled:
            self._seconds = one.seconds
            self.panel.show_time(one.seconds, one.level)
            self._show_sign()

    def _pause(self) -> None:
        self._end.cancel()
        self.panel.show_stage(Stage.PAUSED)
        self._show_sign()

    def _stop(self, then: Callable[[], object] = lambda: None) -> None:
        """Over; ask what becomes of it, unless that is said already."""
        take, self._take = self._take, None
        if take is None:
            return
        self._end.cancel()
        self._show_sign()

        def over(_: object) -> None:
            self._seconds = take.seconds
            samples = round(take.seconds * RATE)
            self._show_ended(KeptRecording(take.token, self.panel.name.text(), 0.0, samples, 0))
            then()

        self._tasks.run(Lane.RECORDING, lambda: self.recordings.end(take), over, self._refused)

    def _broke_off(self, fault: Exception, take: Take) -> None:
        """The microphone went, or the disk is full: what was heard is there."""
        if isinstance(fault, Cancelled) or take is not self._take:
            return
        self._frame.banner.show_notice(notice_of(fault))
        if take.seconds:
            self._stop(lambda: self.panel.show_stage(Stage.ENDED, say("recording.broken")))
            return
        self._take = None
        self._show_sign()
        self._tasks.run(Lane.RECORDING, lambda: self._drop(take), lambda _: self._begin_anew(), self._refused)

    def _drop(self, take: Take) -> None:
        self.recordings.end(take)
        self.recordings.discard(take.token)

    def _refused(self, fault: Exception) -> None:
        self._then = None
        self.panel.begin.setEnabled(True)
        self._frame.banner.show_notice(notice_of(fault))

    def _show_sign(self) -> None:
        words = ""
        if self._take is not None:
            kind = "paused" if self._end.cancelled else "listens"
            words = say(f"recording.sign.{kind}", time=clock(self._seconds))
        self._frame.status.show_recording(words, listens=not self._end.cancelled)

    # --- what becomes of it --------------------------------------------------------------------------------

    def _offer(self, found: list[KeptRecording]) -> None:
        """What an earlier run left."""
        if found and self.panel.stage is Stage.READY:
            self._show_left(found)
            words = say("recording.left", time=clock(self._seconds))
            self._frame.banner.show_offer(words, say("recording.look"), self.show)

    def _show_left(self, found: list[KeptRecording]) -> None:
        first, *self._left = found
        self.panel.name.setText(first.name)
        self._show_ended(first)
        self.panel.show_stage(Stage.ENDED, say("recording.left", time=clock(self._seconds)))

    def _show_ended(self, ended: KeptRecording) -> None:
        self._ended, self._seconds = ended, ended.samples / RATE
        self.panel.show_time(self._seconds)
        self.panel.show_stage(Stage.ENDED)

    def _settle(self, how: Leave) -> None:
        if how is Leave.KEEP:
            self._keep(self.panel.name.text())
        else:
            self._discard()

    def _keep(self, name: str) -> None:
        ended = self._ended
        if ended is None:
            return

        def work() -> Addition:
            return self.recordings.keep(ended.token, name)

        def done(addition: Addition) -> None:
            self._frame.banner.show_done(say("recording.kept", name=addition.path.name))
            self._settled()

        self._tasks.run(Lane.LIBRARY, work, done, self._refused)

    def _ask_discard(self) -> None:
        if wants_discarded(self.given.window, clock(self._seconds)):
            self._discard()

    def _discard(self) -> None:
        ended = self._ended
        if ended is None:
            return

        def done(_: object) -> None:
            self._frame.banner.show_done(say("recording.gone"))
            self._settled()

        self._tasks.run(Lane.LIBRARY, lambda: self.recordings.discard(ended.token), done, self._refused)

    def _settled(self) -> None:
        self._begin_anew()
        if self._left:
            self._show_left(self._left)
        then, self._then = self._then, None
        if then is not None:
            then()
        elif self.panel.stage is Stage.READY:
            self.leave()

    def _begin_anew(self) -> None:
        self._ended, self._seconds = None, 0.0
        self.panel.show_stage(Stage.READY)
