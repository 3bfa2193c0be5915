"""Buttons by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDate, QDateTime, QEvent, QLocale, Qt, QTime
from PySide6.QtGui import QCursor, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.parts import theme
from ui.parts.controls import IconButton, SourceRow, breakable, button, day, roomy
from ui.parts.fitting import Dialog


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_button_that_has_the_keyboard_is_the_one_that_is_pressed(qtbot: QtBot, key: Qt.Key) -> None:
    """On Cancel, Enter accepted the dialog."""
    dialog, pressed = Dialog(), list[str]()
    qtbot.addWidget(dialog)
    cancel, accept, more = button("Cancel"), button("Delete", primary=True), IconButton("plus", "More")
    accept.setDefault(True)
    layout = QVBoxLayout(dialog)
    for one in (cancel, accept, more):
        layout.addWidget(one)
        one.clicked.connect(lambda _=False, one=one: pressed.append(one.text() or one.accessibleName()))
    with qtbot.waitExposed(dialog):
        dialog.show()
    for one in (cancel, more):
        one.setFocus()
        QTest.keyClick(one, key)
    assert pressed == ["Cancel", "More"]


def test_a_button_that_cannot_be_pressed_is_not(qtbot: QtBot) -> None:
    made, pressed = button("Delete"), list[bool]()
    qtbot.addWidget(made)
    made.clicked.connect(pressed.append)
    made.setEnabled(False)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert not pressed


def test_a_key_that_is_held_down_presses_nothing_that_came_by_it(qtbot: QtBot) -> None:
    """Enter sends a wish, whose button then has the keyboard: held a moment too long it confirmed it."""
    made, pressed = button("Put the tags on"), list[str]()
    qtbot.addWidget(made)
    made.clicked.connect(lambda: pressed.append(made.text()))
    none = Qt.KeyboardModifier.NoModifier
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "\r", autorep=True)
    QApplication.sendEvent(made, held)
    assert not pressed
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert pressed == ["Put the tags on"]


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        (
            "Protokoll-der-ausserordentlichen-Gesellschafterversammlung-2024-11-30.txt",
            [
                "Protokoll-",
                "der-",
                "ausserordentlichen-",
                "Gesellschafterversam",
                "mlung-",
                "2024-",
                "11-",
                "30.txt",
            ],
        ),
        ("0123456789" * 5, ["01234567890123456789", "01234567890123456789", "0123456789"]),
        ("a short one", ["a short one"]),
    ],
)
def test_a_long_name_is_broken_where_its_words_end(name: str, pieces: list[str]) -> None:
    assert breakable(name).split("\u200b") == pieces


def test_figures_keep_off_the_edge_of_their_field(qtbot: QtBot) -> None:
    box = roomy(QSpinBox())
    qtbot.addWidget(box)
    box.setStyleSheet(theme.sheet(theme.LIGHT, 10.5))
    inside = box.findChild(QLineEdit)
    assert inside is not None
    assert inside.textMargins().left() == inside.textMargins().right() == theme.Space.S


@pytest.mark.parametrize("width", [300, 340, 420])
def test_a_place_keeps_its_page_where_the_name_before_it_is_too_long(qtbot: QtBot, width: int) -> None:
    name = "Protokoll-der-ausserordentlichen-Gesellschafterversammlung-2024-11-30.txt"
    section = "Resolutions of the shareholders on the annual accounts"
    row = SourceRow("Open", f"  1  {name} · Page 12 · {section}", name)
    qtbot.addWidget(row)
    row.resize(width, 30)
    row.show()
    assert "Proto" in row.text()
    assert "Page 12" in row.text()
    assert "Resolutions" not in row.text(), "of the rest, the page is what one looks for"
    assert row.fontMetrics().horizontalAdvance(row.text()) <= width


@pytest.mark.parametrize(
    ("language", "date"),
    [
        ("en_US", "11/29/2026 5:04\u202fPM"), ("en_GB", "29/11/2026 17:04"), ("de_DE", "29.11.2026 17:04"),
        ("fr_FR", "29/11/2026 17:04"), ("es_ES", "29/11/2026 17:04"), ("it_IT", "29/11/2026 17:04"),
        ("bg_BG", "29.11.2026\u202fг. 17:04"), ("ja_JP", "2026/11/29 17:04"),
    ],
)  # fmt: skip
def test_a_day_has_the_whole_of_its_year(language: str, date: str) -> None:
    """29/11/26 may be of 1926, and 11/12/26 three different days."""
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        moment = QDateTime(QDate(2026, 11, 29), QTime(17, 4)).toSecsSinceEpoch()
        assert day(moment) == date
    finally:
        QLocale.setDefault(before)


@pytest.fixture
def pointer() -> Iterator[None]:
    """Where it was before, afterwards: what comes up below it is pointed at."""
    before = QCursor.pos()
    yield
    QCursor.setPos(before)


@pytest.mark.usefixtures("pointer")
def test_a_button_is_lit_no_more_when_its_menu_has_closed(qtbot: QtBot) -> None:
    """Qt tells it of no pointer that left while the menu was open: it stayed lit."""
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(300, 200)
    one, menu = IconButton("more", "More"), QMenu(around)
    one.setParent(around)
    one.setMenu(menu)
    menu.addAction("Copy")
    around.show()
    under = Qt.WidgetAttribute.WA_UnderMouse
    for at, lit in ((one.rect().center(), True), (around.rect().bottomRight(), False)):
        menu.popup(one.mapToGlobal(one.rect().bottomLeft()))
        QCursor.setPos(one.mapToGlobal(at))
        QTest.qWait(10)
        one.setAttribute(under)  # as X11 leaves it
        menu.close()
        QTest.qWait(10)
        assert one.testAttribute(under) is lit
