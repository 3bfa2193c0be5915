"""The command read: what a file says, page by page, without a library."""

from __future__ import annotations

from pathlib import Path

from app.cli.output import error_row, page_row
from app.cli.progress import ProgressBar
from app.cli.session import Session
from app.cli.unlock import ask_password
from app.library.files import readable_files
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Fault
from rag.errors import PasswordNeeded, PasswordWrong
from rag.reading.reader import DocumentReader
from rag.types import DocumentInfo, Page


def read(session: Session) -> bool:
    """Read files and folders; False when any of them failed."""
    password, done = session.password, True
    reader = DocumentReader()
    try:
        files = list(readable_files(session.arguments.paths))
        if not files:
            session.output.note("There is no file to read there.")
            return False
        for path in files:
            done = _read(session, reader, path, password) and done
    finally:
        reader.close()
    return done


def _read(session: Session, reader: DocumentReader, path: Path, password: str | None) -> bool:
    output = session.output
    try:
        try:
            pages = _pages(session, reader, path, password)
        except (PasswordNeeded, PasswordWrong):
            typed = ask_password(path.name)
            if not typed:
                raise
            pages = _pages(session, reader, path, typed)
    except Fault as fault:
        if output.as_json:
            output.row({"document": path.name, "pages": [], "error": error_row(fault)})
        else:
            notice = notice_of(fault)
            output.text(f"{path.name}: {notice.sentence} {notice.remedy}")
        return False
    if output.as_json:
        output.row({"document": path.name, "pages": [page_row(page) for page in pages]})
    else:
        for page in pages:
            output.text(f"── {path.name}, {page.number} of {len(pages)}")
            output.text(page.text)
    return True


def _pages(session: Session, reader: DocumentReader, path: Path, password: str | None) -> list[Page]:
    bar, total, pages = ProgressBar(session.output.err), 0, list[Page]()
    try:
        for event in reader.read(path, password, CancelToken()):
            if isinstance(event, DocumentInfo):
                total = event.page_count
            elif isinstance(event, Page):
                pages.append(event)
                bar.show(path.name, len(pages), total, f"page {len(pages)} of {total}")
    finally:
        bar.clear()
    return pages
