"""The dialog with what each model does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from models import model_path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.events import EventBus
from app.models.answering import Answering
from app.models.models import Models
from app.models.roles import ROLES
from app.models.serving import ANSWERER
from app.paths import Paths
from app.settings import Settings
from engine.types import Task
from rag.storing.documents import DocumentStore
from rag.storing.policies import PolicyStore
from rag.storing.vault import Vault
from ui.models.roles import RolesDialog
from ui.parts.tasks import Tasks

PATIENCE = 20_000
SMALL, LARGER = "smollm2-135m-instruct-q4_1", "qwen2.5-coder-0.5b-instruct-q4_k_m"


class Given:
    def __init__(self, folder: Path, *installed: str) -> None:
        self.paths = Paths(folder / "home", folder / "models")
        for name in installed:
            (self.paths.models / name).mkdir(parents=True)
            shutil.copy(model_path(name), self.paths.models / name)
        self.settings = Settings(self.paths.settings)
        self.models = Models(self.paths.models, self.settings, EventBus())
        self.vault = Vault.open_or_create(folder / "vault.db", b"k" * 32)
        self.answering = Answering(PolicyStore(self.vault), DocumentStore(self.vault).get)
        self.tasks = Tasks()

    def open(self, qtbot: QtBot, *collections: str) -> RolesDialog:
        dialog = RolesDialog(None, self.models, self.tasks, self.answering, lambda: collections)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: bool(dialog.choices), timeout=PATIENCE)
        return dialog

    def close(self) -> None:
        self.tasks.close()
        self.models.close()
        self.vault.close()


@pytest.fixture
def given(tmp_path: Path) -> Iterator[Given]:
    made = Given(tmp_path, SMALL, LARGER)
    yield made
    made.close()


def pick(box: QComboBox, data: str) -> None:
    """By the keys, as a person without a mouse."""
    box.setFocus()
    for _ in range(box.count()):
        QTest.keyClick(box, Qt.Key.Key_Up)
    for _ in range(box.findData(data)):
        QTest.keyClick(box, Qt.Key.Key_Down)


def test_every_role_stands_with_what_serves_it(qtbot: QtBot, given: Given) -> None:
    dialog = given.open(qtbot)
    assert list(dialog.choices) == [role.name for role in ROLES]
    code = dialog.choices["code"]
    assert code.currentText() == f"The best that fits: {given.models.title(LARGER)}"
    assert [code.itemData(place) for place in range(code.count())] == ["", ANSWERER, LARGER, SMALL]
    pictures = dialog.choices["pictures"]
    assert (pictures.isEnabled(), pictures.currentText()) == (False, "None")
    assert all(box.accessibleName() for box in dialog.choices.values())


def test_what_is_chosen_holds_and_can_be_taken_back(qtbot: QtBot, given: Given) -> None:
    dialog = given.open(qtbot)
    for wanted in (SMALL, ANSWERER, ""):
        pick(dialog.choices["summarise"], wanted)
        qtbot.waitUntil(
            lambda wanted=wanted: given.settings.preferences.summarise_model == wanted, timeout=PATIENCE
        )
        qtbot.waitUntil(
            lambda wanted=wanted: dialog.choices["summarise"].currentData() == wanted, timeout=PATIENCE
        )
    rows = {row.name: row for row in given.models.roles()}
    assert rows["summarise"].model == rows["answer"].model


def test_a_collection_is_answered_by_another_role(qtbot: QtBot, given: Given) -> None:
    dialog = given.open(qtbot, "Leases", "Patients")
    assert list(dialog.roles) == ["Leases", "Patients"]
    pick(dialog.roles["Patients"], "medicine")
    qtbot.waitUntil(lambda: given.answering.of("Patients") is Task.MEDICINE, timeout=PATIENCE)
    assert given.answering.of("Leases") is Task.ANSWER
    dialog.refresh()
    assert given.open(qtbot, "Patients").roles["Patients"].currentData() == "medicine"


def test_without_a_model_nothing_can_be_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    given = Given(tmp_path / "empty")
    try:
        dialog = given.open(qtbot)
        assert not any(box.isEnabled() for box in dialog.choices.values())
    finally:
        given.close()
