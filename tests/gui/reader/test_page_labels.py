"""Labels printed on pages: shown beside the page's number, and a way to the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from files.documents import labelled_pdf
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import DocumentState
from ui.library.desk import LibraryDesk
from ui.library.rows import DocumentRole
from ui.reader.pane import ReaderPane

pytestmark = pytest.mark.model

PATIENCE = 30_000
PAGES = [f"Of boilers, part {number}." for number in range(1, 7)]


@pytest.fixture
def reader(qtbot: QtBot, tmp_path: Path) -> Iterator[ReaderPane]:
    """The pane, open at the first page of a manual with a preface and an annex."""
    with open_window(tmp_path / "home", "") as window:
        qtbot.waitUntil(lambda: not window.panes.composer.field.placeholderText().startswith("Opening"))
        labels = [(0, 1, "/r", ""), (2, 3, "/D", ""), (4, 5, "/D", "A-")]
        drop(window, [labelled_pdf(tmp_path / "manual.pdf", PAGES, labels)])
        rows = window.panes.library.list.model()

        def ready() -> bool:
            states = [rows.index(row, 0).data(DocumentRole).state for row in range(rows.rowCount())]
            return states == [DocumentState.READY]

        qtbot.waitUntil(ready, timeout=PATIENCE)
        window.desk(LibraryDesk).open(rows.index(0, 0).data(DocumentRole))
        pane = window.panes.reader
        qtbot.waitUntil(lambda: pane.shown is not None, timeout=PATIENCE)
        yield pane


def test_a_page_is_reached_by_its_number_or_its_label(qtbot: QtBot, reader: ReaderPane) -> None:
    assert reader.head.unit.text() == "of 6, printed i"
    for typed, number, unit in (
        ("a-2", 6, "of 6, printed A-2"),
        ("3", 3, "of 6, printed 1"),
        ("II", 2, "of 6, printed ii"),
    ):
        reader.head.number.setFocus()
        reader.head.number.selectAll()
        qtbot.keyClicks(reader.head.number, typed)
        qtbot.keyClick(reader.head.number, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda wanted=number: reader.shown.number == wanted, timeout=PATIENCE)
        assert (reader.head.number.text(), reader.head.unit.text()) == (str(number), unit)
