"""Everything one can go to by its name, and which of it was meant by what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from heapq import nsmallest
from operator import attrgetter

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
    # Of ten thousand documents, at each key: put into their order only as far as they are shown.
    for part in parts:
        goals = [goal for goal in goals if part in goal.words]
    shown: list[Goal] = []
    for nearer in (partial(_begun, wanted), partial(_worded, parts), list):
        near = nearer(goals)
        shown += nsmallest(MOST - len(shown), near, key=attrgetter("kind"))
        if len(shown) == MOST:
            break
        taken = set(map(id, near))
        goals = [goal for goal in goals if id(goal) not in taken]
    return shown


def _begun(wanted: str, goals: Iterable[Goal]) -> list[Goal]:
    """Those whose name begins with what is typed."""
    return [goal for goal in goals if goal.words.startswith(wanted)]


def _worded(parts: Iterable[str], goals: Iterable[Goal]) -> list[Goal]:
    """Those in which each part begins a word."""
    for part in parts:
        begins = f" {part}"
        goals = [goal for goal in goals if begins in goal.words or goal.words.startswith(part)]
    return list(goals)
