"""The program's place in the system's tray: what is told there, and the way back to the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget

from app.words.catalogue import say
from ui.parts.inert import inert

_SHOWN_MS = 15_000  # a message, and the icon that it needs


class Tray(QObject):
    """The icon is there while something goes on without a window, and as long as a message is shown."""

    opened = Signal()  # the window is wanted
    ended = Signal()  # the program is to stop

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._icon: QSystemTrayIcon | None = None
        self._stays = False
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.setInterval(_SHOWN_MS)
        self._over.timeout.connect(self._hide)

    @property
    def is_there(self) -> bool:
        """Whether the desktop has a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def stay(self, words: str) -> None:
        """Show that something goes on; `words` say what."""
        self._stays = True
        icon = self._made()
        icon.setToolTip(inert(words))
        icon.show()

    def leave(self) -> None:
        """The window is there again."""
        self._stays = False
        self._hide()

    def tell(self, words: str) -> None:
        """What ended; where there is no tray the window asks for attention instead."""
        if not self.is_there:
            QApplication.alert(self._window)
            return
        icon = self._made()
        icon.show()
        picture = QApplication.windowIcon()
        icon.showMessage(say("window.name"), words, picture, _SHOWN_MS)
        self._over.start()

    def _hide(self) -> None:
        if self._icon is not None and not self._stays:
            self._icon.hide()

    def _made(self) -> QSystemTrayIcon:
        if self._icon is None:
            self._icon = QSystemTrayIcon(QApplication.windowIcon(), self)
            menu = QMenu(self._window)
            menu.addAction(say("activity.tray.open"), self.opened.emit)
            menu.addAction(say("activity.tray.end"), self.ended.emit)
            self._icon.setContextMenu(menu)
            self._icon.messageClicked.connect(self.opened)
            self._icon.activated.connect(self._activated)
        return self._icon

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.opened.emit()
