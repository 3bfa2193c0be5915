"""Rows of the library as the vault gives them, the values made of them, and what people call their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rag.storing.names import real_path
from rag.types import Coverage, Document, DocumentState, PageUnit, TextSource

if TYPE_CHECKING:
    from sqlite3 import Connection

NOT_READ = ": not read, "
"""Between name and reason in the label of the page that stands for a part of a container not read."""

DOCUMENT_COLUMNS = (
    "id, name, path, title, collection, state, unit, pages, passages, size, added, seconds,"
    " error_code, error_facts"
)


def place_name(unit: PageUnit, page: int, label: str | None) -> str:
    """What a person calls the place a citation names: "page 3", "page 3 (iv)" where "iv" is printed on it,
    "slide 3", "Sales, rows 201–400", "contract.pdf, page 3". `label`: the page's own.
    """
    if label and (unit is not PageUnit.PAGE or "," in label or ":" in label or label == "message"):
        return label
    return f"{unit.value} {page}" + (f" ({label})" if label and unit is PageUnit.PAGE else "")


def coverage_of(db: Connection, document_id: int) -> Coverage:
    """Where the text of a document's pages came from."""
    counts = dict(
        db.execute("SELECT source, count(*) FROM pages WHERE document_id = ? GROUP BY source", (document_id,))
    )
    empty = counts.get(TextSource.NONE, 0)
    failed = 0
    if empty:
        failed = db.execute(
            "SELECT count(*) FROM pages p WHERE document_id = ? AND source = ? AND (instr(label, ?) OR EXISTS"
            " (SELECT 1 FROM unread u WHERE u.document_id = p.document_id AND u.page = p.number))",
            (document_id, TextSource.NONE, NOT_READ),
        ).fetchone()[0]
    return Coverage(
        text=counts.get(TextSource.TEXT, 0),
        ocr=counts.get(TextSource.OCR, 0),
        vision=counts.get(TextSource.VISION, 0),
        empty=empty - failed,
        failed=failed,
    )


def document_of(row: tuple[Any, ...], coverage: Coverage, poor_pages: int) -> Document:
    """The document of a row with `DOCUMENT_COLUMNS`."""
    (id_, name, path, title, collection, state, unit, pages, passages, size, added, seconds, code, facts) = (
        row
    )
    return Document(
        id=id_,
        name=name,
        path=real_path(path),
        title=title,
        collection=collection,
        state=DocumentState(state),
        unit=PageUnit(unit),
        pages=pages,
        passages=passages,
        size=size,
        added=added,
        seconds=seconds,
        coverage=coverage,
        error_code=code,
        error_facts=facts,
        poor_pages=poor_pages,
    )
