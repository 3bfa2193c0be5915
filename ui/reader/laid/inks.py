"""How a text that is set anew looks: its colours, its letters, how large."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QTextCharFormat

from rag.types.views import Mark
from ui.parts.theme import Palette

_HEADINGS = (1.62, 1.36, 1.18, 1.08, 1.0, 1.0)  # times the letters of the text
_SMALL = 0.9
_MARKED_INK = "#24211d"  # on the marker, which has one colour on either ground


@dataclass(frozen=True, slots=True)
class Inks:
    """`zoom`: times the letters of the program."""

    palette: Palette
    zoom: float = 1.0

    @property
    def font(self) -> QFont:
        font = QFont(QGuiApplication.font())
        font.setPointSizeF(max(font.pointSizeF(), 8.0) * self.zoom)
        return font

    def plain(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(self.font)
        made.setForeground(QColor(self.palette.ink))
        return made

    def quiet(self, *, small: bool = True) -> QTextCharFormat:
        made = self.plain()
        made.setForeground(QColor(self.palette.quiet))
        if small:
            made.setFontPointSize(self.font.pointSizeF() * _SMALL)
        return made

    def spoken(self) -> QTextCharFormat:
        """Of who says what stands below."""
        made = self.quiet()
        made.setForeground(QColor(self.palette.accent))
        made.setFontWeight(QFont.Weight.DemiBold)
        return made

    def heading(self, level: int) -> QTextCharFormat:
        made = self.plain()
        times = _HEADINGS[min(max(level, 1), len(_HEADINGS)) - 1]
        made.setFontPointSize(self.font.pointSizeF() * times)
        made.setFontWeight(QFont.Weight.DemiBold)
        return made

    def fixed(self) -> QTextCharFormat:
        made = self.plain()
        family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        made.setFontFamilies([family])
        made.setFontPointSize(self.font.pointSizeF() * 0.95)
        return made

    def set_as(
        self, base: QTextCharFormat, mark: Mark, *, gone: bool = False, struck: bool = False
    ) -> QTextCharFormat:
        """`base` with what a text says of its words. `gone`: it holds them and does not say them."""
        made = QTextCharFormat(base)
        if Mark.BOLD in mark:
            made.setFontWeight(QFont.Weight.Bold)
        if Mark.ITALIC in mark:
            made.setFontItalic(True)
        if Mark.UNDERLINED in mark:
            made.setFontUnderline(True)
        if Mark.FIXED in mark:
            made.setFontFamilies(self.fixed().fontFamilies())
            made.setBackground(QColor(self.palette.hover))
        if gone:
            made.setForeground(QColor(self.palette.quiet))
            made.setFontStrikeOut(struck)
        return made

    def link(self, base: QTextCharFormat) -> QTextCharFormat:
        made = QTextCharFormat(base)
        made.setForeground(QColor(self.palette.accent))
        made.setFontUnderline(True)
        return made

    def cited(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setBackground(QColor(self.palette.mark))
        made.setForeground(QColor(_MARKED_INK))
        return made

    def noted(self, colour: tuple[int, int, int], has_words: bool) -> QTextCharFormat:
        """What a person marked; underlined where they wrote something on it."""
        made = QTextCharFormat()
        made.setBackground(QColor(*colour))
        made.setForeground(QColor(_MARKED_INK))
        made.setFontUnderline(has_words)
        return made

    def found(self, *, current: bool) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setBackground(QColor(self.palette.accent if current else self.palette.accent_soft))
        made.setForeground(QColor(self.palette.on_accent if current else self.palette.ink))
        return made

    def selected(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setBackground(QColor(self.palette.accent))
        made.setForeground(QColor(self.palette.on_accent))
        return made
