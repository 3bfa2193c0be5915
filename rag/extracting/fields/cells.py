"""What a run keeps of a cell, and what a person decided about it: taken as it is, corrected, or not there.

A decision keeps the cell as it was found, so that it can be taken back whole at any time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from rag.codec import decode_citation
from rag.extracting.fields.choosing import How
from rag.extracting.fields.filling import Status, Value, value_of
from rag.extracting.fields.mentions import Mention
from rag.extracting.fields.schema import Column
from rag.runs.types import Point, Verdict
from rag.types import Citation, Support

VERDICTS = {
    Status.CHECKED: Verdict.FOUND,
    Status.FOUND: Verdict.FOUND,
    Status.DOUBTFUL: Verdict.NEAR,
    Status.ABSENT: Verdict.SILENT,
}


class Decision(StrEnum):
    """What a person says of a cell."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"  # the document does not say it


@dataclass(frozen=True, slots=True)
class CellPoint:
    """What a run keeps of a cell beside its text and its places.

    `decision` is "" until a person has decided; `decided`: when, in seconds since the epoch; `before`: the
    point as it was found, as JSON.
    """

    values: tuple[Value, ...]
    status: Status
    confidence: float
    unit: str = ""
    how: str = ""
    reason: str = ""
    decision: str = ""
    decided: str = ""
    before: str = ""

    @classmethod
    def of(cls, point: Point) -> CellPoint:
        """The inverse of `encoded`."""
        values, status, confidence, *rest = point.cells
        return cls(tuple(json.loads(values)), Status(status), float(confidence), *rest)

    def encoded(self) -> tuple[str, ...]:
        """As `Point.cells` keeps it."""
        found = (json.dumps(self.values, ensure_ascii=False), self.status.value, str(self.confidence))
        told = (self.unit, self.how, self.reason)
        return (*found, *told, self.decision, self.decided, self.before) if self.decision else found + told


def accepted(point: Point, at: float) -> Point:
    """The cell with a person's word that it is right; one that is absent stays so."""
    cell = CellPoint.of(point)
    status = Status.ABSENT if cell.status is Status.ABSENT else Status.CHECKED
    return _decided(point, replace(cell, status=status), Decision.ACCEPTED, at)


def rejected(point: Point, at: float) -> Point:
    """The cell without its value: the document does not say it."""
    empty = CellPoint((), Status.ABSENT, 0.0)
    return _decided(point, empty, Decision.REJECTED, at, text="", citations=())


def corrected(
    point: Point, column: Column, found: Sequence[Mention], citations: Sequence[Citation], at: float
) -> Point:
    """The cell with other values. `citations` are their places, none where they stand nowhere in it."""
    values = tuple(value_of(column, one) for one in found)
    unit = found[0].unit or CellPoint.of(point).unit
    cell = CellPoint(values, Status.CHECKED, 1.0, unit, How.PERSON.value)
    text = " ".join(", ".join(one.text for one in found).split())
    return _decided(point, cell, Decision.CORRECTED, at, text=text, citations=tuple(citations))


def undone(point: Point) -> Point:
    """The cell as it was found; one that nobody decided about is that already."""
    before = CellPoint.of(point).before
    return decoded(json.loads(before)) if before else point


def decoded(fields: dict[str, Any]) -> Point:
    """A point from the fields that JSON kept of it."""
    return Point(
        fields["text"],
        tuple(decode_citation(one) for one in fields["citations"]),
        Support(fields["support"]),
        tuple(fields["cells"]),
        Verdict(fields["verdict"]),
        tuple(fields["places"]),
    )


def _decided(
    point: Point,
    cell: CellPoint,
    decision: Decision,
    at: float,
    *,
    text: str | None = None,
    citations: tuple[Citation, ...] | None = None,
) -> Point:
    before = CellPoint.of(point).before or json.dumps(asdict(point), ensure_ascii=False)
    kept = replace(cell, decision=decision.value, decided=str(at), before=before)
    places = point.citations if citations is None else citations
    support = Support.SUPPORTED if places else Support.NEUTRAL
    told = point.text if text is None else text
    return Point(told, places, support, kept.encoded(), VERDICTS[cell.status])
