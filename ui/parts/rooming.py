"""How much gives way where letters are large and a window is low: by lines of the letters there are."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtGui import QFontMetrics

_SHORT, _LEAST = 28, 18  # lines, below which a column is that


class Room(IntEnum):
    AMPLE = 0
    SHORT = 1  # rows say one line each, fields stand beside one another
    LEAST = 2  # what the menus have too goes


def room_of(height: int, metrics: QFontMetrics) -> Room:
    """What room a column so high has for letters so large."""
    lines = height / max(1, metrics.height())
    return Room.AMPLE if lines >= _SHORT else Room.SHORT if lines >= _LEAST else Room.LEAST
