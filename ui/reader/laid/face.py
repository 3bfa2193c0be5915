"""What a screen reader hears of a text in view: that it is a document, and what stands in it there."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from ui.reader.laid.text import LaidText

# Qt deletes them with their view; Python must not do so before, and a window makes one.
_faces: list[QAccessibleInterface] = []
_installed: list[bool] = []


class Face(QAccessibleWidget):
    def __init__(self, view: LaidText) -> None:
        super().__init__(view, QAccessible.Role.Document)
        self._view = view

    def text(self, kind: QAccessible.Text) -> str:
        if kind in (QAccessible.Text.Value, QAccessible.Text.Description):
            return self._view.seen
        return super().text(kind)


def install() -> None:
    """Have Qt ask here for the faces of texts; once."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_face)


def _face(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, LaidText):
        return None
    face = Face(thing)
    _faces.append(face)
    return face
