"""A stick with models is offered in the dialog of models and in the first steps, and installed from there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from sticks import stick
from tiny_gguf import tiny

import app.models.sticks
import engine.provision.stick
import ui.models.sticks
from app.events import EventBus
from app.models.first_look import looked
from app.models.models import Models
from app.settings import Settings
from ui.beginning.model import ModelStep
from ui.models.dialog import ModelsDialog
from ui.parts.controls import Elided
from ui.parts.tasks import Tasks

PATIENCE = 30_000


@pytest.fixture
def plugged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick with a model, where this system puts sticks."""
    data = tiny().save(tmp_path / "tiny.gguf").read_bytes()
    folder = stick(tmp_path / "media" / "BLUE", {"house-model": {"house-model.gguf": data}})
    monkeypatch.setattr(app.models.sticks, "_places", lambda: iter([tmp_path / "media", folder]))
    return folder


@pytest.fixture
def models(tmp_path: Path) -> Iterator[Models]:
    shelf = Models(tmp_path / "models", Settings(tmp_path / "settings.json"), EventBus())
    yield shelf
    shelf.close()


@pytest.fixture
def dialog(qtbot: QtBot, models: Models) -> Iterator[ModelsDialog]:
    tasks = Tasks()
    made = ModelsDialog(None, models, tasks)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made._list.count() > 1, timeout=PATIENCE)
    yield made
    made.reject()
    tasks.close()


def offers(dialog: ModelsDialog) -> list[QPushButton]:
    return [one for one in dialog.sticks.findChildren(QPushButton) if one.isVisible()]


def test_the_dialog_installs_from_a_stick_that_is_plugged_in(
    qtbot: QtBot, plugged: Path, dialog: ModelsDialog, models: Models
) -> None:
    qtbot.waitUntil(lambda: bool(offers(dialog)), timeout=PATIENCE)
    (offer,) = offers(dialog)
    assert offer.text() == "Install the models from the stick “BLUE”"
    offer.setFocus()
    QTest.keyClick(offer, Qt.Key.Key_Space)
    assert not dialog.sticks.isEnabled()
    qtbot.waitUntil(dialog.sticks.isEnabled, timeout=PATIENCE)
    said = dialog._words.text()
    assert said.startswith("Added: "), said
    assert "Nobody has signed this stick" in said
    assert [row.model.id for row in models.list() if row.installed] == ["house-model"]


def test_a_changed_byte_is_refused_with_words(
    qtbot: QtBot, plugged: Path, dialog: ModelsDialog, models: Models
) -> None:
    path = plugged / "models" / "house-model" / "house-model.gguf"
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    qtbot.waitUntil(lambda: bool(offers(dialog)), timeout=PATIENCE)
    QTest.mouseClick(offers(dialog)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.sticks.isEnabled, timeout=PATIENCE)
    assert "other bytes than the stick’s list says" in dialog._words.text()
    assert not [row for row in models.list() if row.installed]


def test_stopping_leaves_nothing_behind(
    qtbot: QtBot, plugged: Path, dialog: ModelsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped, copied = threading.Event(), engine.provision.stick.copy_stream

    def slowly(*arguments: Any) -> None:
        assert stopped.wait(PATIENCE / 1000)
        copied(*arguments)

    monkeypatch.setattr(engine.provision.stick, "copy_stream", slowly)
    qtbot.waitUntil(lambda: bool(offers(dialog)), timeout=PATIENCE)
    QTest.mouseClick(offers(dialog)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog._stop.isVisible, timeout=PATIENCE)
    QTest.mouseClick(dialog._stop, Qt.MouseButton.LeftButton)
    stopped.set()
    qtbot.waitUntil(dialog.sticks.isEnabled, timeout=PATIENCE)
    assert dialog._words.text() == "Stopped. Nothing was added."
    assert not (tmp_path / "models" / "house-model").exists()
    assert not (tmp_path / "models" / ".staging").exists()


def test_what_came_before_a_model_that_is_refused_is_shown(
    qtbot: QtBot, plugged: Path, dialog: ModelsDialog, models: Models
) -> None:
    data = (plugged / "models" / "house-model" / "house-model.gguf").read_bytes()
    stick(plugged, {"a-model": {"a-model.gguf": data}, "house-model": {"house-model.gguf": data}})
    (plugged / "models" / "house-model" / "house-model.gguf").write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    qtbot.waitUntil(lambda: bool(offers(dialog)), timeout=PATIENCE)
    QTest.mouseClick(offers(dialog)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "These were installed: a-model" in dialog._words.text(), timeout=PATIENCE)
    assert [row.model.id for row in models.list() if row.installed] == ["a-model"]
    qtbot.waitUntil(lambda: "a-model" in headings(dialog), timeout=5_000)
    assert "is not what the stick’s list says" in dialog._words.text(), "it is still said"


def headings(dialog: ModelsDialog) -> list[str]:
    return [one.text() for one in dialog._inside.findChildren(Elided)]


def test_without_a_stick_nothing_is_offered_and_its_folder_can_be_chosen(
    qtbot: QtBot, plugged: Path, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.models.sticks, "sticks", lambda: ())
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(plugged))
    tasks = Tasks()
    dialog = ModelsDialog(None, models, tasks)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog._list.count() > 1, timeout=PATIENCE)
    assert not dialog.sticks.isVisible()
    QTest.mouseClick(dialog.add_folder, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Nobody has signed" in dialog._words.text(), timeout=PATIENCE)
    dialog.reject()
    tasks.close()


def test_the_first_steps_offer_the_stick_before_anything_else(
    qtbot: QtBot, plugged: Path, models: Models, tmp_path: Path
) -> None:
    step = ModelStep()
    qtbot.addWidget(step)
    step.show_looked(looked(models, tmp_path / "models"))
    first = step.beside[0]
    assert first.text() == "Install the model from this stick (BLUE)"
    with qtbot.waitSignal(step.brought) as brought:
        QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert brought.args == [plugged]
