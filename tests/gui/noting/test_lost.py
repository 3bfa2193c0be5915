"""Notes that lost their place are told and put back by hand; notes on cells of a sheet are painted there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from noting import PATIENCE, browse, select
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import Colour, DocumentState
from ui.library.desk import LibraryDesk
from ui.noting.desk import NotesDesk
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model
BEFORE = "The rent is due on the third working day.\n\nThe deposit is returned after the lease ends."
AFTER = "Rents fall due monthly, in advance.\n\nKeys are counted at the mill wheel. Nothing else was kept."


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Within 72 hours.") as opened:
        (tmp_path / "lease.txt").write_text(BEFORE, encoding="utf-8")
        (tmp_path / "rents.csv").write_text("Flat,Rent\nMill,900\nWheel,700\n", encoding="utf-8")
        drop(opened, [tmp_path / "lease.txt", tmp_path / "rents.csv"])
        rows = opened.desk(LibraryDesk).model.rows
        ready = [DocumentState.READY] * 2
        qtbot.waitUntil(lambda: [one.state for one in rows.documents()] == ready, timeout=PATIENCE)
        yield opened


def change_file(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    path.write_text(AFTER, encoding="utf-8")
    library = window.desk(NotesDesk).given.services.library
    before = next(one for one in library.documents() if one.name == path.name).id
    drop(window, [path])

    def again() -> bool:
        found = [one for one in library.documents() if one.name == path.name]
        return [one.state for one in found] == [DocumentState.READY] and found[0].id != before

    qtbot.waitUntil(again, timeout=PATIENCE)


def test_a_note_that_lost_its_place_is_put_on_the_words_that_are_selected(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    browse(qtbot, window, "lease.txt")
    desk = window.desk(NotesDesk)
    document = desk._document
    assert document is not None
    quote = "The deposit is returned after the lease ends."
    made = desk.given.services.notes.mark_quote(document, quote, Colour.BLUE, "How much?")
    qtbot.waitUntil(lambda: len(desk._shown) == 1, timeout=PATIENCE)
    desk.show_list()
    assert not desk.list.lost.isVisible(), "nothing is lost yet"
    change_file(qtbot, window, tmp_path / "lease.txt")
    pane = browse(qtbot, window, "lease.txt")
    qtbot.waitUntil(lambda: [one.is_lost for one in desk._shown] == [True], timeout=PATIENCE)
    assert desk.list.lost.isVisible()
    assert "1 note lost its place" in desk.list.lost._told.text()
    qtbot.mouseClick(desk.list.lost.put, Qt.MouseButton.LeftButton)
    assert window.banner._title.text() == "Nothing is selected", "it is said what is missing"
    span = select(qtbot, pane, "Keys are counted")
    qtbot.mouseClick(desk.list.lost.put, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [one.is_lost for one in desk._shown] == [False], timeout=PATIENCE)
    (note,) = desk._shown
    assert (note.id, note.start, note.end, note.text, note.quote) == (
        made.id,
        *span,
        "How much?",
        "Keys are counted",
    )
    assert not desk.list.lost.isVisible()
    window.desk(LibraryDesk)._removals.undo()
    qtbot.waitUntil(lambda: [one.is_lost for one in desk._shown] == [True], timeout=PATIENCE)
    assert desk._shown[0].quote == quote, "where it was before, word for word"


def test_the_menu_of_what_is_selected_offers_the_notes_that_are_lost(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    browse(qtbot, window, "lease.txt")
    desk = window.desk(NotesDesk)
    document = desk._document
    assert document is not None
    for words, text in (("third working day", "Saturdays & Sundays?"), ("after the lease ends", "When?")):
        desk.given.services.notes.mark_quote(document, words, Colour.RED, text)
    change_file(qtbot, window, tmp_path / "lease.txt")
    pane = browse(qtbot, window, "lease.txt")
    qtbot.waitUntil(lambda: [one.is_lost for one in desk._shown] == [True, True], timeout=PATIENCE)
    qtbot.mouseClick(desk.list.lost.put, Qt.MouseButton.LeftButton)
    assert window.banner._title.text() == "No note is chosen"
    span = select(qtbot, pane, "monthly")
    desk._menu(None, desk._selection, pane.mapToGlobal(pane.rect().center()))
    (below,) = [one for one in desk._open_menu.findChildren(QMenu) if one.title() == "Put a lost note here"]
    assert [one.text() for one in below.actions()] == ["Saturdays && Sundays?", "When?"]
    below.actions()[1].trigger()
    desk._open_menu.close()
    qtbot.waitUntil(lambda: sum(one.is_lost for one in desk._shown) == 1, timeout=PATIENCE)
    placed = next(one for one in desk._shown if not one.is_lost)
    assert (placed.text, placed.start, placed.end) == ("When?", *span)


def test_h_marks_a_cell_and_a_click_on_it_shows_its_note(qtbot: QtBot, window: MainWindow) -> None:
    pane, desk = browse(qtbot, window, "rents.csv"), window.desk(NotesDesk)
    qtbot.waitUntil(lambda: pane.kind is pane.laid and pane.laid._is_grid, timeout=PATIENCE)
    grid = pane.laid.grid
    qtbot.waitUntil(lambda: grid.model.index(0, 1).data() is not None, timeout=PATIENCE)
    row = next(row for row in range(grid.model.rowCount()) if grid.model.index(row, 1).data() == "700")
    where = grid.body.visualRect(grid.model.index(row, 1))
    qtbot.mouseClick(grid.body.viewport(), Qt.MouseButton.LeftButton, pos=where.center())
    qtbot.keyClick(grid.body, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: [one.quote for one in desk._shown] == ["700"], timeout=PATIENCE)
    note = desk._shown[0].id
    qtbot.waitUntil(lambda: grid.note_at(QPointF(where.center())) == note, timeout=PATIENCE)
    shown = grid.model.note_on(row, 1)
    assert shown is not None
    assert not shown.has_words
    assert grid.model.note_on(row, 0) is None
