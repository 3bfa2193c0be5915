"""Going through a table of values in the real window, by keys: accepted, corrected, rejected, taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from files.documents import pdf
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from summarised import PATIENCE, add, runs, wait_states

from app.runs.reviews import reviewed
from rag.extracting.fields.schema import parsed
from rag.runs.types import Report, RunState
from ui.reader.paged.drawing import part
from ui.reader.pane import ReaderPane
from ui.runs.desk import RunDesk
from ui.runs.lessons_dialog import LessonsDialog
from ui.runs.value_view import ValueEditor, ValueView
from ui.window.main_window import MainWindow

FIRST = "Order sheet\n\nReference: NW-2231\nDue date: 01/04/2025\nAmount due: EUR 1.240,00\n"
SECOND = (
    "Order sheet\n\nReference: NW-8810\nDue date: 09/05/2025\nAmount due: EUR 80,00\nAmount due: EUR 95,00\n"
)
SCHEMA = parsed(
    json.dumps(
        {
            "name": "Orders",
            "columns": [
                {"name": "reference"},
                {"name": "due date", "type": "date"},
                {"name": "amount due", "type": "money"},
            ],
        }
    )
)


@pytest.fixture
def view(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> ValueView:
    """A table over two sheets, with the keyboard in its first cell."""
    paths = []
    for name, text in (("first.txt", FIRST), ("second.txt", SECOND)):
        paths.append(tmp_path / name)
        paths[-1].write_text(text, encoding="utf-8")
    found = add(qtbot, window, *paths)
    return opened(qtbot, window, [one.id for one in found])


def opened(qtbot: QtBot, window: MainWindow, ids: list[int]) -> ValueView:
    desk = window.desk(RunDesk)
    desk.asking.extract(SCHEMA, ids)
    wait_states(qtbot, window, RunState.DONE)
    table = desk.view.values.table
    qtbot.waitUntil(lambda: desk.view.values.rows.rowCount() == len(ids), timeout=PATIENCE)
    desk.view.focus()
    return table


def report(window: MainWindow) -> Report:
    return runs(window).report(runs(window).runs()[0].id)


def told(view: ValueView, row: int) -> list[str]:
    model = view.model()
    return [model.index(row, column).data() for column in range(1, model.columnCount())]


def waits(qtbot: QtBot, told: Callable[[], object], wanted: object) -> None:
    qtbot.waitUntil(lambda: told() == wanted, timeout=PATIENCE)


def at(view: ValueView) -> tuple[int, int]:
    return view.currentIndex().row(), view.currentIndex().column()


def test_keys_go_from_cell_to_cell_and_the_page_follows(
    qtbot: QtBot, window: MainWindow, view: ValueView
) -> None:
    pane = window.view(ReaderPane)
    assert at(view) == (0, 1)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert at(view) == (0, 2)

    def marked() -> str:
        shown = pane.shown if pane.isVisible() else None
        return "" if shown is None or shown.mark is None else shown.text[slice(*shown.mark)]

    waits(qtbot, marked, "01/04/2025")  # what the cell before it opened may come first
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert at(view) == (1, 1), "past the end of a row to the next one"
    waits(qtbot, lambda: pane.shown and pane.shown.document.name, "second.txt")
    qtbot.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert at(view) == (0, 3)


def test_a_table_that_the_keyboard_comes_to_begins_with_its_first_value(view: ValueView) -> None:
    view.clearFocus()
    view.setCurrentIndex(QModelIndex())
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert at(view) == (0, 1), "and not with the name of the document"


def test_accepting_rejecting_and_taking_back(qtbot: QtBot, window: MainWindow, view: ValueView) -> None:
    body = window.desk(RunDesk).view.values
    assert told(view, 1) == ["NW-8810", "2025-05-09", "? 80.00 EUR"]
    assert "0 of 6 reviewed · 1 to be checked" in body.reviewed.text()
    assert not body.undo.isEnabled()
    qtbot.keyClicks(view, "ar")
    waits(qtbot, lambda: told(view, 0), ["✓ NW-2231", "✗", "1,240.00 EUR"])
    assert at(view) == (0, 3)
    assert "2 of 6 reviewed" in body.reviewed.text()
    assert body.undo.isEnabled()
    qtbot.keyClick(view, Qt.Key.Key_U)
    waits(qtbot, lambda: told(view, 0)[1], "2025-04-01")
    qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    waits(qtbot, lambda: told(view, 0)[0], "NW-2231")
    assert reviewed(report(window).run, report(window).results).decided == 0


def test_what_is_entered_is_held_against_the_type(qtbot: QtBot, window: MainWindow, view: ValueView) -> None:
    qtbot.keyClick(view, Qt.Key.Key_N)
    assert at(view) == (1, 3), "the one to be checked"
    qtbot.keyClick(view, Qt.Key.Key_C)
    editor = view.findChild(ValueEditor)
    assert isinstance(editor, ValueEditor)
    assert (editor.text(), editor.property("wrong")) == ("EUR 80,00", False)
    qtbot.keyClicks(editor, "soon")
    assert editor.property("wrong")
    assert "1,234.50 EUR" in editor.accessibleDescription()
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert view.findChild(ValueEditor) is editor, "it stays until it fits"
    editor.clear()
    qtbot.keyClicks(editor, "95 EUR")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    waits(qtbot, lambda: told(view, 1)[2], "✎ 95.00 EUR")
    point = report(window).results[1].points[2]
    assert point.citations[0].quote == "EUR 95,00", "cited where it stands"


def test_a_selection_on_the_page_is_taken(qtbot: QtBot, window: MainWindow, view: ValueView) -> None:
    pane = window.view(ReaderPane)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.text.toPlainText() == FIRST.rstrip(), timeout=PATIENCE)
    cursor = pane.text.textCursor()
    start = FIRST.index("Order")
    cursor.setPosition(start)
    cursor.setPosition(start + len("Order sheet"), QTextCursor.MoveMode.KeepAnchor)
    pane.text.setTextCursor(cursor)
    view.setCurrentIndex(view.model().index(0, 1))
    view.correct()
    editor = view.findChild(ValueEditor)
    assert isinstance(editor, ValueEditor)
    assert (editor.text(), editor.marked) == ("Order sheet", ("Order sheet", 0, 11))
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    waits(qtbot, lambda: told(view, 0)[0], "✎ Order sheet")


def test_what_is_selected_on_a_printed_page_is_what_is_marked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = pdf(tmp_path / "sheet.pdf", [FIRST])
    found = add(qtbot, window, path)
    view, pane = opened(qtbot, window, [found[0].id]), window.view(ReaderPane)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.shown is not None and pane.page.leaf(1) is not None, timeout=PATIENCE)
    shown = pane.shown
    assert shown is not None
    word = next(one for one in shown.words if shown.text[one.start : one.end] == "NW-2231")
    place, seen = part(pane.page.seen(1), word.box).toRect(), pane.page.viewport()
    middle = QPoint(0, place.height() // 2)
    first, last = place.topLeft() + middle, place.topRight() + middle
    QTest.mousePress(seen, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(seen, last)
    QTest.mouseRelease(seen, Qt.MouseButton.LeftButton, pos=last)
    assert pane.marked is not None
    assert pane.marked[0] == "NW-2231"


def test_rows_to_be_checked_come_first_when_asked(qtbot: QtBot, window: MainWindow, view: ValueView) -> None:
    body = window.desk(RunDesk).view.values
    qtbot.mouseClick(body.open_first, Qt.MouseButton.LeftButton)
    assert view.model().index(0, 0).data() == "second.txt"
    assert at(view) == (0, 3)
    qtbot.mouseClick(body.accept, Qt.MouseButton.LeftButton)
    waits(qtbot, lambda: told(view, 0)[2], "✓ 80.00 EUR")
    assert view.hasFocus(), "the keys go on deciding"
    assert body.reviewed.text() == "1 of 6 reviewed"


def test_the_other_documents_of_an_issuer_follow_a_correction_when_asked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    paths = []
    for name, total in (("one", "44,10"), ("two", "87,65")):
        paths.append(tmp_path / f"{name}.txt")
        text = f"Kestrel Water Works\nPumping Lane 4\n\nAmount due: EUR 10,00\nKindly settle EUR {total}\n"
        paths[-1].write_text(text, encoding="utf-8")
    found = add(qtbot, window, *paths)
    view = opened(qtbot, window, [one.id for one in found])
    bar, said = window.desk(RunDesk).view.values.teaching, list[int]()
    view.setCurrentIndex(view.model().index(0, 3))
    qtbot.keyClick(view, Qt.Key.Key_C)
    editor = view.findChild(ValueEditor)
    assert isinstance(editor, ValueEditor)
    editor.setText("44,10 EUR")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(bar.isVisible, timeout=PATIENCE)
    assert "two.txt" in bar.words.text()
    qtbot.mouseClick(bar.put, Qt.MouseButton.LeftButton)
    assert view.hasFocus()
    waits(qtbot, lambda: told(view, 1)[2], "87.65 EUR")
    lessons = window.desk(RunDesk).given.services.reviews.lessons
    dialog = LessonsDialog(None, lessons.all(), said.append)
    qtbot.addWidget(dialog)
    assert dialog.list.item(0).text() == "amount due: behind “kindly settle” (one.txt)"
    qtbot.mouseClick(dialog.forget, Qt.MouseButton.LeftButton)
    assert (said, dialog.list.count(), dialog.forget.isEnabled()) == ([1], 0, False)
    qtbot.keyClick(view, Qt.Key.Key_U)
    waits(qtbot, lambda: told(view, 1)[2], "10.00 EUR")
    qtbot.keyClick(view, Qt.Key.Key_U)
    waits(qtbot, lambda: told(view, 0)[2], "10.00 EUR")


def test_days_are_saved_as_a_calendar_and_rows_added_to_a_sheet(
    qtbot: QtBot, window: MainWindow, view: ValueView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    menu = window.desk(RunDesk).view.export.menu()
    menu.aboutToShow.emit()
    calendar, sheet = tmp_path / "days", tmp_path / "own.xlsx"
    book = Workbook()
    book.active.append(["Reference", "Amount due"])
    book.save(sheet)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(calendar), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(sheet), ""))
    acts = {one.text(): one for one in menu.actions() if one.isVisible()}
    acts["Save the days as a calendar (.ics)…"].trigger()
    qtbot.waitUntil((tmp_path / "days.ics").exists, timeout=PATIENCE)
    acts["Add the rows to a sheet of my own (.xlsx)…"].trigger()
    banner = window.desk(RunDesk).given.frame.banner
    qtbot.waitUntil(lambda: "2 rows added" in banner._title.text() + banner._words.text(), timeout=PATIENCE)
    assert b"DTSTART;VALUE=DATE:20250401" in (tmp_path / "days.ics").read_bytes()
    assert [cell.value for cell in load_workbook(sheet).active["A"]] == ["Reference", "NW-2231", "NW-8810"]
