"""The tiny vision model of the tests, and pictures to show it."""

from __future__ import annotations

import random

from models import CHECKOUT

from engine.types import Picture

FOLDER = CHECKOUT / "tests" / "data" / "vision"
MODEL = FOLDER / "tiny-vision.gguf"
PROJECTOR = FOLDER / "mmproj-tiny-vision.gguf"
PICTURE_TOKENS = 16


def noise(seed: int = 0, width: int = 160, height: int = 32) -> Picture:
    """Random dots, the same for the same seed."""
    return Picture(width, height, random.Random(seed).randbytes(width * height * 3))


def plain(shade: int, width: int = 160, height: int = 32) -> Picture:
    """One grey all over."""
    return Picture(width, height, bytes([shade]) * (width * height * 3))
