"""The line one stands at, in letters of every size: nothing stands over what it says of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from legible import flaws
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from scenes.looks import PERCENT, Look, dressed

from rag.layout.trust import Trust
from rag.scanning.scanned import LineKind, ScannedLine
from rag.types import Box
from ui.parts.theme import BODY_POINTS, LIGHT
from ui.scans.lines import ScanLines

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
