"""Summaries in the real window: dropped, made one after the other, read, opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive import archive_pdf, subject_pages
from fakes.generator import SteppedGenerator
from files.documents import pdf
from gui import click_citation
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from summarised import (
    PATIENCE,
    add,
    documents,
    kept,
    notes,
    settled,
    shown,
    summarise,
    wait_ready,
    wait_states,
)
from window import drop

from rag.runs.types import RunState
from rag.summarising.types import Length, SummaryScope
from rag.types import Citation
from ui.parts.overlays import DropTarget
from ui.runs.desk import RunDesk
from ui.runs.summarise_dialog import CompareDialog, SummariseDialog
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

FIRST = "The contracts are kept for 4 years in the archive."
LAST = "The drawings are kept for 88 years in the archive."
DONE, QUEUED, RUNNING, STOPPED = RunState.DONE, RunState.QUEUED, RunState.RUNNING, RunState.STOPPED
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def scopes(window: MainWindow) -> list[tuple[str, Length]]:
    """Kind and length of what is kept, the oldest first."""
    found = [SummaryScope.of(one) for one in kept(window)]
    return [(one.kind, one.length) for one in found]


def begun(qtbot: QtBot, window: MainWindow) -> None:
    """Until the summary itself takes the place of the quick lines."""
    qtbot.waitUntil(
        lambda: FIRST in shown(window) and "At first glance" not in shown(window), timeout=PATIENCE
    )


def test_files_let_go_on_the_second_target_are_added_and_summarised(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path
) -> None:
    drop(window, notes(tmp_path, "a.txt", "b.txt"), DropTarget.SUMMARISE)
    wait_states(qtbot, window, RUNNING, QUEUED)
    generator.let()
    wait_states(qtbot, window, DONE, DONE)
    wait_ready(qtbot, window, 2)
    assert {one.document_id for one in kept(window)} == {one.id for one in documents(window)}
    assert scopes(window) == [("executive", Length.PAGE)] * 2
    first, second = kept(window)
    assert first.updated <= second.updated, "one after the other"
    assert window.desk(RunDesk).is_shown
    settled(qtbot, window)


def test_the_last_choice_is_remembered_for_what_is_dropped(
    qtbot: QtBot, made: MainWindow, tmp_path: Path
) -> None:
    summarise(made, documents(made), "key_points", Length.BRIEF)
    wait_states(qtbot, made, DONE, DONE)
    drop(made, notes(tmp_path, "a.txt"), DropTarget.SUMMARISE)
    wait_states(qtbot, made, DONE, DONE, DONE)
    assert scopes(made)[2] == ("key_points", Length.BRIEF)
    wait_ready(qtbot, made, 2)


def test_files_let_go_on_the_first_target_are_only_added(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    add(qtbot, window, *notes(tmp_path, "a.txt"))
    assert not kept(window)


def test_nothing_readable_was_dropped(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    drop(window, [tmp_path / "empty"], DropTarget.SUMMARISE)
    banner = window.panes.banner
    qtbot.waitUntil(lambda: banner._title.text() == "There is nothing to summarise", timeout=PATIENCE)


def test_the_quick_lines_give_way_to_the_summary(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path
) -> None:
    summarise(window, add(qtbot, window, archive_pdf(tmp_path / "archive.pdf")))
    view = window.desk(RunDesk).view
    qtbot.waitUntil(lambda: "registry of the" in shown(window), timeout=PATIENCE)
    assert shown(window).startswith("At first glance")
    qtbot.waitUntil(lambda: view.about.text() == "Reading part 1 of 6", timeout=PATIENCE)
    assert view.progress.isVisible()
    assert view.pause.isVisible()
    generator.let(1)
    begun(qtbot, window)
    qtbot.waitUntil(lambda: view.about.text().startswith("Reading part 4 of 6 · about "), timeout=PATIENCE)
    assert view.about.text().endswith(" left")
    assert view.progress.value() == 3
    generator.let()
    qtbot.waitUntil(lambda: LAST in shown(window), timeout=PATIENCE)
    settled(qtbot, window)
    assert shown(window).splitlines()[0] == "Of invoices"
    assert not view.progress.isVisible()


def test_the_footer_says_what_is_covered(made: MainWindow) -> None:
    footer = made.desk(RunDesk).view.footer
    assert footer.isVisible()
    told, _, seconds = footer.covered.text().rpartition(" · ")
    assert told == (
        "Read 6 of 8 pages · 6 of 7 parts · 1 part left out · 1 page without text · 1 point marked"
    )
    assert footer.covered.toolTip() == "Worded by fake", "the name of a model is for those who ask"
    assert seconds.endswith(" s")
    assert footer.left_out.text().splitlines() == [
        "Bibliography (page 7): left out, a list of works cited",
        "page 8: no text",
    ]


def test_an_unsupported_point_is_marked_as_in_a_conversation(made: MainWindow) -> None:
    text = made.desk(RunDesk).view.points.text
    found = text.document().find(LAST)
    assert found.charFormat().toolTip() == "Nothing in your documents supports this sentence."
    supported = text.document().find(FIRST)
    assert not supported.charFormat().toolTip()


def test_a_page_opens_from_its_chip(qtbot: QtBot, made: MainWindow) -> None:
    text = made.desk(RunDesk).view.points.text
    assert "p. 1" in text.toPlainText()
    text.verticalScrollBar().setValue(0)
    click_citation(text, 1)
    reader = made.panes.reader
    qtbot.waitUntil(lambda: reader.shown is not None, timeout=PATIENCE)
    assert reader.shown.number == 1


def test_a_kind_with_columns_is_a_table(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    pages = (
        "The tenant must pay the rent by 1 June 2021.",
        "The weather was fine all day, and nothing else is said of it.",
        "The landlord shall repair the roof by 3 May 2022.",
    )
    summarise(window, add(qtbot, window, pdf(tmp_path / "lease.pdf", pages)), "obligations")
    wait_states(qtbot, window, DONE)
    body = window.desk(RunDesk).view.points
    rows, table = body.rows, body.table
    qtbot.waitUntil(lambda: rows.rowCount() == 2, timeout=PATIENCE)
    settled(qtbot, window)
    assert table.isVisible()
    heads = [rows.headerData(column, Qt.Orientation.Horizontal) for column in range(rows.columnCount())]
    assert heads == ["Who", "Must", "By when", "Clause", "Page"]
    assert [rows.index(row, 4).data() for row in range(2)] == ["1", "3"]
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [rows.index(row, 0).data() for row in range(2)] == ["The landlord", "The tenant"]
    opened: list[Citation] = []
    window.desk(RunDesk).view.cited.connect(opened.append)
    table.setFocus()
    table.setCurrentIndex(rows.index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert [one.page for one in opened] == [3]
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().splitlines() == [
        "Who\tMust\tBy when\tClause\tPage",
        "The landlord\trepair the roof by 3 May 2022\tby 3 May 2022\t\t3",
    ]


def test_pause_keeps_what_is_done_and_continue_goes_on(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path
) -> None:
    summarise(window, add(qtbot, window, archive_pdf(tmp_path / "archive.pdf")))
    view = window.desk(RunDesk).view
    generator.let(1)
    begun(qtbot, window)
    qtbot.mouseClick(view.pause, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(view.go_on.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: view.about.text() == "Paused after 3 of 6 parts", timeout=PATIENCE)
    assert FIRST in shown(window)
    generator.let()
    qtbot.mouseClick(view.go_on, Qt.MouseButton.LeftButton)
    wait_states(qtbot, window, DONE)
    qtbot.waitUntil(lambda: LAST in shown(window), timeout=PATIENCE)
    settled(qtbot, window)
    assert not view.go_on.isVisible()


def test_another_kind_or_length_is_offered(qtbot: QtBot, made: MainWindow) -> None:
    view = made.desk(RunDesk).view
    choice = view.points.choice
    assert not view.again.isVisible()
    choice.length.setCurrentIndex(choice.length.findData(Length.DETAILED))
    assert view.again.isVisible()
    (kind,) = [one for one in made.desk(RunDesk).given.services.summaries.kinds() if one.id == "executive"]
    assert kind.about
    assert choice.kind.toolTip() == kind.about
    qtbot.mouseClick(view.again, Qt.MouseButton.LeftButton)
    wait_states(qtbot, made, DONE, DONE)
    assert scopes(made)[1] == ("executive", Length.DETAILED)
    first, second = kept(made)
    assert second.document_id == first.document_id
    settled(qtbot, made)


def test_documents_selected_in_the_library_are_summarised_by_keyboard(
    qtbot: QtBot,
    window: MainWindow,
    generator: SteppedGenerator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add(qtbot, window, *notes(tmp_path, "a.txt", "b.txt"))
    window.panes.library.list.selectAll()

    def accept(dialog: SummariseDialog) -> bool:
        dialog.choice.choose("key_points", Length.DETAILED)
        assert dialog.go.isEnabled()
        return True

    monkeypatch.setattr(SummariseDialog, "exec", accept)
    generator.let()
    qtbot.keyClick(window, Qt.Key.Key_S, CONTROL_SHIFT)
    wait_states(qtbot, window, DONE, DONE)
    assert scopes(window) == [("key_points", Length.DETAILED)] * 2
    settled(qtbot, window)


def test_two_documents_are_compared(
    qtbot: QtBot,
    window: MainWindow,
    generator: SteppedGenerator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add(qtbot, window, *notes(tmp_path, "a.txt", "b.txt"))
    later, earlier = documents(window)
    window.panes.library.list.selectAll()

    def accept(dialog: CompareDialog) -> bool:
        assert dialog.chosen == (later.id, earlier.id)
        qtbot.mouseClick(dialog.swap, Qt.MouseButton.LeftButton)
        assert dialog.told.text() == f"Earlier: {earlier.name}\nLater: {later.name}"
        return True

    monkeypatch.setattr(CompareDialog, "exec", accept)
    generator.let()
    window.desk(RunDesk).compare_selected()
    wait_states(qtbot, window, DONE)
    (run,) = kept(window)
    assert (run.document_id, run.other_id) == (earlier.id, later.id)
    view = window.desk(RunDesk).view
    qtbot.waitUntil(lambda: view.title.text() == f"{earlier.name} → {later.name}", timeout=PATIENCE)
    assert not view.points.choice.isVisible()
    settled(qtbot, window)


def test_text_selected_in_view_stays_when_points_are_added(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path
) -> None:
    summarise(window, add(qtbot, window, archive_pdf(tmp_path / "archive.pdf", *subject_pages())))
    text = window.desk(RunDesk).view.points.text
    generator.let(1)
    begun(qtbot, window)
    text.setTextCursor(text.document().find(FIRST))
    generator.let(1)
    qtbot.waitUntil(lambda: LAST in shown(window), timeout=PATIENCE)
    assert text.textCursor().selectedText() == FIRST
    assert isinstance(text.textCursor(), QTextCursor)
    generator.let()
    settled(qtbot, window)


def test_a_drag_that_leaves_takes_the_targets_away(qtbot: QtBot, window: MainWindow) -> None:
    overlay = window.panes.drop
    overlay.cover()
    assert overlay.isVisible()
    centre = overlay.mapToGlobal(QPoint(overlay.width() - 40, overlay.height() // 2))
    assert overlay.target(centre) is DropTarget.SUMMARISE
    qtbot.mouseClick(overlay, Qt.MouseButton.LeftButton)
    assert not overlay.isVisible()


def test_letters_typed_while_a_summary_is_read_begin_a_question(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path
) -> None:
    """They went nowhere."""
    summarise(window, add(qtbot, window, archive_pdf(tmp_path / "archive.pdf")))
    wait_states(qtbot, window, RUNNING)
    generator.let()
    wait_states(qtbot, window, DONE)
    desk, field = window.desk(RunDesk), window.panes.composer.field
    window.open_run(kept(window)[0].id)
    qtbot.waitUntil(lambda: desk.line.current is not None and desk.line.current.run.state is DONE)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    text = desk.view.points.text
    text.setFocus()
    QTest.keyClick(text, Qt.Key.Key_Space)
    QTest.keyClick(text, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    assert not field.toPlainText()
    QTest.keyClicks(text, "W")
    assert field.hasFocus()
    QTest.keyClicks(field, "ho pays?")
    assert field.toPlainText() == "Who pays?"
    settled(qtbot, window)
