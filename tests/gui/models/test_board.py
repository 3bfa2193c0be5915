"""The dialog that compares the models of this computer."""

from __future__ import annotations

import csv
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator
from models import model_path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.events import EventBus
from app.models.board.board import Board
from app.models.models import Models
from app.settings import Settings
from app.types import ModelRow
from ui.models.board import BoardDialog
from ui.parts.tasks import Tasks
from ui.parts.theme import LIGHT

PATIENCE = 20_000
SMALL = "smollm2-135m-instruct-q4_1"


class Closable(FakeGenerator):
    def close(self) -> None:
        pass


Open = Callable[[Callable[[ModelRow], Closable]], BoardDialog]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = model_path(SMALL)
    there = tmp_path / "models" / SMALL
    there.mkdir(parents=True)
    shutil.copy(source, there / source.name)
    return tmp_path / "models"


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path, folder: Path) -> Iterator[Open]:
    tasks = Tasks()
    models = Models(folder, Settings(tmp_path / "settings.json"), EventBus())

    def make(load: Callable[[ModelRow], Closable]) -> BoardDialog:
        made = BoardDialog(None, Board(models, folder, load), tasks, LIGHT)
        qtbot.addWidget(made)
        made.show()
        return made

    yield make
    tasks.close()
    models.close()


def test_a_comparison_fills_the_table_stays_and_can_be_saved(
    qtbot: QtBot, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(lambda _: Closable("The association lets 64 plots.", context_length=8192))
    assert dialog.table.columnCount() == 0
    assert not dialog.export.isEnabled()

    QTest.keyClick(dialog.start, Qt.Key.Key_Space)
    qtbot.waitUntil(dialog.export.isEnabled, timeout=PATIENCE)
    assert dialog.table.columnCount() == 1
    assert dialog.table.item(0, 0).text() == "1 of 12"

    target = tmp_path / "models.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(target), ""))
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: target.exists() and target.stat().st_size > 0, timeout=PATIENCE)
    rows = list(csv.reader(target.read_text("utf-8-sig").splitlines()))
    assert rows[1][1] == "1 of 12"

    again = opened(lambda _: Closable("unused"))
    qtbot.waitUntil(again.export.isEnabled, timeout=PATIENCE)
    assert again.table.item(0, 0).text() == "1 of 12"


def test_stopping_leaves_the_button_to_begin_again(qtbot: QtBot, opened: Open) -> None:
    gate = threading.Semaphore(3)
    dialog = opened(lambda _: Closable("The association lets 64 plots.", context_length=8192, gate=gate))
    begin = dialog.start.text()
    QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.start.text() != begin, timeout=PATIENCE)

    QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    gate.release(10_000)
    qtbot.waitUntil(lambda: dialog.start.text() == begin, timeout=PATIENCE)
    assert dialog.table.columnCount() == 0
