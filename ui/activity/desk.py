"""Joins what works in the background with its panel, the status bar, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from app.activity.activity import Snapshot
from app.activity.earlier import Kept, TakenUp, merged
from app.activity.telling import Telling
from app.activity.work import Sort, Standing, Work
from app.words.activity import broken_off_notice, ended_words, resumed_words, short_words
from app.words.catalogue import count, say
from app.words.messages import notice_of
from ui.activity.leaving import Leaving
from ui.activity.panel import ActivityPanel
from ui.activity.row import Deed
from ui.activity.taskbar import Taskbar, share_of
from ui.activity.tray import Tray
from ui.parts.controls import retint
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.inert import inert
from ui.parts.looking_again import LookingAgain
from ui.parts.tasks import Lane
from ui.parts.theme import Palette
from ui.recipes.desk import RecipeDesk
from ui.runs.desk import RunDesk

KEYS = "Ctrl+J"

_SOON_MS = 200  # changes are shown together, at most this often
_TICK_MS = 1000  # how often it is looked how much time is left


class ActivityDesk(Desk):
    """What works in the background in the window."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._activity, self._frame = given.services.activity, given.frame
        self._runs = given.frame.desk(RunDesk)
        self._kept = Kept()
        self._seen = frozenset[str]()  # what failed, and was looked at
        self._looks = LookingAgain(self._look, self)
        self.panel = ActivityPanel()
        self._frame.centre.addWidget(self.panel)
        retint(self.panel, given.palette)
        self.panel.asked.connect(self._do)
        self.panel.kept_asked.connect(self._runs.show_everything)
        self.panel.cleared.connect(self._activity.clear)
        self.panel.cancel_asked.connect(self._cancel_waiting)
        self.panel.model_asked.connect(self._runs.get_model)
        self.panel.closed.connect(self.leave)
        given.frame.status.activity_asked.connect(self.toggle)
        self._tray = Tray(given.window)
        self.leaving = Leaving(given.window, self._tray, self._now)
        self._taskbar = Taskbar()
        self._telling = Telling()
        self._soon, self._tick = self._timer(_SOON_MS, single=True), self._timer(_TICK_MS)
        self._activity.listen(lambda: given.tasks.post(self._changed))
        self._runs.line.listed.connect(lambda _: self._looks.soon())
        given.tasks.run(Lane.LIBRARY, given.services.earlier.interrupted, self._take_up)

    def entries(self) -> Sequence[Entry]:
        settings = self.given.services.settings
        return (
            Entry(Menu.WORK, 52, say("activity.menu"), KEYS, self.toggle),
            Entry(
                Menu.WORK,
                53,
                say("activity.tray.tell"),
                "",
                self._switch_telling,
                checked=lambda: settings.preferences.notify,
            ),
        )

    def retint(self, palette: Palette) -> None:
        retint(self.panel, palette)

    @property
    def is_shown(self) -> bool:
        return self._frame.centre.currentWidget() is self.panel

    def toggle(self) -> None:
        """To the panel, or back to the conversation."""
        if self.is_shown:
            self.leave()
            return
        self._frame.centre.setCurrentWidget(self.panel)
        self._looks.soon()
        self.refresh()
        self.panel.focus()

    def leave(self) -> None:
        """Back to the conversation."""
        if self.is_shown:
            self._frame.show_conversation()

    def refresh(self) -> None:
        """Show how everything stands now."""
        now = self._activity.snapshot()
        found = merged(now, self._kept, self._runs.line.lacking)
        failed = {one.key for one in now.ended if one.standing is Standing.FAILED}
        if self.is_shown:
            self._seen = frozenset(failed)
            self.panel.show_all(found, cleared=bool(now.ended))
        words = short_words(found.working)
        unseen = len(failed - self._seen)
        self._frame.status.show_activity(words, count("activity.status.failed", unseen) if unseen else "")
        if bool(words) is not self._tick.isActive():
            self._tick.start() if words else self._tick.stop()
        self._taskbar.show(share_of(found.working))
        self._tell(now, idle=all(one.lacks for one in found.working))
        self.leaving.look()

    def may_close(self) -> bool:
        return self.leaving.may_close()

    # --- inside --------------------------------------------------------------------------------------------

    def _timer(self, milliseconds: int, *, single: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(single)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.refresh)
        return timer

    def _now(self) -> Snapshot:
        return merged(self._activity.snapshot(), self._kept, self._runs.line.lacking)

    def _tell(self, now: Snapshot, *, idle: bool) -> None:
        """Have the system tell what took long and ended while somebody was elsewhere."""
        looked = QApplication.activeWindow() is not None
        told = self._telling.take(now.ended, looked=looked, idle=idle)
        if told and self.given.services.settings.preferences.notify:
            self._tray.tell(ended_words(told))

    def _switch_telling(self) -> None:
        settings = self.given.services.settings
        settings.update(notify=not settings.preferences.notify)

    def _changed(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _look(self, over: Callable[[], None]) -> None:
        """Read what is kept."""

        def read(kept: Kept) -> None:
            self._kept = kept
            self.refresh()
            over()

        def failed(error: Exception) -> None:
            self._frame.banner.show_notice(notice_of(error))
            over()

        self.given.tasks.run(Lane.LIBRARY, self.given.services.earlier.kept, read, failed)

    def _take_up(self, found: TakenUp) -> None:
        self._activity.take_up(list(found.documents))
        words, banner = resumed_words(found), self._frame.banner
        show = say("activity.resumed.show") if words else ""
        # Of a damaged library other things are told.
        if self.given.broken_off and self.given.services.vault.read_only is None:
            banner.show_advice(broken_off_notice(words), show, self.toggle)
        elif words:
            banner.show_offer(words, show, self.toggle)

    # --- what is done with it ------------------------------------------------------------------------------

    def _do(self, deed: Deed, work: Work) -> None:
        match deed:
            case Deed.OPEN:
                self._open(work)
            case Deed.PAUSE if work.sort is Sort.RUN:
                self._runs.line.pause(work.number)
            case Deed.PAUSE | Deed.GO_ON if work.sort is Sort.READING:
                self.given.services.library.pause(deed is Deed.PAUSE)
            case Deed.GO_ON:
                self._runs.line.go_on(work.number)
            case Deed.AGAIN:
                self._again(work)
            case Deed.CANCEL:
                self._cancel(work)
        self.refresh()

    def _open(self, work: Work) -> None:
        if work.sort is Sort.RUN:
            self._frame.open_run(work.number)
        elif work.sort is Sort.RECIPE:
            self._frame.desk(RecipeDesk).show()

    def _again(self, work: Work) -> None:
        services = self.given.services
        if self._activity.try_again(work.key):
            return
        if work.sort is Sort.RUN:
            self._runs.line.go_on(work.number)
        elif work.sort is Sort.RECIPE:
            self._run(lambda: services.recipes.again_soon(work.number))
        elif work.sort is Sort.DOCUMENT:
            self._run(lambda: services.library.retry(work.number))

    def _cancel(self, work: Work) -> None:
        if work.sort is Sort.READING:
            self._cancel_reading()
        elif work.sort is Sort.RECIPE:
            self.given.services.recipes.stop()
        else:
            self._activity.cancel(work.key)

    def _cancel_reading(self) -> None:
        """Ask, and take out what is not read yet."""
        library = self.given.services.library

        def work() -> None:
            for number in self._activity.unread:
                library.cancel(number)

        if self._is_sure("cancel-reading", len(self._activity.unread)):
            self._run(work)

    def _cancel_waiting(self) -> None:
        """Ask, and make none of what waits its turn."""
        waiting = [one for one in self._now().working if one.standing is Standing.WAITING]
        if self._is_sure("cancel-waiting", len(waiting)):
            self._runs.line.cancel_waiting()

    def _is_sure(self, what: str, number: int) -> bool:
        box = QMessageBox(self.given.window)
        box.setWindowTitle(say("activity.title"))
        box.setText(say(f"activity.{what}.title"))
        box.setInformativeText(inert(count(f"activity.{what}.words", number)))
        accept = box.addButton(say(f"activity.{what}.accept"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(say(f"activity.{what}.stay"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        box.deleteLater()
        return box.clickedButton() is accept

    def _run(self, work: Callable[[], object]) -> None:
        """In the lane of the library; then show what is kept."""
        self.given.tasks.run(Lane.LIBRARY, work, lambda _: self._looks.now(), self._refuse)

    def _refuse(self, error: Exception) -> None:
        self._frame.banner.show_notice(notice_of(error))
