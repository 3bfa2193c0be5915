"""Collections in the window: made, named, coloured, dropped onto and removed as a hand does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeySequence, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from window import open_window

from app.words.catalogue import say
from rag.types import Document, SearchScope
from ui.chat.desk import ChatDesk
from ui.collecting.desk import CollectingDesk
from ui.collecting.move_dialog import MoveDialog
from ui.library.desk import LibraryDesk
from ui.runs.desk import RunDesk
from ui.runs.summarise_dialog import SummariseDialog
from ui.window.main_window import MainWindow

PATIENCE = 30_000
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
TEXTS = {
    "lease.txt": "The lease of the mill ends in May.",
    "rope.txt": "The rope of the mill is new.",
    "rent.txt": "The rent of the mill is due in June.",
}


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Not in your documents.") as opened:
        for name, text in TEXTS.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        model = opened.desk(LibraryDesk).model
        model.add([tmp_path / name for name in TEXTS])
        qtbot.waitUntil(lambda: len(model.rows.documents()) == 3, timeout=PATIENCE)
        qtbot.waitUntil(lambda: all(one.passages for one in model.rows.documents()), timeout=PATIENCE)
        yield opened


def documents(window: MainWindow) -> list[Document]:
    return window.desk(LibraryDesk).model.rows.documents()


def places(window: MainWindow) -> dict[str, str]:
    return {one.name: one.collection for one in documents(window)}


def shown(window: MainWindow) -> set[str]:
    model = window.panes.library.list.model()
    return {model.index(at, 0).data() for at in range(model.rowCount())}


def counts(window: MainWindow) -> dict[str, int]:
    return {one.name: one.documents for one in window.desk(CollectingDesk).section.rows.found}


def scope(window: MainWindow) -> SearchScope:
    return window.desk(ChatDesk).model.scope or SearchScope()


def at(window: MainWindow, name: str) -> QPoint:
    """The middle of a collection's row; of all documents for ""."""
    section = window.desk(CollectingDesk).section
    return section.list.visualRect(section.rows.place(name)).center()


def click(window: MainWindow, name: str) -> None:
    viewport = window.desk(CollectingDesk).section.list.viewport()
    QTest.mouseClick(viewport, LEFT, pos=at(window, name))


def make(window: MainWindow, qtbot: QtBot, name: str) -> None:
    """By the plus, and typed in its place."""
    section = window.desk(CollectingDesk).section
    section.plus.click()
    write(section.list, name)
    qtbot.waitUntil(lambda: name in counts(window), timeout=PATIENCE)


def write(view: QWidget, name: str) -> None:
    editor = view.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, name)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def let_go(window: MainWindow, data: QMimeData, name: str) -> None:
    """Hold something over a collection's row and let it go, as the system does."""
    viewport, point = window.desk(CollectingDesk).section.list.viewport(), at(window, name)
    actions = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    for event in (
        QDragEnterEvent(point, actions, data, LEFT, NONE),
        QDragMoveEvent(point, actions, data, LEFT, NONE),
        QDropEvent(QPointF(point), actions, data, LEFT, NONE),
    ):
        QApplication.sendEvent(viewport, event)
        assert event.isAccepted()


def dragged(window: MainWindow, names: Sequence[str]) -> QMimeData:
    """What is on the way when these rows of the library are selected and dragged."""
    view = window.panes.library.list
    view.clearSelection()
    model = view.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    for row in rows:
        if row.data() in names:
            view.selectionModel().select(row, view.selectionModel().SelectionFlag.Select)
    assert all(model.flags(row) & Qt.ItemFlag.ItemIsDragEnabled for row in rows)
    return model.mimeData(view.selectedIndexes())


def undo(window: MainWindow) -> None:
    """What Ctrl+Z does, from the menu."""
    next(one for one in window.findChildren(QAction) if one.shortcut() == QKeySequence("Ctrl+Z")).trigger()


def test_several_documents_are_dropped_onto_a_new_collection_and_taken_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    make(window, qtbot, "Mill")
    let_go(window, dragged(window, ["lease.txt", "rope.txt"]), "Mill")
    qtbot.waitUntil(lambda: counts(window) == {"Mill": 2}, timeout=PATIENCE)
    assert places(window) == {"lease.txt": "Mill", "rope.txt": "Mill", "rent.txt": ""}
    let_go(window, dragged(window, ["rope.txt"]), "")
    qtbot.waitUntil(lambda: places(window)["rope.txt"] == "", timeout=PATIENCE)
    undo(window)
    qtbot.waitUntil(lambda: places(window)["rope.txt"] == "Mill", timeout=PATIENCE)
    undo(window)
    qtbot.waitUntil(lambda: counts(window) == {"Mill": 0}, timeout=PATIENCE)


def test_a_collection_that_is_clicked_narrows_the_list_and_is_what_is_asked(
    window: MainWindow, qtbot: QtBot
) -> None:
    make(window, qtbot, "Mill")
    let_go(window, dragged(window, ["lease.txt"]), "Mill")
    qtbot.waitUntil(lambda: counts(window) == {"Mill": 1}, timeout=PATIENCE)
    click(window, "Mill")
    assert shown(window) == {"lease.txt"}
    assert scope(window) == SearchScope(collection="Mill"), "roles and guards of the collection hold"
    assert "Mill" in window.panes.survey_bar.scope.currentText()
    section = window.desk(CollectingDesk).section
    section.list.setFocus()
    QTest.keyClick(section.list, Qt.Key.Key_F2)
    write(section.list, "Works")
    qtbot.waitUntil(lambda: counts(window) == {"Works": 1}, timeout=PATIENCE)
    qtbot.waitUntil(lambda: scope(window).collection == "Works", timeout=PATIENCE)
    assert (section.name, shown(window)) == ("Works", {"lease.txt"}), "what is shown follows the name"
    QTest.keyClick(section.list, Qt.Key.Key_Up)
    assert (shown(window), scope(window)) == (set(TEXTS), SearchScope()), "all documents, by keyboard"
    click(window, "Works")
    QTest.keyClick(section.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: counts(window) == {}, timeout=PATIENCE)
    qtbot.waitUntil(lambda: shown(window) == set(TEXTS), timeout=PATIENCE)
    assert scope(window) == SearchScope()
    undo(window)
    qtbot.waitUntil(lambda: counts(window) == {"Works": 1}, timeout=PATIENCE)


def test_a_summary_begins_with_the_collection_that_is_asked_where_nothing_is_selected(
    window: MainWindow, qtbot: QtBot
) -> None:
    make(window, qtbot, "Mill")
    let_go(window, dragged(window, ["lease.txt", "rope.txt"]), "Mill")
    qtbot.waitUntil(lambda: counts(window) == {"Mill": 2}, timeout=PATIENCE)
    click(window, "Mill")
    begun: list[tuple[int, ...]] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, SummariseDialog):
            begun.append(dialog.documents.chosen)
            dialog.reject()

    def chosen(names: Sequence[str]) -> list[tuple[int, ...]]:
        begun.clear()
        view = window.panes.library.list
        view.clearSelection()
        for row in range(view.model().rowCount()):
            index = view.model().index(row, 0)
            if index.data() in names:
                view.selectionModel().select(index, view.selectionModel().SelectionFlag.Select)
        clock = QTimer()
        clock.timeout.connect(look)
        clock.start(50)
        window.desk(RunDesk).summarise_selected()
        qtbot.waitUntil(lambda: bool(begun), timeout=PATIENCE)
        clock.stop()
        return [tuple(sorted(one)) for one in begun]

    ids = {one.name: one.id for one in documents(window)}
    assert chosen([]) == [tuple(sorted((ids["lease.txt"], ids["rope.txt"])))]
    assert chosen(["rope.txt"]) == [(ids["rope.txt"],)], "what is selected goes before"


def test_an_empty_collection_says_so_and_is_never_the_whole_library(window: MainWindow, qtbot: QtBot) -> None:
    make(window, qtbot, "Empty")
    click(window, "Empty")
    assert not window.panes.library.list.isVisible()
    assert scope(window) == SearchScope(collection="Empty")
    window.desk(LibraryDesk).model.load()
    qtbot.wait(300)
    assert scope(window) == SearchScope(collection="Empty"), "also after the list was looked at anew"
    let_go(window, dragged_from_all(window, "rent.txt"), "Empty")
    qtbot.waitUntil(lambda: shown(window) == {"rent.txt"}, timeout=PATIENCE)
    assert window.panes.library.list.isVisible()


def dragged_from_all(window: MainWindow, name: str) -> QMimeData:
    rows = window.desk(LibraryDesk).model.rows
    place = next(row for row in range(rows.rowCount()) if rows.document(row).name == name)
    return rows.mimeData([rows.index(place, 0)])


def test_files_from_outside_are_added_into_the_collection_they_are_dropped_on(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    make(window, qtbot, "Mill")
    fresh = [tmp_path / f"new{number}.txt" for number in range(2)]
    for number, path in enumerate(fresh):
        path.write_text(f"A new wheel of the mill, number {number}.", encoding="utf-8")
    data = QMimeData()
    qtbot.wait(100)  # until the list stands where it is to stand
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (*fresh, tmp_path / "rent.txt")])
    QApplication.sendEvent(
        window, QDragEnterEvent(QPoint(600, 300), Qt.DropAction.CopyAction, data, LEFT, NONE)
    )
    assert window.panes.drop.isVisible()
    section = window.desk(CollectingDesk).section
    spot = section.list.viewport().mapTo(window, at(window, "Mill"))
    assert window.childAt(spot) is section.list.viewport(), "it is not covered"
    assert window.childAt(600, 300) is not None
    let_go(window, data, "Mill")
    expected = {"new0.txt": "Mill", "new1.txt": "Mill", "rent.txt": "Mill", "lease.txt": "", "rope.txt": ""}
    qtbot.waitUntil(lambda: places(window) == expected, timeout=PATIENCE)
    qtbot.waitUntil(lambda: counts(window) == {"Mill": 3}, timeout=PATIENCE)


def test_documents_are_moved_by_keyboard_to_one_that_there_is_a_new_one_or_none(
    window: MainWindow, qtbot: QtBot
) -> None:
    asked: list[str] = []

    def type_in(text: str) -> None:
        def work() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, MoveDialog)
            QTest.keyClicks(dialog.field, text)
            asked.extend(dialog.list.item(row).text() for row in range(dialog.list.count()))
            QTest.keyClick(dialog.field, Qt.Key.Key_Return)

        QTimer.singleShot(300, work)

    move = next(one for one in window.findChildren(QAction) if one.shortcut() == QKeySequence("Ctrl+Shift+M"))
    window.panes.library.list.selectAll()
    type_in("Winter")
    move.trigger()
    qtbot.waitUntil(lambda: counts(window) == {"Winter": 3}, timeout=PATIENCE)
    assert asked == ["New collection “Winter”"]
    type_in("")
    move.trigger()  # the first is where they are already
    assert asked[1:] == ["Winter", "No collection"]
    undo(window)
    qtbot.waitUntil(lambda: (counts(window), set(places(window).values())) == ({}, {""}), timeout=PATIENCE)


def test_a_name_that_is_taken_is_told_and_escape_makes_nothing(window: MainWindow, qtbot: QtBot) -> None:
    make(window, qtbot, "Mill")
    section = window.desk(CollectingDesk).section
    section.plus.click()
    write(section.list, "MILL")
    qtbot.waitUntil(window.panes.banner.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: section.rows.rowCount() == 2, timeout=PATIENCE)
    section.plus.click()
    editor = section.list.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "Barn")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.wait(100)
    assert (counts(window), section.rows.rowCount()) == ({"Mill": 0}, 2)


@pytest.mark.parametrize("size", [(1024, 600), (1440, 900), (2880, 1800)])
def test_the_documents_keep_their_room_beside_many_collections(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    collections = window.desk(CollectingDesk).given.services.collections
    for number in range(30):
        collections.make(f"Collection {number:02} with a name wider than the sidebar")
    qtbot.waitUntil(lambda: len(counts(window)) == 30, timeout=PATIENCE)
    window.resize(*size)
    qtbot.wait(100)
    section, panel = window.desk(CollectingDesk).section, window.panes.library
    assert section.width() <= panel.width()
    assert section.list.height() <= panel.height() * 0.45
    assert panel.list.height() >= 60


def test_a_sentence_that_begins_with_an_arabic_name_runs_from_left_to_right(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.desk(CollectingDesk).given.services.collections.make("عقود")
    qtbot.waitUntil(lambda: "عقود" in counts(window), timeout=PATIENCE)
    click(window, "عقود")
    QTest.keyClick(window.desk(CollectingDesk).section.list, Qt.Key.Key_Delete)
    title = window.panes.banner._title
    qtbot.waitUntil(lambda: "was removed" in title.text(), timeout=PATIENCE)
    document = QTextDocument(title.text())
    assert document.firstBlock().textDirection() is Qt.LayoutDirection.LeftToRight


def test_after_a_name_was_written_the_keyboard_is_in_the_list(window: MainWindow, qtbot: QtBot) -> None:
    section = window.desk(CollectingDesk).section
    window.activateWindow()
    for name in ("Mill", "Barn"):  # the list is not there before the first
        make(window, qtbot, name)
        qtbot.waitUntil(lambda: QApplication.focusWidget() is section.list, timeout=PATIENCE)
    section.plus.click()
    editor = section.list.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is section.list
    qtbot.waitUntil(lambda: section.list.findChild(QLineEdit) is None, timeout=PATIENCE)
    click(window, "Mill")
    QTest.keyClick(section.list, Qt.Key.Key_F2)
    write(section.list, "Works")
    qtbot.waitUntil(lambda: "Works" in counts(window), timeout=PATIENCE)
    assert QApplication.focusWidget() is section.list


@pytest.mark.parametrize("renamed", [True, False])
def test_a_name_that_is_being_written_stays_while_documents_arrive(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, *, renamed: bool
) -> None:
    make(window, qtbot, "Mill")
    section = window.desk(CollectingDesk).section
    if renamed:
        click(window, "Mill")
        QTest.keyClick(section.list, Qt.Key.Key_F2)
    else:
        section.plus.click()
    editor = section.list.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "Wor")
    fresh = tmp_path / "wheel.txt"
    fresh.write_text("The wheel of the mill turns.", encoding="utf-8")
    window.desk(CollectingDesk).given.services.collections.add([fresh], "Mill")
    qtbot.waitUntil(lambda: counts(window) == {"Mill": 1}, timeout=PATIENCE)
    assert section.list.findChild(QLineEdit) is editor
    assert editor.text() == "Wor"
    QTest.keyClicks(editor, "ks")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Works" in counts(window), timeout=PATIENCE)


def test_a_collection_whose_documents_lack_a_tag_is_not_called_empty(
    window: MainWindow, qtbot: QtBot
) -> None:
    make(window, qtbot, "Mill")
    let_go(window, dragged(window, ["lease.txt"]), "Mill")
    qtbot.waitUntil(lambda: counts(window) == {"Mill": 1}, timeout=PATIENCE)
    panel = window.panes.library
    panel.tags.chosen_changed.emit("urgent")
    click(window, "Mill")
    told = say("collections.side.empty")
    assert not any(one.isVisible() and one.text() == told for one in panel.findChildren(QLabel))
    panel.tags.chosen_changed.emit(None)
    assert shown(window) == {"lease.txt"}


def test_files_that_are_let_go_are_never_said_to_be_moved(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """Where they are, a file manager takes away what somebody says to have moved."""
    make(window, qtbot, "Mill")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "rent.txt"))])
    section = window.desk(CollectingDesk).section
    held = Qt.KeyboardModifier.ShiftModifier
    for target, point in ((section.list.viewport(), at(window, "Mill")), (window, QPoint(600, 300))):
        for kind in (QDragEnterEvent, QDragMoveEvent, QDropEvent):
            place = QPointF(point) if kind is QDropEvent else point
            event = kind(place, Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, data, LEFT, held)
            event.setDropAction(Qt.DropAction.MoveAction)
            QApplication.sendEvent(target, event)
            assert event.isAccepted()
            assert event.dropAction() is Qt.DropAction.CopyAction
