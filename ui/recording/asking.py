"""What is asked before a recording is lost, or left behind."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtWidgets import QMessageBox, QWidget

from app.words.catalogue import say
from ui.parts.inert import inert


class Leave(Enum):
    STAY = auto()
    KEEP = auto()
    DISCARD = auto()


def wants_discarded(window: QWidget, time: str) -> bool:
    """Whether a recording of so long is to be deleted for good."""
    box = QMessageBox(window)
    box.setWindowTitle(say("recording.title"))
    box.setText(say("recording.discarding.title"))
    box.setInformativeText(inert(say("recording.discarding.words", time=time)))
    gone = box.addButton(say("recording.discard"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(say("recording.discarding.stay"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return clicked is gone


def asks_leave(window: QWidget, time: str) -> Leave:
    """What becomes of a recording of so long that somebody would lock or close the window over."""
    box = QMessageBox(window)
    box.setWindowTitle(say("recording.title"))
    box.setText(say("recording.leaving.title"))
    box.setInformativeText(inert(say("recording.leaving.words", time=time)))
    role = QMessageBox.ButtonRole
    keep = box.addButton(say("recording.keep"), role.AcceptRole)
    gone = box.addButton(say("recording.discard"), role.DestructiveRole)
    stay = box.addButton(say("recording.leaving.stay"), role.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(stay)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return Leave.KEEP if clicked is keep else Leave.DISCARD if clicked is gone else Leave.STAY
