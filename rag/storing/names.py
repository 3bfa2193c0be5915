"""Paths and names of documents and tags in the vault, which keeps text that is UTF-8 only."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from rag.language.file_names import told_apart

if TYPE_CHECKING:
    from sqlite3 import Connection

REMOVED = "removed"
"""The state of a document in the bin (see `removed`), in the vault alone: no `Document` is ever in it."""

# The lone surrogates that stand for bytes of a name which are no UTF-8 (PEP 383), as characters of no name.
_SURROGATES, _KEPT, _BYTES = 0xDC00, 0x10FE00, range(0x80, 0x100)
_TO_KEEP = {_SURROGATES + byte: _KEPT + byte for byte in _BYTES}
_TO_USE = {kept: surrogate for surrogate, kept in _TO_KEEP.items()}


def kept_path(path: str) -> str:
    """A path as the vault keeps it."""
    return path.translate(_TO_KEEP) if not path.isascii() else path


def real_path(kept: str) -> str:
    """The path that opens the file."""
    return kept.translate(_TO_USE) if not kept.isascii() else kept


def tell_apart(db: Connection, name: str) -> None:
    """Call every document of this name so that they can be told apart, or plainly where it is alone."""
    rows = namesakes(db, name)
    paths = list(dict.fromkeys(real_path(path) for _, _, path in rows))
    called = told_apart(paths) if len(paths) > 1 else {}
    for id_, before, path in rows:
        now = called.get(real_path(path), before.rpartition("/")[2])
        if now != before:
            db.execute("UPDATE documents SET name = ? WHERE id = ?", (now, id_))


def namesakes(db: Connection, name: str) -> list[tuple[int, str, str]]:
    """Id, name and kept path of the documents whose file has this name; without those in the bin."""
    return db.execute(
        "SELECT id, name, path FROM documents WHERE file = ? COLLATE NOCASE AND state <> ? ORDER BY id",
        (name.rpartition("/")[2], REMOVED),
    ).fetchall()


def name_of(db: Connection, document_id: int) -> str:
    """What a document is called; nothing when it is gone."""
    row = db.execute("SELECT name FROM documents WHERE id = ?", (document_id,)).fetchone()
    return str(row[0]) if row else ""


def moved(db: Connection, document_id: int, path: str, name: str) -> None:
    """Note where a document's file is now, and what it is called there."""
    before = name_of(db, document_id)
    db.execute("UPDATE documents SET path = ?, name = ? WHERE id = ?", (path, name, document_id))
    for called in (before, name):
        tell_apart(db, called)


def tag_key(name: str) -> str:
    """What tells a tag from others."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()
