"""What is asked of a summary, and how a run keeps it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from rag.runs.types import Run


class Length(StrEnum):
    BRIEF = "brief"
    PAGE = "page"  # about one printed page
    DETAILED = "detailed"  # every section keeps its own points


@dataclass(frozen=True, slots=True)
class SummaryScope:
    """How a document is to be summarised. `words` is the target, whatever the length is called."""

    kind: str  # Kind.id
    length: Length = Length.PAGE
    words: int = 400
    seed: int = 0

    def encoded(self) -> str:
        """As `Run.options` keeps it."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, run: Run) -> SummaryScope:
        """The inverse of `encoded`."""
        fields = json.loads(run.options)
        return cls(**{**fields, "length": Length(fields["length"])})
