"""How models use this computer, in the dialog of models."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from vision import MODEL

from app.events import EventBus
from app.models import measured
from app.models.active import Choice
from app.models.graphics import Graphics, Trial, Tried, Verdict
from app.models.models import Models
from app.models.sparing import MemoryUse, Sparing
from app.settings import Settings
from ui.models.computer import Computer
from ui.models.dialog import ModelsDialog
from ui.parts.tasks import Tasks

PATIENCE = 30_000


@pytest.fixture
def models(tmp_path: Path) -> Iterator[Models]:
    there = tmp_path / "models" / "mine"
    there.mkdir(parents=True)
    shutil.copy(MODEL, there / "mine.gguf")
    shelf = Models(tmp_path / "models", Settings(tmp_path / "settings.json"), EventBus())
    yield shelf
    shelf.close()


@pytest.fixture
def open_(qtbot: QtBot, models: Models) -> Iterator[Callable[..., Computer]]:
    tasks = Tasks()

    def opened(*installed: str) -> Computer:
        def never(_choice: Choice, _layers: int) -> Tried:
            raise AssertionError("nothing is started to tell how it stands")

        made = Computer(models, tasks, Graphics(models.folder, never, installed))
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(made.memory.isEnabled, timeout=PATIENCE)
        return made

    yield opened
    tasks.close()


def pick(box: QComboBox, data: str) -> None:
    """By the keys, as a person without a mouse."""
    box.setFocus()
    for _ in range(box.count()):
        QTest.keyClick(box, Qt.Key.Key_Up)
    for _ in range(box.findData(data)):
        QTest.keyClick(box, Qt.Key.Key_Down)


def test_without_a_driver_there_is_nothing_to_choose(open_: Callable[..., Computer]) -> None:
    computer = open_("CPU")
    assert not computer.card.isEnabled()
    assert computer.told.text() == (
        "This machine has no graphics driver that models could use. They run on the processor."
    )


def test_the_card_is_switched_off_and_on(
    qtbot: QtBot, open_: Callable[..., Computer], models: Models
) -> None:
    computer = open_("Vulkan", "CPU")
    assert (computer.card.currentData(), computer.told.text()) == (
        "auto",
        "It is tried with the next answer.",
    )
    pick(computer.card, "off")
    alone = "Models run on the processor alone, as you wished."
    qtbot.waitUntil(lambda: computer.told.text() == alone, timeout=PATIENCE)
    assert Graphics(models.folder, computer._graphics._make).is_off
    pick(computer.card, "auto")
    qtbot.waitUntil(lambda: computer.told.text() != alone, timeout=PATIENCE)
    assert not computer._graphics.is_off


def test_what_a_trial_found_is_told(open_: Callable[..., Computer], models: Models) -> None:
    graphics = Graphics(models.folder, lambda _choice, _layers: pytest.fail("kept"), ("Vulkan", "CPU"))
    key = graphics._key(models.generator.choice())
    trial = asdict(Trial(Verdict.SLOWER, "Vulkan", card=1.25, processor=20.0))
    measured.write(models.folder / ".measured" / "graphics.json", {key: trial})
    told = open_("Vulkan", "CPU").told.text()
    assert told == "mine runs on the processor: 20.0 tokens a second, 1.2 on Vulkan."


def test_how_much_memory_is_chosen(qtbot: QtBot, open_: Callable[..., Computer], models: Models) -> None:
    computer = open_("CPU")
    assert computer.memory.currentData() == "auto"
    pick(computer.memory, "little")
    qtbot.waitUntil(lambda: Sparing(models.folder).use is MemoryUse.LITTLE, timeout=PATIENCE)
    assert computer.kept.text() == "Holds from the next start of Confidant."
    assert "go easy on memory" in open_("CPU").kept.text()


def test_it_stands_in_the_dialog_of_models(qtbot: QtBot, models: Models) -> None:
    tasks = Tasks()
    dialog = ModelsDialog(None, models, tasks)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.computer.memory.isEnabled, timeout=PATIENCE)
    assert dialog.computer.card.isVisible()
    tasks.close()
