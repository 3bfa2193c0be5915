"""Where the program's own files lie: the one place that counts folders upwards."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The folder that holds the packages: a checkout, or where they are installed."""

ASSETS = ROOT / "assets"
SAMPLE = ASSETS / "sample"
"""The folder of the regulation that comes with the program, `regulation.LANGUAGE.pdf` in each language."""
