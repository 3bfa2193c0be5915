"""The command scans: what was read from pictures, correcting it, and saving it."""

from __future__ import annotations

from app.cli.library import only
from app.cli.output import Row
from app.cli.session import Session
from app.exporting.scans import DOUBTFUL, export, form_of, pieces
from app.services import Services
from app.words.amounts import counted, percent
from engine.cancel import CancelToken
from rag.layout.trust import Trust
from rag.scanning.scanned import ScannedLine, ScannedOverview, ScannedPage
from rag.types import Document

_SIGNS = {Trust.SURE: " ", Trust.CHECK: "?", Trust.UNRELIABLE: "!"}


def scans(session: Session) -> bool:
    """List the pages of a document that were read from pictures, show, correct or save their lines."""
    arguments, output = session.arguments, session.output
    if arguments.action == "export":
        form_of(arguments.file)
    with session.services() as services:
        document = only(services, arguments.document)
        match arguments.action:
            case "show":
                return _show(session, services, document)
            case "correct":
                place = arguments.line - 1
                page = services.scans.correct(document.id, arguments.page, place, arguments.text)
                for line in page.lines:
                    if line.place == place:
                        _write_line(session, document, page, line)
            case "look-again":
                return _look_again(session, services, document)
            case "export":
                export(services.scans, document.id, arguments.file)
                if output.as_json:
                    output.row({"document": document.name, "file": str(arguments.file)})
                else:
                    output.text(f"{document.name} is saved as {arguments.file}.")
            case _:
                return _list(session, services, document)
    return True


def _list(session: Session, services: Services, document: Document) -> bool:
    pages = services.scans.overview(document.id)
    for page in pages:
        if session.output.as_json:
            session.output.row(_overview_row(document, page))
        else:
            session.output.text(_overview(page))
    return _found(session, document, bool(pages))


def _show(session: Session, services: Services, document: Document) -> bool:
    wanted = session.arguments.page
    numbers = [one.number for one in services.scans.overview(document.id)] if wanted is None else [wanted]
    for number in numbers:
        page = services.scans.page(document.id, number)
        if not session.output.as_json:
            session.output.text(f"── {document.name}, page {number}")
        for line in page.lines:
            _write_line(session, document, page, line)
    return _found(session, document, bool(numbers))


def _look_again(session: Session, services: Services, document: Document) -> bool:
    if not services.scans.second_reader:
        session.output.note("There is no model in the models folder that could look again.")
        return False
    done = 0
    for look in services.scans.look_again(document.id, CancelToken()):
        if look.page is not None and session.output.as_json:
            session.output.row({"page": look.page.number, "done": look.done, "total": look.total})
        done = look.done
    session.output.text(f"{counted(done, 'line')} of {document.name} looked at again.")
    return True


def _found(session: Session, document: Document, found: bool) -> bool:
    if not found:
        session.output.note(f"No page of {document.name} was read from a picture.")
    return found


def _write_line(session: Session, document: Document, page: ScannedPage, line: ScannedLine) -> None:
    if session.output.as_json:
        session.output.row(_line_row(document, page, line))
        return
    text = "".join(text + (DOUBTFUL if doubtful else "") for text, doubtful in pieces(line))
    sure = "corrected" if line.is_corrected else f"{percent(line.confidence):>5}"
    session.output.text(f"{line.place + 1:>4} {_SIGNS[line.trust]} {sure:<9}  {text}")


def _overview(page: ScannedOverview) -> str:
    kind = "handwriting" if page.handwritten else "print"
    doubtful = f"{counted(page.doubtful, 'line')} to check" if page.doubtful else "nothing to check"
    lines = counted(page.lines, "line")
    return f"page {page.number:>4}  {percent(page.confidence):>5}  {kind}, {lines}, {doubtful}"


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
