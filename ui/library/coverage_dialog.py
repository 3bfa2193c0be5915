"""What was read and what was not: of one document, or of the whole library."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.words.catalogue import count, say
from app.words.coverage import coverage_lines, details, library_summary
from app.words.scans import check_words, has_scans
from rag.language.file_names import printable
from rag.types import DocumentCoverage, DocumentState
from ui.library.row_words import failure
from ui.parts.controls import button, card, label
from ui.parts.fitting import Dialog
from ui.parts.inert import inert
from ui.parts.laying import beside_bar
from ui.parts.theme import Space

_SHOWN_LINES = 200


class CoverageDialog(Dialog):
    """A card a document; those that lack something come first."""

    check_asked = Signal(object)  # Document whose pages were read from pictures
    whole_asked = Signal(object, bool)  # Document whose running heads belong to its text, or no longer

    def __init__(self, parent: QWidget | None, found: Sequence[DocumentCoverage]) -> None:
        super().__init__(parent)
        alone = len(found) == 1
        self.setWindowTitle(say("library.read.title"))
        self.resize(560, 420 if alone else 560)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for read in sorted(found, key=_lack):
            column.addWidget(self._card(read))
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        beside_bar(scroll)
        scroll.setAccessibleName(say("library.read.title"))
        close = button(say("library.read.close"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("library.read.title"), "title"))
        summary = library_summary([read.document for read in found])
        words = say("library.read.summary", summary=summary) if summary else say("library.read.nothing")
        layout.addWidget(label(words, "quiet", wrap=True))
        layout.addWidget(scroll, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _card(self, read: DocumentCoverage) -> QWidget:
        document = read.document
        found = card()
        layout = QVBoxLayout(found)
        layout.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        layout.setSpacing(2)
        name = label(document.name, "heading", wrap=True)
        name.setToolTip(inert(printable(document.path)))
        layout.addWidget(name)
        if document.state is DocumentState.FAILED:
            notice = failure(document)
            words = say("common.told", sentence=notice.sentence, remedy=notice.remedy)
            layout.addWidget(label(words, "small", wrap=True))
            return found
        read_from = say("coverage.and").join(coverage_lines(document))
        layout.addWidget(label(read_from or say("library.read.not-yet"), wrap=True))
        for lines in details(read):
            layout.addWidget(label(_shortened(lines), "small", wrap=True))
        if read.whole or read.asides:
            words = say("library.read.set-aside" if read.whole else "library.read.bring-back")
            self._offer(layout, words, lambda: self.whole_asked.emit(document, not read.whole))
        if document.state is DocumentState.READY and has_scans(document):
            self._offer(layout, check_words(document), lambda: self.check_asked.emit(document))
        return found

    def _offer(self, layout: QVBoxLayout, words: str, ask: Callable[[], None]) -> None:
        """A button that closes the dialog and asks for something."""
        pressed = button(words)
        pressed.clicked.connect(self.accept)
        pressed.clicked.connect(ask)
        layout.addWidget(pressed, 0, Qt.AlignmentFlag.AlignLeft)


def _shortened(lines: list[str]) -> str:
    told = lines[:_SHOWN_LINES]
    if len(lines) > len(told):
        told.append(count("library.read.more", len(lines) - len(told)))
    return "\n".join(told)


def _lack(read: DocumentCoverage) -> tuple[bool, bool, str]:
    failed = read.document.state is DocumentState.FAILED
    return not failed, not (read.gaps or read.poor), read.document.name.lower()
