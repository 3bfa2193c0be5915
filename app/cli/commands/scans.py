"""The command scans: what was read from pictures, correcting it, and saving it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import arguments
from app.cli.command import Command, Grammar
from app.cli.rows import Row
from app.cli.session import Session, interruptible, only
from app.words.amounts import percent
from app.words.catalogue import count, say
from app.words.places import unit_words
from rag.layout.trust import Trust

if TYPE_CHECKING:
    from app.services import Services
    from rag.scanning.scanned import ScannedLine, ScannedOverview, ScannedPage
    from rag.types import Document

_SIGNS = {Trust.SURE: " ", Trust.CHECK: "?", Trust.UNRELIABLE: "!"}


def grammar(command: Grammar) -> None:
    action = command.actions()
    for name in ("list", "show", "correct", "look-again", "export"):
        one = action(name, say(f"cli.scans.actions.{name}"))
        one.add("document", metavar="DOC", help=say("cli.scans.document"))
        if name in ("show", "correct"):
            help_ = say("cli.scans.number")
            one.add("--page", type=arguments.positive, metavar="N", required=name == "correct", help=help_)
        if name == "correct":
            help_ = say("cli.scans.line")
            one.add("--line", type=arguments.positive, metavar="K", required=True, help=help_)
            one.add("text", metavar="TEXT")
        if name == "export":
            one.add("file", type=Path, metavar="FILE")


def run(session: Session) -> bool:
    """List the pages of a document that were read from pictures, show, correct or save their lines."""
    from app.exporting.scans import export, form_of

    asked = session.arguments
    if asked.action == "export":
        form_of(asked.file)
    with session.services() as services:
        document = only(services, asked.document)
        match asked.action:
            case "show":
                return _show(session, services, document)
            case "correct":
                place = asked.line - 1
                page = services.scans.correct(document.id, asked.page, place, asked.text)
                for line in page.lines:
                    if line.place == place:
                        _write_line(session, document, page, line)
            case "look-again":
                return look_again(session, services, document)
            case "export":
                export(services.scans, document.id, asked.file)
                services.audit.saved("scan", asked.file, document.name)
                row = {"document": document.name, "file": str(asked.file)}
                session.output.give(row, say("cli.scans.saved", name=document.name, file=asked.file))
            case _:
                return _list(session, services, document)
    return True


def _list(session: Session, services: Services, document: Document) -> bool:
    pages = services.scans.overview(document.id)
    for page in pages:
        session.output.give(_overview_row(document, page), _overview(document, page))
    return _found(session, document, bool(pages))


def _show(session: Session, services: Services, document: Document) -> bool:
    wanted = session.arguments.page
    numbers = [one.number for one in services.scans.overview(document.id)] if wanted is None else [wanted]
    for number in numbers:
        page = services.scans.page(document.id, number)
        session.output.tell(
            say("cli.scans.heading", name=document.name, place=unit_words(document.unit, number))
        )
        for line in page.lines:
            _write_line(session, document, page, line)
    return _found(session, document, bool(numbers))


def look_again(session: Session, services: Services, document: Document) -> bool:
    """Weigh doubtful lines again; an unfinished second look at the document goes on."""
    from app.cli import looks

    if not services.second_looks.reader:
        session.output.note(say("cli.scans.no-reader"))
        return False
    with interruptible() as cancel:
        return looks.take(session, services, services.second_looks.create(document.id), cancel)


def _found(session: Session, document: Document, found: bool) -> bool:
    if not found:
        session.output.note(say("cli.scans.none", name=document.name))
    return found


def _write_line(session: Session, document: Document, page: ScannedPage, line: ScannedLine) -> None:
    from app.exporting.scans import DOUBTFUL, pieces

    text = "".join(text + (DOUBTFUL if doubtful else "") for text, doubtful in pieces(line))
    sure = say("cli.scans.corrected") if line.is_corrected else f"{percent(line.confidence):>5}"
    shown = f"{line.place + 1:>4} {_SIGNS[line.trust]} {sure:<9}  {text}"
    session.output.give(_line_row(document, page, line), shown)


def _overview(document: Document, page: ScannedOverview) -> str:
    from app.words.scans import is_recording

    kind = say("cli.scans.handwriting" if page.handwritten else "cli.scans.print")
    return say(
        "cli.scans.page",
        place=unit_words(document.unit, page.number),
        sure=percent(page.confidence),
        kind=say("cli.scans.heard") if is_recording(document) else kind,
        lines=count("cli.scans.lines", page.lines),
        doubtful=count("cli.scans.to-check", page.doubtful) if page.doubtful else say("cli.scans.sure"),
    )


def _overview_row(document: Document, page: ScannedOverview) -> Row:
    """Of `scans list`; its shape is a contract (see README)."""
    return {
        "document": document.name,
        "page": page.number,
        "confidence": round(page.confidence, 4),
        "handwritten": page.handwritten,
        "lines": page.lines,
        "doubtful": page.doubtful,
    }


def _line_row(document: Document, page: ScannedPage, line: ScannedLine) -> Row:
    """Of `scans show` and `scans correct`; its shape is a contract (see README)."""
    box = line.box
    return {
        "document": document.name,
        "page": page.number,
        "line": line.place + 1,
        "text": line.text,
        "confidence": round(line.confidence, 4),
        "trust": line.trust.value,
        "kind": line.kind.value,
        "doubts": [[one.start, one.end, round(one.confidence, 4)] for one in line.doubts],
        "others": list(line.others),
        "read": line.read,
        "box": [round(edge, 5) for edge in (box.x0, box.y0, box.x1, box.y1)],
    }


COMMAND = Command("scans", run, grammar)
