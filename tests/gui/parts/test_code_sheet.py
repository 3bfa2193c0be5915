"""The words of a recovery code stand in columns wherever one reads from, and are read in their order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyle
from pytestqt.qtbot import QtBot

from app.security.recovery import code_of
from app.words.catalogue import ENGLISH, use
from ui.matters.keys import RecoveryForm
from ui.parts.code_sheet import CodeSheet

CODE = code_of(bytes(range(16)))


@pytest.fixture
def from_the_right() -> Iterator[None]:
    use("ar")
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    use(ENGLISH)


def begins(sheet: CodeSheet) -> list[int]:
    """Where the first ink of each line of words stands, in pixels from the left."""
    sheet.adjustSize()
    picture = sheet.grab().toImage()
    ground, high = picture.pixel(0, 0), picture.height() / 4
    return [
        min(
            x
            for x in range(picture.width())
            for y in range(round(line * high) + 1, round((line + 1) * high) - 1)
            if picture.pixel(x, y) != ground
        )
        for line in range(4)
    ]


@pytest.mark.usefixtures("from_the_right")
def test_its_lines_begin_below_each_other_where_one_reads_from_the_right(qtbot: QtBot) -> None:
    form = RecoveryForm(None, "Crane", CODE)
    qtbot.addWidget(form)
    form.resize(640, 360)
    form.show()
    sheet = form.words
    side = QStyle.visualAlignment(form.layoutDirection(), sheet.alignment())
    assert side & Qt.AlignmentFlag.AlignLeft
    letter = sheet.fontMetrics().horizontalAdvance("0")
    first = begins(sheet)
    assert max(first) - min(first) < 2 * letter, "one and two figures of a number, and nothing else"
    assert sheet.mapTo(form, sheet.rect().topRight()).x() > form.width() / 2, "where one begins to read"
    assert 'dir="ltr"' in form.html
