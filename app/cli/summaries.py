"""The commands summarize, compare and summaries: make summaries, keep them, look at them, save them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from app.cli.ask import interruptible
from app.cli.library import only
from app.cli.output import Row, citation_row, error_row, paragraph
from app.cli.progress import ProgressBar
from app.cli.session import Session
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
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from rag.runs.kinds import Kind
from rag.runs.types import (
    Covered,
    Length,
    PartBegun,
    PartResult,
    Point,
    QuickDone,
    Reducing,
    Report,
    Summary,
    SummaryState,
)
from rag.types import Document, Support


def summarize(session: Session) -> bool:
    """Summarise documents or files one after the other; False when one could not be."""
    arguments = session.arguments
    form = _form(arguments.out)
    with session.services() as services, interruptible() as cancel:
        done = True
        for name in arguments.documents:
            try:
                document = _document(session, services, name, cancel)
                (summary,) = services.summaries.create(
                    [document.id],
                    arguments.kind,
                    Length(arguments.length),
                    words=arguments.words,
                    seed=arguments.seed,
                )
                done &= _make(session, services, summary, cancel, form)
            except Fault as fault:
                if len(arguments.documents) == 1 or isinstance(fault, Cancelled):
                    raise
                done = False
                _failed(session, name, fault)
        return done


def compare(session: Session) -> bool:
    """Compare two documents or editions, clause by clause."""
    arguments = session.arguments
    form = _form(arguments.out)
    with session.services() as services, interruptible() as cancel:
        earlier, later = (
            _document(session, services, name, cancel) for name in (arguments.earlier, arguments.later)
        )
        summary = services.summaries.compare(earlier.id, later.id)
        return _make(session, services, summary, cancel, form)


def summaries(session: Session) -> bool:
    """List the summaries that are kept, show, search, delete or renew one, or list the kinds."""
    arguments, output = session.arguments, session.output
    with session.services() as services, interruptible() as cancel:
        match arguments.action:
            case "show":
                report = services.summaries.report(arguments.id)
                _save(report, arguments.out, _form(arguments.out))
                _write(session, report)
            case "delete":
                services.summaries.delete(arguments.id)
                if output.as_json:
                    output.row({"id": arguments.id, "state": "deleted"})
                else:
                    output.text(f"Summary {arguments.id} is deleted.")
            case "again":
                summary = services.summaries.again(
                    arguments.id, arguments.kind, Length(arguments.length) if arguments.length else None
                )
                return _make(session, services, summary, cancel, _form(arguments.out))
            case "resume":
                kept = services.summaries.get(arguments.id)
                return _make(session, services, kept, cancel, _form(arguments.out))
            case "kinds":
                _kinds(session, services)
            case "search":
                _list(session, services.summaries.search(arguments.text))
            case _:
                _list(session, services.summaries.summaries())
    return True


# --- making one ---------------------------------------------------------------------------------------------


def _document(session: Session, services: Services, name: str, cancel: CancelToken) -> Document:
    """The document of this name, or the file at this path, which is read first when it is not there yet."""
    path = Path(name).expanduser()
    if services.library.named(name) or not path.exists():
        return only(services, name)
    session.output.note(f"Reading {path.name}…")
    additions = services.library.add([path])
    if len(additions) != 1:
        return only(services, name)
    found = additions[0].outcome.result()
    cancel.raise_if_cancelled()
    return found


def _make(
    session: Session, services: Services, summary: Summary, cancel: CancelToken, form: ExportFormat | None
) -> bool:
    bar, begun = ProgressBar(session.output.err), time.monotonic()
    glanced = False
    try:
        for event in services.summaries.run(summary.id, cancel):
            if isinstance(event, QuickDone) and not glanced:
                glanced = True
                session.output.note("At first glance:")
                for point in event.points:
                    session.output.note(paragraph(f"• {point.text} [{pages_of(point)}]", "  "))
            elif isinstance(event, PartBegun):
                detail = f"part {event.done + 1} of {event.total}: {event.part.heading}"
                bar.show("reading", event.done, event.total, detail, event.seconds_left)
            elif isinstance(event, Reducing):
                bar.show("bringing together", event.done, event.total, f"step {event.done + 1}")
    finally:
        bar.clear()
    report = services.summaries.report(summary.id)
    _write(session, report, time.monotonic() - begun)
    _save(report, session.arguments.out, form)
    if report.summary.state is not SummaryState.DONE:
        session.output.note(
            f"Stopped. What is done is kept; “confidant summaries resume {summary.id}” goes on."
        )
    if cancel.cancelled:
        raise Cancelled
    return report.summary.state is SummaryState.DONE and not report.covered.failed


def _form(path: Path | None) -> ExportFormat | None:
    """What a file is to be saved as, by its name. Raises `SummaryFileUnknown`."""
    if path is None:
        return None
    try:
        return ExportFormat(path.suffix.lower().lstrip("."))
    except ValueError:
        raise SummaryFileUnknown(path=str(path)) from None


def _save(report: Report, path: Path | None, form: ExportFormat | None) -> None:
    if path is None or form is None:
        return
    if form is ExportFormat.PDF:
        from app.exporting.paper import print_pdf

        print_pdf(path, html(report), title(report))
    else:
        save(path, report, form)


# --- what is written ----------------------------------------------------------------------------------------


def _write(session: Session, report: Report, seconds: float | None = None) -> None:
    output = session.output
    if output.as_json:
        output.row(report_row(report))
        return
    output.text(title(report))
    for block in shown(report):
        output.text(f"\n{block.heading}" if block.heading else "")
        for point in block.points:
            output.text(paragraph(_printed(report, point), "  "))
    output.text()
    for line in covered_lines(report):
        output.text(paragraph(line))
    if seconds is not None:
        output.note(f"Summary {report.summary.id}, {duration(seconds)}.")


def report_row(report: Report) -> Row:
    """Of `summarize`, `compare` and `summaries show`; its shape is a contract (see README)."""
    summary = report.summary
    speed = report.generated_tokens / report.seconds if report.seconds else 0.0
    return {
        **_summary_row(summary),
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


def _summary_row(summary: Summary) -> Row:
    row: dict[str, Any] = {"id": summary.id, "document": summary.document}
    if summary.other:
        row["other"] = summary.other
    return row | {
        "kind": summary.scope.kind,
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


def _part_row(result: PartResult) -> Row:
    part = result.part
    why = result.reason or result.error_code
    return {"heading": part.heading, "page": part.page, "page_end": part.page_end, "reason": why}


def _printed(report: Report, point: Point) -> str:
    if point.cells:
        named = zip(report.summary.columns, point.cells, strict=False)
        text = " · ".join(f"{name}: {cell}" for name, cell in named if cell)
    else:
        text = point.text
    pages = f" [{pages_of(point)}]" if point.citations else ""
    return f"• {text}{pages}" + (f" {MARKED}" if point.support is Support.UNSUPPORTED else "")


def _failed(session: Session, name: str, fault: Fault) -> None:
    if session.output.as_json:
        session.output.row({"id": None, "document": name, "state": "failed", "error": error_row(fault)})
    else:
        session.output.refuse(fault)


def _list(session: Session, found: list[Summary]) -> None:
    output = session.output
    for summary in found:
        if output.as_json:
            row = {"created": round(summary.created, 3), "parts": summary.total, "parts_done": summary.done}
            output.row(_summary_row(summary) | row)
        else:
            other = f" → {summary.other}" if summary.other else ""
            output.text(f"{summary.id:>4}  {summary.title}: {summary.document}{other}  ({summary.state})")
    if not found and not output.as_json:
        output.text("There is no such summary. Make one with: confidant summarize PATH")


def _kinds(session: Session, services: Services) -> None:
    for kind in services.summaries.kinds():
        if session.output.as_json:
            session.output.row(_kind_row(kind))
        else:
            session.output.text(f"{kind.id:<12} {kind.title}. {kind.about}{' (yours)' if kind.own else ''}")


def _kind_row(kind: Kind) -> Row:
    return {
        "kind": kind.id,
        "title": kind.title,
        "about": kind.about,
        "columns": list(kind.columns),
        "asks_model": not kind.find,
        "own": kind.own,
    }
