"""Outline, pages and notes beside a document: all three tabs are read in letters of every size."""

from __future__ import annotations

import pytest
from legible import flaws
from PySide6.QtWidgets import QApplication, QSplitter, QWidget
from pytestqt.qtbot import QtBot
from scenes.looks import LANGUAGES, PERCENT, Look, dressed

from app.words.catalogue import say
from ui.noting.list import NotesList
from ui.parts.theme import BODY_POINTS, LIGHT, sheet
from ui.reader.strip import Strip


def beside(qtbot: QtBot) -> tuple[QSplitter, Strip]:
    """A strip with all its tabs, the last in view, as narrow as it may be."""
    window, strip = QSplitter(), Strip(LIGHT)
    window.addWidget(strip)
    window.addWidget(QWidget())
    place = strip.add(say("notes.list.tab"), NotesList(LIGHT))
    qtbot.addWidget(window)
    window.resize(1000, 600)
    with qtbot.waitExposed(window):
        window.show()
    strip.show_tab(place)
    window.setSizes([1, 999])
    QApplication.processEvents()
    return window, strip


@pytest.mark.parametrize("percent", PERCENT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_tab_is_cut_and_nothing_below_scrolls_sideways(
    qtbot: QtBot, qapp: QApplication, language: str, percent: int
) -> None:
    """At twice the size the first of the tabs was scrolled out, and long words of the others with it."""
    with dressed(qapp, Look("strip", 1000, 600, LIGHT, BODY_POINTS * percent / 100, language)):
        window, strip = beside(qtbot)
        assert strip.tabs.width() >= strip.tabs.sizeHint().width()
        assert not flaws(window)


def test_letters_that_are_made_larger_widen_it(qtbot: QtBot, qapp: QApplication) -> None:
    with dressed(qapp, Look("strip", 1000, 600, LIGHT, BODY_POINTS, "de")):
        _, strip = beside(qtbot)
        larger = qapp.font()
        larger.setPointSizeF(2 * BODY_POINTS)
        qapp.setFont(larger)
        qapp.setStyleSheet(sheet(LIGHT, 2 * BODY_POINTS))
        QApplication.processEvents()
        assert strip.tabs.width() >= strip.tabs.sizeHint().width()
