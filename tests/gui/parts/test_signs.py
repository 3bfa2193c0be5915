"""Arrows, ticks and spots grow with the letters beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QSpinBox, QStyle, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from scenes.looks import Look, dressed

from rag.types import Colour
from ui.noting.colours import spot
from ui.noting.dialog import NoteDialog
from ui.parts.swatches import swatch
from ui.parts.theme import BODY_POINTS, LIGHT

_LEAST = 1.7  # times as large with letters twice as large: a sign has whole pixels


def inked(image: QImage, part: QRect) -> QRect:
    """Where something is drawn in a part of a picture that has a ground of one colour."""
    ground = QColor(image.pixel(part.topLeft()))
    drawn = [
        (x, y)
        for x in range(part.left(), part.right() + 1)
        for y in range(part.top(), part.bottom() + 1)
        if _apart(QColor(image.pixel(x, y)), ground) > 60
    ]
    across, down = [x for x, _ in drawn], [y for _, y in drawn]
    return QRect(min(across), min(down), max(across) - min(across) + 1, max(down) - min(down) + 1)


def _apart(one: QColor, other: QColor) -> int:
    return sum(abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


def combo(qtbot: QtBot) -> QRect:
    made = QComboBox()
    made.addItem("")
    image = shown(qtbot, made)
    wide = made.height() - 8
    return inked(image, QRect(made.width() - wide, 6, wide - 8, made.height() - 12))


def spin(qtbot: QtBot) -> QRect:
    made = QSpinBox()
    image = shown(qtbot, made)
    edge, high = made.height() // 2 + 4, made.height() // 2
    return inked(image, QRect(made.width() - edge, 4, edge - 6, high - 4))


def ticked(qtbot: QtBot) -> QRect:
    made = QMenu()
    for words in ("B", "B"):
        action = made.addAction(words)
        action.setCheckable(True)
        action.setChecked(not made.actions()[1:])
    image = shown(qtbot, made)
    line, other = (made.actionGeometry(one).adjusted(3, 3, -3, -3) for one in made.actions())
    letter = inked(image, other)
    return inked(image, QRect(line.topLeft(), QSize(letter.left() - line.left(), line.height())))


def scrolling(qtbot: QtBot) -> QRect:
    made = QTabBar()
    for number in range(9):
        made.addTab(f"Sheet {number}")
    qtbot.addWidget(made)
    made.resize(300, made.sizeHint().height())
    image = shown(qtbot, made)
    last = next(one for one in made.findChildren(QToolButton) if one.objectName() == "ScrollRightButton")
    return inked(image, last.geometry().adjusted(2, 2, -2, -2))


def coloured(qtbot: QtBot) -> QRect:
    made = NoteDialog(None, "deed.pdf", "", "", Colour.RED, LIGHT, needs_words=True)
    shown(qtbot, made)
    choice = made.colours.button(0)
    image = choice.grab().toImage()
    sign = choice.style().pixelMetric(QStyle.PixelMetric.PM_ExclusiveIndicatorWidth, None, choice)
    return inked(image, QRect(sign + 10, 2, choice.iconSize().width() + 2, choice.height() - 4))


def marked(qtbot: QtBot) -> QRect:
    made = QMenu()
    made.addAction(spot(Colour.RED), "")
    return _of_menu(qtbot, made)


def tagged(qtbot: QtBot) -> QRect:
    made = QMenu()
    made.addAction(swatch(LIGHT, 1), "")
    return _of_menu(qtbot, made)


def _of_menu(qtbot: QtBot, made: QMenu) -> QRect:
    image = shown(qtbot, made)
    return inked(image, made.actionGeometry(made.actions()[0]).adjusted(2, 2, -2, -2))


def shown(qtbot: QtBot, made: QWidget) -> QImage:
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    made.show()
    QApplication.processEvents()
    return made.grab().toImage()


@pytest.mark.parametrize("drawn", [combo, spin, ticked, scrolling, coloured, marked, tagged])
def test_a_sign_is_as_large_as_its_letters(
    qtbot: QtBot, qapp: QApplication, drawn: Callable[[QtBot], QRect]
) -> None:
    """With letters twice as large arrows were specks, and the tick of a menu was as good as none."""
    sizes = []
    for percent in (100, 200):
        with dressed(qapp, Look("signs", 1024, 600, LIGHT, BODY_POINTS * percent / 100)):
            sizes.append(drawn(qtbot).size())
    usual, twice = sizes
    assert twice.width() >= _LEAST * usual.width()
    assert twice.height() >= _LEAST * usual.height()
