"""What Confidant is, and what it is made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QTabBar
from pytestqt.qtbot import QtBot

from app import program
from app.words.catalogue import say
from ui.window import about
from ui.window.licences import LicencesDialog


def _buttons(dialog: about.AboutDialog) -> dict[str, QPushButton]:
    return {one.text(): one for one in dialog.findChildren(QPushButton)}


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the dialog shows under each of its tabs."""
    texts: dict[str, str] = {}

    def run(dialog: LicencesDialog) -> int:
        text, tabs = dialog.findChild(QPlainTextEdit), dialog.findChild(QTabBar)
        assert text is not None
        assert tabs is not None
        assert text.isReadOnly()
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            texts[tabs.tabText(place)] = text.toPlainText()
        return 0

    monkeypatch.setattr(LicencesDialog, "exec", run)
    return texts


def _open(qtbot: QtBot) -> None:
    dialog = about.AboutDialog(None)
    qtbot.addWidget(dialog)
    _buttons(dialog)[say("window.about.licences-more")].click()


def test_the_licences_of_what_is_inside_and_of_models_open_from_about(
    qtbot: QtBot, shown: dict[str, str]
) -> None:
    _open(qtbot)
    inside, models = shown.values()
    assert "PySide6-Essentials" in inside
    assert "LGPL" in inside
    assert "all-MiniLM-L6-v2" in models
    assert "Grant of Patent License" in models


def test_a_packaged_program_shows_its_own_text(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shown: dict[str, str]
) -> None:
    monkeypatch.setattr(program, "ROOT", tmp_path)
    _open(qtbot)
    assert list(shown) == [say("window.about.licences-models")]
    (tmp_path / "THIRD_PARTY.md").write_text("of a checkout")
    (tmp_path / "licences.txt").write_text("of a package")
    _open(qtbot)
    assert shown[say("window.name")] == "of a package"
