"""Windows lie on the screen whole."""

import pytest
from legible import flaws
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
)
from pytestqt.qtbot import QtBot

from ui.parts.controls import button, label
from ui.parts.fitting import Dialog, fitted

SCREEN = QRect(0, 24, 1024, 616)


@pytest.mark.parametrize(
    ("wanted", "least", "place"),
    [
        (QRect(100, 100, 400, 300), QSize(), QRect(100, 100, 400, 300)),
        (QRect(0, 24, 1320, 860), QSize(760, 520), QRect(0, 24, 1024, 616)),
        (QRect(900, 500, 400, 300), QSize(), QRect(624, 340, 400, 300)),  # of a screen that is gone
        (QRect(-500, -40, 400, 300), QSize(), QRect(0, 24, 400, 300)),
        (QRect(200, 200, 300, 200), QSize(1200, 700), QRect(0, 24, 1200, 700)),  # its corner is seen
    ],
)
def test_as_large_as_there_is_room_and_nothing_outside(wanted: QRect, least: QSize, place: QRect) -> None:
    assert fitted(wanted, SCREEN, least) == place


def test_a_dialog_that_was_made_for_a_larger_screen_is_shown_whole(qtbot: QtBot) -> None:
    screen = QGuiApplication.primaryScreen().availableGeometry()
    dialog = Dialog()
    qtbot.addWidget(dialog)
    dialog.setGeometry(screen.right() - 50, screen.bottom() - 20, screen.width() * 2, screen.height() * 2)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert screen.contains(dialog.geometry())


def test_a_dialog_stands_clear_of_the_edges_of_its_screen(qtbot: QtBot) -> None:
    """Its buttons stood at the very edge of a small screen."""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    dialog = Dialog()
    qtbot.addWidget(dialog)
    dialog.resize(screen.size())
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert screen.adjusted(8, 8, -8, -8).contains(dialog.geometry())


def test_a_dialog_is_as_high_as_its_wrapped_words_need(qtbot: QtBot) -> None:
    dialog = Dialog()
    qtbot.addWidget(dialog)
    dialog.resize(300, 60)
    words = label("Was geschrieben steht, bleibt auch in der längsten Sprache ganz zu lesen. " * 8, wrap=True)
    QVBoxLayout(dialog).addWidget(words)
    with qtbot.waitExposed(dialog):
        dialog.show()
    QApplication.processEvents()
    assert words.height() >= words.heightForWidth(words.width())


def test_a_dialog_that_the_screen_makes_narrower_is_as_high_as_its_words_need_then(qtbot: QtBot) -> None:
    screen = QGuiApplication.primaryScreen().availableGeometry()
    dialog = Dialog()
    qtbot.addWidget(dialog)
    dialog.resize(3 * screen.width(), 60)
    words = label("Was geschrieben steht, bleibt auch dann ganz zu lesen. " * 12, wrap=True)
    QVBoxLayout(dialog).addWidget(words)
    with qtbot.waitExposed(dialog):
        dialog.show()
    QApplication.processEvents()
    assert dialog.width() <= screen.width()
    assert words.height() >= words.heightForWidth(words.width())


def crowded(lines: int) -> tuple[Dialog, QPushButton, QListWidget]:
    """A dialog with words, a list and fields, and its buttons at the end."""
    dialog = Dialog()
    dialog.setMinimumSize(300, 500)
    layout = QVBoxLayout(dialog)
    words = label("Was geschrieben steht, bleibt auch in der längsten Sprache ganz zu lesen. " * 3, wrap=True)
    layout.addWidget(words)
    listed = QListWidget()
    layout.addWidget(listed, 1)
    fields = QVBoxLayout()
    for _ in range(lines):
        fields.addWidget(QLineEdit())
    layout.addLayout(fields)
    hidden = QLineEdit()
    hidden.hide()
    layout.addWidget(hidden)
    row = QHBoxLayout()
    go = button("Moderate", primary=True)
    row.addStretch()
    row.addWidget(button("Cancel"))
    row.addWidget(go)
    layout.addLayout(row)
    return dialog, go, listed


def test_what_has_no_room_on_the_screen_is_scrolled_and_the_buttons_are_seen(qtbot: QtBot) -> None:
    screen = QGuiApplication.primaryScreen().availableGeometry()
    dialog, go, listed = crowded(40)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    QApplication.processEvents()
    assert screen.contains(dialog.geometry())
    assert not flaws(dialog)
    assert dialog.rect().contains(go.mapTo(dialog, go.rect().center()))
    area = dialog.findChild(QScrollArea)
    assert area is not None
    assert area.verticalScrollBar().maximum() > 0
    assert not area.isAncestorOf(go)
    assert listed.height() >= 5 * listed.fontMetrics().lineSpacing()
    fields = dialog.findChildren(QLineEdit)
    assert len([one for one in fields if one.isVisible()]) == 40
    fields[0].setFocus()
    for _ in range(39):  # Tab goes on through the fields, and brings each into sight
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        now = dialog.focusWidget()
        assert now in fields
        assert area.viewport().rect().contains(now.mapTo(area.viewport(), now.rect().center()))
    qtbot.keyClick(fields[0], Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_dialog_that_has_room_does_not_scroll_until_it_has_none(qtbot: QtBot) -> None:
    dialog, go, _ = crowded(3)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    QApplication.processEvents()
    assert dialog.findChild(QScrollArea) is None
    field = dialog.findChildren(QLineEdit)[1]
    field.setFocus()
    before = dialog.height()
    dialog.setMinimumHeight(0)
    dialog.resize(dialog.width(), 240)  # by hand, or a smaller screen
    QApplication.processEvents()
    assert dialog.height() < before
    assert dialog.focusWidget() is field
    assert field.isVisible()
    assert not flaws(dialog)
    area = dialog.findChild(QScrollArea)
    assert area is not None
    assert area.isAncestorOf(field)
    assert dialog.rect().contains(go.mapTo(dialog, go.rect().center()))
    dialog.resize(dialog.width(), before + 100)
    QApplication.processEvents()
    assert area.verticalScrollBar().maximum() == 0


def test_a_dialog_grows_by_what_comes_while_it_is_shown(qtbot: QtBot) -> None:
    dialog, _, _ = crowded(3)
    qtbot.addWidget(dialog)
    dialog.setMinimumSize(300, 100)
    late = label("", "danger", wrap=True)
    late.hide()
    layout = dialog.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.insertWidget(0, late)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.resize(300, dialog.layout().totalMinimumHeightForWidth(300))
    QApplication.processEvents()
    late.setText("Diese Richtlinie sagt nichts, was sich prüfen ließe. " * 6)
    late.show()
    for _ in range(3):
        QApplication.processEvents()
    assert late.height() >= late.heightForWidth(late.width())
    assert not flaws(dialog)
    assert dialog.findChild(QScrollArea) is None  # there was room to grow
