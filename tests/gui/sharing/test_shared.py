"""Shared collections as a person meets them: chosen, cited, published and withdrawn, on a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from chroma_servers import chroma_server
from engines import free_port
from fakes.generator import FakeGenerator
from house import House
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sharing import NOW, allowed_house, answered, door_to, filled
from steps import built

from app.sharing.publishing import Publishing
from engine.remote.places import Place, place_of
from ui.parts.tasks import Tasks
from ui.parts.theme import LIGHT
from ui.reader.passage import PassageDialog
from ui.sharing.asking import AskDialog
from ui.sharing.desk import SharingDesk
from ui.sharing.dialog import SharedDialog
from ui.window.main_window import MainWindow

D = TypeVar("D", bound=QDialog)

LAW = "# Notification\nThe controller notifies the authority of a breach within 72 hours.\nFines are paid."
LEFT = Qt.MouseButton.LeftButton
PATIENCE = 60_000


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as place, door_to(place) as found:
        yield found


@contextmanager
def published(chroma: Place, folder: Path) -> Iterator[None]:
    """The collection "law", while somebody shares it."""
    with allowed_house(folder / "theirs", chroma) as theirs:
        filled(theirs, folder / "their-files", "legal", gdpr=LAW)
        assert theirs.services.sharing is not None
        publishing = Publishing(theirs.services.sharing, theirs.store, theirs.vault)
        publishing.publish(publishing.plan("legal", "law", "Ada"), lambda *_: None, NOW)
        yield
        publishing.withdraw("law", NOW)


@contextmanager
def window_over(house: House) -> Iterator[MainWindow]:
    tasks = Tasks()
    window = MainWindow(LIGHT, house.services.settings, tasks)
    try:
        window.resize(1200, 800)
        window.show()
        built(window.building(house.services))
        yield window
    finally:
        window.hide()
        tasks.close()
        window.deleteLater()
        QApplication.sendPostedEvents()


def when(kind: type[D], do: Callable[[D], None]) -> None:
    """Do something in a dialog of a kind as soon as it is there; where that fails, nobody waits for it."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, kind):
            try:
                do(found)
            except BaseException:
                found.reject()
                raise
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def words(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def bar(window: MainWindow) -> str:
    return words(window.panes.status)


def button(widget: QWidget, name: str) -> QPushButton:
    return next(one for one in widget.findChildren(QPushButton) if name in (one.text(), one.accessibleName()))


def test_one_is_chosen_searched_and_its_passage_opened(qtbot: QtBot, chroma: Place, tmp_path: Path) -> None:
    with (
        published(chroma, tmp_path),
        allowed_house(tmp_path / "ours", chroma) as ours,
        window_over(ours) as window,
    ):
        assert "shared" not in bar(window)
        seen: list[str] = []

        def choose(dialog: SharedDialog) -> None:
            qtbot.waitUntil(lambda: "Published by Ada." in words(dialog), timeout=PATIENCE)
            (box,) = dialog.findChildren(QCheckBox)
            seen.append(f"{box.text()}: {words(dialog)}")
            box.setFocus()
            qtbot.keyClick(box, Qt.Key.Key_Space)
            assert "Searched along with the library." in words(dialog)
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)

        when(SharedDialog, choose)
        window.desk(SharingDesk).show()
        assert "law: " in seen[0]
        assert "Published by Ada. Not searched." in seen[0]
        qtbot.waitUntil(lambda: "1 shared collection on 127.0.0.1 is searched too." in bar(window))
        assert "Sealed" not in bar(window)
        answer = answered(ours, "Within how many hours does the controller notify a breach?")
        (cited,) = [one for said in answer.sentences for one in said.citations]
        shown: list[tuple[str, str]] = []

        def look(dialog: PassageDialog) -> None:
            shown.append((dialog.marked, words(dialog)))
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)

        when(PassageDialog, look)
        window.cite(cited)
        assert shown[0][0] == cited.quote == LAW.split("\n")[1]
        assert "from the shared collection “law” on 127.0.0.1, published by Ada" in shown[0][1]
        assert "gdpr.txt" in shown[0][1]


def test_one_is_published_after_it_was_seen_what_leaves_and_withdrawn(
    qtbot: QtBot, chroma: Place, tmp_path: Path
) -> None:
    with allowed_house(tmp_path / "ours", chroma) as ours, window_over(ours) as window:
        filled(ours, tmp_path / "files", "legal", gdpr=LAW)
        asked: list[str] = []

        def refuse(dialog: AskDialog) -> None:
            asked.append(words(dialog))
            assert dialog.leave.isDefault()
            qtbot.keyClick(dialog, Qt.Key.Key_Return)

        def agree(dialog: AskDialog) -> None:
            asked.append(words(dialog))
            qtbot.mouseClick(dialog.do, LEFT)

        def act(dialog: SharedDialog) -> None:
            qtbot.waitUntil(lambda: "Nothing is there yet." in words(dialog), timeout=PATIENCE)
            dialog.owner.setText("Grace")
            when(AskDialog, refuse)
            with qtbot.waitSignal(dialog._model.planned, timeout=PATIENCE):
                qtbot.mouseClick(dialog.publish, LEFT)
            when(AskDialog, agree)
            with qtbot.waitSignal(dialog._model.ended, timeout=PATIENCE):
                qtbot.mouseClick(dialog.publish, LEFT)
            assert "2 passages were sent" in words(dialog)
            qtbot.waitUntil(lambda: "Published by this library." in words(dialog), timeout=PATIENCE)
            when(AskDialog, agree)
            with qtbot.waitSignal(dialog._model.ended, timeout=PATIENCE):
                qtbot.mouseClick(button(dialog, "Withdraw legal"), LEFT)
            qtbot.waitUntil(lambda: "Nothing is there yet." in words(dialog), timeout=PATIENCE)
            dialog.reject()

        when(SharedDialog, act)
        window.desk(SharingDesk).show()
        assert len(asked) == 3
        assert "the text of 1 document, 2 passages" in asked[0]
        assert "gdpr.txt" in asked[0]
        assert "Grace" in asked[0]
        assert "Whoever can reach that server can read the texts" in asked[0]
        assert "deleted at" in asked[2]


def test_without_a_server_it_is_said_how_one_is_allowed(qtbot: QtBot, tmp_path: Path) -> None:
    house = House(tmp_path / "home", generator=FakeGenerator("Near."))
    try:
        with window_over(house) as window:
            (entry,) = [one for one in window.desk(SharingDesk).entries() if one.do]
            assert not QKeySequence(entry.keys).toString()
            entry.do()
            qtbot.waitUntil(lambda: "allows one of your own network" in words(window.panes.banner))
            assert "network." not in bar(window)
    finally:
        house.close()


def test_a_server_that_is_away_is_told_once_and_in_the_bar(qtbot: QtBot, tmp_path: Path) -> None:
    place = place_of(f"http://127.0.0.1:{free_port()}")
    with allowed_house(tmp_path / "ours", place, "law") as first:
        filled(first, tmp_path / "files", "", notes="# Canteen\nThe canteen opens at noon.")
    with door_to(place), allowed_house(tmp_path / "ours", place, "law") as ours, window_over(ours) as window:
        assert "1 shared collection" in bar(window)
        answer = answered(ours, "When does the canteen open?")
        assert [one.code for one in answer.unasked] == ["remote-unreachable"]
        qtbot.waitUntil(lambda: "Shared collections on 127.0.0.1 cannot be asked." in bar(window))
        qtbot.waitUntil(lambda: "cannot be reached" in words(window.panes.banner))
