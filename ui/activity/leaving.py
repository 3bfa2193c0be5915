"""The window is closed while something works: asked once, and gone on with as was said."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from app.activity.activity import Snapshot
from app.activity.work import Sort, Standing, Work
from app.words.activity import left_words, short_words
from app.words.catalogue import say
from ui.activity.tray import Tray
from ui.parts.inert import inert

_LAST_MS = 8_000  # that the last message is seen before its icon goes


class Leave(Enum):
    STAY = auto()
    STOP = auto()  # and go on at the next start
    TRAY = auto()


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
        self.is_away = False
        window.installEventFilter(self)
        tray.opened.connect(self.come_back)
        tray.ended.connect(self._end)

    def may_close(self) -> bool:
        """Ask where something works; whether the window closes now."""
        works = stopped_by_leaving(self._working())
        # The system ends all programs and waits for no answer.
        if self.is_away or not works or _saving_session():
            return True
        match self._asked(works):
            case Leave.STOP:
                return True
            case Leave.TRAY:
                self._go_away()
        return False

    def look(self) -> None:
        """Something changed: in the tray, say what goes on, and end when nothing does."""
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

    def _asked(self, works: tuple[Work, ...]) -> Leave:
        box = QMessageBox(self._window)
        box.setWindowTitle(say("window.name"))
        box.setText(say("activity.leaving.title"))
        box.setInformativeText(inert(left_words(works)))
        role = QMessageBox.ButtonRole
        tray = self._tray.is_there
        on = box.addButton(say("activity.leaving.tray"), role.AcceptRole) if tray else None
        stop = box.addButton(say("activity.leaving.stop"), role.DestructiveRole)
        stay = box.addButton(say("activity.leaving.stay"), role.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        pressed = box.clickedButton()
        box.deleteLater()
        if on is not None and pressed is on:
            return Leave.TRAY
        return Leave.STOP if pressed is stop else Leave.STAY

    def _go_away(self) -> None:
        self.is_away = True
        QApplication.setQuitOnLastWindowClosed(False)
        self._window.hide()
        self.look()

    def _end(self) -> None:
        self.is_away = True  # nothing is asked
        self._window.close()
        QApplication.quit()


def stopped_by_leaving(found: Snapshot) -> tuple[Work, ...]:
    """What works now, and would not any more: a model that is loaded for somebody who goes is no loss."""
    return tuple(
        one for one in found.working if one.standing is Standing.WORKING and one.sort is not Sort.LOADING
    )


def _saving_session() -> bool:
    application = QGuiApplication.instance()
    return isinstance(application, QGuiApplication) and application.isSavingSession()
