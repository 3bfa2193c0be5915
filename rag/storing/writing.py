"""Writing what a document holds, inside a transaction: pages, structure, and taking them away again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rag.codec import pack_page
from rag.errors import DocumentUnknown
from rag.storing.names import tell_apart
from rag.storing.page_quality import keep_flaws
from rag.storing.speakers import drop_speakers
from rag.types import Aside, DocumentState, Page, Passage, Structure

if TYPE_CHECKING:
    from sqlite3 import Connection

Rows = list[tuple[Any, ...]]

_OF_STRUCTURE = ("vectors", "passages", "sections", "cross_references", "asides", "called")

_BY_CONTENT = ("corrections", "whole_files", "record_passages", "speaker_names")  # kept by the file's content


def require(db: Connection, document_id: int) -> None:
    """Raises `DocumentUnknown` where there is no such row."""
    if db.execute("SELECT 1 FROM documents WHERE id = ?", (document_id,)).fetchone() is None:
        raise DocumentUnknown(document=document_id)


def packed_pages(pages: Sequence[Page]) -> Rows:
    """Pages as rows, which takes longer than to write them."""
    return [
        (
            page.number,
            len(page.text),
            page.source,
            page.confidence,
            page.width,
            page.height,
            page.key,
            page.label,
            *pack_page(page),
        )
        for page in pages
    ]


def put_pages(db: Connection, document_id: int, pages: Sequence[Page], packed: Rows) -> None:
    """Append pages, `packed` beforehand."""
    last = db.execute(
        "SELECT start + length + 1 FROM pages WHERE document_id = ? ORDER BY number DESC LIMIT 1",
        (document_id,),
    ).fetchone()
    start = int(last[0]) if last else 0
    for row in packed:
        db.execute(
            "INSERT INTO pages (document_id, start, number, length, source, confidence, width,"
            " height, key, label, text, lines, words, headings)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (document_id, start, *row),
        )
        start += row[1] + 1
    db.executemany(
        "INSERT OR IGNORE INTO unread (document_id, page, reason) VALUES (?, ?, ?)",
        [(document_id, page.number, reason) for page in pages for reason in page.unread],
    )
    keep_flaws(db, document_id, pages)


def put_structure(db: Connection, document_id: int, structure: Structure, asides: Sequence[Aside]) -> int:
    """Write sections, references and what was set aside; returns the id that the first passage is to have."""
    db.executemany(
        "INSERT INTO sections (document_id, place, parent, level, label, title, page, start, end)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (document_id, s.index, s.parent, s.level, s.label, s.title, s.page, s.start, s.end)
            for s in structure.sections
        ),
    )
    db.executemany(
        "INSERT OR IGNORE INTO cross_references (document_id, start, end, target) VALUES (?, ?, ?, ?)",
        ((document_id, one.start, one.end, one.target) for one in structure.references),
    )
    db.executemany(
        "INSERT INTO asides (document_id, place, text, page, pages) VALUES (?, ?, ?, ?, ?)",
        ((document_id, at, one.text, one.page, one.pages) for at, one in enumerate(asides)),
    )
    count = len(structure.passages)
    first = 1 + int(db.execute("SELECT value FROM counters WHERE name = 'passage'").fetchone()[0])
    db.execute("UPDATE counters SET value = value + ? WHERE name = 'passage'", (count,))
    db.execute(
        "UPDATE documents SET first_passage = ?, passages = ? WHERE id = ?", (first, count, document_id)
    )
    return first


def put_passages(db: Connection, document_id: int, first: int, passages: Sequence[Passage]) -> None:
    """Write passages under consecutive ids from `first` on."""
    db.executemany(
        "INSERT INTO passages (id, document_id, section, start, end, page_start, page_end, body,"
        " ancestors, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                id_,
                document_id,
                p.section,
                p.start,
                p.end,
                p.page_start,
                p.page_end,
                p.text,
                p.headings,
                p.key,
            )
            for id_, p in enumerate(passages, first)
        ),
    )


def drop_structure(db: Connection, document_id: int) -> None:
    for table in _OF_STRUCTURE:
        db.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))
    db.execute("UPDATE documents SET first_passage = 0, passages = 0 WHERE id = ?", (document_id,))


def empty(db: Connection, document_id: int) -> None:
    """Drop all that was read of a document."""
    drop_structure(db, document_id)
    drop_speakers(db, document_id)
    db.execute("DELETE FROM pages WHERE document_id = ?", (document_id,))


def open_again(db: Connection, document_id: int, state: DocumentState) -> None:
    """Drop all that was read of a document, to read it again."""
    empty(db, document_id)
    db.execute(
        "UPDATE documents SET state = ?, error_code = NULL, error_facts = '{}' WHERE id = ?",
        (state, document_id),
    )


def delete(db: Connection, document_id: int) -> None:
    """Take a document out, and with a mailbox its messages; but those that it still holds as it is being read
    anew go over to the row that replaces it.
    """
    db.execute(
        "UPDATE documents SET container = moves_to, moves_to = NULL"
        " WHERE container = ? AND moves_to NOT NULL",
        (document_id,),
    )
    db.execute(
        "INSERT OR IGNORE INTO taken_out SELECT d.id, t.sha256, t.path, t.name, t.size, t.modified"
        " FROM taken_out t JOIN documents d ON d.replaces = t.container WHERE t.container = ?",
        (document_id,),
    )
    delete_where(db, "?1 IN (id, container)", (document_id,))


def delete_where(db: Connection, condition: str, values: tuple[object, ...]) -> None:
    """Take out the documents that meet a condition, thousands at once: row by row the index of words would be
    written anew for each.
    """
    gone = f"(SELECT id FROM documents WHERE {condition})"
    names = db.execute(
        f"SELECT DISTINCT d.name FROM documents d JOIN documents o ON o.file = d.file COLLATE NOCASE"
        f" AND o.id NOT IN {gone} WHERE d.id IN {gone}",
        values,
    ).fetchall()
    for table in (*_OF_STRUCTURE, "pages"):
        db.execute(f"DELETE FROM {table} WHERE document_id IN {gone}", values)
    for table in _BY_CONTENT:
        db.execute(
            f"DELETE FROM {table} WHERE sha256 IN (SELECT sha256 FROM documents WHERE id IN {gone})"
            f" AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.sha256 = {table}.sha256"
            f" AND d.id NOT IN {gone})",
            values,
        )
    db.execute(f"DELETE FROM documents WHERE id IN {gone}", values)
    for (name,) in names:
        tell_apart(db, name)
