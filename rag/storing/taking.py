"""Taking documents from one vault into another as they were read: text, places, passages and vectors are
copied, and nothing is read again. What lies encrypted under one key is then encrypted under the other.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rag.errors import DocumentUnknown
from rag.storing.names import REMOVED, tell_apart
from rag.storing.notes import take_notes
from rag.storing.recordings import take_recording
from rag.storing.tags import take_tags
from rag.storing.vault import Vault
from rag.types import DocumentState

if TYPE_CHECKING:
    from sqlite3 import Connection

Row = dict[str, Any]

# In an order in which what is referred to is there before.
_OF_A_DOCUMENT = (
    "pages", "unread", "flaws", "compared_pages", "sections", "passages", "vectors", "cross_references",
    "asides", "called", "told_apart", "speakers", "spoken",
)  # fmt: skip


class How(StrEnum):
    """How a document came into the other vault."""

    TAKEN = "taken"
    THERE = "there"  # it was there already, read the same
    BESIDE = "beside"  # another reading or edition of it is there, and this one beside it


@dataclass(frozen=True, slots=True)
class Taken:
    """`id` in the vault it was taken into; `ids` of all its rows, mailboxes having one for each message."""

    id: int
    how: How
    collection: str
    ids: Mapping[int, int]


def take_document(source: Vault, target: Vault, document_id: int, beside: str) -> Taken:
    """Take a READY document that no other holds, in one transaction of the target.

    Where another reading of its content, or another edition of its file, is there, it goes into the
    collection `beside`, so that neither takes the other's place. Raises `VaultError`s, `DocumentUnknown`.
    """
    with source.read() as old, target.write() as new:
        held = _rows(old, "documents", "?1 IN (id, container) ORDER BY id = ?1 DESC, id", (document_id,))
        documents = [row for row in held if row["state"] in (DocumentState.READY, DocumentState.FAILED)]
        if not documents or documents[0]["id"] != document_id:
            raise DocumentUnknown(document=document_id)
        ids = {row["id"]: 0 for row in documents}
        content = _digest(old, document_id)
        how, collection = How.TAKEN, documents[0]["collection"]
        for attempt in (collection, beside):
            there = _like(new, documents[0], attempt)
            same = next((one for one in there if _digest(new, one) == content), None)
            if same is not None:
                _take_by_content(old, new, documents)
                matched = _matched(old, new, document_id, same)
                take_tags(old, new, matched)
                take_notes(old, new, matched)
                return Taken(same, How.THERE, attempt, matched)
            if not there:
                break
            how, collection = How.BESIDE, beside
        for row in documents:
            ids[row["id"]] = _put_document(
                new, row | {"collection": collection, "container": ids.get(row["container"])}
            )
        for row in documents:
            _take_content(old, new, row, ids[row["id"]])
        _take_by_content(old, new, documents)
        take_recording(old, new, documents[0]["path"])
        take_tags(old, new, ids)
        take_notes(old, new, ids)
        for row in _rows(old, "taken_out", "container = ?", (document_id,)):
            _put(new, "taken_out", row | {"container": ids[document_id]})
        for name in {row["name"] for row in documents}:
            tell_apart(new, name)
    return Taken(ids[document_id], how, collection, ids)


def _like(new: Connection, row: Row, collection: str) -> list[int]:
    """The documents of a collection with this one's content, or of its file."""
    found = new.execute(
        "SELECT id FROM documents WHERE collection = ? AND container IS NULL AND (sha256 = ? OR path = ?)"
        " AND state <> ? ORDER BY id",
        (collection, row["sha256"], row["path"], REMOVED),
    )
    return [int(id_) for (id_,) in found]


def _digest(db: Connection, document_id: int) -> bytes:
    """What a document and all it holds say, as they were read."""
    said = hashlib.sha256()
    for sha256, number, text in db.execute(
        "SELECT d.sha256, p.number, p.text FROM documents d LEFT JOIN pages p ON p.document_id = d.id"
        " WHERE ?1 IN (d.id, d.container) AND d.state = ?2 ORDER BY d.id = ?1 DESC, d.sha256, p.number",
        (document_id, DocumentState.READY),
    ):
        page = b"" if text is None else zlib.decompress(text)
        said.update(f"{sha256} {number} {len(page)} ".encode())
        said.update(page)
    return said.digest()


def _matched(old: Connection, new: Connection, document_id: int, there: int) -> dict[int, int]:
    """Which row of the target is which of the source, by what they hold."""
    by_content = dict(
        new.execute("SELECT sha256, id FROM documents WHERE container = ?", (there,)).fetchall()
    )
    held = old.execute("SELECT id, sha256 FROM documents WHERE container = ?", (document_id,)).fetchall()
    return {document_id: there} | {id_: by_content[key] for id_, key in held if key in by_content}


def _put_document(new: Connection, row: Row) -> int:
    """Write a document's row under the next id, its passages numbered on from the target's last."""
    first = int(new.execute("SELECT value FROM counters WHERE name = 'passage'").fetchone()[0]) + 1
    new.execute("UPDATE counters SET value = value + ? WHERE name = 'passage'", (row["passages"],))
    fields = row | {"replaces": None, "moves_to": None, "first_passage": first if row["passages"] else 0}
    del fields["id"]
    return _put(new, "documents", fields)


def _take_content(old: Connection, new: Connection, row: Row, id_: int) -> None:
    """Copy all that was read of a document, its passages under the ids that its new row says."""
    before = row["first_passage"]
    (first,) = new.execute("SELECT first_passage FROM documents WHERE id = ?", (id_,)).fetchone()
    for table in _OF_A_DOCUMENT:
        for one in _rows(old, table, "document_id = ?", (row["id"],)):
            number = {"id": first + one["id"] - before} if table == "passages" else {}
            _put(new, table, one | {"document_id": id_} | number)
    for one in _rows(
        old, "token_codes", "passage_id IN (SELECT id FROM passages WHERE document_id = ?)", (row["id"],)
    ):
        _put(new, "token_codes", one | {"passage_id": first + one["passage_id"] - before})


def _take_by_content(old: Connection, new: Connection, documents: list[Row]) -> None:
    """Copy what is kept by the content of files: corrections, speakers' names, wishes for whole pages."""
    for key in {row["sha256"] for row in documents if row["sha256"]}:
        for one in _rows(old, "whole_files", "sha256 = ?", (key,)):
            new.execute("INSERT OR IGNORE INTO whole_files (sha256) VALUES (?)", (one["sha256"],))
        for table in ("corrections", "speaker_names"):
            for one in _rows(old, table, "sha256 = ? ORDER BY id", (key,)):
                del one["id"]
                same = " AND ".join(f"{name} = ?" for name in one)
                if not new.execute(f"SELECT 1 FROM {table} WHERE {same}", tuple(one.values())).fetchone():
                    _put(new, table, one)


def _rows(db: Connection, table: str, where: str, values: tuple[object, ...]) -> Iterator[Row]:
    names = [str(row[1]) for row in db.execute(f"PRAGMA table_info({table})")]
    for row in db.execute(f"SELECT {', '.join(names)} FROM {table} WHERE {where}", values):
        yield dict(zip(names, row, strict=True))


def _put(db: Connection, table: str, row: Row) -> int:
    marks = ", ".join("?" for _ in row)
    added = db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    return int(added.lastrowid or 0)
