"""Real clicks on what is drawn inside a widget, and values for rows and pages."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextBrowser

from rag.types import Document, DocumentState, PageUnit, Tag


def document(
    number: int = 1,
    name: str = "law.pdf",
    state: DocumentState = DocumentState.READY,
    *,
    pages: int = 261,
    passages: int = 1200,
    unit: PageUnit = PageUnit.PAGE,
    error: str | None = None,
    facts: str = "{}",
    mailbox: Document | None = None,
    held: int = 0,
    tags: tuple[Tag, ...] = (),
) -> Document:
    """A row of the library as the vault would give it."""
    return Document(
        id=number,
        name=name,
        path=f"/documents/{name}",
        title="",
        collection="",
        state=state,
        unit=unit,
        pages=pages,
        passages=passages,
        size=1000,
        added=0.0,
        error_code=error,
        error_facts=facts,
        container=mailbox and mailbox.id,
        container_path=mailbox.path if mailbox else "",
        held=held,
        tags=tags,
    )


def citation_point(view: QTextBrowser, number: int) -> QPoint:
    """Where the first chip with this number is drawn, in the viewport of an answer."""
    cursor = QTextCursor(view.document())
    found = []
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.Right)
        if cursor.charFormat().anchorHref() == f"cite:{number}":
            found.append(view.cursorRect(cursor).center())
        elif found:
            break
    assert found, f"no citation {number} is drawn"
    # The cursor stands behind the letter it has passed: between the first two is inside the first.
    return found[len(found) // 2] - QPoint(2, 0)


def click_citation(view: QTextBrowser, number: int) -> None:
    """Click a citation chip with the mouse, as a reader does."""
    QTest.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        citation_point(view, number),
    )


def marked_text(view: QTextBrowser, color: str) -> str:
    """The text of a document that has this background."""
    found = ""
    block = view.document().begin()
    while block.isValid():
        for part in block:
            piece = part.fragment()
            if piece.isValid() and piece.charFormat().background().color() == QColor(color):
                found += piece.text()
        block = block.next()
    return found
