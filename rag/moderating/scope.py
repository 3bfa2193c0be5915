"""What is asked of a moderation of documents, and what a run keeps of each category."""

from __future__ import annotations

import json
from dataclasses import dataclass

from rag.guarding.policy import Policy, policy_in
from rag.runs.types import Point, Run


@dataclass(frozen=True, slots=True)
class ModerationScope:
    """`policy` is kept as it was, word for word, so that a run that goes on is the same and can be read.
    `name` is that of its file, "" for the one that is applied in the library.
    """

    documents: tuple[int, ...]
    policy: str
    name: str = ""

    @property
    def parsed(self) -> Policy:
        """Raises `PolicyWrong`."""
        return policy_in(self.policy)

    def encoded(self) -> str:
        """As `Run.options` keeps it."""
        return json.dumps({"documents": self.documents, "policy": self.policy, "name": self.name})

    @classmethod
    def of(cls, run: Run) -> ModerationScope:
        """The inverse of `encoded`."""
        fields = json.loads(run.options)
        return cls(tuple(fields["documents"]), fields["policy"], fields["name"])


@dataclass(frozen=True, slots=True)
class Scored:
    """A category of a document: its chance (0-1), and why it is flagged: "words" that are found, "alike": a
    text like its examples, "" where it is not.
    """

    category: str
    chance: float
    why: str = ""

    @property
    def flagged(self) -> bool:
        return bool(self.why)

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.category, f"{self.chance:.4f}", self.why)

    @classmethod
    def of(cls, point: Point) -> Scored:
        """The inverse of `cells`."""
        category, chance, why = point.cells
        return cls(category, float(chance), why)
