"""Lines of a scan where one reads from right to left: they begin at the right, edited or not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPixmap, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rag.layout.trust import Trust
from rag.scanning.scanned import LineKind, ScannedLine
from rag.types import Box
from ui.parts.theme import LIGHT
from ui.scans.editor import ScanEditor
from ui.scans.lines import ScanLines

WIDTH = 500
LATIN, ARABIC = "My dear Sir", "سيدي العزيز"


@pytest.fixture(params=[Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight])
def backwards(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[bool]:
    qapp.setLayoutDirection(request.param)
    yield request.param is Qt.LayoutDirection.RightToLeft
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def lines(qtbot: QtBot, *texts: str) -> ScanLines:
    shown = ScanLines(LIGHT)
    shown.setStyleSheet("QListView { background: white; }")
    qtbot.addWidget(shown)
    shown.resize(WIDTH, 600)
    box = Box(0.1, 0.1, 0.3, 0.12)
    shown.show_lines(
        [
            ScannedLine(place, text, box, LineKind.PRINTED, 0.5, Trust.UNRELIABLE, (), (), None)
            for place, text in enumerate(texts)
        ]
    )
    page = QImage(600, 900, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.black)
    shown.show_picture(page)
    with qtbot.waitExposed(shown):
        shown.show()
    QApplication.processEvents()
    return shown


def ends(picture: QPixmap, top: int, high: int) -> tuple[int, int]:
    """The first and the last column in which something stands."""
    image = picture.copy(QRect(0, top, picture.width(), high)).toImage()
    ground = QColor(Qt.GlobalColor.white).rgb()
    columns = [x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in range(0, high, 2))]
    return columns[0], columns[-1]


@pytest.mark.parametrize("text", [LATIN, ARABIC])
def test_bar_strip_text_and_state_begin_where_one_reads(qtbot: QtBot, backwards: bool, text: str) -> None:
    shown = lines(qtbot, "first", text)
    shown.setCurrentIndex(shown.rows.index(0))
    QApplication.processEvents()
    row = shown.visualRect(shown.rows.index(1))
    first, last = ends(shown.viewport().grab(), row.top() + 8, row.height() - 16)
    if backwards:
        assert last > row.right() - 14
        assert first > 100
    elif text == LATIN:
        assert first < 14
        assert last < 400


@pytest.mark.parametrize("text", [LATIN, ARABIC])
def test_a_line_stays_where_it_is_when_it_is_edited(qtbot: QtBot, backwards: bool, text: str) -> None:
    """Its words were drawn at one side, and edited at the other."""
    shown = lines(qtbot, text, "other")
    shown.go(0)
    QApplication.processEvents()
    editor = shown.findChild(ScanEditor)
    assert editor is not None
    field = editor.field
    at_right = backwards or text == ARABIC
    edited = []
    for end in (QTextCursor.MoveOperation.Start, QTextCursor.MoveOperation.End):
        field.moveCursor(end)
        edited.append(field.viewport().mapTo(shown.viewport(), field.cursorRect().center()).x())
    assert (sum(edited) / 2 > WIDTH / 2) is at_right
    top = field.mapTo(shown.viewport(), field.rect().topLeft()).y()
    shown.go(1)
    QApplication.processEvents()
    words = shown.viewport().grab().copy(QRect(20, 0, shown.viewport().width() - 40, 600))
    first, last = ends(words, top + 6, 14)
    assert abs(20 + first - min(edited)) < 20
    assert abs(20 + last - max(edited)) < 20
