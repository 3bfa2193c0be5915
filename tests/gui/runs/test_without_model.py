"""Kept work where no model that writes is installed: it waits for one, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.generator import SteppedGenerator
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot
from summarised import PATIENCE, add, documents, kept, notes, settled, states, wait_ready, wait_states
from window import drop

from app.activity.work import Sort
from rag.runs.types import RunState
from ui.activity.desk import ActivityDesk
from ui.parts.overlays import DropTarget
from ui.runs.desk import RunDesk
from ui.runs.list_rows import RunRows
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

DONE, QUEUED = RunState.DONE, RunState.QUEUED


class Installed:
    """Whether a model that writes is there."""

    def __init__(self, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        self.there = False
        self._window = window
        models = window.desk(RunDesk).given.services.models
        monkeypatch.setattr(models, "active", lambda: "some-model" if self.there else "")

    def comes(self) -> None:
        self.there = True
        self._window.tell_models_changed()

    def tell(self) -> None:
        self._window.tell_models_changed()


@pytest.fixture
def installed(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Installed:
    return Installed(window, monkeypatch)


def said(rows: RunRows) -> list[str]:
    return [rows.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(rows.rowCount())]


def test_what_waits_for_a_model_says_so_at_once_and_is_made_when_one_comes(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, installed: Installed, tmp_path: Path
) -> None:
    desk, banner, status = window.desk(RunDesk), window.panes.banner, window.panes.status.activity
    drop(window, notes(tmp_path, "a.txt", "b.txt", "c.txt"), DropTarget.SUMMARISE)
    qtbot.waitUntil(banner.isVisible, timeout=PATIENCE)
    assert banner._title.text() == "No model that writes is installed, and these 3 need one"
    assert banner._action.text() == "Get a model…"
    wait_ready(qtbot, window, 3)
    qtbot.waitUntil(lambda: status.text() == "3 wait for a model", timeout=PATIENCE)
    assert states(window) == [QUEUED, QUEUED, QUEUED], "none was tried, and none failed"
    qtbot.waitUntil(
        lambda: desk.view.empty_words.startswith("This waits for a model that writes"), timeout=PATIENCE
    )
    assert desk.view.go_on.isVisible()
    desk.show_list()
    qtbot.waitUntil(
        lambda: [one.endswith("Waits for a model") for one in said(desk.list.rows)] == [True] * 3,
        timeout=PATIENCE,
    )
    panel = window.desk(ActivityDesk).panel
    window.desk(ActivityDesk).toggle()

    def rows() -> list[str]:
        return [one.told.text() for one in panel.shown if one.work.sort is Sort.RUN]

    qtbot.waitUntil(lambda: len(rows()) == 3, timeout=PATIENCE)
    assert all(one.endswith("Waits for a model") for one in rows())
    assert panel.get_model.isVisible()
    generator.let()
    installed.comes()
    wait_states(qtbot, window, DONE, DONE, DONE)
    settled(qtbot, window)


def test_what_needs_no_model_is_not_held_up(
    qtbot: QtBot, window: MainWindow, installed: Installed, tmp_path: Path
) -> None:
    first, second = add(qtbot, window, *notes(tmp_path, "a.txt", "b.txt"))
    asking = window.desk(RunDesk).asking
    assert not installed.there
    kind, length = asking._chosen()
    asking.summarise([first.id], kind, length)
    qtbot.waitUntil(window.panes.banner.isVisible, timeout=PATIENCE)
    asking.compare(first.id, second.id)
    wait_states(qtbot, window, QUEUED, DONE)


def test_going_on_without_a_model_says_again_what_is_missing(
    qtbot: QtBot, window: MainWindow, installed: Installed, tmp_path: Path
) -> None:
    desk, banner = window.desk(RunDesk), window.panes.banner
    drop(window, notes(tmp_path, "a.txt"), DropTarget.SUMMARISE)
    qtbot.waitUntil(desk.view.go_on.isVisible, timeout=PATIENCE)
    assert not installed.there
    banner.hide()
    qtbot.mouseClick(desk.view.go_on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(banner.isVisible, timeout=PATIENCE)
    assert banner._title.text() == "No model that writes is installed, and this needs one"
    assert states(window) == [QUEUED]


def test_all_that_waits_is_cancelled_at_once(
    qtbot: QtBot, window: MainWindow, installed: Installed, tmp_path: Path
) -> None:
    drop(window, notes(tmp_path, "a.txt", "b.txt", "c.txt"), DropTarget.SUMMARISE)
    wait_ready(qtbot, window, 3)
    assert not installed.there
    desk = window.desk(ActivityDesk)
    desk.toggle()
    cancel = desk.panel.cancel_waiting
    qtbot.waitUntil(cancel.isVisible, timeout=PATIENCE)
    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        next(one for one in box.buttons() if one.text() == "Make none").click()

    QTimer.singleShot(200, answer)
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert asked == ["Make none of what waits?"]
    qtbot.waitUntil(lambda: not kept(window), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not cancel.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.panes.status.activity.isVisible(), timeout=PATIENCE)
    assert len(documents(window)) == 3, "the documents stay"


def test_where_files_are_let_go_it_says_that_a_summary_needs_a_model(
    qtbot: QtBot, window: MainWindow, installed: Installed
) -> None:
    place = window.panes.drop.places[DropTarget.SUMMARISE]
    installed.tell()
    qtbot.waitUntil(
        lambda: place.words.text() == "This needs a model that writes, and none is installed yet.",
        timeout=PATIENCE,
    )
    installed.comes()
    qtbot.waitUntil(
        lambda: place.words.text() == "A summary of each document, with its pages.", timeout=PATIENCE
    )
