"""Words of a page taken along with where they stand, and its size by the wheel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from files.documents import labelled_pdf, pdf
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import Citation, DocumentState
from ui.library.desk import LibraryDesk
from ui.reader.desk import ReaderDesk
from ui.reader.pane import ReaderPane
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
NOTICE = "The Tenant of the mill gives notice six weeks before the end of a month."


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A manual with labels on its pages, and a text."""
    with open_window(tmp_path / "home", NOTICE) as opened:
        (tmp_path / "lease.txt").write_text(f"Lease\n\n{NOTICE}", encoding="utf-8")
        manual = labelled_pdf(tmp_path / "manual.pdf", ["Of boilers."] * 3, [(0, 2, "/r", "")])
        drop(opened, [tmp_path / "lease.txt", manual])
        rows = opened.desk(LibraryDesk).model.rows
        ready = [DocumentState.READY] * 2
        qtbot.waitUntil(lambda: [one.state for one in rows.documents()] == ready, timeout=PATIENCE)
        yield opened


def browse(qtbot: QtBot, window: MainWindow, name: str) -> ReaderPane:
    found = next(one for one in window.desk(LibraryDesk).model.rows.documents() if one.name == name)
    window.browse(found)
    pane = window.panes.reader
    qtbot.waitUntil(lambda: pane.shown is not None and pane.shown.document.name == name, timeout=PATIENCE)
    return pane


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_a_framed_word_is_copied_with_its_page_and_what_is_printed_on_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = browse(qtbot, window, "manual.pdf")
    desk = window.desk(ReaderDesk)
    desk.copy()
    assert "Select words with the mouse" in window.banner._words.text()
    qtbot.waitUntil(lambda: pane.page.leaf(1) is not None, timeout=PATIENCE)
    page = pane.page.seen(1)
    seen = pane.page.viewport()
    corner = QPoint(int(page.right()) - 2, int(page.top() + page.height() / 2))
    QTest.mousePress(seen, Qt.MouseButton.LeftButton, pos=QPoint(int(page.left()) + 2, int(page.top()) + 2))
    QTest.mouseMove(seen, QPoint(90, 90))
    QTest.mouseMove(seen, corner)
    QTest.mouseRelease(seen, Qt.MouseButton.LeftButton, pos=corner)
    assert desk.entries()[0].possible is not None
    assert desk.entries()[0].possible()
    desk.copy()
    qtbot.waitUntil(lambda: clipboard() == "“Of boilers.” (manual.pdf, p. 1, printed i)", timeout=PATIENCE)


def test_a_cited_passage_is_copied_where_nothing_else_is_marked(qtbot: QtBot, window: MainWindow) -> None:
    field, cards = window.panes.composer.field, window.panes.transcript
    field.setFocus()
    qtbot.keyClicks(field, "When does the tenant of the mill give notice?")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(cards.cards) and cards.cards[-1].answered is not None, timeout=PATIENCE)
    window.cite(cards.cards[-1].answer.citations[0])
    pane = window.panes.reader
    qtbot.waitUntil(lambda: pane.quoted is not None, timeout=PATIENCE)
    window.desk(ReaderDesk).copy()
    qtbot.waitUntil(lambda: NOTICE in clipboard(), timeout=PATIENCE)
    assert clipboard().startswith("“")
    assert "(lease.txt, p. 1" in clipboard()


def turn(widget: QWidget, steps: int, keys: Qt.KeyboardModifier) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_the_wheel_with_ctrl_makes_a_page_larger(qtbot: QtBot, window: MainWindow) -> None:
    pane = browse(qtbot, window, "manual.pdf")
    seen = pane.page.viewport()
    turn(seen, 1, Qt.KeyboardModifier.NoModifier)
    assert pane.page.zoom == 1.0
    turn(seen, 1, Qt.KeyboardModifier.ControlModifier)
    assert pane.page.zoom > 1.0
    turn(seen, -1, Qt.KeyboardModifier.ControlModifier)
    assert pane.page.zoom == 1.0


def test_a_text_without_pages_has_larger_letters_too(qtbot: QtBot, window: MainWindow) -> None:
    pane = browse(qtbot, window, "lease.txt")
    before = pane.text.font().pointSizeF()
    turn(pane.text.viewport(), 1, Qt.KeyboardModifier.ControlModifier)
    assert pane.text.font().pointSizeF() > before
    window.desk(ReaderDesk).change_zoom(0)
    assert pane.text.font().pointSizeF() == before


def test_a_page_in_another_size_stays_where_it_was_read(qtbot: QtBot, window: MainWindow) -> None:
    pane = browse(qtbot, window, "manual.pdf")
    view, seen = pane.page, pane.page.viewport()
    window.resize(1200, 520)
    window.desk(ReaderDesk).change_zoom(2)
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100, timeout=PATIENCE)
    bar.setValue(bar.maximum() // 2)
    middle = QPointF(seen.rect().center())

    def read() -> tuple[float, float]:
        page = view.seen(2)
        return (middle.x() - page.left()) / page.width(), (middle.y() - page.top()) / page.height()

    before, wide = read(), view.seen(2).width()
    turn(seen, 1, Qt.KeyboardModifier.ControlModifier)
    assert view.seen(2).width() > wide
    assert read() == pytest.approx(before, abs=0.005)
    window.resize(900, 700)
    QApplication.processEvents()
    assert view.place.page == 2


def test_what_stands_above_the_next_heading_is_of_the_section_before(qtbot: QtBot, tmp_path: Path) -> None:
    decided = "The library must decide on an application within five working days."
    pages = [
        "# Article 4\n\nA card is applied for in writing.\n\nThe form is kept for a year.",
        f"{decided}\n\n# Article 5\n\n{('The card is valid for two years.' + chr(10)) * 8}",
    ]
    with open_window(tmp_path / "home", decided) as opened:
        drop(opened, [pdf(tmp_path / "library.pdf", pages)])
        rows = opened.desk(LibraryDesk).model.rows
        ready = [DocumentState.READY]
        qtbot.waitUntil(lambda: [one.state for one in rows.documents()] == ready, timeout=PATIENCE)
        browse(qtbot, opened, "library.pdf")
        (document,) = rows.documents()
        text = opened.desk(ReaderDesk)._reading.text(document.id, 0, 1000)
        start = text.index(decided)
        cited = Citation(document.id, document.name, 2, "Article 4", start, start + len(decided), decided)
        opened.cite(cited)
        pane = opened.panes.reader
        qtbot.waitUntil(lambda: pane.quoted is not None and pane.page.leaf(2) is not None, timeout=PATIENCE)
        pane.turn(-1)
        qtbot.waitUntil(lambda: pane.shown is not None and pane.shown.number == 1, timeout=PATIENCE)
        pane.turn(1)  # the page is told again once it is in view
        qtbot.waitUntil(lambda: pane.shown is not None and pane.shown.number == 2, timeout=PATIENCE)
        assert pane.head.section.text() == "Article 4"
        opened.desk(ReaderDesk).copy()
        qtbot.waitUntil(
            lambda: clipboard() == f"“{decided}” (library.pdf, p. 2, Article 4)", timeout=PATIENCE
        )
