"""What is always or never redacted in a library or matter, and who was found in its documents."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from rag.storing.names import REMOVED
from rag.storing.vault import Vault


class Rule(StrEnum):
    """What is done with what is listed."""

    ALWAYS = "always"
    NEVER = "never"
    PASSED = "passed"  # it was offered and is not wanted


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list. `sort`: "person", "company", "number" or "word"."""

    id: int
    sort: str
    text: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody who was found in documents and is not listed."""

    name: str
    documents: tuple[str, ...]


class ListedStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock

    def rows(self) -> list[Row]:
        """The list, by text; without what was passed over."""
        with self._vault.read() as db:
            found = db.execute(
                "SELECT id, sort, text, rule FROM redaction_list WHERE rule <> ? ORDER BY key", (Rule.PASSED,)
            ).fetchall()
        return [Row(int(id_), str(sort), str(text), Rule(rule)) for id_, sort, text, rule in found]

    def put(self, rows: Iterable[tuple[str, str, Rule]]) -> None:
        """Keep rows of sort, text and rule; what is listed already is so as it is said now."""
        with self._vault.write() as db:
            db.executemany(
                "INSERT INTO redaction_list (key, sort, text, rule, added) VALUES (?1, ?2, ?3, ?4, ?5)"
                " ON CONFLICT (key) DO UPDATE SET sort = ?2, text = ?3, rule = ?4, added = ?5",
                [(key_of(text), sort, text, rule, self._clock()) for sort, text, rule in rows],
            )

    def take(self, text: str) -> Row | None:
        """Take a text off the list; what it was, None where it was not there."""
        with self._vault.write() as db:
            found = db.execute(
                "DELETE FROM redaction_list WHERE key = ? RETURNING id, sort, text, rule", (key_of(text),)
            ).fetchone()
        return None if found is None else Row(int(found[0]), str(found[1]), str(found[2]), Rule(found[3]))

    def met(self, document_id: int, names: Iterable[str]) -> None:
        """Who was found in a document, in place of who was found in it before."""
        with self._vault.write() as db:
            db.execute("DELETE FROM redaction_found WHERE document_id = ?", (document_id,))
            db.executemany(
                "INSERT OR IGNORE INTO redaction_found (document_id, key, name)"
                " SELECT id, ?2, ?3 FROM documents WHERE id = ?1",
                [(document_id, key_of(name), name) for name in names],
            )

    def elsewhere(self, document_id: int | None = None) -> list[Met]:
        """Who was found in documents and is neither listed nor passed over; those of other documents only,
        where one is named.
        """
        with self._vault.read() as db:
            found = db.execute(
                "SELECT f.name, d.name FROM redaction_found f JOIN documents d ON d.id = f.document_id"
                " WHERE d.state <> ? AND f.document_id IS NOT ?"
                " AND f.key NOT IN (SELECT key FROM redaction_list) ORDER BY f.key, d.name",
                (REMOVED, document_id),
            ).fetchall()
        documents: dict[str, list[str]] = {}
        for name, document in found:
            documents.setdefault(str(name), []).append(str(document))
        return [Met(name, tuple(dict.fromkeys(which))) for name, which in documents.items()]


def key_of(text: str) -> str:
    """What two ways to write the same have in common."""
    return " ".join(text.split()).casefold()
