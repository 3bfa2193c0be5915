"""The window is closed while something works: asked once, and gone on with as was said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.activity.activity import Snapshot
from app.activity.work import Standing
from app.words.activity import short_words
from app.words.catalogue import say
from ui.activity.question import Leave, Question, stopped_by_leaving
from ui.activity.tray import Tray

_LAST_MS = 8_000  # that the last message is seen before its icon goes


class Leaving(QObject):
    """Of a window; where it went into the tray, until it is back or all is done."""

    def __init__(self, window: QWidget, tray: Tray, working: Callable[[], Snapshot]) -> None:
        """`working` tells how everything stands."""
        super().__init__(window)
        self._window = window
        self._tray = tray
        self._working = working
        self._ending = QTimer(self)
        self._ending.setSingleShot(True)
        self._ending.setInterval(_LAST_MS)
        self._ending.timeout.connect(self._end)
        self._question: Question | None = None
        self.is_away = False
        window.installEventFilter(self)
        tray.opened.connect(self.come_back)
        tray.ended.connect(self._end)

    def may_close(self) -> bool:
        """Ask where something works; whether the window closes now."""
        # The system ends all programs and waits for no answer.
        if self.is_away or not stopped_by_leaving(self._working()) or _saving_session():
            return True
        if self._question is not None:  # asked already
            return False
        self._question = Question(self._window, self._working, tray=self._tray.is_there)
        try:
            left = self._question.ask()
        finally:
            self._question = None
        if left is Leave.TRAY:
            self._go_away()
        return left is Leave.STOP

    def look(self) -> None:
        """Something changed: say it where one is asked, and in the tray; there, end when nothing works."""
        if self._question is not None:
            self._question.look()
        if not self.is_away:
            return
        found = self._working()
        self._tray.stay(short_words(found.working) or say("activity.tray.done"))
        if stopped_by_leaving(found):
            self._ending.stop()
        elif not self._ending.isActive() and not any(
            one.standing is Standing.FAILED and not one.earlier for one in found.ended
        ):
            self._ending.start()

    def come_back(self) -> None:
        """Show the window again."""
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and self.is_away:
            self.is_away = False
            self._ending.stop()
            QApplication.setQuitOnLastWindowClosed(True)
            self._tray.leave()
        return super().eventFilter(watched, event)

    # --- inside --------------------------------------------------------------------------------------------

    def _go_away(self) -> None:
        self.is_away = True
        QApplication.setQuitOnLastWindowClosed(False)
        self._window.hide()
        self.look()

    def _end(self) -> None:
        self.is_away = True  # nothing is asked
        self._window.close()
        QApplication.quit()


def _saving_session() -> bool:
    application = QGuiApplication.instance()
    return isinstance(application, QGuiApplication) and application.isSavingSession()
