"""What a screen reader hears of the pages: which document and page is read, and what stands on it.

Python cannot be given out as Qt's interface for texts (a second base at another address), so the text is
told as value and description.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from app.words.catalogue import say
from ui.reader.paged.view import PagedView

# Qt deletes them with their view; Python must not do so before, and a window makes one.
_faces: list[QAccessibleInterface] = []


class Face(QAccessibleWidget):
    def __init__(self, view: PagedView) -> None:
        super().__init__(view, QAccessible.Role.Document)
        self._view = view

    def text(self, kind: QAccessible.Text) -> str:
        view = self._view
        match kind:
            case QAccessible.Text.Name if view.pages:
                return say(
                    "reader.names.reading", document=view.document_name, page=view.page, pages=view.pages
                )
            case QAccessible.Text.Value | QAccessible.Text.Description if view.pages:
                leaf = view.leaf(view.page)
                return leaf.text if leaf is not None else ""
        return super().text(kind)


def install() -> None:
    """Have Qt ask here for the faces of pages; once."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_face)


_installed: list[bool] = []


def _face(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, PagedView):
        return None
    face = Face(thing)
    _faces.append(face)
    return face


def tell(view: PagedView) -> None:
    """Another page is read, or its text is there."""
    if QAccessible.isActive():
        for kind in (QAccessible.Event.NameChanged, QAccessible.Event.DescriptionChanged):
            QAccessible.updateAccessibility(QAccessibleEvent(view, kind))
