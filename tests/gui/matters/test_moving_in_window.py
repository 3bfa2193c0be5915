"""Documents moved into a matter by hand: selected, right-clicked, confirmed; and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from house import KEY, House
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from said import say_of
from window import open_window

from app.matters.matters import Matter, Matters
from app.paths import Paths
from rag.storing.documents import DocumentStore
from rag.storing.matters import Move
from rag.storing.vault import Vault
from ui.library.desk import LibraryDesk
from ui.library.rows import DocumentRole
from ui.matters.desk import MatterDesk
from ui.matters.moving import MoveForm
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 60_000
LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
TEXTS = {
    "birds.txt": "The heron was seen in May.\n",
    "mill.txt": "The rent of the mill is due in June.\n",
    "rope.txt": "A rope of hemp holds two tons.\n",
}


@pytest.fixture
def matter(tmp_path: Path) -> Matter:
    home = tmp_path / "home"
    with closing(House(home)) as house:
        say_of(house, tmp_path, TEXTS, "When was the heron seen?")
        return Matters(house.services.paths, house.vault).new("Crane")


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, matter: Matter) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "") as opened:
        qtbot.waitUntil(lambda: len(names(opened)) == len(TEXTS), timeout=PATIENCE)
        yield opened


def names(window: MainWindow) -> list[str]:
    model = window.panes.library.list.model()
    return [model.index(row, 0).data(DocumentRole).name for row in range(model.rowCount())]


def select(qtbot: QtBot, window: MainWindow, *wanted: str) -> QPoint:
    """Click documents, the second and those after it with Ctrl; where the last is."""
    panel, rows, at = window.panes.library, window.panes.library.list, QPoint()
    for place, name in enumerate(wanted):

        def is_selected(place: int = place, name: str = name) -> bool:
            """Rows move while the panel finds room for what stands around them: click what is there then."""
            nonlocal at
            at = rows.visualRect(rows.model().index(names(window).index(name), 0)).center()
            if name not in [one.name for one in panel.selection()]:
                keys = CONTROL if place else Qt.KeyboardModifier.NoModifier
                qtbot.mouseClick(rows.viewport(), LEFT, keys, at)
            return sorted(one.name for one in panel.selection()) == sorted(wanted[: place + 1])

        qtbot.waitUntil(is_selected, timeout=PATIENCE)
    return at


def choose(window: MainWindow, at: QPoint, words: str, then: Callable[[MoveForm], None]) -> None:
    """Choose a line of the menu of a right click, and go on in the form that comes."""

    def in_form() -> None:
        form = QApplication.activeModalWidget()
        if isinstance(form, MoveForm):
            then(form)
        else:
            QTimer.singleShot(5, in_form)

    def in_menu() -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            QTimer.singleShot(5, in_menu)
            return
        (action,) = (one for one in menu.actions() if one.text() == words)
        QTimer.singleShot(0, in_form)
        menu.setActiveAction(action)
        action.trigger()
        menu.close()

    QTimer.singleShot(0, in_menu)
    window.panes.library.list.customContextMenuRequested.emit(at)


def held(matter: Matter, tmp_path: Path) -> list[str]:
    """The documents of the matter, looked at when nobody has the library open."""
    paths = Paths(tmp_path / "home", tmp_path / "models")
    with closing(Vault.open(paths.vault, KEY)) as vault, Matters(paths, vault).opened(matter) as inside:
        return sorted(one.name for one in DocumentStore(inside).list())


def test_selected_documents_go_into_the_matter_that_is_chosen(
    qtbot: QtBot, tmp_path: Path, matter: Matter
) -> None:
    with open_window(tmp_path / "home", "") as window:
        qtbot.waitUntil(lambda: len(names(window)) == len(TEXTS), timeout=PATIENCE)
        told: list[str] = []
        window.desk(MatterDesk).moves.progressed.connect(told.append)

        def move(form: MoveForm) -> None:
            told.extend((form.what.text(), form.answers.text()))
            qtbot.keyClick(form.do, Qt.Key.Key_Return)

        at = select(qtbot, window, "birds.txt", "rope.txt")
        choose(window, at, "Move to matter…", move)
        banner = window.panes.banner
        qtbot.waitUntil(lambda: "are in “Crane” now" in banner.accessibleName(), timeout=PATIENCE)
        qtbot.waitUntil(lambda: names(window) == ["mill.txt"], timeout=PATIENCE)
        assert told[0].startswith("2 documents, 2 passages: ")
        assert told[1].endswith("rest on them and are deleted; their questions stay.")
        assert [one.partition(":")[0] for one in told[2:]] == ["Moving 1 of 2", "Moving 2 of 2"]
        found = window.desk(LibraryDesk).given.services.library.search("heron seen rope", 9)
        assert {hit.document for hit in found} <= {"mill.txt"}
    assert held(matter, tmp_path) == ["birds.txt", "rope.txt"]


def test_a_matter_that_is_in_use_is_told_and_nothing_moves(
    qtbot: QtBot, window: MainWindow, matter: Matter
) -> None:
    at = select(qtbot, window, "birds.txt")
    with window.desk(MatterDesk)._matters.opened(matter):
        choose(window, at, "Move to matter…", lambda form: qtbot.keyClick(form.do, Qt.Key.Key_Return))
        banner = window.panes.banner
        qtbot.waitUntil(
            lambda: banner.isVisible() and not banner.accessibleName().startswith("Moving"), timeout=PATIENCE
        )
        assert banner._words.text()
        assert sorted(names(window)) == sorted(TEXTS)
    choose(window, at, "Move to matter…", lambda form: qtbot.keyClick(form, Qt.Key.Key_Escape))
    assert sorted(names(window)) == sorted(TEXTS), "it was thought better of"


def test_a_move_that_was_cut_short_is_finished_with_the_next(
    qtbot: QtBot, window: MainWindow, matter: Matter
) -> None:
    services = window.desk(LibraryDesk).given.services
    matters = window.desk(MatterDesk)._matters
    (birds,) = (one for one in services.library.documents() if one.name == "birds.txt")
    matters.store.begin(Move(services.store.sha256_of(birds.id) or "", "", matter.id, birds.name))
    at = select(qtbot, window, "mill.txt")
    choose(window, at, "Move to matter…", lambda form: qtbot.keyClick(form.do, Qt.Key.Key_Return))
    qtbot.waitUntil(lambda: names(window) == ["rope.txt"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: "birds.txt, mill.txt" in window.panes.banner.accessibleName(), timeout=PATIENCE)
    assert matters.store.moves() == []
