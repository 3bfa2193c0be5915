"""The way of Tab through what is shown, with a picture of each stop."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

RING = 24  # points that change at least: a ring around the smallest button has six times as many


@dataclass(frozen=True, slots=True)
class Stop:
    widget: QWidget
    picture: QImage  # of all that is shown
    rect: QRect  # of the widget in it
    own: QImage  # of the widget alone
    left: QImage  # of the widget alone once the keyboard is elsewhere: on a page that scrolls with the
    # keyboard the next stop may stand where this one stood, and look the same


def walked(qtbot: QtBot, shown: QWidget) -> list[Stop]:
    """Every stop of Tab in a window or dialog, until the first comes again."""
    stops: list[Stop] = []
    while True:
        focused = shown.focusWidget()
        if stops and focused is stops[0].widget:
            return stops
        rect = QRect(focused.mapTo(shown, focused.rect().topLeft()), focused.size())
        picture, own = shown.grab().toImage(), focused.grab().toImage()
        assert len(stops) < 80, "Tab never comes round"
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        QApplication.processEvents()
        stops.append(Stop(focused, picture, rect, own, focused.grab().toImage()))


def changed(one: QImage, other: QImage, area: QRect) -> int:
    """How many points of an area differ between two pictures."""
    return sum(
        one.pixel(x, y) != other.pixel(x, y)
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    )
