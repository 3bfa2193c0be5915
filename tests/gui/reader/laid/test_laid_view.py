"""Documents without printed pages in a real window: laid out, cited, found in, made larger."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
import xlsxwriter
from pausing import pause, until
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import DocumentState
from ui.library.desk import LibraryDesk
from ui.reader.desk import ReaderDesk
from ui.reader.kinds import Place, Span
from ui.reader.laid.grid_model import MARKED
from ui.reader.laid.view import LaidView
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
NOTICE = "The tenant of the mill gives notice six weeks before the end of a month."
NAMES = ("lease.docx", "rents.xlsx", "letter.eml", "payments.csv")


def letter(path: Path) -> Path:
    message = EmailMessage()
    message["From"], message["To"] = "anne@example.org", "office@example.org"
    message["Subject"] = "Meeting moved"
    message.set_content("<p>The meeting is on <b>14 November</b>.</p>", subtype="html")
    message.add_attachment("Apples and pears.\n", filename="list.txt")
    path.write_bytes(bytes(message))
    return path


def lease(path: Path) -> Path:
    made = docx.Document()
    made.add_heading("Lease of the mill", 1)
    for number in range(60):
        made.add_paragraph(f"Clause {number}: the miller keeps the wheel, the race and the weir in repair.")
    made.add_paragraph(NOTICE)
    table = made.add_table(rows=0, cols=2)
    for row in (("Item", "Rent"), ("Mill", "1,850"), ("Barn", "310")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.save(str(path))
    return path


def rents(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        first, second = book.add_worksheet("2023"), book.add_worksheet("2024")
        for sheet, rent in ((first, 900), (second, 950)):
            sheet.write_row(0, 0, ["Month", "Rent"])
            for row in range(1, 500):
                sheet.write_row(row, 0, [f"Month {row}", rent + row])
    return path


def payments(path: Path) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Day", "Payer", "Amount"])
        writer.writerows([f"2024-05-{day:02d}", f"Payer {day}", f"{day}.50"] for day in range(1, 29))
    return path


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[MainWindow]:
    folder = tmp_path_factory.mktemp("laid")
    makers = zip((lease, rents, letter, payments), NAMES, strict=True)
    with open_window(folder / "home", NOTICE) as opened:
        drop(opened, [make(folder / name) for make, name in makers])
        rows = opened.desk(LibraryDesk).model.rows
        until(lambda: [one.state for one in rows.documents()] == [DocumentState.READY] * len(NAMES))
        yield opened


def browse(qtbot: QtBot, window: MainWindow, name: str) -> LaidView:
    found = next(one for one in window.desk(LibraryDesk).model.rows.documents() if one.name == name)
    window.browse(found)
    pane = window.panes.reader
    qtbot.waitUntil(lambda: pane.shown is not None and pane.shown.document.name == name, timeout=PATIENCE)
    view = pane.kind
    assert isinstance(view, LaidView)
    qtbot.waitUntil(lambda: view.is_laid_out, timeout=PATIENCE)
    return view


def text_of(window: MainWindow, name: str) -> str:
    found = next(one for one in window.desk(LibraryDesk).model.rows.documents() if one.name == name)
    return window.desk(ReaderDesk).given.services.store.text(found.id)


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def wheel(widget: QWidget, steps: int) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, QPointF(widget.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_a_letter_is_set_and_what_is_cited_comes_into_view(qtbot: QtBot, window: MainWindow) -> None:
    view = browse(qtbot, window, "lease.docx")
    cited = span_of(text_of(window, "lease.docx"), NOTICE)
    view.show_marks([cited], reveal=True)
    qtbot.waitUntil(lambda: bool(view.text.rects(cited)), timeout=PATIENCE)
    assert view.text.shown(cited) == NOTICE
    high = view.text.viewport().height()
    assert all(0 <= one.top() <= high for one in view.text.rects(cited))
    picture = view.text.viewport().grab().toImage()
    spot = view.text.rects(cited)[0]
    ratio = picture.devicePixelRatio()
    ground = picture.pixelColor(int((spot.left() + 1) * ratio), int((spot.top() + 1) * ratio))
    assert ground.name() == "#f5c945", "the passage is under the marker"


def test_it_is_made_larger_by_the_wheel_and_the_keys_and_stays_where_it_is(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = browse(qtbot, window, "lease.docx")
    view.show_marks([], reveal=False)
    text = text_of(window, "lease.docx")
    at = text.index("Clause 30")
    view.text.reveal(at, middle=False)
    seen = view.text.offset_at(QPointF(60, 30))
    assert seen is not None
    wheel(view.text.viewport(), 1)
    assert view.zoom == 1.25
    grown = view.text.offset_at(QPointF(60, 30))
    assert grown is not None
    assert abs(grown - seen) < 400, "what is read stays in view"
    window.panes.reader.change_zoom(0)
    assert view.zoom == 1.0


def test_words_are_selected_by_hand_and_told_as_places_of_the_text(qtbot: QtBot, window: MainWindow) -> None:
    view = browse(qtbot, window, "lease.docx")
    text = text_of(window, "lease.docx")
    view.go(Place(1))
    word = span_of(text, "Lease")
    spot = view.text.rects(word)[0].center().toPoint() + QPoint(6, 0)
    QTest.mouseDClick(view.text.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert view.selection == word
    QTest.keyClick(view.text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection == Span(word.start, word.end + 1)
    QTest.keyClick(view.text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.selection == Span(0, len(text))
    marked = window.panes.reader.marked
    assert marked is not None
    assert marked[0].endswith("310")


def test_words_that_are_found_are_shown_one_after_another(qtbot: QtBot, window: MainWindow) -> None:
    view = browse(qtbot, window, "lease.docx")
    pane = window.panes.reader
    view.setFocus()
    QTest.keyClick(view.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert pane.finder.isVisible()
    qtbot.keyClicks(pane.finder.field, "six weeks")
    found = span_of(text_of(window, "lease.docx"), "six weeks")
    qtbot.waitUntil(lambda: view.text.found == (found,), timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(view.text.rects(found)), timeout=PATIENCE)
    assert 0 <= view.text.rects(found)[0].top() <= view.text.viewport().height()
    pane.end_finding()
    assert view.text.found == ()


def test_a_workbook_is_a_grid_and_the_cited_cell_of_another_sheet_is_shown(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = browse(qtbot, window, "rents.xlsx")
    text = text_of(window, "rents.xlsx")
    start = text.index("1392", text.index("2024"))
    view.show_marks([Span(start, start + 4)], reveal=True)
    model = view.grid.model
    qtbot.waitUntil(lambda: view.tabs.currentIndex() == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: model.cell(442, 1) is not None, timeout=PATIENCE)
    assert model.index(442, 1).data() == "1392"
    assert model.index(442, 1).data(MARKED)
    assert not model.index(442, 0).data(MARKED)
    assert not model.index(441, 1).data(MARKED)
    first = view.grid.body.rowAt(0)
    assert first < 442 < view.grid.body.rowAt(view.grid.body.viewport().height() - 1)
    assert view.grid.head.isVisible(), "the names of the columns stay in view"
    assert view.place.page == window.panes.reader.kind.place.page
    assert view.grid.cell.text() == "1392"


def test_cells_are_selected_and_copied_as_their_text(qtbot: QtBot, window: MainWindow) -> None:
    view = browse(qtbot, window, "payments.csv")
    model = view.grid.model
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Payer"
    text = text_of(window, "payments.csv")
    span = span_of(text, "Payer 7")
    view.select(span)
    assert view.selection == span
    assert model.index(6, 1).data() == "Payer 7"


def test_a_message_s_attachment_is_gone_to_by_its_name(qtbot: QtBot, window: MainWindow) -> None:
    view = browse(qtbot, window, "letter.eml")
    text = text_of(window, "letter.eml")
    name = text.index("Attachments: ") + len("Attachments: ")
    spot = view.text.rects(Span(name, name + len("list.txt")))[0]
    QTest.mouseClick(
        view.text.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(int(spot.left()) + 12, int(spot.center().y())),
    )
    qtbot.waitUntil(lambda: view.place.page == 2, timeout=PATIENCE)
    assert view.text.shown(span_of(text, "Meeting moved")) == "Meeting moved"
    assert view.text.shown(Span(0, 9)) == "", "what the heading is called is not said"


def test_a_file_that_is_gone_is_shown_by_its_text(qtbot: QtBot, window: MainWindow) -> None:
    found = next(one for one in window.desk(LibraryDesk).model.rows.documents() if one.name == "letter.eml")
    Path(found.path).unlink()
    browse(qtbot, window, "lease.docx")
    view = browse(qtbot, window, "letter.eml")
    text = text_of(window, "letter.eml")
    qtbot.waitUntil(lambda: bool(view.text.rects(Span(0, 7))), timeout=PATIENCE)
    assert view.text.shown(Span(0, 7)) == text[:7] == "Subject"


def test_who_hears_a_letter_hears_that_it_is_a_document_and_what_stands_in_view(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = browse(qtbot, window, "lease.docx")
    view.go(Place(1, 0.0))
    face = QAccessible.queryAccessibleInterface(view.text)
    assert face.role() is QAccessible.Role.Document
    assert face.text(QAccessible.Text.Name) == view.text.accessibleName()
    assert "Clause 0: the miller keeps the wheel" in face.text(QAccessible.Text.Value)


def test_a_bar_that_was_closed_finds_nothing_in_the_next_document(qtbot: QtBot, window: MainWindow) -> None:
    view, pane = browse(qtbot, window, "lease.docx"), window.panes.reader
    pane.begin_finding()
    qtbot.keyClicks(pane.finder.field, "the")
    qtbot.waitUntil(lambda: bool(view.text.found), timeout=PATIENCE)
    pane.end_finding()
    qtbot.waitUntil(lambda: not view.text.found)
    again = browse(qtbot, window, "letter.eml")
    pause(300)  # as long as it would have looked
    assert not again.text.found
