"""Going to anything by its name, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from scenes.looks import Look, dressed
from window import drop, open_window

from app.options.option import Kind
from app.options.register import OPTIONS
from app.options.words import name_words
from rag.types import Colour, DocumentState
from ui.library.desk import LibraryDesk
from ui.library.search_desk import SearchDesk
from ui.options.dialog import OptionsDialog
from ui.parts.rows import StatusRole
from ui.parts.theme import BODY_POINTS, LIGHT
from ui.reader.desk import ReaderDesk
from ui.runs.desk import RunDesk
from ui.window.going import GoTo
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Within 72 hours.") as opened:
        yield opened


def going(qtbot: QtBot, window: MainWindow) -> GoTo:
    """The field, opened from its menu once everything is listed."""
    action = next(one for one in window.findChildren(QAction) if one.text() == "&Go to…")
    assert action.shortcut().toString() == "Ctrl+K"
    action.trigger()
    found = window.findChildren(GoTo)[-1]
    qtbot.waitUntil(found.isVisible)
    return found


def shown(dialog: GoTo) -> list[str]:
    return [dialog.rows.index(row).data() for row in range(dialog.rows.rowCount())]


def with_document(qtbot: QtBot, window: MainWindow, folder: Path, name: str) -> None:
    path = folder / name
    path.write_text("# Notice\n\nNotice is given three months before the end.", encoding="utf-8")
    drop(window, [path])
    rows = window.desk(LibraryDesk).model.rows
    qtbot.waitUntil(
        lambda: [one.state for one in rows.documents()] == [DocumentState.READY], timeout=PATIENCE
    )


def test_it_is_in_its_place_before_a_desktop_shows_it(qtbot: QtBot) -> None:
    """Put there only while it was shown, window managers on X11 left it in the corner of the screen."""
    window, places = QWidget(), []
    qtbot.addWidget(window)
    window.setGeometry(320, 140, 1000, 650)
    window.show()

    class Watched(GoTo):
        def showEvent(self, event: QShowEvent) -> None:
            places.append(self.geometry())
            super().showEvent(event)

    dialog = Watched(window, LIGHT, lambda _: [])
    for corner in (QPoint(320, 140), QPoint(40, 30)):
        window.move(corner)
        dialog.show()
        assert places[-1] == dialog.geometry()
        assert window.geometry().contains(dialog.geometry())
        assert abs(dialog.geometry().center().x() - window.geometry().center().x()) <= 1
        dialog.hide()


def test_a_command_is_found_by_a_part_of_its_name_and_done(qtbot: QtBot, window: MainWindow) -> None:
    dialog = going(qtbot, window)
    qtbot.keyClicks(dialog.field, "kept")
    assert shown(dialog)[0] == "Kept work"
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    desk = window.desk(RunDesk)
    qtbot.waitUntil(lambda: window.centre.currentWidget() is desk.list)


@pytest.mark.parametrize(
    ("typed", "name", "option_id"),
    [("dark mode", "Colours", "appearance"), ("recovery", "Passphrase, keyring, recovery code", "keys")],
)
def test_a_setting_is_found_by_other_words_for_it(
    qtbot: QtBot, window: MainWindow, typed: str, name: str, option_id: str
) -> None:
    dialog = going(qtbot, window)
    qtbot.keyClicks(dialog.field, typed)
    assert shown(dialog)[0] == name
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.findChildren(OptionsDialog)), timeout=PATIENCE)
    settings = window.findChildren(OptionsDialog)[0]
    qtbot.waitUntil(settings.rows[option_id].control.hasFocus, timeout=PATIENCE)


def test_every_setting_is_a_place_to_go_to_and_opens_what_it_says(qtbot: QtBot, window: MainWindow) -> None:
    dialog = going(qtbot, window)
    dialog.close()
    names = {goal.name for goal in dialog._goals}
    assert {name_words(one) for one in OPTIONS} <= names
    for one in OPTIONS:
        if one.kind is Kind.OPENS:
            assert window.opening(one.opens or one.id) is not None, one.id


def test_a_document_is_opened_by_its_name(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    with_document(qtbot, window, tmp_path, "Mietvertrag Köln.txt")
    dialog = going(qtbot, window)
    qtbot.keyClicks(dialog.field, "koln miet")
    qtbot.waitUntil(lambda: shown(dialog)[0] == "Mietvertrag Köln.txt", timeout=PATIENCE)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk(ReaderDesk).is_shown, timeout=PATIENCE)


def test_any_words_can_be_looked_for(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    with_document(qtbot, window, tmp_path, "lease.txt")
    dialog = going(qtbot, window)
    qtbot.keyClicks(dialog.field, "three months")
    assert shown(dialog) == ["Ask: three months", "Search the words: three months"]
    qtbot.keyClick(dialog.field, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    desk = window.desk(SearchDesk)
    qtbot.waitUntil(lambda: desk.is_shown, timeout=PATIENCE)
    assert desk.view.field.text() == "three months"


def test_escape_leaves_everything_as_it_was(qtbot: QtBot, window: MainWindow) -> None:
    before = window.centre.currentWidget()
    dialog = going(qtbot, window)
    qtbot.keyClicks(dialog.field, "activ")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    assert window.centre.currentWidget() is before


def test_what_does_not_apply_is_no_place_to_go_to(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    dialog = going(qtbot, window)
    assert "Summarise" not in shown(dialog)  # of no documents
    assert "Next page" not in shown(dialog)
    dialog.close()
    with_document(qtbot, window, tmp_path, "lease.txt")
    window.browse(window.desk(LibraryDesk).model.rows.documents()[0])
    qtbot.waitUntil(lambda: window.desk(ReaderDesk).is_shown, timeout=PATIENCE)
    again = going(qtbot, window)
    assert {"Summarise", "Next page"} <= set(shown(again))


def lines(window: MainWindow, title: str) -> dict[str, bool]:
    """The lines of a menu as it opens, and whether each can be chosen."""
    menu = next(one for one in window.menuBar().findChildren(QMenu) if one.title() == title)
    menu.aboutToShow.emit()
    found = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    menu.aboutToHide.emit()
    assert all(action.isEnabled() for action in menu.actions())  # keys reach it, and are told why not
    return found


def test_lines_of_a_menu_are_grey_where_they_do_not_apply(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    assert lines(window, "&Work")["&Summarise…"] is False
    assert lines(window, "&View")["&Next page"] is False
    assert lines(window, "&Edit")["&Undo removal or tags"] is False
    with_document(qtbot, window, tmp_path, "lease.txt")
    assert lines(window, "&Work")["&Summarise…"] is True
    window.desk(LibraryDesk).model.remove(window.desk(LibraryDesk).model.rows.documents())
    qtbot.waitUntil(lambda: lines(window, "&Edit")["&Undo removal or tags"], timeout=PATIENCE)


def test_the_menu_of_editing_is_about_the_text_that_has_the_keyboard(
    qtbot: QtBot, window: MainWindow
) -> None:
    field = window.panes.composer.field
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    qtbot.keyClicks(field, "notice period")
    none = {"Cu&t": False, "&Copy": False, "&Paste": True, "Select &all": True}
    assert lines(window, "&Edit").items() >= none.items()
    field.selectAll()
    assert lines(window, "&Edit").items() >= dict.fromkeys(none, True).items()
    cut = next(one for one in window.findChildren(QAction) if one.text() == "Cu&t")
    cut.trigger()
    assert field.toPlainText() == ""


def test_a_note_of_ones_own_is_found_by_its_words_and_opens_where_it_is(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    with_document(qtbot, window, tmp_path, "notice.md")
    services = window.desk(LibraryDesk).given.services
    (document,) = services.library.documents()
    services.notes.mark_quote(document, "three months before the end", Colour.GREEN, "Kündigung vormerken!")
    dialog = going(qtbot, window)
    qtbot.keyClicks(dialog.field, "vormerken kundigung")
    qtbot.waitUntil(lambda: "Kündigung vormerken!" in shown(dialog))
    assert dialog.rows.index(0).data(StatusRole) == "Your note · notice.md, page 1"
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    reader = window.desk(ReaderDesk)
    qtbot.waitUntil(lambda: reader.is_shown, timeout=PATIENCE)


def test_a_search_shows_notes_of_ones_own_apart_from_what_documents_say(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    with_document(qtbot, window, tmp_path, "notice.md")
    services = window.desk(LibraryDesk).given.services
    (document,) = services.library.documents()
    services.notes.on_document(document, "Three months: sent on Monday.", Colour.RED)
    search = window.desk(SearchDesk)
    search.look_for("three months")
    qtbot.waitUntil(lambda: any("1 note of your own" in one for one in texts(search.view)), timeout=PATIENCE)
    found = texts(search.view)
    own = next(number for number, one in enumerate(found) if "note of your own" in one)
    assert any("three months before" in one for one in found[:own]), "what documents say stands first"
    assert "Three months: sent on Monday." in found[own:]
    assert "Three months: sent on Monday." not in found[:own]


def texts(view: QWidget) -> list[str]:
    """What is found, from top to bottom."""
    found = next(one for one in view.findChildren(QScrollArea) if one.accessibleName() == "Search the words")
    layout = found.widget().layout()
    placed = [layout.itemAt(place).widget() for place in range(layout.count())]
    return [one.text() for one in placed if isinstance(one, QLabel)]


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_it_stands_in_the_middle_with_letters_of_every_size(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, percent: int
) -> None:
    """It grew to the right only, and out of the window."""
    window.resize(1300, 800)
    with dressed(qapp, Look("going", 1300, 800, LIGHT, BODY_POINTS * percent / 100)):
        found = going(qtbot, window)
        inner = found.geometry()
        around = QRect(window.mapToGlobal(window.rect().topLeft()), window.size())
        assert around.contains(inner)
        assert abs(inner.center().x() - around.center().x()) <= 1
        assert inner.width() == min(620 * percent // 100, 1260)
        found.close()
