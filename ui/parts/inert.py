"""Words for places of Qt's that take text for HTML where it looks like it: tooltips, boxes, window menus.

A tooltip made of a document's words could otherwise show a picture from a path or a server that the document
names (https://doc.qt.io/qt-6/qtooltip.html, "rich text").
"""

from __future__ import annotations

from html import escape

from PySide6.QtGui import Qt, QTextDocument


def inert(text: str) -> str:
    """`text` as something that Qt shows letter for letter: itself, unless it would be taken for HTML."""
    if not Qt.mightBeRichText(text):
        return text
    return f'<p style="white-space:pre-wrap">{escape(text)}</p>'


class SealedDocument(QTextDocument):
    """A rich text that fetches nothing: no picture, no style sheet, from no path and no address."""

    def loadResource(self, kind: int, name: object) -> object:  # noqa: ARG002 - Qt's signature
        return None
