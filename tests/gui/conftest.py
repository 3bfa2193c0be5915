"""Qt tests run offscreen, on a screen that a window fits, and look the same everywhere."""

from __future__ import annotations

import os
from pathlib import Path

_SCREEN = Path(__file__).resolve().parents[1] / "data" / "screen.json"

# A screen of Qt's own offscreen platform has 800 by 800 pixels: windows are brought onto it.
if os.environ.setdefault("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_SCREEN}"
