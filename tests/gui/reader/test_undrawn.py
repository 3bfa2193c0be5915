"""A page that cannot be drawn shows its text in its place among the others: a file that a PDF holds, or one
that is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from files.documents import pdf
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import DocumentState
from ui.library.desk import LibraryDesk
from ui.parts.tasks import Lane
from ui.reader.desk import ReaderDesk
from ui.reader.pane import ReaderPane
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
PAGES = ("The first", "The second", "The third", "The fourth", "The fifth", "The sixth")
NOTE = "The note that came along says that the valve was exchanged in May.\n\n" + "It is signed by two. " * 90


def holding(path: Path) -> Path:
    """A PDF with a text attached."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(pdf(path, [f"{one} page." for one in PAGES])))
    writer.add_attachment("note.txt", NOTE.encode())
    writer.write(path)
    return path


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "") as opened:
        drop(opened, [holding(tmp_path / "sheet.pdf")])
        rows = opened.desk(LibraryDesk).model.rows
        ready = [DocumentState.READY]
        qtbot.waitUntil(lambda: [one.state for one in rows.documents()] == ready, timeout=PATIENCE)
        yield opened


def browse(qtbot: QtBot, window: MainWindow) -> ReaderPane:
    window.browse(window.desk(LibraryDesk).model.rows.documents()[0])
    found = window.panes.reader
    qtbot.waitUntil(lambda: found.shown is not None and found.page.leaf(1) is not None, timeout=PATIENCE)
    return found


def idle(qtbot: QtBot, window: MainWindow) -> None:
    """Until all that is under way in the lanes is told."""
    done: list[int] = []
    tasks = window.desk(ReaderDesk).given.tasks
    for _ in range(3):
        for lane in (Lane.PICTURE, Lane.LIBRARY):
            before = len(done)
            tasks.run(lane, lambda: 1, done.append)
            qtbot.waitUntil(lambda before=before: len(done) > before, timeout=PATIENCE)


def test_a_file_that_a_pdf_holds_is_read_behind_its_pages(qtbot: QtBot, window: MainWindow) -> None:
    pane = browse(qtbot, window)
    assert pane.page.pages == 7
    qtbot.keyClick(pane.page, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: 7 in pane.page._plain, timeout=PATIENCE)
    pane.begin_finding()
    pane.finder.field.setText("valve was exchanged")
    qtbot.waitUntil(lambda: pane.finder.told.text() == "1 of 1", timeout=PATIENCE)
    assert pane.page.page == 7
    boxes = pane.page._over(7).current
    assert boxes
    assert 0.0 < boxes[0].y0 < boxes[-1].y1 < 0.5, "near the top of its page"
    leaf = pane.page.leaf(7)
    assert leaf is not None
    start = leaf.begin + leaf.text.index("exchanged in May")
    (rect,) = pane.page.rects_of(pane.page._hits[0].span._replace(start=start, end=start + 9))
    assert pane.page.offset_at(rect.center()) in range(start, start + 10), "there and back"


def test_what_is_read_does_not_move_when_a_page_turns_out_otherwise(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "sheet.pdf").unlink()
    pane = browse(qtbot, window)
    pane.turn(2)
    pane.page.scroll_by(30)
    line = pane.page._line

    def share() -> float:
        rect = pane.page.seen(3)
        return (line - rect.top()) / rect.height()

    before = share()
    idle(qtbot, window)
    qtbot.waitUntil(lambda: {2, 3, 4} <= set(pane.page._plain), timeout=PATIENCE)
    assert pane.page.page == 3
    assert share() == pytest.approx(before, abs=0.02)
    leaf = pane.page.leaf(3)
    assert leaf is not None
    assert len(leaf.words) == 3
