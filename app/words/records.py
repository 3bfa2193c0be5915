"""What became of an answer that was asked for again, in words."""

from __future__ import annotations

from app.words.catalogue import say
from rag.types.records import Kind, Replayed


def replay_lines(replayed: Replayed) -> list[str]:
    """Whether it is the same, then what differs, a line each."""
    if replayed.same:
        first = say("records.same")
    elif any(one.kind is Kind.ANSWER for one in replayed.differs):
        first = say("records.other")
    else:
        first = say("records.not-asked")
    return [first, *(f"– {_told(one.kind.value, one.name)}" for one in replayed.differs)]


def _told(kind: str, name: str) -> str:
    return say(f"records.differs.{kind}", name=name or say("records.differs.unnamed"))
