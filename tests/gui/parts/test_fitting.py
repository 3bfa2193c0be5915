"""Windows lie on the screen whole."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout
from pytestqt.qtbot import QtBot

from ui.parts.controls import label
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
