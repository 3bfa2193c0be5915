"""What is asked when the window is closed while something works: it follows that work to its end."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from app.activity.activity import Snapshot
from app.activity.work import Sort, Standing, Work
from app.words.activity import left_words
from app.words.catalogue import say
from ui.parts.inert import inert
from ui.parts.telling import announce

_DONE_MS = 2_500  # that it is read that everything is done, before the window closes


class Leave(Enum):
    STAY = auto()
    STOP = auto()  # and go on at the next start
    TRAY = auto()


class Question:
    """Whether to stay, to stop what works, or to go on in the tray. Nobody has to answer: when nothing works
    any more it says so and is answered with `STOP` by itself. Where something failed meanwhile it stays, for
    whoever comes back to read it.
    """

    def __init__(self, window: QWidget, working: Callable[[], Snapshot], *, tray: bool) -> None:
        """`working` tells how everything stands; `tray`: whether there is one to go on in."""
        self._working = working
        self._failed = _failures(working())
        box = self._box = QMessageBox(window)
        box.setWindowTitle(say("window.name"))
        box.setText(say("activity.leaving.title"))
        role = QMessageBox.ButtonRole
        self._on = box.addButton(say("activity.leaving.tray"), role.AcceptRole) if tray else None
        self._stop = box.addButton(say("activity.leaving.stop"), role.DestructiveRole)
        stay = box.addButton(say("activity.leaving.stay"), role.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        self._ending = QTimer(box)
        self._ending.setSingleShot(True)
        self._ending.setInterval(_DONE_MS)
        self._ending.timeout.connect(self._stop.click)
        self.look()

    def ask(self) -> Leave:
        """Wait for an answer, or for the end of what works."""
        self._box.exec()
        self._ending.stop()
        pressed = self._box.clickedButton()
        self._box.deleteLater()
        if self._on is not None and pressed is self._on:
            return Leave.TRAY
        return Leave.STOP if pressed is self._stop else Leave.STAY

    def look(self) -> None:
        """Something changed: say what still works, or that nothing does."""
        found = self._working()
        works = stopped_by_leaving(found)
        if works:
            self._ending.stop()
            closes = say("activity.leaving.closes")
            self._say(say("activity.leaving.title"), f"{left_words(works)}\n\n{closes}")
            return
        failed = bool(_failures(found) - self._failed)
        words = say("activity.leaving.failed") if failed else say("activity.leaving.closing")
        self._say(say("activity.leaving.done"), words)
        self._stop.setText(say("window.unlock.quit"))
        if self._on is not None:
            self._on.hide()
        if not failed and not self._ending.isActive():
            self._ending.start()

    # --- inside --------------------------------------------------------------------------------------------

    def _say(self, title: str, words: str) -> None:
        if self._box.text() != title and self._box.isVisible():
            announce(self._box, f"{title}. {words}")
        if (self._box.text(), self._box.informativeText()) != (title, inert(words)):
            self._box.setText(title)
            self._box.setInformativeText(inert(words))


def stopped_by_leaving(found: Snapshot) -> tuple[Work, ...]:
    """What works now, and would not any more: what is loaded or laid out for somebody who goes is no loss."""
    passing = (Sort.LOADING, Sort.LAYING)
    return tuple(one for one in found.working if one.standing is Standing.WORKING and one.sort not in passing)


def _failures(found: Snapshot) -> frozenset[str]:
    return frozenset(one.key for one in found.ended if one.standing is Standing.FAILED and not one.earlier)
