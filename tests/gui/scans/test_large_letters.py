"""The line one stands at, in letters of every size: nothing stands over what it says of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from gui import document
from legible import flaws
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from scenes.looks import PERCENT, Look, dressed

from rag.layout.trust import Trust
from rag.scanning.scanned import LineKind, ScannedLine, ScannedPage
from rag.types import Box, Document, PageUnit
from ui.parts.theme import BODY_POINTS, LIGHT
from ui.scans.lines import ScanLines
from ui.scans.view import ScanView
from ui.scans.viewmodel import ScanPlace

READ = ScannedLine(
    0, "The Tenant gives notice", Box(0.1, 0.1, 0.3, 0.12), LineKind.PRINTED, 0.5, Trust.SURE, (), (), None
)
CORRECTED = replace(READ, read="The tenon gives notice by the end of a calendar quarter")


@pytest.mark.parametrize("percent", PERCENT)
@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize("line", [CORRECTED, replace(CORRECTED, begins=1.0)], ids=["read", "heard"])
def test_what_stood_there_before_keeps_off_the_state_of_its_line(
    qtbot: QtBot, qapp: QApplication, line: ScannedLine, language: str, percent: int
) -> None:
    look = Look("large", 1024, 600, LIGHT, BODY_POINTS * percent / 100, language)
    with dressed(qapp, look):
        window, shown = QWidget(), ScanLines(LIGHT)
        QVBoxLayout(window).addWidget(shown)
        qtbot.addWidget(window)
        window.resize(1000, 400)
        shown.show_lines([line])
        with qtbot.waitExposed(window):
            window.show()
        shown.go(0)
        QApplication.processEvents()
        editor = shown.editor
        assert editor is not None
        assert editor.take_back.isVisible()
        assert not flaws(window)


def corrected_in(qtbot: QtBot, width: int, height: int, shown: Document) -> tuple[QWidget, ScanView]:
    """The view in a pane that gives it no more room than it has, as the window's middle does."""
    pane = QWidget()
    qtbot.addWidget(pane)
    pane.resize(width, height)
    view = ScanView(LIGHT)
    view.setParent(pane)
    view.setGeometry(0, 0, width, height)
    heard = shown.unit is PageUnit.MINUTE
    lines = tuple(
        replace(CORRECTED, place=at, begins=5.0 * at if heard else None, text=f"{CORRECTED.text} {at}")
        for at in range(6)
    )
    view.show_page(ScannedPage(3, 0.0, 0.0, 0.5, lines), ScanPlace(shown, 3, 3, 12, 1))
    view.left.setText("7 unsichere Zeilen auf dieser Seite, 12 im Dokument")
    with qtbot.waitExposed(pane):
        pane.show()
    for _ in range(5):
        QApplication.processEvents()
    return pane, view


@pytest.mark.parametrize("language", ["en", "de", "fr", "ar"])
@pytest.mark.parametrize("unit", [PageUnit.MINUTE, PageUnit.PAGE])
def test_the_whole_view_fits_what_a_small_window_leaves_it_in_letters_twice_as_large(
    qtbot: QtBot, qapp: QApplication, unit: PageUnit, language: str
) -> None:
    """At 1024 by 600 the choice of lines reached out of the window, and the lines lay under what is told."""
    with dressed(qapp, Look("large", 1024, 600, LIGHT, 2 * BODY_POINTS, language)):
        pane, view = corrected_in(qtbot, 700, 300, document(1, "Besprechung am Dienstag.ogg", unit=unit))
        assert not flaws(pane)
        assert view.lines.height() >= 3 * view.fontMetrics().height()


def test_with_hardly_any_room_it_is_scrolled(qtbot: QtBot, qapp: QApplication) -> None:
    """Below a question above it the buttons were squeezed, and one line of letters was left."""
    with dressed(qapp, Look("large", 1024, 600, LIGHT, 2 * BODY_POINTS, "de")):
        pane, view = corrected_in(qtbot, 700, 180, document(1, "Besprechung.ogg", unit=PageUnit.MINUTE))
        assert not flaws(pane)
        assert view.lines.height() >= 3 * view.fontMetrics().height()


def test_with_room_all_of_it_is_said(qtbot: QtBot, qapp: QApplication) -> None:
    with dressed(qapp, Look("usual", 1024, 600, LIGHT, BODY_POINTS, "de")):
        pane, view = corrected_in(qtbot, 780, 440, document(1, "Besprechung.ogg", unit=PageUnit.MINUTE))
        assert view.doubtful_only.text() == "Nur Zeilen mit unsicheren Wörtern"
        assert view.left.isVisible()
        assert view._keys.isVisible()
        assert not flaws(pane)
