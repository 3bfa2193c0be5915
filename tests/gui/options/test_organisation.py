"""What an administrator has set stands in the window of settings in grey, with the words for why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.options.option import Where
from app.options.register import OPTIONS
from app.organisation import held
from app.organisation.rules import Rules
from app.types import Appearance, LockAfter
from ui.options.dialog import OptionsDialog
from ui.options.rows import OptionRow
from ui.options.viewmodel import OptionsViewModel
from ui.parts.tasks import Tasks
from ui.parts.theme import LIGHT

PATIENCE = 30_000


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def house(tmp_path: Path, tasks: Tasks) -> Iterator[House]:
    opened = House(tmp_path / "home", models=tmp_path / "models")
    yield opened
    tasks.close()
    opened.close()


class Shown:
    def __init__(self, qtbot: QtBot, house: House, tasks: Tasks) -> None:
        services = house.services
        self.model = OptionsViewModel(Where(services.settings, services.paths.models, services), tasks)
        self.dialog = OptionsDialog(None, LIGHT, self.model, lambda _: lambda: None)
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        qtbot.waitExposed(self.dialog)
        with qtbot.waitSignal(self.model.told, timeout=PATIENCE):
            self.model.load()

    def row(self, option_id: str) -> OptionRow:
        return self.dialog.rows[option_id]


def test_what_is_decided_is_grey_and_says_by_whom(
    qtbot: QtBot, house: House, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = Rules(audit_words=True, lock_after_minutes=5, fetch_models=False, keyring_required=True)
    monkeypatch.setattr(held, "_rules", rules)
    house.services.settings.update(appearance=Appearance.DARK)
    shown = Shown(qtbot, house, tasks)
    for option_id, words in {
        "log-words": "The log holds what is asked and answered word for word.",
        "lock-after": "It locks after 5 minutes at most.",
    }.items():
        row = shown.row(option_id)
        assert not row.control.isEnabled(), option_id
        assert row.note.isVisible()
        assert f"Set by your organisation. {words}" in row.note.text()
        assert not row.reset.isVisible()
    assert "No model is fetched" in shown.row("models").note.text()
    assert "keyring stays" in shown.row("keys").note.text()
    assert shown.row("models").control.isEnabled(), "the rest of the dialog is the user’s"
    assert not shown.row("appearance").note.isVisible()
    with qtbot.waitSignal(shown.model.was_reset, timeout=PATIENCE) as told:
        qtbot.keyClick(shown.dialog.reset, Qt.Key.Key_Space)
    assert [one.id for one in told.args[0]] == ["appearance"], "nothing of it is reset"
    assert house.services.audit.keeps_content()
    assert house.services.settings.preferences.lock_after is LockAfter.FIVE


def test_below_a_ceiling_the_rest_can_be_chosen(
    qtbot: QtBot, house: House, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "_rules", Rules(lock_after_minutes=15))
    shown = Shown(qtbot, house, tasks)
    control = shown.row("lock-after").control
    assert isinstance(control, QComboBox)
    assert [control.itemText(place) for place in range(control.count())] == ["5 minutes", "15 minutes"]
    refused: list[object] = []
    shown.model.refused.connect(refused.append)
    option = next(one for one in OPTIONS if one.id == "lock-after")
    shown.model.put(option, "60")
    qtbot.waitUntil(lambda: bool(refused), timeout=PATIENCE)
    assert house.services.settings.preferences.lock_after is LockAfter.FIFTEEN
    monkeypatch.setattr(held, "_rules", Rules())
    shown.model.load()  # what was looked at after the refusal may be told first
    qtbot.waitUntil(lambda: control.count() == 4, timeout=PATIENCE)
