"""What a library holds, in a form that two libraries can be compared by, and what is wrong with it."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from house import KEY

from rag.storing.vault import Vault
from rag.types import DocumentState

_BELOW = ("pages", "sections", "passages", "vectors")


@dataclass(frozen=True, slots=True)
class Picture:
    """`documents`: for each file, what is kept of it; `faults`: what should not be."""

    documents: dict[str, tuple[Any, ...]]
    faults: list[str]


def everything(vault: Vault) -> str:
    """Every value of every row of every table, as text; blobs also unpacked where they are packed."""
    found: list[str] = []
    with vault.read() as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in db.execute(f"SELECT * FROM {table}").fetchall():
                for value in row:
                    if isinstance(value, bytes):
                        found.append(value.decode("latin-1"))
                        for wbits in (15, 31, -15):
                            try:
                                found.append(zlib.decompress(value, wbits).decode("latin-1"))
                            except zlib.error:
                                continue
                    else:
                        found.append(str(value))
    return "\n".join(found)


def picture_of(home: Path) -> Picture:
    """Look at a library that nobody has open."""
    vault = Vault.open(home / "vault.db", KEY)
    try:
        return Picture(_documents(vault), _faults(vault))
    finally:
        vault.close()


def _documents(vault: Vault) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    with vault.read() as db:
        for id_, name, state, pages, passages, size, sha256, first, modified in db.execute(
            "SELECT id, name, state, pages, passages, size, sha256, first_passage, modified FROM documents"
        ).fetchall():
            texts = db.execute(
                "SELECT number, start, length, source, text FROM pages WHERE document_id = ? ORDER BY number",
                (id_,),
            ).fetchall()
            cut = db.execute(
                "SELECT id - ?, section, start, end, page_start, page_end, key, body, ancestors"
                " FROM passages WHERE document_id = ? ORDER BY id",
                (first, id_),
            ).fetchall()
            sections = db.execute(
                "SELECT * FROM sections WHERE document_id = ? ORDER BY place", (id_,)
            ).fetchall()
            blocks = db.execute(
                "SELECT first, count, dimension, block FROM vectors WHERE document_id = ? ORDER BY first",
                (id_,),
            ).fetchall()
            codes = db.execute(
                "SELECT passage_id - ?, codes FROM token_codes JOIN passages ON passages.id = passage_id"
                " WHERE document_id = ? ORDER BY passage_id",
                (first, id_),
            ).fetchall()
            twice = name in found
            found[f"{name} (again)" if twice else name] = (
                state,
                pages,
                passages,
                size,
                sha256,
                modified > 0,
                _digest((*row[:4], zlib.decompress(row[4])) for row in texts),
                _digest(cut),
                _digest(row[1:] for row in sections),
                sum(row[1] for row in blocks),
                _digest((b"".join(bytes(row[3]) for row in blocks),)),
                _digest(codes),
            )
    return found


def _faults(vault: Vault) -> list[str]:
    faults = [f"damage: {one}" for one in vault.damage()]
    with vault.read() as db:
        for table in _BELOW:
            rows = db.execute(
                f"SELECT count(*) FROM {table} WHERE document_id NOT IN (SELECT id FROM documents)"
            ).fetchone()[0]
            if rows:
                faults.append(f"{rows} orphans in {table}")
        if orphans := db.execute(
            "SELECT count(*) FROM token_codes WHERE passage_id NOT IN (SELECT id FROM passages)"
        ).fetchone()[0]:
            faults.append(f"{orphans} orphans in token_codes")
        faults += [
            f"{name} is {state}"
            for name, state in db.execute(
                "SELECT name, state FROM documents WHERE state <> ?", (DocumentState.READY,)
            )
        ]
        faults += [
            f"{name}: {problem}"
            for name, problem in db.execute(
                "SELECT name, 'passages ' || passages || ', vectors ' ||"
                " (SELECT coalesce(sum(count), 0) FROM vectors WHERE document_id = documents.id)"
                " || ', kept ' || (SELECT count(*) FROM passages WHERE document_id = documents.id)"
                " FROM documents WHERE"
                " passages <> (SELECT coalesce(sum(count), 0) FROM vectors WHERE document_id = documents.id)"
                " OR passages <> (SELECT count(*) FROM passages WHERE document_id = documents.id)"
                " OR pages <> (SELECT count(*) FROM pages WHERE document_id = documents.id)"
            )
        ]
        unfollowed = db.execute(
            "SELECT name FROM folder_files WHERE sha256 NOT IN (SELECT sha256 FROM documents)"
        ).fetchall()
        faults += [f"{name} has no document" for (name,) in unfollowed]
    with vault.write() as db:
        # Compares the index with the passages (https://www.sqlite.org/fts5.html, "The 'integrity-check'").
        db.execute("INSERT INTO passages_fts(passages_fts, rank) VALUES ('integrity-check', 1)")
    return faults


def _digest(rows: Any) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(row if isinstance(row, bytes) else repr(row).encode())
    return digest.hexdigest()[:16]
