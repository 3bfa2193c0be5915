"""What a paragraph is read as: its text, and beside it what is tied to a place in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rag.reading.viewing.recording import Drawing

Drawn = Callable[[Any], list[str]]
Pictured = Callable[[Any], Drawing | None]


@dataclass(slots=True)
class Piece:
    """A paragraph, or as much of it as stands on one page."""

    text: str = ""
    drawn: bool = False  # it begins a page as Word last drew it, not at a break that is written there
    asides: list[str] = field(default_factory=list)  # said beside it: notes, comments
    boxes: list[Any] = field(default_factory=list)  # text boxes that are anchored in it
    drawings: list[Drawing] = field(default_factory=list)  # pictures, for a view alone


def not_drawn(_node: Any) -> list[str]:
    return []


def not_pictured(_node: Any) -> Drawing | None:
    return None
