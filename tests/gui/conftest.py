"""Qt tests run offscreen, on a screen that a window fits, and look the same everywhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

_SCREEN = Path(__file__).resolve().parents[1] / "data" / "screen.json"

# A screen of Qt's own offscreen platform has 800 by 800 pixels: windows are brought onto it.
if os.environ.setdefault("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_SCREEN}"


@pytest.fixture(autouse=True, scope="session")
def nothing_left_on_the_clipboard() -> Iterator[None]:
    """Offscreen, Qt lets go of what a test copied when Python has ended, which no object outlives."""
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()
