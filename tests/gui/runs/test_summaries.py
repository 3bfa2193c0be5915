"""Summaries in the real window: dropped, made one after the other, read, opened, kept, taken along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from fakes.summaries import FakeSummaries
from gui import click_citation
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot
from ui.runs.summary_desk import SummaryDesk
from ui.runs.summary_rows import SummaryRole
from window import drop, open_window

from engine.errors import ModelMissing
from rag.runs.types import Length, SummaryScope, SummaryState
from rag.types import Document, DocumentState
from ui.library.viewmodel import DocumentRole
from ui.parts.overlays import DropTarget
from ui.parts.rows import UNSUPPORTED_TIP
from ui.runs.summarise_dialog import CompareDialog, SummariseDialog
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000


@pytest.fixture
def service() -> FakeSummaries:
    return FakeSummaries()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, service: FakeSummaries) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "No.", service) as opened:
        qtbot.waitUntil(lambda: not opened.panes.composer.field.placeholderText().startswith("Opening"))
        yield opened
        service.close()


@pytest.fixture
def kept(qtbot: QtBot, window: MainWindow, service: FakeSummaries) -> MainWindow:
    """A window that shows a finished summary of prose."""
    service.let()
    window.desk(SummaryDesk).model.make([1], "executive", Length.PAGE)
    wait_done(qtbot, service, 1)
    qtbot.waitUntil(lambda: "Point 3" in window.desk(SummaryDesk).view.text.toPlainText(), timeout=PATIENCE)
    settled(qtbot, window)
    return window


def wait_done(qtbot: QtBot, service: FakeSummaries, *ids: int) -> None:
    qtbot.waitUntil(
        lambda: all(id_ in service.kept and service.kept[id_].state is SummaryState.DONE for id_ in ids),
        timeout=PATIENCE,
    )


def settled(qtbot: QtBot, window: MainWindow) -> None:
    """Until nothing is in line and the view has heard of it."""
    desk = window.desk(SummaryDesk)
    qtbot.waitUntil(lambda: not desk.model.line and not desk.view.pause.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: (
            desk.model.current is not None and desk.model.current.summary.state is not SummaryState.RUNNING
        ),
        timeout=PATIENCE,
    )


def files(folder: Path, names: Sequence[str]) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.write_text(f"The invoices of {path.stem} are kept for five years.", encoding="utf-8")
    return paths


def documents(window: MainWindow) -> list[Document]:
    rows = window.panes.library.list.model()
    return [rows.index(row, 0).data(DocumentRole) for row in range(rows.rowCount())]


def all_ready(window: MainWindow, count: int) -> Callable[[], bool]:
    return lambda: [one.state for one in documents(window)] == [DocumentState.READY] * count


def test_files_let_go_on_the_second_target_are_added_and_summarised(
    qtbot: QtBot, window: MainWindow, service: FakeSummaries, tmp_path: Path
) -> None:
    service.let()
    drop(window, files(tmp_path, ["a.txt", "b.txt"]), DropTarget.SUMMARISE)
    wait_done(qtbot, service, 1, 2)
    qtbot.waitUntil(all_ready(window, 2), timeout=PATIENCE)
    assert {one.scope.document_id for one in service.kept.values()} == {one.id for one in documents(window)}
    assert [one.scope.kind for one in service.kept.values()] == ["executive", "executive"]
    assert [one.scope.length for one in service.kept.values()] == [Length.PAGE, Length.PAGE]
    assert service.ran == [1, 2], "one after the other"
    assert window.desk(SummaryDesk).is_shown


def test_the_last_choice_is_remembered_for_what_is_dropped(
    qtbot: QtBot, kept: MainWindow, service: FakeSummaries, tmp_path: Path
) -> None:
    kept.desk(SummaryDesk).model.make([1], "points", Length.BRIEF)
    wait_done(qtbot, service, 2)
    drop(kept, files(tmp_path, ["a.txt"]), DropTarget.SUMMARISE)
    wait_done(qtbot, service, 3)
    assert (service.kept[3].scope.kind, service.kept[3].scope.length) == ("points", Length.BRIEF)
    qtbot.waitUntil(all_ready(kept, 1), timeout=PATIENCE)


def test_files_let_go_on_the_first_target_are_only_added(
    qtbot: QtBot, window: MainWindow, service: FakeSummaries, tmp_path: Path
) -> None:
    drop(window, files(tmp_path, ["a.txt"]))
    qtbot.waitUntil(all_ready(window, 1), timeout=PATIENCE)
    assert not service.kept


def test_nothing_readable_was_dropped(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    drop(window, [tmp_path / "empty"], DropTarget.SUMMARISE)
    banner = window.panes.banner
    qtbot.waitUntil(lambda: banner._title.text() == "There is nothing to summarise", timeout=PATIENCE)


def test_the_quick_lines_give_way_to_the_summary(
    qtbot: QtBot, window: MainWindow, service: FakeSummaries
) -> None:
    window.desk(SummaryDesk).model.make([1], "executive", Length.PAGE)
    view = window.desk(SummaryDesk).view
    qtbot.waitUntil(lambda: "The lease ends in June." in view.text.toPlainText(), timeout=PATIENCE)
    assert view.text.toPlainText().startswith("At first glance")
    qtbot.waitUntil(lambda: view.about.text() == "Reading part 1 of 3", timeout=PATIENCE)
    assert view.progress.isVisible()
    assert view.pause.isVisible()
    service.let(1)
    qtbot.waitUntil(lambda: "Point 1" in view.text.toPlainText(), timeout=PATIENCE)
    assert "At first glance" not in view.text.toPlainText()
    assert view.about.text() == "Reading part 2 of 3 · about 3 min left"
    assert view.progress.value() == 1
    service.let()
    qtbot.waitUntil(lambda: "Point 3" in view.text.toPlainText(), timeout=PATIENCE)
    settled(qtbot, window)
    assert view.text.toPlainText().splitlines()[0] == "Section 1"
    assert not view.progress.isVisible()


def test_the_footer_says_what_is_covered(kept: MainWindow) -> None:
    footer = kept.desk(SummaryDesk).view.footer
    assert footer.isVisible()
    assert footer.covered.text() == (
        "Read 3 of 4 pages · 2 of 3 parts · 1 part left out · 1 page without text · 1 point marked"
        " · Model · 6 s"
    )
    assert footer.left_out.text().splitlines() == [
        "Section 2 (page 2): left out, a table of contents",
        "page 4: no text",
    ]


def test_an_unsupported_point_is_marked_as_in_a_conversation(kept: MainWindow) -> None:
    text = kept.desk(SummaryDesk).view.text
    found = text.document().find("Point 3")
    assert found.charFormat().toolTip() == UNSUPPORTED_TIP
    supported = text.document().find("Point 1")
    assert not supported.charFormat().toolTip()


def test_a_page_opens_from_its_chip(
    qtbot: QtBot, window: MainWindow, service: FakeSummaries, tmp_path: Path
) -> None:
    service.let()
    drop(window, files(tmp_path, ["a.txt"]), DropTarget.SUMMARISE)
    wait_done(qtbot, service, 1)
    qtbot.waitUntil(all_ready(window, 1), timeout=PATIENCE)
    view = window.desk(SummaryDesk).view
    qtbot.waitUntil(lambda: "Point 1" in view.text.toPlainText(), timeout=PATIENCE)
    settled(qtbot, window)
    assert "p. 1" in view.text.toPlainText()
    view.text.verticalScrollBar().setValue(0)
    click_citation(view.text, 1)
    reader = window.panes.reader
    qtbot.waitUntil(lambda: reader.shown is not None, timeout=PATIENCE)
    assert reader.shown.number == 1


def test_a_kind_with_columns_is_a_table(qtbot: QtBot, window: MainWindow, service: FakeSummaries) -> None:
    service.let()
    window.desk(SummaryDesk).model.make([1], "duties", Length.PAGE)
    wait_done(qtbot, service, 1)
    view = window.desk(SummaryDesk).view
    qtbot.waitUntil(lambda: view.rows.rowCount() == 2, timeout=PATIENCE)
    settled(qtbot, window)
    assert view.table.isVisible()
    heads = [
        view.rows.headerData(column, Qt.Orientation.Horizontal) for column in range(view.rows.columnCount())
    ]
    assert heads == ["Who", "What", "Page"]
    assert [view.rows.index(row, 2).data() for row in range(2)] == ["1", "3"]
    view.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [view.rows.index(row, 0).data() for row in range(2)] == ["Tenant 6", "Tenant 8"]
    opened = []
    view.cited.connect(opened.append)
    view.table.setFocus()
    view.table.setCurrentIndex(view.rows.index(0, 0))
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert [one.page for one in opened] == [3]
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().splitlines() == [
        "Who\tWhat\tPage",
        "Tenant 6\tPoint 3 of the lease.\t3",
    ]


def test_pause_keeps_what_is_done_and_continue_goes_on(
    qtbot: QtBot, window: MainWindow, service: FakeSummaries
) -> None:
    window.desk(SummaryDesk).model.make([1], "executive", Length.PAGE)
    view = window.desk(SummaryDesk).view
    service.let(1)
    qtbot.waitUntil(lambda: "Point 1" in view.text.toPlainText(), timeout=PATIENCE)
    qtbot.mouseClick(view.pause, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(view.go_on.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: view.about.text() == "Paused after 1 of 3 parts", timeout=PATIENCE)
    assert "Point 1" in view.text.toPlainText()
    service.let()
    qtbot.mouseClick(view.go_on, Qt.MouseButton.LeftButton)
    wait_done(qtbot, service, 1)
    qtbot.waitUntil(lambda: "Point 3" in view.text.toPlainText(), timeout=PATIENCE)
    settled(qtbot, window)
    assert not view.go_on.isVisible()


def test_those_in_line_wait_and_can_be_paused_together(
    qtbot: QtBot, window: MainWindow, service: FakeSummaries
) -> None:
    desk = window.desk(SummaryDesk)
    desk.model.make([1, 2, 3], "executive", Length.PAGE)
    qtbot.waitUntil(lambda: service.ran == [1], timeout=PATIENCE)
    desk.show_list()
    rows = desk.list.rows
    qtbot.waitUntil(lambda: rows.rowCount() == 3, timeout=PATIENCE)
    desk.model.open(3, asked=True)
    qtbot.waitUntil(lambda: desk.view.about.text() == "Waits for 2 others", timeout=PATIENCE)
    assert desk.view.empty_words.startswith("In line")
    desk.show_list()
    qtbot.waitUntil(desk.list.pause_all.isVisible, timeout=PATIENCE)
    qtbot.mouseClick(desk.list.pause_all, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: {one.state for one in service.kept.values()} == {SummaryState.STOPPED}, timeout=PATIENCE
    )
    assert service.ran == [1]
    settled(qtbot, window)


def test_what_the_end_of_the_program_interrupted_goes_on_by_itself(qtbot: QtBot, tmp_path: Path) -> None:
    service = FakeSummaries()
    service.keep(SummaryScope(1, "executive"))
    service.keep(SummaryScope(2, "executive"), state=SummaryState.RUNNING, done=1)
    service.keep(SummaryScope(3, "executive"), state=SummaryState.STOPPED)
    service.let()
    with open_window(tmp_path / "home", "No.", service):
        wait_done(qtbot, service, 1, 2)
    assert service.ran == [2, 1]
    assert service.kept[3].state is SummaryState.STOPPED


def test_without_a_model_the_line_waits(qtbot: QtBot, window: MainWindow, service: FakeSummaries) -> None:
    service.fault = ModelMissing(model="starter")
    desk = window.desk(SummaryDesk)
    desk.model.make([1, 2], "executive", Length.PAGE)
    qtbot.waitUntil(desk.view.go_on.isVisible, timeout=PATIENCE)
    assert desk.view.empty_words.startswith("A model is not installed")
    assert window.panes.banner.isVisible()
    assert service.ran == [1]
    service.let()
    qtbot.mouseClick(desk.view.go_on, Qt.MouseButton.LeftButton)
    wait_done(qtbot, service, 1, 2)
    settled(qtbot, window)


def test_another_kind_or_length_is_offered(qtbot: QtBot, kept: MainWindow, service: FakeSummaries) -> None:
    view = kept.desk(SummaryDesk).view
    assert not view.again.isVisible()
    view.choice.length.setCurrentIndex(view.choice.length.findData(Length.DETAILED))
    assert view.again.isVisible()
    assert view.choice.kind.toolTip() == "What follows from it."
    qtbot.mouseClick(view.again, Qt.MouseButton.LeftButton)
    wait_done(qtbot, service, 2)
    assert service.kept[2].scope.length is Length.DETAILED
    assert service.kept[2].scope.document_id == 1
    settled(qtbot, kept)


def test_the_list_finds_opens_and_deletes(
    qtbot: QtBot, kept: MainWindow, service: FakeSummaries, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = kept.desk(SummaryDesk)
    desk.model.make([2], "points", Length.BRIEF)
    wait_done(qtbot, service, 2)
    settled(qtbot, kept)
    qtbot.mouseClick(desk.view.kept, Qt.MouseButton.LeftButton)
    rows = desk.list.rows
    qtbot.waitUntil(lambda: rows.rowCount() == 2, timeout=PATIENCE)
    qtbot.keyClicks(desk.list.search, "executive")
    qtbot.waitUntil(lambda: rows.rowCount() == 1, timeout=PATIENCE)
    assert rows.index(0).data(SummaryRole).id == 1
    desk.list.list.setFocus()
    desk.list.list.setCurrentIndex(rows.index(0))
    qtbot.keyClick(desk.list.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.view.title.text() == "1.pdf" and desk.view.isVisible(), timeout=PATIENCE)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    qtbot.mouseClick(desk.view.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: 1 not in service.kept, timeout=PATIENCE)
    qtbot.waitUntil(desk.list.isVisible, timeout=PATIENCE)
    desk.list.search.setText("nothing like it")
    qtbot.waitUntil(lambda: rows.rowCount() == 0, timeout=PATIENCE)
    assert desk.list.search.isVisible(), "the way back"


def test_one_being_made_stops_before_it_is_deleted(
    qtbot: QtBot, window: MainWindow, service: FakeSummaries
) -> None:
    window.desk(SummaryDesk).model.make([1], "executive", Length.PAGE)
    qtbot.waitUntil(lambda: service.ran == [1], timeout=PATIENCE)
    window.desk(SummaryDesk).model.delete(1)
    qtbot.waitUntil(lambda: not service.kept, timeout=PATIENCE)


def test_without_any_summary_the_window_says_how_to_make_one(qtbot: QtBot, window: MainWindow) -> None:
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_L, shift)
    desk = window.desk(SummaryDesk)
    qtbot.waitUntil(desk.list.isVisible)
    assert desk.list._pages.currentIndex() == 1
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not desk.is_shown


def test_documents_selected_in_the_library_are_summarised_by_keyboard(
    qtbot: QtBot,
    window: MainWindow,
    service: FakeSummaries,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drop(window, files(tmp_path, ["a.txt", "b.txt"]))
    qtbot.waitUntil(all_ready(window, 2), timeout=PATIENCE)
    window.panes.library.list.selectAll()

    def accept(dialog: SummariseDialog) -> bool:
        dialog.choice.choose("points", Length.DETAILED)
        assert dialog.go.isEnabled()
        return True

    monkeypatch.setattr(SummariseDialog, "exec", accept)
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    service.let()
    qtbot.keyClick(window, Qt.Key.Key_S, shift)
    wait_done(qtbot, service, 1, 2)
    assert {one.scope.kind for one in service.kept.values()} == {"points"}
    settled(qtbot, window)


def test_two_documents_are_compared(
    qtbot: QtBot,
    window: MainWindow,
    service: FakeSummaries,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drop(window, files(tmp_path, ["a.txt", "b.txt"]))
    qtbot.waitUntil(all_ready(window, 2), timeout=PATIENCE)
    later, earlier = documents(window)
    window.panes.library.list.selectAll()

    def accept(dialog: CompareDialog) -> bool:
        assert dialog.chosen == (later.id, earlier.id)
        qtbot.mouseClick(dialog.swap, Qt.MouseButton.LeftButton)
        assert dialog.told.text() == "Earlier: a.txt\nLater: b.txt"
        return True

    monkeypatch.setattr(CompareDialog, "exec", accept)
    service.names = {earlier.id: "a.txt", later.id: "b.txt"}
    service.let()
    window.desk(SummaryDesk).compare_selected()
    wait_done(qtbot, service, 1)
    assert (service.kept[1].scope.document_id, service.kept[1].scope.other_id) == (earlier.id, later.id)
    view = window.desk(SummaryDesk).view
    qtbot.waitUntil(lambda: view.title.text() == "a.txt → b.txt", timeout=PATIENCE)
    assert not view.choice.isVisible()
    settled(qtbot, window)


def test_text_selected_in_view_stays_when_points_are_added(
    qtbot: QtBot, window: MainWindow, service: FakeSummaries
) -> None:
    window.desk(SummaryDesk).model.make([1], "executive", Length.PAGE)
    text = window.desk(SummaryDesk).view.text
    service.let(1)
    qtbot.waitUntil(lambda: "Point 1" in text.toPlainText(), timeout=PATIENCE)
    cursor = text.document().find("Point 1")
    text.setTextCursor(cursor)
    service.let()
    qtbot.waitUntil(lambda: "Point 3" in text.toPlainText(), timeout=PATIENCE)
    assert text.textCursor().selectedText() == "Point 1"
    assert isinstance(text.textCursor(), QTextCursor)
    settled(qtbot, window)


def test_the_summary_is_copied_as_rich_text(qtbot: QtBot, kept: MainWindow) -> None:
    view = kept.desk(SummaryDesk).view
    qtbot.mouseClick(view.copy, Qt.MouseButton.LeftButton)
    clipboard = QApplication.clipboard()
    told = kept.panes.banner._title
    qtbot.waitUntil(lambda: told.text() == "The summary is on the clipboard.", timeout=PATIENCE)
    assert "Point 1" in clipboard.mimeData().html()
    assert "Point 1" in clipboard.text()


@pytest.mark.parametrize("suffix", ["md", "docx", "pdf"])
def test_the_summary_is_saved(
    qtbot: QtBot, kept: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = tmp_path / f"summary.{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    actions = kept.desk(SummaryDesk).view.export.menu().actions()
    actions[["md", "docx", "pdf"].index(suffix)].trigger()
    qtbot.waitUntil(lambda: path.exists() and path.stat().st_size > 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: kept.panes.banner._title.text().startswith("Saved as"), timeout=PATIENCE)
    if suffix == "pdf":
        assert path.read_bytes().startswith(b"%PDF")


def test_the_summary_is_printed(
    qtbot: QtBot, kept: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "printed.pdf"

    def accept(dialog: QPrintDialog) -> bool:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(path))
        return True

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    qtbot.mouseClick(kept.desk(SummaryDesk).view.print, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "printer" in kept.panes.banner._title.text(), timeout=PATIENCE)
    assert path.read_bytes().startswith(b"%PDF")


def test_a_drag_that_leaves_takes_the_targets_away(qtbot: QtBot, window: MainWindow) -> None:
    overlay = window.panes.drop
    overlay.cover()
    assert overlay.isVisible()
    centre = overlay.mapToGlobal(QPoint(overlay.width() - 40, overlay.height() // 2))
    assert overlay.target(centre) is DropTarget.SUMMARISE
    qtbot.mouseClick(overlay, Qt.MouseButton.LeftButton)
    assert not overlay.isVisible()
