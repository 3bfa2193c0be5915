"""Making a summary or comparison and writing it: what summarize, compare and summaries share."""

from __future__ import annotations

import time
from pathlib import Path

from app.cli.following import follow
from app.cli.output import paragraph
from app.cli.session import Session, only
from app.errors import NothingTagged, SummaryFileUnknown
from app.exporting import register
from app.exporting.records import report_row, shown
from app.exporting.register import Format
from app.exporting.runs import title_of
from app.exporting.tracked.saving import save_shown
from app.services import Services
from app.words.amounts import duration
from app.words.catalogue import say
from app.words.covered import covered_lines, marked_words, pages_of
from app.words.kinds import column_words
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.runs.types import Point, Report, Run, RunState
from rag.types import Document, DocumentState, Support


def document(session: Session, services: Services, name: str, cancel: CancelToken) -> Document:
    """The document of this name, or the file at this path, which is read first when it is not there yet."""
    path = Path(name).expanduser()
    if services.library.named(name) or not path.exists():
        return only(services, name)
    session.output.note(say("cli.making.reading-first", name=path.name))
    additions = [one for one in services.library.add([path]) if not one.passed_over]
    if len(additions) != 1:
        return only(services, name)
    found = additions[0].outcome.result()
    cancel.raise_if_cancelled()
    return found


def tagged(services: Services, tag: str | None) -> list[str]:
    """The READY documents with a tag, as `only` takes them: messages in place of their mailbox; none without
    one. Raises `TagUnknown`, and `NothingTagged` where no document has it.
    """
    if tag is None:
        return []
    found = [str(one.id) for one in services.tagging.documents(tag) if one.state is DocumentState.READY]
    if not found:
        raise NothingTagged(tag=tag)
    return found


def make(
    session: Session,
    services: Services,
    summary: Run,
    cancel: CancelToken,
    out: Path | None = None,
    form: Format | None = None,
) -> bool:
    """Make a summary or comparison, write it, and save it to `out` where that is given.

    False when it did not come to its end. Raises `Cancelled`, once what is done is written.
    """
    begun = time.monotonic()
    follow(session, services, summary, cancel)
    report = services.runs.report(summary.id)
    write(session, report, time.monotonic() - begun)
    keep(services, report, out, form)
    if report.run.state is not RunState.DONE:
        session.output.note(say("cli.making.stopped", id=summary.id))
    if cancel.cancelled:
        raise Cancelled
    return report.run.state is RunState.DONE and not report.covered.failed


def form_of(path: Path | None) -> Format | None:
    """What a file is to be saved as, by its name. Raises `SummaryFileUnknown`."""
    if path is None:
        return None
    form = register.format_of(path)
    if form is None:
        *endings, last = (f".{one.suffix}" for one in register.FORMATS)
        raise SummaryFileUnknown(path=str(path), endings=", ".join(endings), last=last)
    return form


def keep(
    services: Services,
    report: Report,
    path: Path | None,
    form: Format | None,
    remind: int | None = None,
) -> None:
    """Save a run where that is wished; of a calendar with alarms so many days before; what is changes to
    one document as Word file with tracked changes. Raises `FileUnwritable`, `NothingDated`.
    """
    if path is not None and form is not None:
        save_shown(path, services.store, report, form, remind)
        services.audit.saved("run", path, title_of(report))


def write(session: Session, report: Report, seconds: float | None = None) -> None:
    lines = [title_of(report)]
    for block in shown(report):
        lines.append(f"\n{block.heading}" if block.heading else "")
        lines += [paragraph(_printed(report, point), "  ") for point in block.points]
    lines += ["", *(paragraph(line) for line in covered_lines(report))]
    session.output.give(report_row(report), "\n".join(lines))
    if seconds is not None and not session.output.as_json:
        taken = duration(seconds)
        session.output.note(say("cli.making.made", id=report.run.id, time=taken))


def _printed(report: Report, point: Point) -> str:
    if point.cells:
        named = zip(column_words(report.run.columns), point.cells, strict=False)
        text = " · ".join(f"{name}: {cell}" for name, cell in named if cell)
    else:
        text = point.text
    pages = f" [{pages_of(point)}]" if point.citations else ""
    return f"• {text}{pages}" + (f" {marked_words()}" if point.support is Support.UNSUPPORTED else "")
