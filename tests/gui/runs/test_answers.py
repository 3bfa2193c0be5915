"""A row for each document, in the real window: asked, filled, sorted, filtered, taken along, opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot
from window import drop, open_window

from app.exporting.register import FORMATS
from engine.types import Message
from rag.runs.types import RunState, Verdict
from rag.surveying.types import SurveyKind, SurveyScope
from rag.types import DocumentState
from ui.library.rows import DocumentRole
from ui.parts.controls import IconButton
from ui.runs.answer_rows import Column
from ui.runs.desk import RunDesk
from ui.runs.list_rows import RunRole
from ui.runs.survey_bar import ScopeDialog
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
QUESTION = "How long are the invoices kept in the archive?"
KEPT = "The invoices are kept in the archive for {} years."


def reply(messages: Sequence[Message]) -> str:
    said = [line for line in messages[-1].text.splitlines() if "invoices are kept" in line]
    return said[0] if said else "Not in your documents."


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", reply) as opened:
        qtbot.waitUntil(lambda: not opened.panes.composer.field.placeholderText().startswith("Opening"))
        yield opened


@pytest.fixture
def filled(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> MainWindow:
    """Three documents in the library; the last says nothing of invoices."""
    paths = []
    for name, text in (
        ("a.txt", KEPT.format(5)),
        ("b.txt", KEPT.format(6)),
        ("c.txt", "Second class is booked on all trains."),
    ):
        paths.append(tmp_path / name)
        paths[-1].write_text(text, encoding="utf-8")
    drop(window, paths)
    rows = window.panes.library.list.model()
    qtbot.waitUntil(
        lambda: (
            rows.rowCount() == 3
            and all(rows.index(n, 0).data(DocumentRole).state is DocumentState.READY for n in range(3))
        ),
        timeout=PATIENCE,
    )
    qtbot.waitUntil(lambda: "(3)" in window.panes.survey_bar.scope.itemText(0), timeout=PATIENCE)
    return window


def ask_each(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert window.panes.survey_bar.is_on
    window.panes.composer.field.setPlainText(QUESTION)
    qtbot.keyClick(window.panes.composer.field, Qt.Key.Key_Return)
    desk = window.desk(RunDesk)
    qtbot.waitUntil(lambda: desk.view.answers.rows.rowCount() == 3, timeout=PATIENCE)
    qtbot.waitUntil(lambda: is_done(window, 3), timeout=PATIENCE)


def is_done(window: MainWindow, rows: int) -> bool:
    """Whether the table in view is filled, and nothing is in line."""
    line = window.desk(RunDesk).line
    report = line.current
    return (
        report is not None and (report.run.state, report.run.done) == (RunState.DONE, rows) and not line.line
    )


def kept(window: MainWindow) -> list[int]:
    """The numbers of what is listed, the newest first."""
    rows = window.desk(RunDesk).list.rows
    return [rows.index(row).data(RunRole).id for row in range(rows.rowCount())]


def cells(window: MainWindow, column: Column) -> list[str]:
    rows = window.desk(RunDesk).view.answers.rows
    return [rows.index(row, column).data() for row in range(rows.rowCount())]


def test_without_any_table_the_window_says_how_to_make_one(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    found = window.desk(RunDesk).list
    assert found.isVisible()
    qtbot.waitUntil(lambda: found._pages.currentIndex() == 3, timeout=PATIENCE)
    assert found.which.currentText() == "Tables"
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not found.isVisible()


def test_kept_work_opened_by_its_own_command_is_all_of_it(qtbot: QtBot, window: MainWindow) -> None:
    """It silently kept the tables alone, and a finished summary seemed gone."""
    found = window.desk(RunDesk).list
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert found.which.currentText() == "Tables"
    found.search.setText("invoices")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_L, both)
    assert found.isVisible()
    assert found.which.currentText() == "Everything"
    assert not found.search.text()


def test_each_document_gets_its_row_and_the_page_opens(qtbot: QtBot, filled: MainWindow) -> None:
    ask_each(qtbot, filled)
    view = filled.desk(RunDesk).view
    body = view.answers
    assert cells(filled, Column.WHERE) == ["a.txt", "b.txt", "c.txt"]
    assert cells(filled, Column.ANSWER) == [
        KEPT.format(5),
        KEPT.format(6),
        "No answer found in this document.",
    ]
    assert cells(filled, Column.PAGE) == ["1", "1", ""]
    assert cells(filled, Column.STATE) == ["Found", "Found", "Not found"]
    qtbot.waitUntil(lambda: "2 of 3 documents have an answer" in view.about.text(), timeout=PATIENCE)
    assert not filled.panes.transcript.cards, "no conversation is begun"
    body.table.setFocus()
    body.table.setCurrentIndex(body.rows.index(1, 0))
    qtbot.keyClick(body.table, Qt.Key.Key_Return)
    reader = filled.panes.reader
    qtbot.waitUntil(lambda: reader.shown is not None, timeout=PATIENCE)
    assert reader.shown.document.name == "b.txt"
    assert reader.shown.mark is not None


def test_the_table_is_sorted_filtered_and_taken_along(qtbot: QtBot, filled: MainWindow) -> None:
    ask_each(qtbot, filled)
    body = filled.desk(RunDesk).view.answers
    qtbot.mouseClick(body.found_only, Qt.MouseButton.LeftButton)
    assert cells(filled, Column.WHERE) == ["a.txt", "b.txt"]
    body.table.sortByColumn(Column.WHERE, Qt.SortOrder.DescendingOrder)
    assert cells(filled, Column.WHERE) == ["b.txt", "a.txt"]
    body.filter.setText("5 years")
    assert cells(filled, Column.WHERE) == ["a.txt"]
    menu = filled.desk(RunDesk).view.export.menu()
    menu.aboutToShow.emit()
    (action,) = [one for one in menu.actions() if one.text() == "Copy as Markdown"]
    assert action.isVisible()
    action.trigger()
    assert QApplication.clipboard().text().splitlines()[2].startswith(f"| a.txt | {KEPT.format(5)} | Found |")
    body.table.selectRow(0)
    body.table.setFocus()
    qtbot.keyClick(body.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().splitlines()[1].startswith(f"a.txt\t{KEPT.format(5)}\tFound")


@pytest.mark.parametrize("suffix", [form.suffix for form in FORMATS])
def test_the_table_is_saved_in_every_format(
    qtbot: QtBot, filled: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    ask_each(qtbot, filled)
    view = filled.desk(RunDesk).view
    view.answers.filter.setText("5 years")
    path = tmp_path / f"answers.{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    actions = [one for one in view.export.menu().actions() if not one.isSeparator()]
    actions[[form.suffix for form in FORMATS].index(suffix)].trigger()
    told = filled.panes.banner._title
    qtbot.waitUntil(lambda: told.text().startswith("Saved as"), timeout=PATIENCE)
    assert path.stat().st_size > 100
    if suffix == "xlsx":
        (row, *others) = list(openpyxl.load_workbook(path).active.iter_rows(min_row=2, values_only=True))
        said = [row, *others]
        assert any(KEPT.format(5) in cells for cells in said)
        assert not any(KEPT.format(6) in cells for cells in said), "what is filtered out stays here"


def test_a_table_that_cannot_be_saved_is_told(
    qtbot: QtBot, filled: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_each(qtbot, filled)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "a.csv"), ""))
    filled.desk(RunDesk).view.export.menu().actions()[0].trigger()
    told = filled.panes.banner._title
    qtbot.waitUntil(lambda: told.text() == "The file could not be saved", timeout=PATIENCE)


def test_a_table_is_kept_opened_again_and_deleted(
    qtbot: QtBot, filled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_each(qtbot, filled)
    desk = filled.desk(RunDesk)
    qtbot.waitUntil(lambda: len(kept(filled)) == 1, timeout=PATIENCE)
    (first,) = kept(filled)
    qtbot.mouseClick(desk.view.refresh, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(kept(filled)) == 2 and is_done(filled, 3), timeout=PATIENCE)
    qtbot.waitUntil(lambda: desk.line.current.run.id != first and is_done(filled, 3), timeout=PATIENCE)
    qtbot.mouseClick(desk.view.kept, Qt.MouseButton.LeftButton)
    assert desk.list.isVisible()
    desk.list.list.setCurrentIndex(desk.list.rows.index(1))
    qtbot.keyClick(desk.list.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.line.current.run.id == first, timeout=PATIENCE)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    qtbot.mouseClick(desk.view.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(kept(filled)) == 1 and first not in kept(filled), timeout=PATIENCE)
    qtbot.waitUntil(desk.list.isVisible, timeout=PATIENCE)
    desk.list.list.setCurrentIndex(desk.list.rows.index(0))
    desk.list.list.setFocus()
    qtbot.keyClick(desk.list.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not kept(filled), timeout=PATIENCE)
    assert desk.list._pages.currentIndex() == 1


def test_tables_queue_behind_each_other(qtbot: QtBot, filled: MainWindow) -> None:
    asking = filled.desk(RunDesk).asking
    asking.ask(QUESTION, SurveyScope())
    asking.ask("Which class is booked?", SurveyScope())
    services = filled.desk(RunDesk).given.services
    qtbot.waitUntil(
        lambda: [one.state for one in services.runs.runs()] == [RunState.DONE] * 2, timeout=PATIENCE
    )
    qtbot.waitUntil(lambda: not filled.desk(RunDesk).line.line, timeout=PATIENCE)


def test_an_interrupted_table_goes_on_when_the_window_opens(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(tmp_path / "home", reply) as window:
        path = tmp_path / "a.txt"
        path.write_text(KEPT.format(5), encoding="utf-8")
        drop(window, [path])
        library = window.desk(RunDesk).given.services.library
        qtbot.waitUntil(
            lambda: [d.state for d in library.documents()] == [DocumentState.READY], timeout=PATIENCE
        )
        window.desk(RunDesk).given.services.surveys.create(QUESTION)
    with open_window(tmp_path / "home", reply) as window:
        runs = window.desk(RunDesk).given.services.runs
        qtbot.waitUntil(lambda: runs.runs()[0].state is RunState.DONE, timeout=PATIENCE)
        (row,) = runs.results(runs.runs()[0].id)
        assert row.verdict is Verdict.FOUND
        qtbot.waitUntil(lambda: not window.desk(RunDesk).line.line, timeout=PATIENCE)


def test_documents_are_chosen_by_keyboard_and_mouse(qtbot: QtBot, filled: MainWindow) -> None:
    documents = filled.desk(RunDesk).given.services.library.documents()
    several = ScopeDialog(filled, documents, SurveyKind.DOCUMENTS)
    qtbot.addWidget(several)
    assert not several._accept.isEnabled()
    several.list.item(1).setCheckState(Qt.CheckState.Checked)
    assert several.chosen == (documents[1].id,)
    assert several._accept.isEnabled()
    several.filter.setText("c.t")
    assert [several.list.item(at).isHidden() for at in range(3)] == [True, True, False]
    one = ScopeDialog(filled, documents, SurveyKind.SECTIONS)
    qtbot.addWidget(one)
    one.list.setCurrentRow(2)
    assert one.chosen == (documents[2].id,)


def test_every_control_of_the_table_is_named(window: MainWindow) -> None:
    view = window.desk(RunDesk).view
    assert all(one.accessibleName() for one in view.findChildren(IconButton))
    assert view.answers.table.accessibleName()
    assert view.childAt(QPoint(5, 5)) is not None
