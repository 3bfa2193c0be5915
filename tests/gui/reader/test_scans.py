"""A scan is read like any document: what was recognised is found, marked and selected on its picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.scan_reader import ScanReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import DocumentState
from ui.library.desk import LibraryDesk
from ui.reader.paged.drawing import part
from ui.reader.pane import ReaderPane

pytestmark = pytest.mark.model

PATIENCE = 30_000
LETTER = "0.91 Dear Sir or Madam\n0.72 the boiler was in-\n0.85 spected Yesterday\n\n0.9 and is safe again"


@pytest.fixture
def pane(qtbot: QtBot, tmp_path: Path) -> Iterator[ReaderPane]:
    with open_window(tmp_path / "home", "", reader=ScanReader()) as window:
        (tmp_path / "letter.png").write_text(LETTER, encoding="utf-8")
        drop(window, [tmp_path / "letter.png"])
        rows = window.desk(LibraryDesk).model.rows
        ready = [DocumentState.READY]
        qtbot.waitUntil(lambda: [one.state for one in rows.documents()] == ready, timeout=PATIENCE)
        window.browse(rows.documents()[0])
        found = window.panes.reader
        qtbot.waitUntil(lambda: found.shown is not None and found.page.leaf(1) is not None, timeout=PATIENCE)
        yield found


def find(qtbot: QtBot, pane: ReaderPane, words: str, told: str) -> None:
    pane.begin_finding()
    pane.finder.field.setText(words)
    qtbot.waitUntil(lambda: pane.finder.told.text() == told, timeout=PATIENCE)


def test_what_was_recognised_is_found_on_its_line(qtbot: QtBot, pane: ReaderPane) -> None:
    assert pane.kind is pane.page
    find(qtbot, pane, "YESTERDAY", "1 of 1")
    (box,) = pane.page._over(1).current
    assert box.y0 == pytest.approx(0.22, abs=0.01), "the third line"
    assert box.x0 > 0.2, "only the word: a line knows the places of no words"
    find(qtbot, pane, "tomorrow", "No hits")
    find(qtbot, pane, "inspected yesterday", "1 of 1")
    assert len(pane.page._over(1).current) == 2, "over the end of a line, and its hyphen"
    find(qtbot, pane, "the day before", "No hits")
    find(qtbot, pane, "yesterday and is safe", "1 of 1")


def test_words_of_a_line_are_selected(pane: ReaderPane) -> None:
    leaf = pane.page.leaf(1)
    assert leaf is not None
    line = part(pane.page.seen(1), leaf.words[0].box).toRect()
    seen, middle = pane.page.viewport(), line.center().y()
    QTest.mousePress(seen, Qt.MouseButton.LeftButton, pos=QPoint(line.left(), middle))
    QTest.mouseMove(seen, line.center())
    QTest.mouseRelease(seen, Qt.MouseButton.LeftButton, pos=QPoint(line.center().x(), middle))
    assert pane.marked is not None
    assert pane.marked[0] == "Dear Sir"
