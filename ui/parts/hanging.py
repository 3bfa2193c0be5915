"""Marks of a list that hang before its words."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF, QTextBlockFormat, QTextOption

from ui.parts.theme import Space, enlarged

BULLET = "•"
INDENT = 20  # pixels, of each level of a list, for letters of the usual size


def hang(shape: QTextBlockFormat, mark: str, font: QFont, level: int = 0) -> str:
    """Lay out a paragraph as an item: all its lines begin at one place, its mark stands clear before them
    however large the letters. Returns what the paragraph has to begin with.

    Qt's own lists leave a quarter of a letter between the two.
    """
    step = round(INDENT * enlarged(font))
    hangs = max(step, round(QFontMetricsF(font).horizontalAdvance(mark)) + Space.S)
    shape.setLeftMargin(step * level + hangs)
    shape.setTextIndent(-hangs)
    shape.setTabPositions([QTextOption.Tab(hangs, QTextOption.TabType.LeftTab)])
    return f"{mark}\t"
