"""A small library in a vault, ways to damage the file, and what of it is still there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rag.storing.vault import Vault

KEY = bytes(range(32))
DOCUMENTS, TURNS = 40, 60


def filled(path: Path) -> None:
    """A vault of documents with pages and passages, conversations and counters."""
    vault = Vault.create(path, KEY)
    with vault.write() as db:
        for number in range(1, DOCUMENTS + 1):
            name = f"file{number}.txt"
            _put(
                db, "documents", id=number, name=name, path=name, collection="", state="ready", size=1,
                sha256=name, added=0.0, pages=3, passages=3, first_passage=3 * number,
            )  # fmt: skip
            for page in range(1, 4):
                _put(
                    db, "pages", document_id=number, number=page, start=page * 10, length=9, source="text",
                    confidence=1.0, width=0.0, height=0.0, lines=b"", words=b"", headings=b"",
                    text=f"document {number} page {page} ".encode() * 40,
                )  # fmt: skip
                _put(
                    db, "passages", id=3 * number + page - 1, document_id=number, start=0, end=9,
                    page_start=page, page_end=page, body=f"heron {number} {page} " * 30, ancestors="",
                )  # fmt: skip
            _put(
                db, "vectors", document_id=number, embedder="e", first=3 * number, count=3, dimension=4,
                block=bytes(24),
            )  # fmt: skip
            _put(
                db, "sections", document_id=number, place=0, level=1, label="", page=1, start=0, end=9,
                title=f"section {number} " * 9,
            )  # fmt: skip
        db.execute("INSERT INTO conversations VALUES (1, 'talk', 0.0, 0.0)")
        for number in range(1, TURNS + 1):
            db.execute("INSERT INTO turns VALUES (?, 1, ?, NULL, 0.0)", (number, f"question {number} " * 20))
        db.execute("UPDATE counters SET value = 3 * 41")
    vault.close()


def _put(db: Any, table: str, **values: object) -> None:
    marks = ", ".join("?" for _ in values)
    db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def rows(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """What the vault says: every row of the tables that `filled` wrote."""
    vault = Vault.open(path, KEY)
    try:
        with vault.read() as db:
            return {
                table: {tuple(row) for row in db.execute(f"SELECT {what} FROM {table}")}
                for table, what in {
                    "documents": "id, name",
                    "pages": "document_id, number, text",
                    "passages": "id, document_id, body",
                    "sections": "document_id, title",
                    "turns": "id, question",
                }.items()
            }
    finally:
        vault.close()


def flip(path: Path, offset: int, bit: int = 0) -> None:
    """Turn one bit over."""
    with path.open("r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 1 << bit]))
