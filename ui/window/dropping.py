"""Files dragged over the window and let go on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ui.parts.dropped import take_copy
from ui.parts.overlays import DropOverlay


class Drops(QObject):
    dropped = Signal(object, object)  # list[Path], DropTarget

    def __init__(self, window: QWidget, overlay: DropOverlay) -> None:
        super().__init__(window)
        self._window = window
        self._overlay = overlay
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            if not _paths(event):
                return False
            take_copy(event)
            self._overlay.cover()
            self._overlay.point(self._window.mapToGlobal(event.position().toPoint()))
        elif isinstance(event, QDropEvent):
            target = self._overlay.target(self._window.mapToGlobal(event.position().toPoint()))
            self._overlay.hide()
            take_copy(event)
            self.dropped.emit(_paths(event), target)
        elif event.type() is QEvent.Type.DragLeave:
            self._overlay.hide()
        else:
            return super().eventFilter(watched, event)
        return True


def _paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
