"""The window of settings: everything is found, changed at once, and had as at first, by keyboard alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from app.options.option import Group, Kind, Option, Where
from app.options.register import OPTIONS, option
from app.security.keys import KeySlots
from app.types import Appearance, BatteryModel, BatteryThreads, BatteryUse, LockAfter, LockedWork
from engine.power import Supply
from ui.options.dialog import OptionsDialog
from ui.options.rows import OptionRow
from ui.options.viewmodel import OptionsViewModel
from ui.parts.icons import icon
from ui.parts.tasks import Tasks
from ui.parts.theme import LIGHT

PATIENCE = 30_000
KEPT = [one for one in OPTIONS if one.kept is not None]


class Shown:
    """The window of settings over a house, with what was opened from it and what was told as changed."""

    def __init__(self, qtbot: QtBot, house: House, tasks: Tasks) -> None:
        self.services = house.services
        self.where = Where(self.services.settings, self.services.paths.models, self.services)
        self.model = OptionsViewModel(self.where, tasks)
        self.opened: list[str] = []
        self.changed: list[str] = []
        self.model.changed.connect(self.changed.append)
        self.dialog = OptionsDialog(None, LIGHT, self.model, lambda one: lambda: self.opened.append(one))
        self._qtbot = qtbot
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        qtbot.waitExposed(self.dialog)
        self.looked()

    def looked(self) -> None:
        with self._qtbot.waitSignal(self.model.told, timeout=PATIENCE):
            self.model.load()

    def row(self, option_id: str) -> OptionRow:
        return self.dialog.rows[option_id]

    def visible(self) -> list[str]:
        return [one.id for one in OPTIONS if self.row(one.id).isVisible()]

    def value(self, one: Option) -> str:
        assert one.kept is not None
        return one.kept.get(self.where)


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def supply() -> Supply:
    return Supply()


@pytest.fixture
def house(tmp_path: Path, tasks: Tasks, supply: Supply) -> Iterator[House]:
    opened = House(tmp_path / "home", models=tmp_path / "models", supply=lambda: supply)
    yield opened
    tasks.close()
    opened.close()


@pytest.fixture
def shown(qtbot: QtBot, house: House, tasks: Tasks) -> Shown:
    return Shown(qtbot, house, tasks)


def test_every_setting_is_there_with_how_it_stands(shown: Shown) -> None:
    assert shown.visible() == [one.id for one in OPTIONS]
    kinds = {
        Kind.SWITCH: QCheckBox,
        Kind.CHOICE: QComboBox,
        Kind.PERCENT: QSpinBox,
        Kind.OPENS: QPushButton,
        Kind.COMMAND: QLabel,
    }
    for one in OPTIONS:
        row = shown.row(one.id)
        assert type(row.control).__mro__.count(kinds[one.kind]) == 1
        assert not row.reset.isVisible(), "it is as at first"


def test_the_window_shows_no_command_of_a_terminal(shown: Shown) -> None:
    """Whoever sits before it types none; that the window cannot do it, and who can, is told in words."""
    row = shown.row("engine")
    said = [one.text() for one in (*row.findChildren(QLabel), *row.findChildren(QLineEdit))]
    assert not any("confidant " in one for one in said), said
    assert any("sealed off from the network" in one for one in said), said


def give_passphrase(folder: Path) -> None:
    """Let a passphrase open the library that is open already."""
    KeySlots(folder / "other").create("correct horse", use_keyring=False)
    for file in (folder / "other").glob("vault.key*"):
        shutil.copy(file, folder / "home" / file.name)


def pressed(qtbot: QtBot, row: OptionRow) -> None:
    """Change it by one key."""
    control = row.control
    control.setFocus()
    key = Qt.Key.Key_Space if isinstance(control, QCheckBox) else Qt.Key.Key_Down
    if isinstance(control, QComboBox) and control.currentIndex() == control.count() - 1:
        key = Qt.Key.Key_Up
    qtbot.keyClick(control, key)


@pytest.mark.parametrize("one", [one for one in KEPT if one.id != "graphics"], ids=lambda one: one.id)
def test_a_key_changes_it_at_once_and_another_has_it_as_at_first(
    qtbot: QtBot, house: House, tasks: Tasks, tmp_path: Path, one: Option
) -> None:
    if one.id == "lock-after":  # only what a person types is asked for again
        give_passphrase(tmp_path)
    shown = Shown(qtbot, house, tasks)
    assert one.kept is not None
    pressed(qtbot, shown.row(one.id))
    qtbot.waitUntil(lambda: shown.value(one) != one.kept.usual, timeout=PATIENCE)
    qtbot.waitUntil(shown.row(one.id).reset.isVisible, timeout=PATIENCE)
    assert shown.changed == [one.id]
    shown.row(one.id).reset.setFocus()
    qtbot.keyClick(shown.row(one.id).reset, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown.value(one) == one.kept.usual, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not shown.row(one.id).reset.isVisible(), timeout=PATIENCE)


def test_all_are_as_at_first_and_that_is_taken_back(qtbot: QtBot, shown: Shown) -> None:
    shown.where.settings.update(appearance=Appearance.DARK, text_scale=1.5)
    shown.services.guards.turn("personal", True)
    shown.looked()
    shown.dialog.reset.setFocus()
    qtbot.keyClick(shown.dialog.reset, Qt.Key.Key_Return)
    qtbot.waitUntil(shown.dialog.undo.isVisible, timeout=PATIENCE)
    assert "Colours, Size of letters, Refuse personal data in answers" in shown.dialog.told.text()
    assert all(shown.value(one) == one.kept.usual for one in KEPT if one.kept)
    qtbot.keyClick(shown.dialog.undo, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not shown.dialog.undo.isVisible(), timeout=PATIENCE)
    kept = shown.where.settings.preferences
    assert (kept.appearance, kept.text_scale) == (Appearance.DARK, 1.5)
    assert shown.services.guards.is_on("personal")
    shown.model.reset(OPTIONS)
    qtbot.waitUntil(lambda: shown.value(option("text-size")) == "100", timeout=PATIENCE)
    shown.model.reset(OPTIONS)
    qtbot.waitUntil(lambda: "Everything is at its default" in shown.dialog.told.text(), timeout=PATIENCE)


def test_words_find_settings_and_nothing_else_is_shown(qtbot: QtBot, shown: Shown) -> None:
    assert shown.dialog.field.hasFocus()
    qtbot.keyClicks(shown.dialog.field, "dark")
    assert shown.visible() == ["appearance"]
    assert shown.dialog.told.text() == "1 setting"
    qtbot.keyClick(shown.dialog.field, Qt.Key.Key_Down)
    assert shown.row("appearance").control.hasFocus()
    qtbot.keyClick(shown.dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert shown.dialog.field.hasFocus()
    qtbot.keyClicks(shown.dialog.field, "zyxwvut")
    assert shown.visible() == []
    assert shown.dialog.nothing.isVisible()
    qtbot.keyClick(shown.dialog.field, Qt.Key.Key_Escape)
    assert shown.dialog.isVisible(), "the first Escape only clears what was looked for"
    assert len(shown.visible()) == len(OPTIONS)
    qtbot.keyClick(shown.dialog.field, Qt.Key.Key_Escape)
    assert not shown.dialog.isVisible()


def test_what_fits_best_stands_on_top_and_tab_goes_down_from_it(qtbot: QtBot, shown: Shown) -> None:
    """What was looked for stood below what only its group had brought."""

    def seen() -> list[str]:
        rows = (shown.row(one.id) for one in OPTIONS)
        return [row.option.id for row in sorted(rows, key=lambda row: row.y()) if row.isVisible()]

    qtbot.keyClicks(shown.dialog.field, "letters")
    qtbot.waitUntil(lambda: seen() == ["text-size", "contrast"])
    qtbot.keyClick(shown.dialog.field, Qt.Key.Key_Down)
    assert shown.row("text-size").control.hasFocus()
    qtbot.keyClick(shown.row("text-size").control, Qt.Key.Key_Tab)
    assert shown.row("contrast").control.hasFocus()
    shown.dialog.field.clear()
    qtbot.waitUntil(lambda: seen() == [one.id for one in OPTIONS])


def test_a_group_is_gone_to_from_what_was_found(qtbot: QtBot, shown: Shown) -> None:
    """All stood elsewhere by then: the page stayed at its top."""
    bar, head = shown.dialog._scroll.verticalScrollBar(), shown.dialog._heads[Group.ANSWERS]
    qtbot.keyClicks(shown.dialog.field, "letters")
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    shown.dialog.groups.setCurrentRow(list(Group).index(Group.ANSWERS))
    qtbot.waitUntil(lambda: 0 < bar.value() <= head.y() < bar.value() + 40, timeout=2_000)


def test_a_setting_is_had_as_at_first_by_a_button_that_says_so(qtbot: QtBot, shown: Shown) -> None:
    shown.where.settings.update(appearance=Appearance.DARK)
    shown.looked()
    reset = shown.row("appearance").reset
    qtbot.waitUntil(reset.isVisible)
    assert reset.toolTip() == "Restore the default: As the desktop"
    assert reset.accessibleName() == "Colours: restore default"
    assert reset.icon().cacheKey() == icon("reset", LIGHT.quiet).cacheKey()


def test_a_dialog_that_there_is_opens_from_its_setting(qtbot: QtBot, shown: Shown) -> None:
    for one in (one for one in OPTIONS if one.kind is Kind.OPENS):
        control = shown.row(one.id).control
        control.setFocus()
        qtbot.keyClick(control, Qt.Key.Key_Return)
        assert shown.opened[-1] == (one.opens or one.id)


def test_tab_goes_through_all_that_can_be_changed(qtbot: QtBot, shown: Shown) -> None:
    reached = set()
    for _ in range(3 * len(OPTIONS)):
        QTest.keyClick(shown.dialog, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    missing = [
        one.id
        for one in OPTIONS
        if one.kind is not Kind.COMMAND
        and shown.row(one.id).control.isEnabled()
        and shown.row(one.id).control not in reached
    ]
    assert not missing


def test_the_wheel_changes_no_setting_by_the_way(shown: Shown) -> None:
    for name in ("appearance", "text-size", "memory"):
        control = shown.row(name).control
        control.setFocus()
        middle = QPointF(control.rect().center())
        event = QWheelEvent(
            middle,
            control.mapToGlobal(middle),
            QPoint(0, -120),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(control, event)
    assert shown.changed == []


def test_a_size_that_is_typed_is_taken_whole(qtbot: QtBot, shown: Shown) -> None:
    """Each digit by itself would make letters of 75, 75 and 150 percent one after the other."""
    control = shown.row("text-size").control
    assert isinstance(control, QSpinBox)
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, "150")
    assert shown.changed == []
    qtbot.keyClick(control, Qt.Key.Key_Return)
    assert shown.where.settings.preferences.text_scale == 1.5
    assert shown.changed == ["text-size"]


def test_what_is_changed_elsewhere_is_seen_when_one_comes_back(qtbot: QtBot, shown: Shown) -> None:
    shown.where.settings.update(lock_after=LockAfter.FIVE, locked_work=LockedWork.GOES_ON)
    after, work = shown.row("lock-after").control, shown.row("locked-work").control
    assert isinstance(after, QComboBox)
    shown.model.load()
    # Not the first telling: a look that began before the change, as the window was shown, may end after it.
    qtbot.waitUntil(lambda: after.currentText() == "5 minutes" and work.isChecked(), timeout=PATIENCE)


def test_a_keyring_asks_nobody_so_it_does_not_lock_by_itself(
    qtbot: QtBot, house: House, tasks: Tasks, tmp_path: Path
) -> None:
    keyring = Shown(qtbot, house, tasks).row("lock-after")
    assert not keyring.control.isEnabled(), "unlocking would be one click for anybody"
    assert "asks nobody" in keyring.note.text()
    give_passphrase(tmp_path)
    typed = Shown(qtbot, house, tasks).row("lock-after")
    assert typed.control.isEnabled()
    assert "Ctrl+Shift+X" in typed.note.text()


def test_what_holds_later_says_so(shown: Shown) -> None:
    assert "Holds from the next start of Confidant." in shown.row("memory").note.text()
    assert "Holds from the next answer on." in shown.row("battery-cores").note.text()


def test_whose_policy_moderates_is_told(shown: Shown, qtbot: QtBot) -> None:
    assert "The program’s own policy is applied" in shown.row("guard-moderation").note.text()
    own = shown.services.paths.moderation
    own.parent.mkdir(parents=True)
    own.write_text("[[category]]\n", encoding="utf-8")
    shown.looked()
    assert str(own) in shown.row("guard-moderation").note.text()
    assert "The program’s own policy is applied; " not in shown.row("guard-moderation").note.text()


def test_what_is_done_on_battery_is_kept_at_once(qtbot: QtBot, shown: Shown) -> None:
    assert "no battery now" in shown.row("battery-work").note.text()
    for name in ("battery-work", "battery-cores", "battery-model"):
        pressed(qtbot, shown.row(name))
    qtbot.waitUntil(lambda: len(shown.changed) == 3, timeout=PATIENCE)
    kept = shown.where.settings.preferences
    assert kept.battery is BatteryUse.GO_ON
    assert kept.battery_threads is BatteryThreads.ALL
    assert kept.battery_model is BatteryModel.SMALLER


def test_a_damaged_library_keeps_its_settings(
    qtbot: QtBot, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rag.errors import VaultDamaged

    vault = type(shown.services.vault)
    monkeypatch.setattr(vault, "read_only", property(lambda _: VaultDamaged(path="/h/vault.db")))
    shown.looked()
    qtbot.waitUntil(lambda: not shown.row("guard-personal").control.isEnabled())
    assert "can only be read" in shown.row("guard-personal").note.text()
    assert shown.row("appearance").control.isEnabled()
    shown.model.put(option("appearance"), "dark")
    assert shown.where.settings.preferences.appearance is Appearance.DARK
