"""Making a summary or comparison and writing it: what summarize, compare and summaries share."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from app.cli.following import follow
from app.cli.output import paragraph
from app.cli.rows import Row, citation_row
from app.cli.session import Session, only
from app.errors import SummaryFileUnknown
from app.exporting.summaries import (
    MARKED,
    ExportFormat,
    covered_lines,
    html,
    pages_of,
    save,
    shown,
    title,
)
from app.services import Services
from app.words.amounts import duration
from app.words.catalogue import say
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.runs.types import Covered, Point, Report, Result, Run, RunState
from rag.summarising.types import SummaryScope
from rag.types import Document, Support


def document(session: Session, services: Services, name: str, cancel: CancelToken) -> Document:
    """The document of this name, or the file at this path, which is read first when it is not there yet."""
    path = Path(name).expanduser()
    if services.library.named(name) or not path.exists():
        return only(services, name)
    session.output.note(say("cli.making.reading-first", name=path.name))
    additions = services.library.add([path])
    if len(additions) != 1:
        return only(services, name)
    found = additions[0].outcome.result()
    cancel.raise_if_cancelled()
    return found


def make(
    session: Session,
    services: Services,
    summary: Run,
    cancel: CancelToken,
    out: Path | None = None,
    form: ExportFormat | None = None,
) -> bool:
    """Make a summary or comparison, write it, and save it to `out` where that is given.

    False when it did not come to its end. Raises `Cancelled`, once what is done is written.
    """
    begun = time.monotonic()
    follow(session, services, summary, cancel)
    report = services.runs.report(summary.id)
    write(session, report, time.monotonic() - begun)
    keep(report, out, form)
    if report.run.state is not RunState.DONE:
        session.output.note(say("cli.making.stopped", id=summary.id))
    if cancel.cancelled:
        raise Cancelled
    return report.run.state is RunState.DONE and not report.covered.failed


def form_of(path: Path | None) -> ExportFormat | None:
    """What a file is to be saved as, by its name. Raises `SummaryFileUnknown`."""
    if path is None:
        return None
    try:
        return ExportFormat(path.suffix.lower().lstrip("."))
    except ValueError:
        raise SummaryFileUnknown(path=str(path)) from None


def keep(report: Report, path: Path | None, form: ExportFormat | None) -> None:
    if path is None or form is None:
        return
    if form is ExportFormat.PDF:
        from app.exporting.paper import print_pdf

        print_pdf(path, html(report), title(report))
    else:
        save(path, report, form)


def write(session: Session, report: Report, seconds: float | None = None) -> None:
    lines = [title(report)]
    for block in shown(report):
        lines.append(f"\n{block.heading}" if block.heading else "")
        lines += [paragraph(_printed(report, point), "  ") for point in block.points]
    lines += ["", *(paragraph(line) for line in covered_lines(report))]
    session.output.give(report_row(report), "\n".join(lines))
    if seconds is not None and not session.output.as_json:
        taken = duration(seconds)
        session.output.note(say("cli.making.made", id=report.run.id, time=taken))


def report_row(report: Report) -> Row:
    """Of `summarize`, `compare` and `summaries show`; its shape is a contract (see README)."""
    summary = report.run
    speed = report.generated_tokens / report.seconds if report.seconds else 0.0
    return {
        **summary_row(summary),
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


def _said(point: Point) -> str:
    return " ".join(point.cells) if point.cells else point.text


def summary_row(summary: Run) -> Row:
    row: dict[str, Any] = {"id": summary.id, "document": summary.document}
    if summary.other:
        row["other"] = summary.other
    return row | {
        "kind": SummaryScope.of(summary).kind,
        "state": summary.state.value,
        "model": summary.model,
        "columns": list(summary.columns),
    }


def _covered_row(covered: Covered) -> Row:
    return {
        "pages": covered.pages,
        "pages_read": covered.pages_read,
        "parts": covered.parts,
        "parts_read": covered.parts_read,
        "skipped": [_part_row(one) for one in covered.skipped],
        "failed": [_part_row(one) for one in covered.failed],
        "gaps": [{"page": gap.page, "place": gap.place, "reason": gap.reason} for gap in covered.gaps],
    }


def _part_row(result: Result) -> Row:
    part = result.part
    why = result.reason or result.error_code
    return {"heading": part.heading, "page": part.page, "page_end": part.page_end, "reason": why}


def _printed(report: Report, point: Point) -> str:
    if point.cells:
        named = zip(report.run.columns, point.cells, strict=False)
        text = " · ".join(f"{name}: {cell}" for name, cell in named if cell)
    else:
        text = point.text
    pages = f" [{pages_of(point)}]" if point.citations else ""
    return f"• {text}{pages}" + (f" {MARKED}" if point.support is Support.UNSUPPORTED else "")
