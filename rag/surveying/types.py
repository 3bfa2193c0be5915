"""What is asked of a survey, and how a run keeps it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from rag.runs.types import Run

DISTANCE = "distance"
"""Why nobody was asked (`Result.reason`): nothing in the document comes near the question."""


class SurveyKind(StrEnum):
    DOCUMENTS = "documents"  # the question is put to each document
    SECTIONS = "sections"  # what is asked for is listed from every part of one document


@dataclass(frozen=True, slots=True)
class SurveyScope:
    """What is asked. Without `documents` every READY document, of one `collection` if it is given."""

    kind: SurveyKind = SurveyKind.DOCUMENTS
    collection: str | None = None
    documents: tuple[int, ...] = ()

    def encoded(self, unread: int = 0) -> str:
        """As `Run.options` keeps it; `unread` documents were left out because they were not READY."""
        return json.dumps({**asdict(self), "unread": unread})

    @classmethod
    def of(cls, run: Run) -> SurveyScope:
        """The inverse of `encoded`."""
        fields = json.loads(run.options)
        return cls(SurveyKind(fields["kind"]), fields["collection"], tuple(fields["documents"]))


def unread(run: Run) -> int:
    """How many documents were left out because they were not READY."""
    return int(json.loads(run.options)["unread"])
