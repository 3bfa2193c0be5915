"""Text in columns is selected down one and then the next, whatever the mouse passes over."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import DocumentState
from ui.library.desk import LibraryDesk
from ui.reader.desk import ReaderDesk
from ui.reader.paged.drawing import part
from ui.reader.pane import ReaderPane
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
LEFT = (
    "Each keeper of a register writes down who asked for an inspection, on which day it took place and "
    "what came of it. "
)
RIGHT = (
    "Fees are another matter: they fall due on the first day of every month and are settled in advance by "
    "the asker. "
)


def columns(path: Path) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Helvetica", 10)
    for text, left in ((LEFT, 60), (RIGHT, 320)):
        for row, line in enumerate(textwrap.wrap(text * 5, 40)):
            canvas.drawString(left, 760 - 15 * row, line)
    canvas.save()
    return path


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "") as opened:
        drop(opened, [columns(tmp_path / "register.pdf")])
        rows = opened.desk(LibraryDesk).model.rows
        ready = [DocumentState.READY]
        qtbot.waitUntil(lambda: [one.state for one in rows.documents()] == ready, timeout=PATIENCE)
        yield opened


@pytest.fixture
def pane(qtbot: QtBot, window: MainWindow) -> ReaderPane:
    window.browse(window.desk(LibraryDesk).model.rows.documents()[0])
    found = window.panes.reader
    qtbot.waitUntil(lambda: found.shown is not None and found.page.leaf(1) is not None, timeout=PATIENCE)
    return found


def at(pane: ReaderPane, text: str) -> QPoint:
    leaf = pane.page.leaf(1)
    assert leaf is not None
    place = leaf.text.index(text)
    word = next(one for one in leaf.words if one.start <= place < one.end)
    return part(pane.page.seen(1), word.box).toRect().center()


def drag(pane: ReaderPane, first: QPoint, *on: QPoint) -> str:
    seen = pane.page.viewport()
    QTest.mousePress(seen, Qt.MouseButton.LeftButton, pos=first)
    for one in on:
        QTest.mouseMove(seen, one)
    QTest.mouseRelease(seen, Qt.MouseButton.LeftButton, pos=on[-1])
    assert pane.marked is not None
    return " ".join(pane.marked[0].split())


def test_a_drag_down_a_column_takes_nothing_of_the_other(pane: ReaderPane) -> None:
    first, last = at(pane, "keeper"), at(pane, "asked")
    gutter = QPoint(round(pane.page.seen(1).center().x()) - 6, (first.y() + last.y()) // 2)
    taken = drag(pane, first, gutter, last)
    assert taken.partition(" ")[2].startswith("of a register writes")
    assert "Fees" not in taken


def test_between_lines_the_selection_does_not_jump(pane: ReaderPane) -> None:
    first, last = at(pane, "keeper"), at(pane, "asked")
    seen = pane.page.viewport()
    QTest.mousePress(seen, Qt.MouseButton.LeftButton, pos=first)
    lengths = []
    for y in range(first.y(), last.y() + 1):
        QTest.mouseMove(seen, QPoint(last.x(), y))
        lengths.append(len(pane.marked[0]) if pane.marked is not None else 0)
    QTest.mouseRelease(seen, Qt.MouseButton.LeftButton, pos=last)
    assert lengths == sorted(lengths), "never back while the mouse goes on"
    assert max(lengths) < len(LEFT)


def test_from_one_column_into_the_next(qtbot: QtBot, window: MainWindow, pane: ReaderPane) -> None:
    taken = drag(pane, at(pane, "keeper"), at(pane, "Fees"), at(pane, "another"))
    assert "Fees are" in taken
    assert taken.index("what came of it") < taken.index("Fees"), "the first column to its end, then the next"
    window.desk(ReaderDesk).copy_plain()
    clipboard = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: "Fees are" in clipboard.text(), timeout=PATIENCE)
    assert clipboard.text().count("\n") <= 1, "lines are joined"


def test_a_phrase_over_lines_of_one_column_is_found_there(qtbot: QtBot, pane: ReaderPane) -> None:
    pane.begin_finding()
    pane.finder.field.setText("an inspection, on which day it took place")
    qtbot.waitUntil(lambda: pane.finder.told.text() == "1 of 5", timeout=PATIENCE)
    pane.finder.field.setText("inspection Fees are")
    qtbot.waitUntil(lambda: pane.finder.told.text() == "No hits", timeout=PATIENCE)
