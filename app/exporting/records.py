"""A run as JSON: what the command line prints of it and a saved file holds; a contract (see README)."""

from __future__ import annotations

from typing import Any

from app.exporting import classifications as classified
from app.exporting import contradictions as clashing
from app.exporting import drafts as drafted
from app.exporting import extractions as extracted
from app.exporting import moderations as moderated
from app.exporting import playbooks as vetted
from app.exporting.places import citation_row, gap_row
from app.runs import (
    classifications,
    contradictions,
    drafts,
    extractions,
    moderations,
    playbooks,
    second_looks,
    summaries,
    surveys,
)
from app.runs.table import Line, lines
from rag.runs.types import Block, Covered, PartState, Point, Report, Result, Run, Verdict
from rag.summarising.types import SummaryScope
from rag.surveying.types import SurveyKind, SurveyScope
from rag.types import Support

Record = dict[str, Any]


def record_of(report: Report) -> Record | tuple[Record, ...]:
    """What JSON holds of a run: the row of a summary or comparison, the rows of a table or second look."""
    run = report.run
    if run.maker in surveys.MADE_BY:
        kind = SurveyScope.of(run).kind
        return tuple(answer_row(line, kind) for line in lines(run, report.results))
    if run.maker in contradictions.MADE_BY:
        return tuple(clashing.record(point) for block in report.blocks for point in block.points)
    if run.maker in extractions.MADE_BY:
        return tuple(extracted.record(run, result) for result in report.results)
    if run.maker in drafts.MADE_BY:
        return tuple(drafted.record(run, result) for result in report.results)
    if run.maker in classifications.MADE_BY:
        return tuple(classified.record(run, result) for result in report.results)
    if run.maker in moderations.MADE_BY:
        return tuple(moderated.record(run, result) for result in report.results)
    if run.maker in playbooks.MADE_BY:
        return tuple(vetted.record(run, result) for result in report.results)
    if run.maker in second_looks.MADE_BY:
        return tuple(look_row(result, point) for result in report.results for point in result.points)
    return report_row(report)


def answer_row(line: Line, kind: SurveyKind) -> Record:
    """The row of `ask --every-document` and `--every-section`."""
    row: Record = {"document": line.part.document}
    if kind is SurveyKind.SECTIONS:
        row["section"] = line.section
    row |= {
        "answer": line.answer,
        "found": line.state is Verdict.FOUND,
        "supported": bool(line.citations),
        "citations": [citation_row(one) for one in line.citations],
        "seconds": round(line.seconds, 3),
    }
    if line.state is PartState.FAILED and line.result is not None:
        row["error"] = {"code": line.result.error_code, "message": line.answer}
    return row


def look_row(result: Result, point: Point) -> Record:
    """A line that reads otherwise since a second look."""
    part = result.part
    before, now = point.cells
    line = 0 if part.line is None else part.line + 1
    return {"document": part.document, "page": part.page, "line": line, "before": before, "now": now}


def report_row(report: Report) -> Record:
    """Of `summarize`, `compare` and `summaries show`."""
    speed = report.generated_tokens / report.seconds if report.seconds else 0.0
    return {
        **summary_row(report.run),
        "words": sum(len(_said(one).split()) for block in report.blocks for one in block.points),
        "seconds": round(report.seconds, 3),
        "tokens_per_second": round(speed, 2),
        "covered": _covered_row(report.covered),
        "blocks": [
            {
                "heading": block.heading,
                "page": block.page,
                "points": [
                    {
                        "text": point.text,
                        "supported": point.support is not Support.UNSUPPORTED,
                        "cells": list(point.cells),
                        "citations": [citation_row(one) for one in point.citations],
                    }
                    for point in block.points
                ],
            }
            for block in shown(report)
        ],
    }


def summary_row(run: Run) -> Record:
    """What `summaries list` says of one."""
    row: Record = {"id": run.id, "document": run.document}
    if run.other:
        row["other"] = run.other
    return row | {
        "kind": SummaryScope.of(run).kind if run.maker in summaries.MADE_BY else run.maker,
        "state": run.state.value,
        "model": run.model,
        "columns": list(run.columns),
    }


def shown(report: Report) -> tuple[Block, ...]:
    """The blocks, or the first lines while there are none."""
    if report.blocks or not report.quick:
        return report.blocks
    return (Block("", 1, report.quick),)


def _said(point: Point) -> str:
    return " ".join(point.cells) if point.cells else point.text


def _covered_row(covered: Covered) -> Record:
    return {
        "pages": covered.pages,
        "pages_read": covered.pages_read,
        "parts": covered.parts,
        "parts_read": covered.parts_read,
        "skipped": [_part_row(one) for one in covered.skipped],
        "failed": [_part_row(one) for one in covered.failed],
        "gaps": [gap_row(gap) for gap in covered.gaps],
    }


def _part_row(result: Result) -> Record:
    part = result.part
    why = result.reason or result.error_code
    return {"heading": part.heading, "page": part.page, "page_end": part.page_end, "reason": why}
