"""A row for each document, in the real window: asked, filled, sorted, filtered, taken along, opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot
from rag.surveys import RowState, SurveyKind, SurveyScope
from window import drop, open_window

from app.exporting.surveys import TableFormat
from engine.types import Message
from rag.types import DocumentState
from ui.library.viewmodel import DocumentRole
from ui.runs.survey_bar import ScopeDialog
from ui.runs.survey_desk import SurveyDesk
from ui.runs.survey_rows import Column
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
    model = window.desk(SurveyDesk).model
    qtbot.waitUntil(lambda: model.table.rowCount() == 3 and not model.is_running, timeout=PATIENCE)
    qtbot.waitUntil(lambda: model.current is not None and model.current.done == 3, timeout=PATIENCE)


def cells(window: MainWindow, column: Column) -> list[str]:
    rows = window.desk(SurveyDesk).view.rows
    return [rows.index(row, column).data() for row in range(rows.rowCount())]


def test_without_any_table_the_window_says_how_to_make_one(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    view = window.desk(SurveyDesk).view
    assert view.isVisible()
    assert view._pages.currentIndex() == 1
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not view.isVisible()


def test_each_document_gets_its_row_and_the_page_opens(qtbot: QtBot, filled: MainWindow) -> None:
    ask_each(qtbot, filled)
    view = filled.desk(SurveyDesk).view
    assert cells(filled, Column.WHERE) == ["a.txt", "b.txt", "c.txt"]
    assert cells(filled, Column.ANSWER) == [KEPT.format(5), KEPT.format(6), "Not in this document."]
    assert cells(filled, Column.PAGE) == ["1", "1", ""]
    assert cells(filled, Column.STATE) == ["Found", "Found", "Not found"]
    assert "2 of 3 documents have an answer" in view._summary.text()
    assert not filled.panes.transcript.cards, "no conversation is begun"
    view.table.setFocus()
    view.table.setCurrentIndex(view.rows.index(1, 0))
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    reader = filled.panes.reader
    qtbot.waitUntil(lambda: reader.shown is not None, timeout=PATIENCE)
    assert reader.shown.document.name == "b.txt"
    assert reader.shown.mark is not None


def test_the_table_is_sorted_filtered_and_taken_along(
    qtbot: QtBot, filled: MainWindow, tmp_path: Path
) -> None:
    ask_each(qtbot, filled)
    view = filled.desk(SurveyDesk).view
    qtbot.mouseClick(view.found_only, Qt.MouseButton.LeftButton)
    assert cells(filled, Column.WHERE) == ["a.txt", "b.txt"]
    view.table.sortByColumn(Column.WHERE, Qt.SortOrder.DescendingOrder)
    assert cells(filled, Column.WHERE) == ["b.txt", "a.txt"]
    view.filter.setText("5 years")
    assert cells(filled, Column.WHERE) == ["a.txt"]
    view.copied.emit(view.rows.shown(), TableFormat.MARKDOWN)
    assert QApplication.clipboard().text().splitlines()[2].startswith(f"| a.txt | {KEPT.format(5)} | Found |")
    view.table.selectRow(0)
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().splitlines()[1].startswith(f"a.txt\t{KEPT.format(5)}\tFound")
    path = tmp_path / "answers.csv"
    filled.desk(SurveyDesk).model.export(path, view.rows.shown())
    qtbot.waitUntil(path.exists, timeout=PATIENCE)
    qtbot.waitUntil(filled.panes.banner.isVisible, timeout=PATIENCE)
    filled.desk(SurveyDesk).model.export(tmp_path / "no" / "answers.csv", view.rows.shown())
    qtbot.waitUntil(
        lambda: filled.panes.banner._title.text() == "The file could not be saved", timeout=PATIENCE
    )


def test_a_table_is_kept_opened_again_and_deleted(
    qtbot: QtBot, filled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_each(qtbot, filled)
    desk = filled.desk(SurveyDesk)
    qtbot.waitUntil(lambda: len(desk.view.kept_surveys) == 1, timeout=PATIENCE)
    first = desk.view.kept_surveys[0].id
    qtbot.mouseClick(desk.view.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: len(desk.view.kept_surveys) == 2 and desk.view.kept_surveys[0].done == 3, timeout=PATIENCE
    )
    assert desk.model.current.id != first
    desk.view.chosen.emit(first)
    qtbot.waitUntil(lambda: desk.model.current.id == first, timeout=PATIENCE)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    qtbot.mouseClick(desk.view.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(desk.view.kept_surveys) == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: desk.model.current is not None, timeout=PATIENCE)
    assert desk.model.current.id != first, "the other table is shown"
    qtbot.waitUntil(desk.view.remove.isEnabled, timeout=PATIENCE)
    qtbot.mouseClick(desk.view.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.view.kept_surveys, timeout=PATIENCE)
    assert desk.view._pages.currentIndex() == 1


def test_an_interrupted_table_goes_on_when_the_window_opens(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(tmp_path / "home", reply) as window:
        path = tmp_path / "a.txt"
        path.write_text(KEPT.format(5), encoding="utf-8")
        drop(window, [path])
        library = window.desk(SurveyDesk).given.services.library
        qtbot.waitUntil(
            lambda: [d.state for d in library.documents()] == [DocumentState.READY], timeout=PATIENCE
        )
        window.desk(SurveyDesk).given.services.surveys.create(QUESTION)
    with open_window(tmp_path / "home", reply) as window:
        model = window.desk(SurveyDesk).model
        qtbot.waitUntil(lambda: model.current is not None and model.current.done == 1, timeout=PATIENCE)
        assert [line.state for line in model.table.lines] == [RowState.FOUND]


def test_documents_are_chosen_by_keyboard_and_mouse(qtbot: QtBot, filled: MainWindow) -> None:
    documents = filled.desk(SurveyDesk).given.services.library.documents()
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


def test_a_choice_that_is_gone_falls_back_to_the_whole_library(qtbot: QtBot, filled: MainWindow) -> None:
    bar = filled.panes.survey_bar
    bar._scope = SurveyScope(documents=(filled.desk(SurveyDesk).given.services.library.documents()[0].id,))
    bar.show_documents(filled.desk(SurveyDesk).given.services.library.documents()[1:])
    assert bar.chosen == SurveyScope()
    assert bar.scope.currentText() == "the whole library (2)"


def test_every_control_of_the_table_is_named(window: MainWindow) -> None:
    view = window.desk(SurveyDesk).view
    assert all(one.accessibleName() for one in view.findChildren(type(view.again)))
    assert view.table.accessibleName()
    assert view.childAt(QPoint(5, 5)) is not None
