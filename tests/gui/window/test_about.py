"""What Confidant is, and what it is made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app import program
from app.words.catalogue import say
from ui.window import about
from ui.window.licences import LicencesDialog


def _buttons(dialog: about.AboutDialog) -> dict[str, QPushButton]:
    return {one.text(): one for one in dialog.findChildren(QPushButton)}


def test_the_licences_of_what_is_inside_open_from_about(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def run(dialog: LicencesDialog) -> int:
        text = dialog.findChild(QPlainTextEdit)
        assert text is not None
        assert text.isReadOnly()
        shown.append(text.toPlainText())
        return 0

    monkeypatch.setattr(LicencesDialog, "exec", run)
    dialog = about.AboutDialog(None)
    qtbot.addWidget(dialog)
    _buttons(dialog)[say("window.about.licences-more")].click()
    assert "PySide6-Essentials" in shown[0]
    assert "LGPL" in shown[0]


def test_a_packaged_program_shows_its_own_text(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(program, "ROOT", tmp_path)
    bare = about.AboutDialog(None)
    qtbot.addWidget(bare)
    assert say("window.about.licences-more") not in _buttons(bare)
    (tmp_path / "THIRD_PARTY.md").write_text("of a checkout")
    (tmp_path / "licences.txt").write_text("of a package")
    assert program.licences() == "of a package"
