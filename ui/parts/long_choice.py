"""Choices whose words may be a sentence: they take as many lines as they need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QStyle,
)

from ui.parts.controls import label
from ui.parts.laying import edges
from ui.parts.theme import Space

_AROUND = 3  # pixels: the sheet's padding and border


class LongRadio(QRadioButton):
    def __init__(self, text: str) -> None:
        super().__init__()
        self._words = _worded(self, text)
        _make_room(self, QStyle.PixelMetric.PM_ExclusiveIndicatorWidth)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:  # its sign is as large as the letters
            _make_room(self, QStyle.PixelMetric.PM_ExclusiveIndicatorWidth)

    def text(self) -> str:
        """Its words, as those of any choice."""
        return self._words.text()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return _height(self, width)

    def hitButton(self, at: QPoint) -> bool:
        """A click on the words counts, too."""
        return self.rect().contains(at)

    def sizeHint(self) -> QSize:
        return _hint(self, self._words)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height() + 2 * _AROUND)


class LongCheck(QCheckBox):
    def __init__(self, text: str) -> None:
        super().__init__()
        self._words = _worded(self, text)
        _make_room(self, QStyle.PixelMetric.PM_IndicatorWidth)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:  # its sign is as large as the letters
            _make_room(self, QStyle.PixelMetric.PM_IndicatorWidth)

    def text(self) -> str:
        """Its words, as those of any choice."""
        return self._words.text()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return _height(self, width)

    def hitButton(self, at: QPoint) -> bool:
        """A click on the words counts, too."""
        return self.rect().contains(at)

    def sizeHint(self) -> QSize:
        return _hint(self, self._words)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height() + 2 * _AROUND)


def _worded(choice: QAbstractButton, text: str) -> QLabel:
    """Put the words beside the sign of a choice."""
    words = label(text, wrap=True)
    words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    choice.setAccessibleName(text)
    layout = QHBoxLayout(choice)
    layout.addWidget(words)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    choice.setSizePolicy(policy)
    return words


def _make_room(choice: QAbstractButton, indicator: QStyle.PixelMetric) -> None:
    """Keep the words off the sign."""
    layout = choice.layout()
    if layout is not None:
        sign = choice.style().pixelMetric(indicator, None, choice)
        layout.setContentsMargins(edges(sign + Space.S + _AROUND, _AROUND, _AROUND, _AROUND))


def _height(choice: QAbstractButton, width: int) -> int:
    layout = choice.layout()
    return layout.heightForWidth(width) if layout is not None else 0


def _hint(choice: QAbstractButton, words: QLabel) -> QSize:
    """One line, as wide as its words are."""
    layout = choice.layout()
    margins = layout.contentsMargins().left() + layout.contentsMargins().right() if layout else 0
    wide = words.fontMetrics().horizontalAdvance(words.text()) + margins + 1
    return QSize(wide, _height(choice, wide))
