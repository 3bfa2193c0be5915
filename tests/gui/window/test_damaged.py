"""A damaged library in the window: a plain sentence, and what is whole can be read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from damage import flip
from fakes.generator import FakeGenerator
from house import House
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from steps import built
from surroundings import environment
from window import open_window

from app.events import LibraryDamaged
from app.words.catalogue import say
from rag.errors import VaultDamaged
from rag.storing.page_proof import PAGE
from ui.chat.turn_card import TurnCard
from ui.parts.tasks import Tasks
from ui.parts.theme import LIGHT
from ui.window.main_window import MainWindow


@pytest.mark.parametrize("when", ["opening", "idle"])
def test_damage_is_told_in_the_window(qtbot: QtBot, tmp_path: Path, when: str) -> None:
    home = tmp_path / "home"
    house = House(home)
    if when == "opening":
        with house.services.vault.read() as db:
            page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'corrections'").fetchone()[0]
        house.close()
        flip(home / "vault.db", (page - 1) * PAGE + 50)
        house = House(home, resume=False)
    tasks = Tasks()
    window = MainWindow(LIGHT, house.services.settings, tasks)
    try:
        window.resize(1200, 800)
        window.show()
        built(window.building(house.services))
        if when == "idle":
            assert not window.banner.isVisible()
            house.bus.publish(LibraryDamaged(VaultDamaged(path="vault.db", pages=2, detail="7, 9")))
        qtbot.waitUntil(window.banner.isVisible, timeout=30_000)
        told = " ".join(one.text() for one in window.banner.findChildren(QLabel))
        assert "damaged and open for reading only" in told
        assert "vault salvage" in told
    finally:
        window.hide()
        tasks.close()
        house.close()


def test_a_damaged_library_is_asked_in_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    """A new conversation could not be kept, so no question was answered."""
    rent = "The rent is due on the first of May."
    house = House(tmp_path / "home", generator=FakeGenerator(rent))
    letter = tmp_path / "letter.txt"
    letter.write_text(f"# Rent\n{rent}\n", encoding="utf-8")
    house.library.add([letter])
    house.library.wait_idle()
    with house.services.vault.read() as db:
        page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'corrections'").fetchone()[0]
    house.close()
    flip(tmp_path / "home" / "vault.db", (page - 1) * PAGE + 50)
    with open_window(tmp_path / "home", rent) as window:
        composer = window.panes.composer
        qtbot.waitUntil(
            lambda: (
                composer.field.placeholderText() == say("chat.composer.placeholder")
                and window.panes.library.list.model().rowCount() > 0
            )
        )
        composer.field.setPlainText("When is the rent due?")
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
        (card,) = window.findChildren(TurnCard)
        qtbot.waitUntil(lambda: "first of May" in card.answer.toPlainText(), timeout=60_000)
        qtbot.waitUntil(lambda: window.panes.conversations.list.count() == 2)  # below its day
        assert "reading only" in " ".join(one.text() for one in window.banner.findChildren(QLabel))


_MENDED = """
import sys
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from app.paths import Paths
from app.security.keys import KeySlots
from app.security.snapshots import Snapshots
from damage import flip
from rag.storing.documents import DocumentStore
from rag.storing.page_proof import PAGE
from rag.storing.vault import Vault
from ui.window import application as module
from ui.window import repair_dialog
from ui.window.application import Application

home, choice = Path(sys.argv[1]) / "home", sys.argv[2]
home.mkdir()
WORDS = "correct horse battery"
key = KeySlots(home).create(WORDS)
with closing(Vault.create(home / "vault.db", key)) as vault:
    DocumentStore(vault).enqueue("/gone/lease.pdf", "lease.pdf", 9, "")
    Snapshots(home).take(vault)
    with vault.read() as db:
        page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'corrections'").fetchone()[0]
if choice == "newer":
    with closing(Vault.open(home / "vault.db", key)) as vault, vault.write() as db:
        db.execute("PRAGMA user_version = 4000")
else:
    flip(home / "vault.db", (0 if choice != "read" else page - 1) * PAGE + 2000)

said, qt = [], QApplication([])
QTimer.singleShot(100_000, qt.quit)


def choose(dialog):
    said.append((dialog.leave.text(), dialog.snapshots.count()))
    name = {"restore": "restore", "newer": "back"}.get(choice, "salvage")
    getattr(dialog, name).click()
    return True


def answer(dialog):
    said.append("asked again")
    dialog.first.setText(WORDS)
    return True


repair_dialog.RepairDialog.exec = choose
module.PassphraseDialog.exec = answer
running = Application(Paths(home, home / "models"), passphrase=WORDS)
stands = running._stands


def on_stands(window, done):
    stands(window, done)
    services = running.services
    if services.vault.read_only is not None:
        said.append("reading only")
        running.window.banner._action.click()
        return
    told = " ".join(one.text() for one in running.window.banner.findChildren(QLabel))
    said.append(("repaired" in told, [one.name for one in services.library.documents()]))
    QTimer.singleShot(0, qt.quit)


running._stands = on_stands
running.start()
qt.exec()
print(said, len(list((home / "set-aside").iterdir())))
running.close()
"""


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("salvage", "[('Quit', 1), (True, ['lease.pdf'])] 1"),
        ("restore", "[('Quit', 1), (True, ['lease.pdf'])] 1"),
        ("newer", "[('Quit', 1), (True, ['lease.pdf'])] 1"),
        ("read", "['reading only', ('Only read it for now', 1), 'asked again', (True, ['lease.pdf'])] 1"),
    ],
)
def test_a_damaged_library_is_mended_from_the_window(tmp_path: Path, choice: str, told: str) -> None:
    """One whose first page was damaged, or that a newer release had, ended in a box that could only be
    closed.
    """
    ran = subprocess.run(
        [sys.executable, "-c", _MENDED, str(tmp_path), choice],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env=environment(),
    )
    assert ran.stdout.strip() == told, ran.stdout + ran.stderr
