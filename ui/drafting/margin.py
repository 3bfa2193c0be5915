"""The margin of a draft: beside each sentence the places it rests on, and the slots that nobody filled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.words.catalogue import say
from rag.types import Citation
from ui.parts.cited_text import preview
from ui.parts.inert import inert
from ui.parts.theme import Palette, Space

_QUOTE_LINES = 2
_BAR = 2  # pixels of the line at the left of a note


@dataclass(frozen=True, slots=True)
class Said:
    """One note: `at` counts characters of the draft to the sentence that it belongs to."""

    at: int
    head: str
    quote: str
    citation: Citation | None = None  # None for a slot that nobody filled, whose name is `slot`
    slot: str = ""


class Note(QAbstractButton):
    """Where a sentence comes from, and what stands there; pressed, it opens the passage."""

    def __init__(self, parent: QWidget, said: Said, palette: Palette) -> None:
        super().__init__(parent)
        self.said = said
        self._palette = palette
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if said.citation is not None:
            told = preview(said.citation)
        else:
            told = f"{say('drafting.window.open-note', slot=said.slot)} {say('drafting.window.open-tip')}"
        self.setAccessibleName(told)
        self.setToolTip(inert(told))

    def sizeHint(self) -> QSize:
        lines = len(self._lines(self.width())) + 1
        return QSize(self.width(), lines * self.fontMetrics().lineSpacing() + Space.S)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        return font

    def _lines(self, width: int) -> list[str]:
        """The quote in as many lines as there are, the last of them shortened."""
        text, found = self.said.quote, list[str]()
        if not text:
            return found
        font, room = self._small(), max(40, width - Space.S - _BAR)
        layout = QTextLayout(text, font)
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            start, length = line.textStart(), line.textLength()
            if len(found) == _QUOTE_LINES - 1:
                rest = text[start:]
                found.append(QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, room))
                break
            found.append(text[start : start + length].rstrip())
        layout.endLayout()
        return found

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter, colors = QPainter(self), self._palette
        ink = colors.color("accent" if self.said.citation is not None else "warn")
        if self.underMouse() or self.hasFocus():
            painter.fillRect(self.rect(), colors.color("accent_soft"))
        painter.fillRect(QRect(0, 0, _BAR, self.height()), ink)
        if self.hasFocus():
            painter.setPen(colors.color("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        self._write(painter, ink, colors.color("quiet"))

    def _write(self, painter: QPainter, ink: QColor, quiet: QColor) -> None:
        left, room = _BAR + Space.XS, self.width() - Space.S - _BAR
        step, top = self.fontMetrics().lineSpacing(), Space.XS
        font = self._small()
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(ink)
        head = QFontMetrics(font).elidedText(self.said.head, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QPointF(left, top + self.fontMetrics().ascent()), head)
        painter.setFont(self._small())
        painter.setPen(quiet)
        for number, line in enumerate(self._lines(self.width()), 1):
            painter.drawText(QPointF(left, top + number * step + self.fontMetrics().ascent()), line)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()


class Margin(QWidget):
    """Notes one below the other, each at the height of its sentence or as near below it as there is room."""

    cited = Signal(object)  # Citation
    wanted = Signal(str)  # the slot that is to be filled

    def __init__(self, parent: QWidget, palette: Palette) -> None:
        super().__init__(parent)
        self._palette = palette
        self.notes: list[Note] = []
        self.setAccessibleName(say("drafting.window.margin"))

    def show_notes(self, said: Sequence[Said], palette: Palette) -> None:
        """These in place of those that are shown."""
        self._palette = palette
        for one in self.notes:
            one.hide()
            one.deleteLater()
        self.notes = [Note(self, one, palette) for one in sorted(said, key=lambda one: one.at)]
        for note in self.notes:
            note.clicked.connect(lambda _=False, note=note: self._open(note.said))
            note.show()

    def place(self, height_of: Callable[[int], int], scrolled: int) -> int:
        """Lay them out for a text of which `height_of` tells where a character is; the end of the last."""
        below = 0
        for note in self.notes:
            note.resize(self.width() - Space.S, 0)
            tall = note.sizeHint().height()
            top = max(below, height_of(note.said.at) - Space.XS)
            note.setGeometry(0, top - scrolled, self.width() - Space.S, tall)
            below = top + tall + Space.XS
        return below

    def _open(self, said: Said) -> None:
        if said.citation is not None:
            self.cited.emit(said.citation)
        else:
            self.wanted.emit(said.slot)
