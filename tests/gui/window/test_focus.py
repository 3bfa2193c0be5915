"""The way of Tab through the window: every stop is seen, and shows that it is the one."""

from __future__ import annotations

import pytest
from focus import RING, changed, walked
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.chat.answer_text import AnswerText
from ui.library.desk import LibraryDesk
from ui.parts.controls import SourceRow
from ui.parts.theme import DARK, LIGHT, Palette, qt_palette, sheet
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
_AROUND = 14  # the frame of the field for questions lies so far outside


@pytest.fixture
def window(qtbot: QtBot, answered: MainWindow) -> MainWindow:
    """An answer with its source, and the page beside it."""
    answered.browse(answered.desk(LibraryDesk).model.rows.documents()[0])
    text = answered.panes.reader.text
    qtbot.waitUntil(text.isVisible, timeout=PATIENCE)  # until then other stops are there
    answered.panes.composer.field.setFocus()
    QApplication.processEvents()
    return answered


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_stop_shows_that_the_keyboard_is_there(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, palette: Palette
) -> None:
    before = qapp.styleSheet(), qapp.palette()
    qapp.setPalette(qt_palette(palette))
    qapp.setStyleSheet(sheet(palette, 10.5))
    try:
        window.resize(1440, 800)
        QApplication.processEvents()
        stops = walked(qtbot, window)
    finally:
        qapp.setStyleSheet(before[0])
        qapp.setPalette(before[1])
    unseen = []
    for place, stop in enumerate(stops):
        elsewhere = stops[(place + 2) % len(stops)].picture
        area = stop.rect.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND) & window.rect()
        if not stop.widget.isVisible() or changed(stop.picture, elsewhere, area) < RING:
            unseen.append(f"{type(stop.widget).__name__} {stop.widget.accessibleName()}")
    assert len(stops) > 12
    assert not unseen


def test_the_way_goes_down_an_answer(qtbot: QtBot, window: MainWindow) -> None:
    """Its text, the sources below it, and then what can be done with it."""
    names = [type(stop.widget).__name__ for stop in walked(qtbot, window)]
    at = names.index(AnswerText.__name__)
    assert names[at + 1] == SourceRow.__name__
    assert names[at + 2] == "IconButton"


def test_tab_comes_to_the_first_citation_and_enter_opens_it(qtbot: QtBot, window: MainWindow) -> None:
    answer = window.panes.transcript.cards[-1].answer
    answer.setFocus(Qt.FocusReason.TabFocusReason)
    assert answer.textCursor().charFormat().isAnchor()
    assert len(answer.extraSelections()) == 1
    with qtbot.waitSignal(answer.cited):
        qtbot.keyClick(answer, Qt.Key.Key_Return)
    window.panes.composer.field.setFocus()
    assert not answer.extraSelections()
