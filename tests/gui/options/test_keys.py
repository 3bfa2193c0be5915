"""What opens the library, changed in the window: only by whoever can open it, and never to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.ring import Ring
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.organisation import held
from app.organisation.rules import Rules
from app.security.key_file import SlotKind
from app.security.keys import KeySlots, PassphraseCost
from rag.errors import PassphraseWrong
from ui.options.keys_dialog import KeysDialog
from ui.options.keys_model import KeysViewModel
from ui.parts.tasks import Tasks

PATIENCE = 30_000
CHEAP = PassphraseCost(memory_kib=1024, time=1, parallelism=1)
OLD, NEW = "correct horse battery", "staple of another horse"


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def slots_of(home: Path, ring: Ring) -> KeySlots:
    return KeySlots(home, ring, CHEAP)


def shown(qtbot: QtBot, slots: KeySlots, tasks: Tasks) -> KeysDialog:
    model = KeysViewModel(slots, tasks, lambda _: None)
    dialog = KeysDialog(None, model)
    model.setParent(dialog)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog._kinds), timeout=PATIENCE)
    return dialog


def press(qtbot: QtBot, made: QPushButton) -> None:
    assert made.isEnabled()
    made.setFocus()
    qtbot.keyClick(made, Qt.Key.Key_Return)


def test_a_passphrase_is_changed_by_who_knows_it(qtbot: QtBot, tmp_path: Path, tasks: Tasks) -> None:
    slots = slots_of(tmp_path, Ring())
    key = slots.create(OLD)
    dialog = shown(qtbot, slots, tasks)
    put = dialog.put[SlotKind.PASSPHRASE]
    for field in (dialog.first, dialog.second):
        qtbot.keyClicks(field, NEW)
    assert not put.isEnabled(), "a window that stands open is no proof of who sits there"
    qtbot.keyClicks(dialog.proof, "not the passphrase")
    press(qtbot, put)
    qtbot.waitUntil(lambda: "passphrase" in dialog.hint.text().lower(), timeout=PATIENCE)
    assert slots.unlock(OLD) == key
    dialog.proof.clear()
    qtbot.keyClicks(dialog.proof, OLD)
    press(qtbot, put)
    qtbot.waitUntil(lambda: "from now on" in dialog.hint.text(), timeout=PATIENCE)
    assert slots.unlock(NEW) == key
    with pytest.raises(PassphraseWrong):
        slots.unlock(OLD)
    assert (dialog.proof.text(), dialog.first.text(), dialog.second.text()) == ("", "", "")


def test_two_that_differ_or_are_short_are_not_taken(qtbot: QtBot, tmp_path: Path, tasks: Tasks) -> None:
    slots = slots_of(tmp_path, Ring())
    slots.create()
    dialog = shown(qtbot, slots, tasks)
    assert not dialog.proof.isVisible(), "the keyring asks nobody"
    qtbot.keyClicks(dialog.first, "short")
    qtbot.keyClicks(dialog.second, "short")
    assert not dialog.put[SlotKind.PASSPHRASE].isEnabled()
    assert "At least 8" in dialog.hint.text()
    qtbot.keyClicks(dialog.first, " and longer")
    assert "not the same" in dialog.hint.text()
    assert not dialog.put[SlotKind.PASSPHRASE].isEnabled()


def test_from_a_keyring_to_a_passphrase_alone(qtbot: QtBot, tmp_path: Path, tasks: Tasks) -> None:
    ring = Ring()
    slots = slots_of(tmp_path, ring)
    key = slots.create()
    dialog = shown(qtbot, slots, tasks)
    assert not dialog.take[SlotKind.KEYRING].isEnabled(), "nothing would open it any more"
    for field in (dialog.first, dialog.second):
        qtbot.keyClicks(field, NEW)
    press(qtbot, dialog.put[SlotKind.PASSPHRASE])
    qtbot.waitUntil(dialog.proof.isVisible, timeout=PATIENCE)
    qtbot.keyClicks(dialog.proof, NEW)
    press(qtbot, dialog.take[SlotKind.KEYRING])
    qtbot.waitUntil(lambda: slots.kinds() == (SlotKind.PASSPHRASE,), timeout=PATIENCE)
    qtbot.waitUntil(lambda: ring.held == {}, timeout=PATIENCE)
    assert slots.unlock(NEW) == key


def test_a_recovery_code_is_shown_once(qtbot: QtBot, tmp_path: Path, tasks: Tasks) -> None:
    slots = slots_of(tmp_path, Ring())
    key = slots.create(OLD)
    dialog = shown(qtbot, slots, tasks)
    qtbot.keyClicks(dialog.proof, OLD)
    press(qtbot, dialog.put[SlotKind.RECOVERY])
    qtbot.waitUntil(dialog.code.isVisible, timeout=PATIENCE)
    code = dialog.code.accessibleName().removeprefix("Recovery code: ")
    assert len(code.split()) == 16
    assert slots.unlock(code) == key
    dialog.copy.click()
    assert QApplication.clipboard().text() == code
    assert dialog.hint.text().endswith("On the clipboard for 60 seconds.")
    dialog.accept()
    assert dialog.code.text() == ""
    again = shown(qtbot, slots, tasks)
    assert not again.code.isVisible()
    qtbot.keyClicks(again.proof, code)
    press(qtbot, again.take[SlotKind.RECOVERY])
    qtbot.waitUntil(lambda: SlotKind.RECOVERY not in slots.kinds(), timeout=PATIENCE)


def test_the_keyring_that_the_organisation_wants_cannot_be_removed(
    qtbot: QtBot, tmp_path: Path, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = slots_of(tmp_path, Ring())
    slots.add_keyring(slots.create(OLD))
    monkeypatch.setattr(slots, "_of_the_system", True)
    dialog = shown(qtbot, slots, tasks)
    qtbot.keyClicks(dialog.proof, OLD)
    assert dialog.take[SlotKind.KEYRING].isEnabled()
    monkeypatch.setattr(held, "_rules", Rules(keyring_required=True))
    dialog.proof.clear()
    qtbot.keyClicks(dialog.proof, OLD)
    assert not dialog.take[SlotKind.KEYRING].isEnabled()
