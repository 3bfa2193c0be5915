"""The dot of an answer on its way: it breathes, and nothing else is drawn or laid out for it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QVariantAnimation
from PySide6.QtGui import QColor, QImage, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.chat import working as module
from ui.chat.working import Working

WAIT_MS = 5000


class Waiting(QWidget):
    """Hidden; counts the sizes that it is brought into."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sizes = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.sizes += 1


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 200)
    return window


def row_in(window: QWidget, qtbot: QtBot) -> Working:
    status = QLabel("The answer is being put into words…")
    row = Working(status)
    column = QVBoxLayout(window)
    column.addWidget(row)
    window.show()
    qtbot.waitExposed(window)
    return row


def darkest(row: Working) -> int:
    """Of the dot as it is drawn, 0 to 255."""
    seen: QImage = row._dot.grab().toImage()
    return min(
        QColor(seen.pixel(x, y)).lightness() for x in range(seen.width()) for y in range(seen.height())
    )


def test_it_fades_and_comes_back(window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BREATH", 400)
    monkeypatch.setattr(module, "moves", lambda: True)
    row = row_in(window, qtbot)
    row.start()
    whole = darkest(row)
    qtbot.waitUntil(lambda: darkest(row) > whole + 40, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: darkest(row) < whole + 20, timeout=WAIT_MS)
    row.stop()
    assert row._dot.isHidden()


def test_it_stands_still_where_nothing_moves(
    window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "moves", lambda: False)
    row = row_in(window, qtbot)
    row.start()
    assert row._dot.breath.state() is QVariantAnimation.State.Stopped


def test_nothing_that_is_hidden_is_laid_out_for_it(
    window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BREATH", 200)
    monkeypatch.setattr(module, "moves", lambda: True)
    hidden = Waiting(window)
    hidden.hide()
    row = row_in(window, qtbot)
    hidden.resize(90, 90)
    row.start()
    qtbot.waitUntil(lambda: row._dot.breath.currentLoop() > 0, timeout=WAIT_MS)
    assert hidden.sizes == 0
    row.stop()
