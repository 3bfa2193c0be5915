"""Disagreements of documents in words."""

from __future__ import annotations

from collections.abc import Sequence

from app.words.catalogue import count, say
from rag.contradicting.maker import ClashPoint, dismissed
from rag.contradicting.values import Kind
from rag.runs.types import Point, Run


def kind_words(kind: Kind) -> str:
    """The name of a kind, as a heading."""
    return say(f"contradictions.kind.{kind.value}")


def reason_words(told: ClashPoint) -> str:
    """Why two statements cannot both hold."""
    return say(f"contradictions.reason.{told.reason}", left=told.left, right=told.right)


def found_words(run: Run, points: Sequence[Point]) -> str:
    """How many stand, and how many were marked as none."""
    none = sum(map(dismissed, points))
    if not points:
        return count("contradictions.found.none", run.total)
    said = count("contradictions.found.some", len(points) - none)
    return said if not none else f"{said} {count('contradictions.found.marked', none)}"
