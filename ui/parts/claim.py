"""The keyboard for what opens late."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

_PRESSED = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_HELD = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)


class KeyboardClaim(QObject):
    """Made where somebody asks for something that takes a while to open, and taken up once it is there.
    Whoever has pressed a key or a button meanwhile has gone on, and keeps the keyboard where it is.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._holds = False

    def make(self) -> None:
        self._holds = True
        # The press that asks for it is still on its way from one widget to the next above.
        QTimer.singleShot(0, self, self._watch)

    def take(self) -> bool:
        """Whether the keyboard may be taken now; the claim is over."""
        held, self._holds = self._holds, False
        self._unwatch()
        return held

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        typed = kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() not in _HELD
        if typed or kind in _PRESSED:
            self._holds = False
            self._unwatch()
        return super().eventFilter(watched, event)

    def _watch(self) -> None:
        application = QCoreApplication.instance()
        if self._holds and application is not None:
            application.installEventFilter(self)

    def _unwatch(self) -> None:
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
