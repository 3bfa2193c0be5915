"""The model that answers in plain words, with its details behind a sign that keys reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot
from window import open_window

from ui.models.details import DetailsDialog
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Within 72 hours.") as opened:
        yield opened


def test_the_status_bar_says_it_plainly_and_the_sign_says_the_rest(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = window.panes.status
    qtbot.waitUntil(status.details.isVisible, timeout=PATIENCE)
    assert status._model.text().startswith("Small model, this computer")
    assert status.details.accessibleName() == "What this model is, and how fast it answers"
    said: list[str] = []

    def run(dialog: QDialog) -> int:
        assert isinstance(dialog, DetailsDialog)
        said.extend(one.text() for one in dialog.findChildren(QLabel))
        return 0

    monkeypatch.setattr(QDialog, "exec", run)
    status.details.setFocus()
    qtbot.keyClick(status.details, Qt.Key.Key_Return)
    assert said[0] == "Small model, this computer"
    assert "SmolLM2 135M Instruct" in said
    assert "This computer; nothing leaves it" in said
