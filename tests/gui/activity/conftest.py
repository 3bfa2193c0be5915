"""A window whose model is let go step by step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from archive import rule_of
from fakes.generator import SteppedGenerator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window import open_window

from ui.window.main_window import MainWindow


@pytest.fixture
def generator() -> SteppedGenerator:
    return SteppedGenerator(rule_of)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, generator: SteppedGenerator) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "", generator) as opened:
        qtbot.waitUntil(lambda: not opened.panes.composer.field.placeholderText().startswith("Opening"))
        yield opened
    QApplication.setQuitOnLastWindowClosed(True)  # closing it into a tray turns that off
