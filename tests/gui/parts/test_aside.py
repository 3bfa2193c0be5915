"""Words with buttons beside them, which go below where letters are large and the room is narrow."""

from __future__ import annotations

import pytest
from legible import flaws
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.aside import AsideLayout
from ui.parts.controls import IconButton, button, label

WORDS = (
    "Writes program code and answers shortly. The first model for computers with more than 6 GB of memory."
)
LEFTWARD, RIGHTWARD = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def laid(
    qtbot: QtBot, width: int, direction: Qt.LayoutDirection = LEFTWARD, *, stays: bool = False
) -> tuple[QWidget, QWidget, list[QPushButton], QWidget | None]:
    """A window with a row that others stand below; the row's words, its buttons, what ends it."""
    window = QWidget()
    window.setLayoutDirection(direction)
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    words, close = label(WORDS, wrap=True), IconButton("close", "Close") if stays else None
    row = AsideLayout(words, stays=close)
    made = [button("From a folder…"), button("Download")]
    for one in made:
        row.addWidget(one)
    column.addLayout(row)
    column.addStretch()
    window.resize(width, 400)
    with qtbot.waitExposed(window):
        window.show()
    return window, words, made, close


def test_where_there_is_room_all_stand_on_one_line(qtbot: QtBot) -> None:
    window, words, (folder, load), _ = laid(qtbot, 700)
    assert words.x() < folder.x() < load.x()
    assert words.y() <= folder.y() == load.y() < words.y() + words.height()
    assert folder.width() >= folder.sizeHint().width()
    assert not flaws(window)


@pytest.mark.parametrize("width", [160, 200, 260, 300])
def test_where_there_is_none_the_buttons_go_below_and_nothing_is_cut(qtbot: QtBot, width: int) -> None:
    window, words, (folder, load), _ = laid(qtbot, width)
    assert window.width() == width
    assert folder.y() >= words.y() + words.height()
    assert load.y() > folder.y() if width < 220 else load.x() > folder.x()
    assert not flaws(window)


@pytest.mark.parametrize("width", [220, 300, 700])
def test_what_closes_a_pane_ends_the_first_line(qtbot: QtBot, width: int) -> None:
    window, words, _, close = laid(qtbot, width, stays=True)
    assert close is not None
    margin = words.x()
    assert close.x() + close.width() == width - margin
    assert words.y() <= close.y() < words.y() + words.height()
    assert not flaws(window)


@pytest.mark.parametrize("width", [260, 700])
def test_from_right_to_left_the_words_are_at_the_right(qtbot: QtBot, width: int) -> None:
    window, words, (folder, load), _ = laid(qtbot, width, RIGHTWARD)
    assert load.x() < folder.x()
    if width == 700:
        assert folder.x() < words.x()
    else:
        assert folder.x() + folder.width() == words.x() + words.width()
    assert not flaws(window)


def test_what_is_hidden_takes_no_room(qtbot: QtBot) -> None:
    window, words, (folder, load), _ = laid(qtbot, 700)
    before = words.width()
    folder.hide()
    load.hide()
    qtbot.waitUntil(lambda: words.width() > before + folder.width())
    assert not flaws(window)


@pytest.mark.parametrize("width", [140, 200, 700])
def test_what_stands_ahead_of_words_goes_above_them(qtbot: QtBot, width: int) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    words, copy = label(WORDS, "small", wrap=True), button("Copy")
    column = QVBoxLayout(window)
    column.addLayout(AsideLayout(words, ahead=copy))
    column.addStretch()
    window.resize(width, 600)
    with qtbot.waitExposed(window):
        window.show()
    assert window.width() == width
    if width == 700:
        assert copy.x() + copy.width() < words.x()
    else:
        assert copy.y() + copy.height() <= words.y()
        assert copy.x() == words.x()
    assert not flaws(window)
