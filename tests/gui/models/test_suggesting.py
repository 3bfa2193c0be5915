"""Another embedder is offered once where documents are in languages that the one in use hardly serves."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from window import drop, open_window

from ui.models.desk import ModelDesk
from ui.models.dialog import ModelsDialog
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
LEASE = (
    "Mietvertrag. Der Mieter zahlt die Miete bis zum dritten Werktag eines jeden Monats. "
    "Die Kündigung muss schriftlich erfolgen und dem Vermieter spätestens drei Monate vorher zugehen."
)


def ready(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(
        lambda: not window.panes.composer.field.placeholderText().startswith("Opening"), timeout=PATIENCE
    )


def banner_says(window: MainWindow) -> str:
    banner = window.panes.banner
    return " ".join(one.text() for one in banner.findChildren(QLabel)) if banner.isVisible() else ""


def test_a_german_library_is_offered_one_for_many_languages_once(qtbot: QtBot, tmp_path: Path) -> None:
    lease = tmp_path / "Mietvertrag.txt"
    lease.write_text(LEASE, encoding="utf-8")
    seen: list[str] = []
    with open_window(tmp_path / "home", "Ja.") as window:
        ready(qtbot, window)
        drop(window, [lease])
        qtbot.waitUntil(lambda: "German" in banner_says(window), timeout=PATIENCE)
        said = [one.text() for one in window.panes.banner.findChildren(QLabel) if one.isVisible()]
        assert said == ["Your documents in German can be found better"], "a line over a conversation"

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, ModelsDialog)

            def told() -> bool:
                seen[:] = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
                return any("Your document is in German" in one for one in seen)

            qtbot.waitUntil(told, timeout=PATIENCE)
            dialog.reject()

        QTimer.singleShot(0, look)
        offered = next(
            one for one in window.panes.banner.findChildren(QPushButton) if one.text() == "Models…"
        )
        QTest.mouseClick(offered, Qt.MouseButton.LeftButton)
        assert any("Your document is in German" in one for one in seen)
    with open_window(tmp_path / "home", "Ja.") as again:
        ready(qtbot, again)
        desk = again.desk(ModelDesk)
        with qtbot.waitSignal(desk.considered, timeout=PATIENCE):
            pass
        assert banner_says(again) == "", "offered once, then only in the list of models"
