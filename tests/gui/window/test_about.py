"""What Confidant is, and what it is made of."""

from __future__ import annotations

import importlib.metadata
import platform
from pathlib import Path

import pytest
from heard import unheard
from legible import flaws
from pausing import pause
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QTabBar
from pytestqt.qtbot import QtBot

from app import program
from app.events import EventBus
from app.models.models import Models
from app.settings import Settings
from app.words.catalogue import ENGLISH, say, use
from app.words.languages import known
from ui.parts.tasks import Tasks
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


def test_the_version_and_the_licence_stand_in_about(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """No word told which version this is."""
    monkeypatch.setattr("app.words.program.version", lambda: "7.8.9")
    dialog = about.AboutDialog(None)
    qtbot.addWidget(dialog)
    said = [one.text() for one in dialog.findChildren(QLabel)]
    assert "Version 7.8.9 · Apache License 2.0" in said
    assert not any("llama.cpp" in one for one in said), "what few ask for is folded away"


@pytest.mark.parametrize("language", known())
def test_what_supports_is_unfolded_and_copied(qtbot: QtBot, tmp_path: Path, language: str) -> None:
    use(language)
    try:
        models = Models(tmp_path / "models", Settings(tmp_path / "settings.json"), EventBus())
        tasks = Tasks()
        dialog = about.AboutDialog(None, tasks, models)
        qtbot.addWidget(dialog)
        dialog.show()
        assert not dialog.copies.isVisible()
        dialog.details.click()
        said = lambda: [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]  # noqa: E731
        qtbot.waitUntil(lambda: any("llama.cpp" in one for one in said()))
        pause(100)
        found = [*flaws(dialog), *unheard(dialog)]
        dialog.copies.click()
        copied = QGuiApplication.clipboard().text()
        assert dialog.copies.text() == say("window.about.copied")
        tasks.close()
    finally:
        use(ENGLISH)
    assert not found, "\n".join(found)
    assert copied.startswith("Confidant")
    assert str(importlib.metadata.version("llama-cpp-python")) in copied
    assert platform.machine() in copied
    assert str(Path.home()) not in copied
    assert platform.node() not in copied
