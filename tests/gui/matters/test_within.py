"""What opens a matter, and handing it over, from the window that is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from house import House
from matters import CANARY, CHEAP, PASSPHRASE, Chambers
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from steps import built

from app.matters.handing import receive
from app.matters.matters import Matter
from app.security.key_file import SlotKind
from app.security.keys import KeySlots
from rag.errors import PassphraseWrong
from rag.storing.terms import terms_of
from ui.matters.desk import MatterDesk
from ui.matters.passing import HandOverForm
from ui.options.desk import OptionsDesk
from ui.options.keys_dialog import KeysDialog
from ui.parts.tasks import Tasks
from ui.parts.theme import LIGHT
from ui.window.main_window import MainWindow

PATIENCE = 60_000
HAND_OVER = "Hand &over this matter…"
OTHER = "another wall, higher"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def chambers(tmp_path: Path) -> Chambers:
    return Chambers(tmp_path / "home")


@contextmanager
def inside(chambers: Chambers, matter: Matter, passphrase: str | None = None) -> Iterator[MainWindow]:
    """A window that is in a matter."""
    with chambers.matters() as matters:
        place = matters.place(matter, passphrase)
        key = matters.slots(matter.home).unlock(passphrase)
    with closing(House(matter.home, key=key)) as house:
        tasks = Tasks()
        window = MainWindow(LIGHT, house.services.settings, tasks)
        window.resize(1024, 600)
        window.show()
        built(window.building(house.services, place))
        try:
            yield window
        finally:
            window.hide()
            tasks.close()
            window.deleteLater()


def lines(window: MainWindow) -> dict[str, QAction]:
    return {one.text(): one for menu in window.menuBar().actions() for one in menu.menu().actions()}  # type: ignore[attr-defined]


def in_dialog(kind: type[QDialog], do: object, line: QAction) -> None:
    """Choose a line of the menus, and do something in the dialog that comes."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, kind):
            do(found)  # type: ignore[operator]
        else:
            QTimer.singleShot(5, look)

    QTimer.singleShot(0, look)
    line.trigger()


def press(qtbot: QtBot, made: QPushButton) -> None:
    assert made.isEnabled()
    made.setFocus()
    qtbot.keyClick(made, Qt.Key.Key_Return)


def test_a_matter_that_the_library_opens_gets_a_passphrase_and_a_code(
    qtbot: QtBot, chambers: Chambers, monkeypatch: pytest.MonkeyPatch
) -> None:
    crane = chambers.new("Crane")
    monkeypatch.setattr("ui.options.desk.KeySlots", lambda home, ring: KeySlots(home, ring, CHEAP))
    codes: list[str] = []

    def change(dialog: KeysDialog) -> None:
        qtbot.waitUntil(lambda: bool(dialog._kinds), timeout=PATIENCE)
        assert dialog.windowTitle() == "What opens “Crane”"
        assert not dialog.put[SlotKind.KEYRING].isVisible()
        assert not dialog.take[SlotKind.KEYRING].isEnabled(), "nothing would open it any more"
        assert dialog.take[SlotKind.KEYRING].accessibleName() == "Remove: The library"
        for field in (dialog.first, dialog.second):
            qtbot.keyClicks(field, OTHER)
        press(qtbot, dialog.put[SlotKind.PASSPHRASE])
        qtbot.waitUntil(lambda: "opens “Crane” from now on" in dialog.hint.text(), timeout=PATIENCE)
        qtbot.waitUntil(dialog.proof.isVisible, timeout=PATIENCE)
        qtbot.keyClicks(dialog.proof, OTHER)
        press(qtbot, dialog.put[SlotKind.RECOVERY])
        qtbot.waitUntil(dialog.code.isVisible, timeout=PATIENCE)
        codes.append(dialog.code.accessibleName().removeprefix("Recovery code: "))
        dialog.accept()
        assert dialog.code.text() == "", "shown once"

    with inside(chambers, crane) as window:
        assert window.desk(OptionsDesk) is not None
        in_dialog(KeysDialog, change, lines(window)["&Unlocking…"])
        log = window.desk(OptionsDesk).given.services.audit.entries()
        noted = [json.loads(one.facts)["way"] for one in log if one.kind == "keys"]
        assert noted == ["passphrase", "recovery"], "in the log of the matter"
    assert len(codes[0].split()) == 16
    with chambers.matters() as matters:
        slots = matters.slots(crane.home)
        assert slots.unlock(OTHER) == slots.unlock(codes[0]) == slots.unlock()


def test_a_closed_matter_gets_another_passphrase(
    qtbot: QtBot, chambers: Chambers, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = chambers.new("Wall", PASSPHRASE)
    monkeypatch.setattr("ui.options.desk.KeySlots", lambda home, ring: KeySlots(home, ring, CHEAP))

    def change(dialog: KeysDialog) -> None:
        qtbot.waitUntil(dialog.proof.isVisible, timeout=PATIENCE)
        qtbot.keyClicks(dialog.proof, PASSPHRASE)
        for field in (dialog.first, dialog.second):
            qtbot.keyClicks(field, OTHER)
        press(qtbot, dialog.put[SlotKind.PASSPHRASE])
        qtbot.waitUntil(lambda: "opens “Wall” from now on" in dialog.hint.text(), timeout=PATIENCE)
        dialog.accept()

    with inside(chambers, wall, PASSPHRASE) as window:
        in_dialog(KeysDialog, change, lines(window)["&Unlocking…"])
    with chambers.matters() as matters:
        slots = matters.slots(wall.home)
        assert slots.unlock(OTHER)
        with pytest.raises(PassphraseWrong):
            slots.unlock(PASSPHRASE)


def choose(qtbot: QtBot, form: HandOverForm) -> None:
    form.read_only.click()
    for field in (form.secrets.first, form.secrets.second):
        qtbot.keyClicks(field, OTHER)
    qtbot.mouseClick(form.do, LEFT)


def test_it_is_handed_over_while_it_is_open(
    qtbot: QtBot, chambers: Chambers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crane = chambers.new("Crane")
    chambers.add(tmp_path / "birds.txt", f"The {CANARY} was seen in May.", crane)
    path = tmp_path / "crane.matter"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr("ui.matters.desk.PassphraseCost", lambda: CHEAP)
    with inside(chambers, crane) as window:
        giving = window.desk(MatterDesk).giving
        assert giving is not None
        with qtbot.waitSignal(giving.ended, timeout=PATIENCE) as ended:
            in_dialog(HandOverForm, lambda form: choose(qtbot, form), lines(window)[HAND_OVER])
        assert "“Crane” with 1 document" in ended.args[0]
        assert window.banner.isVisible()
        told = window.desk(MatterDesk).given.services.audit.entries()
        assert any("handed-over" in one.facts for one in told), "in the log of the matter"
    there = Chambers(tmp_path / "there")
    with there.matters() as matters:
        made = receive(matters, path, passphrase=OTHER)
        with matters.opened(made) as vault:
            assert terms_of(vault).read_only
    assert there.names(made) == ["birds.txt"]
    assert chambers.names(crane) == ["birds.txt"]


def test_handing_over_is_stopped_from_the_banner_and_leaves_nothing(
    qtbot: QtBot, chambers: Chambers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crane = chambers.new("Crane")
    chambers.add(tmp_path / "birds.txt", "The heron was seen in May.", crane)
    path = tmp_path / "crane.matter"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr("ui.matters.desk.PassphraseCost", lambda: CHEAP)
    with inside(chambers, crane) as window:
        giving = window.desk(MatterDesk).giving
        assert giving is not None
        giving.began.connect(lambda _: giving.stop())
        with qtbot.waitSignal(giving.ended, timeout=PATIENCE) as ended:
            in_dialog(HandOverForm, lambda form: choose(qtbot, form), lines(window)[HAND_OVER])
        assert ended.args[0].startswith("Stopped.")
    assert not path.exists()
    assert not (crane.home / "apart").exists()


def test_a_window_over_the_library_hands_no_matter_over(qtbot: QtBot, chambers: Chambers) -> None:
    with closing(House(chambers.home)) as house:
        tasks = Tasks()
        window = MainWindow(LIGHT, house.services.settings, tasks)
        qtbot.addWidget(window)
        built(window.building(house.services))
        assert HAND_OVER not in lines(window)
        tasks.close()
