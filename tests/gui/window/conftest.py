"""What the tests of the whole window begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import DocumentState
from ui.library.desk import LibraryDesk
from ui.window.main_window import MainWindow

PATIENCE = 30_000


@pytest.fixture
def answered(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window with one document, and an answer with its source."""
    notice = "Notice is given three months before the end."
    with open_window(tmp_path / "home", notice) as opened:
        path = tmp_path / "lease.txt"
        path.write_text(notice, encoding="utf-8")
        drop(opened, [path])
        rows = opened.desk(LibraryDesk).model.rows
        ready = [DocumentState.READY]
        qtbot.waitUntil(lambda: [one.state for one in rows.documents()] == ready, timeout=PATIENCE)
        opened.panes.composer.field.setFocus()
        qtbot.keyClicks(opened.panes.composer.field, "When is notice given?")
        qtbot.keyClick(opened.panes.composer.field, Qt.Key.Key_Return)
        cards = opened.panes.transcript
        qtbot.waitUntil(lambda: bool(cards.cards) and cards.cards[-1].answered is not None, timeout=PATIENCE)
        yield opened
