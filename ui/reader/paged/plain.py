"""A page that cannot be drawn: its text on a sheet, so that it is read in its place among the others."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from rag.types import Box, Word
from ui.parts.controls import utf16
from ui.parts.theme import LIGHT, Space

WIDTH = 640.0  # in which it is set; the view sizes it like a picture
_MARGIN = float(Space.XXL)
_WORD = re.compile(r"\S+")
_MOST = 40_000  # characters that are set: more would keep the window waiting


class PlainSheet:
    """The text of a page in lines, below a `note` that is none of it. `words` have their places on it, in
    shares.
    """

    def __init__(self, text: str, font: QFont, note: str = "") -> None:
        self._layouts: list[QTextLayout] = []
        self._font = font
        shown = text[:_MOST]
        placed: list[tuple[int, int, float, float, float, float]] = []
        leading = QFontMetricsF(font).lineSpacing()
        top, at = _MARGIN, 0
        if note:
            top = self._set(note, 0, top, leading, []) + leading
        self._notes = len(self._layouts)
        for paragraph in shown.split("\n"):
            top = self._set(paragraph, at, top, leading, placed)
            at += len(paragraph) + 1
        self.width, self.height = WIDTH, max(top + _MARGIN, WIDTH)
        self.words = tuple(
            Word(start, end, Box(x0 / self.width, y0 / self.height, x1 / self.width, y1 / self.height))
            for start, end, x0, y0, x1, y1 in placed
        )

    def draw(self, painter: QPainter) -> None:
        """In a square of `width` and `height`."""
        for place, layout in enumerate(self._layouts):
            # A page is paper, also in the dark.
            painter.setPen(QColor(LIGHT.ink if place >= self._notes else LIGHT.quiet))
            layout.draw(painter, QPointF(0.0, 0.0))

    def _set(
        self,
        paragraph: str,
        at: int,
        top: float,
        leading: float,
        placed: list[tuple[int, int, float, float, float, float]],
    ) -> float:
        """Set one paragraph; returns where the next begins."""
        if not paragraph.strip():
            return top + leading * 0.6
        layout = QTextLayout(paragraph, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(WIDTH - 2 * _MARGIN)
            line.setPosition(QPointF(_MARGIN, top))
            top += leading * 1.25
        layout.endLayout()
        self._layouts.append(layout)
        for found in _WORD.finditer(paragraph):
            start, end = utf16(paragraph, found.start()), utf16(paragraph, found.end())
            line = layout.lineForTextPosition(start)
            from_, to = line.cursorToX(start), line.cursorToX(end)
            x0, x1 = float(_number(from_)), float(_number(to))
            placed.append(
                (at + found.start(), at + found.end(), min(x0, x1), line.y(), max(x0, x1), line.y() + leading)
            )
        return top


def _number(found: object) -> float:
    """Qt gives a place with the cursor that it belongs to."""
    return float(found[0]) if isinstance(found, tuple) else float(found)  # type: ignore[arg-type]  # Qt's stubs
