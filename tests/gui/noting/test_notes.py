"""Notes of one's own in the window, made as a hand makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from files.documents import pdf
from noting import PATIENCE, browse, select
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import Colour, DocumentState, NoteKind
from ui.library.desk import LibraryDesk
from ui.noting.desk import NotesDesk
from ui.noting.dialog import NoteDialog
from ui.parts.rows import StatusRole
from ui.parts.theme import LIGHT
from ui.reader.pane import ReaderPane
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

RENT, NOTICE = "The rent is due on the third working day.", "Notice is given three months before the end."


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Within 72 hours.") as opened:
        (tmp_path / "lease.txt").write_text(f"{RENT}\n{NOTICE}", encoding="utf-8")
        (tmp_path / "lease.md").write_text(f"# Lease\n\n{RENT}\n\n{NOTICE}", encoding="utf-8")
        paths = [tmp_path / "lease.txt", tmp_path / "lease.md"]
        drop(opened, [pdf(tmp_path / "lease.pdf", [RENT, NOTICE]), *paths])
        rows = opened.desk(LibraryDesk).model.rows
        ready = [DocumentState.READY] * 3
        qtbot.waitUntil(lambda: [one.state for one in rows.documents()] == ready, timeout=PATIENCE)
        yield opened


def written_in(pane: ReaderPane) -> QWidget:
    """What has the keyboard while somebody reads."""
    return pane.laid.text if pane.kind is pane.laid else pane.kind.widget


def answer(text: str, colour: Colour | None = None) -> Callable[[], None]:
    """Fill the dialog that opens next, and keep it."""

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, NoteDialog):
            QTimer.singleShot(50, fill)
            return
        dialog.field.setPlainText(text)
        if colour is not None:
            dialog.colours.button(list(Colour).index(colour)).click()
        dialog.go.click()

    return fill


def rows(desk: NotesDesk) -> list[tuple[str, str]]:
    model = desk.list.rows
    return [(model.index(row).data(), model.index(row).data(StatusRole)) for row in range(model.rowCount())]


@pytest.mark.parametrize("name", ["lease.pdf", "lease.txt", "lease.md"])
def test_h_marks_what_is_selected_on_the_page_and_undo_takes_it_back(
    qtbot: QtBot, window: MainWindow, name: str
) -> None:
    pane, desk = browse(qtbot, window, name), window.desk(NotesDesk)
    span = select(qtbot, pane, "third working day")
    qtbot.keyClick(written_in(pane), Qt.Key.Key_H)
    qtbot.waitUntil(lambda: len(rows(desk)) == 1, timeout=PATIENCE)
    assert rows(desk) == [("“third working day”", "page 1")]
    (note,) = desk._shown
    assert (note.start, note.end, note.colour, note.kind) == (*span, Colour.YELLOW, NoteKind.WORDS)
    assert pane.kind.selection is None, "what is marked is seen, not what was selected"
    window.desk(LibraryDesk)._removals.undo()
    qtbot.waitUntil(lambda: not rows(desk), timeout=PATIENCE)


def test_what_is_marked_is_seen_on_the_printed_page(qtbot: QtBot, window: MainWindow) -> None:
    pane, desk = browse(qtbot, window, "lease.pdf"), window.desk(NotesDesk)
    span = select(qtbot, pane, "third working day")
    desk.mark(Colour.GREEN)
    qtbot.waitUntil(lambda: bool(pane.page._notes), timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(pane.page.rects_of(span)), timeout=PATIENCE)
    (rect,) = pane.page.rects_of(span)

    def greener() -> bool:
        seen = QColor(pane.page.viewport().grab().toImage().pixel(rect.topLeft().toPoint()))
        return seen.green() > seen.blue() + 40

    qtbot.waitUntil(greener, timeout=PATIENCE)
    (note,) = desk._shown
    assert pane.page.note_at(rect.center()) == note.id
    assert pane.page.note_at(rect.bottomLeft() + QPointF(0, 60)) is None


def test_n_writes_beside_what_is_selected_else_on_the_page(qtbot: QtBot, window: MainWindow) -> None:
    pane, desk = browse(qtbot, window, "lease.pdf"), window.desk(NotesDesk)
    select(qtbot, pane, "third working day")
    QTimer.singleShot(0, answer("Saturdays count?", Colour.RED))
    qtbot.keyClick(pane.kind.widget, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: len(rows(desk)) == 1, timeout=PATIENCE)
    QTimer.singleShot(0, answer("Initialled by both."))
    qtbot.keyClick(pane.kind.widget, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: len(rows(desk)) == 2, timeout=PATIENCE)
    assert rows(desk) == [("Initialled by both.", "page 1"), ("Saturdays count?", "page 1")]
    assert [one.colour for one in desk._shown] == [Colour.RED] * 2, "the colour taken last goes on"


def test_a_note_is_opened_from_the_list_changed_and_deleted_with_undo(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane, desk = browse(qtbot, window, "lease.pdf"), window.desk(NotesDesk)
    services = desk.given.services
    document = desk._document
    assert document is not None
    services.notes.mark_quote(document, "three months before", Colour.BLUE, "Diary!")
    qtbot.waitUntil(lambda: len(rows(desk)) == 1, timeout=PATIENCE)
    desk.show_list()
    assert desk.list.isVisible()
    desk.list.choose(desk._shown[0].id)
    qtbot.keyClick(desk.list.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.shown is not None and pane.shown.number == 2, timeout=PATIENCE)
    QTimer.singleShot(0, answer("Put in the diary."))
    qtbot.keyClick(desk.list.list, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: rows(desk) == [("Put in the diary.", "page 2")], timeout=PATIENCE)
    assert desk.list.current is not None, "the same row is the current one"
    qtbot.keyClick(desk.list.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not rows(desk), timeout=PATIENCE)
    window.desk(LibraryDesk)._removals.undo()
    qtbot.waitUntil(lambda: rows(desk) == [("Put in the diary.", "page 2")], timeout=PATIENCE)
    window.desk(LibraryDesk)._removals.undo()
    qtbot.waitUntil(lambda: rows(desk) == [("Diary!", "page 2")], timeout=PATIENCE)


def test_a_note_on_a_page_needs_words_and_one_on_words_does_not(qtbot: QtBot) -> None:
    on_page = NoteDialog(None, "lease.pdf, page 1", "", "", Colour.YELLOW, LIGHT, needs_words=True)
    qtbot.addWidget(on_page)
    assert not on_page.go.isEnabled()
    on_page.field.setPlainText("x")
    assert on_page.go.isEnabled()
    on_words = NoteDialog(None, "lease.pdf", "the rent", "", Colour.BLUE, LIGHT, needs_words=False)
    qtbot.addWidget(on_words)
    assert on_words.go.isEnabled()
    assert on_words.colour is Colour.BLUE


def test_the_menu_of_what_is_selected_offers_every_colour(qtbot: QtBot, window: MainWindow) -> None:
    pane, desk = browse(qtbot, window, "lease.pdf"), window.desk(NotesDesk)
    select(qtbot, pane, "third working day")
    desk._menu(None, desk._selection, pane.mapToGlobal(pane.rect().center()))
    menu = desk._open_menu
    assert isinstance(menu, QMenu)
    assert [one.text() for one in menu.actions() if one.text()][:6] == [
        *(f"Highlight in {one.value}" for one in Colour),
        "Write a note on it…",
    ]
    next(one for one in menu.actions() if one.text() == "Copy with its source").trigger()
    qtbot.waitUntil(lambda: "(lease.pdf, p. 1)" in QApplication.clipboard().text(), timeout=PATIENCE)
    assert "third working day" in QApplication.clipboard().text()
    next(one for one in menu.actions() if one.text().endswith("purple")).trigger()
    menu.close()
    qtbot.waitUntil(lambda: [one.colour for one in desk._shown] == [Colour.PURPLE], timeout=PATIENCE)


def test_notes_are_saved_into_a_copy_of_the_pdf(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdf

    _, desk = browse(qtbot, window, "lease.pdf"), window.desk(NotesDesk)
    document = desk._document
    assert document is not None
    desk.given.services.notes.mark_quote(document, "third working day", Colour.BLUE, "Saturdays?")
    qtbot.waitUntil(lambda: bool(desk._shown), timeout=PATIENCE)
    target = tmp_path / "noted.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    desk.save()
    qtbot.waitUntil(lambda: "1 note is saved in noted.pdf" in window.banner._title.text(), timeout=PATIENCE)
    (found,) = pypdf.PdfReader(target).pages[0]["/Annots"]
    assert found.get_object()["/Contents"] == "Saturdays?"
