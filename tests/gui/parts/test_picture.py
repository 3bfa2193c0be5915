"""A picture is shown whole whatever room there comes to be."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPixmap
from pytestqt.qtbot import QtBot

from ui.parts.picture import Picture


def test_a_picture_is_shown_whole_at_every_size(qtbot: QtBot) -> None:
    """A chart lost its title and its dates when the words below it took room."""
    picture, shown = QPixmap(600, 200), Picture()
    qtbot.addWidget(shown)
    picture.fill(QColor("#1d5c63"))
    shown.resize(900, 400)
    assert shown.place == QRect()
    shown.show_picture(picture)
    assert shown.place == QRect(0, 50, 900, 300)
    shown.resize(900, 150)
    assert shown.place == QRect(225, 0, 450, 150)
    grabbed = shown.grab().toImage()
    assert grabbed.pixelColor(450, 2) == grabbed.pixelColor(450, 147) == QColor("#1d5c63")
    assert grabbed.pixelColor(220, 75) != QColor("#1d5c63")
    shown.show_picture(QPixmap())
    assert shown.place == QRect()
    assert shown.grab().toImage().pixelColor(450, 75) != QColor("#1d5c63")
    assert shown.focusPolicy() is Qt.FocusPolicy.NoFocus
