"""A table of labels as JSON: each label with how sure it is, why, and the words that told it."""

from __future__ import annotations

from typing import Any

from app.exporting.places import citation_row
from app.runs.classifications import verdicts
from rag.classifying.scope import REPLY
from rag.runs.types import PartState, Result, Run


def record(run: Run, result: Result) -> dict[str, Any]:
    """The row of `classify --preset`: one document with its labels."""
    labels: dict[str, Any] = {}
    for told, point in zip(verdicts(result), result.points, strict=False):
        cited = [citation_row(one) for one in point.citations]
        if told.axis == REPLY:
            labels[REPLY] = {"text": point.text or None, "citations": cited}
            continue
        unsure = told.label in ("", "no-sign")
        labels[told.axis] = {
            "label": told.label or None,
            "confidence": None if unsure else round(told.confidence, 4),
            "why": told.why or None,
            "about": told.about or None,
            "citations": cited,
        }
    row: dict[str, Any] = {"run": run.id, "document": result.part.document, "labels": labels}
    if result.state is PartState.FAILED:
        row["error"] = {"code": result.error_code, "message": result.error_code}
    return row
