"""The regulation that comes with the program, to be tried with: a text of its own, of a town that is none."""

from __future__ import annotations

from pathlib import Path

from app.words.catalogue import ENGLISH, spoken
from engine.assets import SAMPLE


def sample(language: str = "") -> Path:
    """Its file in a language, by default the program's; in English where it was not written in that one."""
    own = SAMPLE / f"regulation.{language or spoken()}.pdf"
    return own if own.exists() else SAMPLE / f"regulation.{ENGLISH}.pdf"
