"""Everything one can go to by its name, and which of it was meant by what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from rag.language.concepts import folded

GO_TO = "Ctrl+K"
MOST = 60  # rows that are shown


class GoalKind(IntEnum):
    """What stands above what, where a name fits as well."""

    COMMAND = 0
    SETTING = 1
    DOCUMENT = 2
    CONVERSATION = 3
    RUN = 4
    NOTE = 5
    SAID = 6  # a turn of a conversation


@dataclass(frozen=True, slots=True)
class Goal:
    """`told` stands below the name: what it is, and the keys it has."""

    kind: GoalKind
    name: str
    told: str
    go: Callable[[], object] = field(compare=False)
    words: str = ""  # what it is found by; small letters without accents

    @classmethod
    def of(cls, kind: GoalKind, name: str, told: str, go: Callable[[], object], also: str = "") -> Goal:
        """`also`: other words that it is found by."""
        return cls(kind, name, told, go, folded(f"{name} {told} {also}"))


def meant(goals: Sequence[Goal], typed: str) -> list[Goal]:
    """The goals that hold every word typed, those whose name begins with it first; `MOST` at most.

    Small letters, accents and the order of words do not matter, and a part of a word is enough.
    """
    wanted = folded(typed.strip())
    parts = wanted.split()
    found = [goal for goal in goals if all(part in goal.words for part in parts)]
    found.sort(key=lambda goal: (_distance(goal.words, wanted, parts), goal.kind))
    return found[:MOST]


def _distance(words: str, wanted: str, parts: Iterable[str]) -> int:
    """0 where the name begins with what is typed, 1 where each part begins a word, 2 elsewhere."""
    if words.startswith(wanted):
        return 0
    spaced = f" {words}"
    return 1 if all(f" {part}" in spaced for part in parts) else 2
