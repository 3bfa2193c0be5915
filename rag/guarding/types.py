"""What a guard says of a question or an answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from rag.types import Answer


class Verdict(StrEnum):
    PASS = "pass"
    NOTE = "note"  # it passes, and is noted
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Decision:
    """`reasons` are names of rules, never what was said. `quotable`: what is refused may still be said in the
    words of documents.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    quotable: bool = False


PASSES = Decision(Verdict.PASS)


class Step(Protocol):
    """One guard. It looks at a question before anything is sought, and at an answer before it counts."""

    @property
    def name(self) -> str: ...

    def question(self, text: str) -> Decision: ...

    def answer(self, answer: Answer, documents: str = "") -> Decision:
        """`documents`: what was found for it."""
        ...

    def so_far(self, text: str, documents: str = "") -> Decision:
        """Of an answer that is being written, in whole sentences; a REFUSE keeps it from being shown."""
        ...
