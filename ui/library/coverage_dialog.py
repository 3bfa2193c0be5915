"""What was read and what was not: of one document, or of the whole library."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from app.words.catalogue import count, say
from app.words.coverage import coverage_lines, gap_lines, library_summary
from app.words.scans import has_scans
from rag.types import Document, DocumentState, Gap
from ui.library.viewmodel import failure
from ui.parts.controls import button, card, label
from ui.parts.theme import Space

Read = tuple[Document, tuple[Gap, ...]]

_SHOWN_GAPS = 200


class CoverageDialog(QDialog):
    """A card a document; those that lack something come first."""

    check_asked = Signal(object)  # Document whose pages were read from pictures

    def __init__(self, parent: QWidget | None, found: Sequence[Read]) -> None:
        super().__init__(parent)
        alone = found[0][0] if len(found) == 1 else None
        self.setWindowTitle(say("library.read.title"))
        self.resize(560, 420 if alone else 560)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for document, gaps in sorted(found, key=_lack):
            column.addWidget(self._card(document, gaps))
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        close = button(say("library.read.close"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("library.read.title"), "title"))
        summary = library_summary([document for document, _ in found])
        words = say("library.read.summary", summary=summary) if summary else say("library.read.nothing")
        layout.addWidget(label(words, "quiet", wrap=True))
        layout.addWidget(scroll, 1)
        layout.addWidget(close)

    def _card(self, document: Document, gaps: Sequence[Gap]) -> QWidget:
        found = card()
        layout = QVBoxLayout(found)
        layout.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        layout.setSpacing(2)
        name = label(document.name, "heading", wrap=True)
        name.setToolTip(document.path)
        layout.addWidget(name)
        if document.state is DocumentState.FAILED:
            notice = failure(document)
            words = say("common.told", sentence=notice.sentence, remedy=notice.remedy)
            layout.addWidget(label(words, "small", wrap=True))
            return found
        lines = coverage_lines(document)
        layout.addWidget(label(say("coverage.and").join(lines) or say("library.read.not-yet"), wrap=True))
        told = gap_lines(gaps)
        if len(told) > _SHOWN_GAPS:
            told = [*told[:_SHOWN_GAPS], count("library.read.more", len(told) - _SHOWN_GAPS)]
        if told:
            layout.addWidget(label("\n".join(told), "small", wrap=True))
        if document.state is DocumentState.READY and has_scans(document):
            check = button(say("library.menu.check"))
            check.clicked.connect(lambda: self._check(document))
            layout.addWidget(check, 0, Qt.AlignmentFlag.AlignLeft)
        return found

    def _check(self, document: Document) -> None:
        self.accept()
        self.check_asked.emit(document)


def _lack(read: Read) -> tuple[bool, bool, str]:
    document, gaps = read
    return document.state is not DocumentState.FAILED, not gaps, document.name.lower()
