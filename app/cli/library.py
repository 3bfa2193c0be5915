"""The commands add, library, remove and search."""

from __future__ import annotations

from dataclasses import asdict

from app.cli.output import (
    document_row,
    error_row,
    failed_row,
    hit_row,
    library_row,
    paragraph,
    place_of,
)
from app.cli.progress import ProgressBar
from app.cli.session import Query, Session
from app.cli.unlock import ask_password
from app.errors import SeveralDocuments
from app.events import DocumentProgress, Event
from app.library.library import Addition
from app.services import Services
from app.words.amounts import size_text
from app.words.coverage import coverage_lines, gap_lines, library_summary
from app.words.messages import notice_for, notice_of
from engine.errors import Fault
from rag.errors import DocumentUnknown
from rag.types import Document, DocumentState, Hit

_STATES = {
    DocumentState.QUEUED: "waiting",
    DocumentState.READING: "reading",
    DocumentState.EMBEDDING: "embedding",
    DocumentState.READY: "ready",
    DocumentState.FAILED: "failed",
}


def add(session: Session) -> bool:
    """Read files and folders into the library; False when any of them failed."""
    try:
        return _add(session)
    except KeyboardInterrupt:
        session.output.note("What is not done yet goes on with the next “confidant add”.")
        raise


def _add(session: Session) -> bool:
    password = session.password
    bar = ProgressBar(session.output.err)
    with session.services(resume=True) as services:
        names: dict[int | None, str] = {}

        def progress(event: Event) -> None:
            if isinstance(event, DocumentProgress):
                name = names.get(event.document_id, "an earlier document")
                unit = "page" if event.state is DocumentState.READING else "passage"
                detail = f"{_STATES[event.state]} {unit} {event.done} of {event.total}"
                bar.show(name, event.done, event.total, detail, event.seconds_left)

        unsubscribe = services.bus.subscribe(progress)
        try:
            additions = services.library.add(session.arguments.paths, session.arguments.collection, password)
            names |= {addition.document_id: addition.path.name for addition in additions}
            results = [_added(session, services, addition, bar) for addition in additions]
        finally:
            unsubscribe()
            bar.clear()
    if not additions:
        session.output.note("There is no file to read there.")
    return bool(additions) and all(results)


def _added(session: Session, services: Services, addition: Addition, bar: ProgressBar) -> bool:
    """Wait for one file and write its row; a protected one is tried again with a password typed in."""
    output, name = session.output, addition.path.name
    try:
        document = addition.outcome.result()
        if document.error_code in ("password-needed", "password-wrong"):
            bar.clear()
            password = ask_password(name)
            if password:
                document = services.library.retry(document.id, password).outcome.result()
    except Fault as fault:
        bar.clear()
        if output.as_json:
            output.row(failed_row(name, fault))
        else:
            notice = notice_of(fault)
            output.text(f"{name}: {notice.sentence} {notice.remedy}")
        return False
    bar.clear()
    if output.as_json:
        output.row(document_row(document, name))
    else:
        output.text(f"{name}: {described(document)}")
    return document.state is DocumentState.READY


def described(document: Document) -> str:
    """A document's state in a line."""
    if document.state is DocumentState.FAILED:
        notice = notice_for(document.error_code or "unknown", document.error_facts)
        return f"{notice.sentence} {notice.remedy}"
    if document.state is not DocumentState.READY:
        return _STATES[document.state]
    pages = f"{document.pages:,} {document.unit.value}s"
    text = f"ready, {pages}, {document.passages:,} passages, {document.seconds:.1f} s"
    empty = document.coverage.empty + document.coverage.failed
    return text + (f"; {empty} without text" if empty else "")


def show(session: Session) -> bool:
    """List the library; with --coverage also which pages gave no text."""
    output = session.output
    with session.services() as services:
        documents = services.library.documents(session.arguments.collection)
        gaps = {one.id: services.library.gaps(one.id) for one in documents} if _coverage(session) else {}
    if output.as_json:
        for document in documents:
            row = library_row(document)
            if document.id in gaps:
                row["gaps"] = [asdict(gap) for gap in gaps[document.id]]
            output.row(row)
        return True
    if not documents:
        output.text("The library is empty. Add files with: confidant add PATH…")
    for document in documents:
        group = f" [{document.collection}]" if document.collection else ""
        output.text(f"{document.id:>4}  {document.name}{group}  ({size_text(document.size)})")
        output.text(f"      {described(document)}")
        if document.id in gaps:
            lines = [*coverage_lines(document), *gap_lines(gaps[document.id])]
            output.text("\n".join(f"      {line}" for line in lines))
    if gaps:
        output.text(library_summary(documents) + ".")
    return True


def _coverage(session: Session) -> bool:
    return bool(session.arguments.coverage)


def remove(session: Session) -> bool:
    """Take documents out; False when one is not there or its name is not enough."""
    output, done = session.output, True
    with session.services() as services:
        for name in session.arguments.names:
            try:
                document = only(services, name)
                services.library.remove(document.id)
            except (DocumentUnknown, SeveralDocuments) as fault:
                done = False
                if output.as_json:
                    output.row({"document": name, "id": None, "state": None, "error": error_row(fault)})
                else:
                    output.refuse(fault)
            else:
                if output.as_json:
                    row = {"document": document.name, "id": document.id, "state": "removed", "error": None}
                    output.row(row)
                else:
                    output.text(f"{document.name}: removed, with everything kept of it.")
    return done


def only(services: Services, name: str) -> Document:
    """The one document with this name, path or number. Raises `DocumentUnknown`, `SeveralDocuments`."""
    found = services.library.named(name)
    if not found:
        raise DocumentUnknown(document=name)
    if len(found) > 1:
        raise SeveralDocuments(document=name, count=len(found))
    return found[0]


def tell_unready(session: Session, services: Services) -> None:
    """Say what a search does not see: an empty library, documents that are not read to their end."""
    documents = services.library.documents()
    waiting = [d for d in documents if d.state not in (DocumentState.READY, DocumentState.FAILED)]
    if not documents:
        session.output.note("The library is empty. Add files with: confidant add PATH…")
    elif waiting:
        names = ", ".join(document.name for document in waiting[:3]) + ("…" if len(waiting) > 3 else "")
        session.output.note(f"Not read to the end yet: {names}. It goes on with the next “confidant add”.")


def search(session: Session) -> bool:
    """Find passages for one question or a batch."""
    queries = session.queries("qid")
    bar = ProgressBar(session.output.err)
    with session.services() as services:
        tell_unready(session, services)
        for number, query in enumerate(queries, 1):
            hits = services.library.search(query.text, session.arguments.k, query.scope)
            if len(queries) > 1 and not session.output.out.isatty():
                bar.show("searching", number, len(queries), f"question {number} of {len(queries)}")
            _found(session, query, hits)
    bar.clear()
    return True


def _found(session: Session, query: Query, hits: list[Hit]) -> None:
    output, batch = session.output, session.arguments.batch is not None
    if output.as_json:
        named = {"qid": query.id} if batch else {"question": query.text}
        output.row({**named, "hits": [hit_row(hit) for hit in hits]})
        return
    if batch:
        output.text(f"── {query.text}")
    if not hits:
        output.text("Nothing in your documents fits.")
    for number, hit in enumerate(hits, 1):
        output.text(f"{number:>2}. {place_of(hit)}  ({hit.score:.2f})")
        output.text(paragraph(hit.text, "    "))
        output.text()
