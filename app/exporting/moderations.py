"""A table of what a policy has against documents, as JSON."""

from __future__ import annotations

from typing import Any

from app.exporting.places import citation_row
from app.runs.moderations import scored
from rag.runs.types import PartState, Result, Run


def record(run: Run, result: Result) -> dict[str, Any]:
    """The row of `moderate DOCUMENT…`: one document with its chances and the places that speak for them."""
    told = scored(result)
    row: dict[str, Any] = {
        "run": run.id,
        "document": result.part.document,
        "flagged": any(one.flagged for one in told) if told else None,
        "categories": {one.category: one.chance for one in told},
        "spans": [
            {"category": one.category, "reason": one.why, "place": place.place, **citation_row(place)}
            for one, point in zip(told, result.points, strict=False)
            for place in point.citations
        ],
    }
    if result.state is PartState.FAILED:
        row["error"] = {"code": result.error_code, "message": result.error_code}
    return row
