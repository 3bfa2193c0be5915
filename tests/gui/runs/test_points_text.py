"""A summary to be read, by itself."""

from __future__ import annotations

import pytest
from pausing import pause
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rag.runs.types import Block, Covered, Point, Report, Run, RunState
from ui.parts.theme import LIGHT, Space
from ui.runs.points_text import PointsText

MANY = tuple(Point(f"The {number}th record is kept for seven years.") for number in range(40))


def report(*blocks: Block, quick: tuple[Point, ...] = ()) -> Report:
    run = Run(
        id=1,
        maker="summary",
        title="executive",
        document_id=1,
        other_id=None,
        document="law.pdf",
        other="",
        columns=(),
        options="{}",
        model="",
        state=RunState.RUNNING,
        created=0.0,
        updated=0.0,
        total=1,
        done=0,
        found=0,
    )
    return Report(run, quick, blocks, (), Covered(1, 0, 1, 0))


def test_a_summary_is_read_from_its_first_line_while_more_of_it_comes(qtbot: QtBot) -> None:
    """It was opened at its end."""
    text = PointsText(LIGHT)
    qtbot.addWidget(text)
    text.resize(500, 200)
    text.show_report(report(quick=MANY))
    text.show()
    text.setFocus()
    pause(50)
    assert text.verticalScrollBar().maximum() > 0
    assert text.verticalScrollBar().value() == 0
    block = Block("Of records", 1, MANY)
    text.show_report(report(block))
    text.resize(500, 200)
    pause(50)
    assert text.verticalScrollBar().value() == 0
    text.verticalScrollBar().setValue(120)
    text.show_report(report(block, Block("Of more records", 2, MANY)))
    pause(50)
    assert text.verticalScrollBar().value() == 120


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2], ids=lambda one: one.name)
def test_what_is_read_keeps_off_the_scroll_bar(qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    """Where Arabic is read the bar is on the left, where English headings begin."""
    text = PointsText(LIGHT)
    qtbot.addWidget(text)
    text.setLayoutDirection(direction)
    text.resize(500, 200)
    text.show_report(report(Block("Of records", 1, MANY)))
    text.show()
    bar, shown = text.verticalScrollBar(), text.viewport().geometry()
    qtbot.waitUntil(bar.isVisible)
    place = bar.parentWidget().geometry()
    left, right = (place, shown) if text.isRightToLeft() else (shown, place)
    gap = right.left() - left.right()
    assert gap >= Space.S
