"""A damaged library in the window: a plain sentence, and what is whole can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from damage import flip
from house import House
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.events import LibraryDamaged
from rag.errors import VaultDamaged
from rag.storing.page_proof import PAGE
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
        window.attach(house.services)
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
