"""Which languages each document is written in: told from a few of its passages once, and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rag.language.concepts import spoken
from rag.language.words import function_words
from rag.storing.vault import Vault
from rag.types import DocumentState, IndexedDocument

if TYPE_CHECKING:
    from sqlite3 import Connection

_ENOUGH = 8  # function words of a passage that is written in a language: a sentence or two
_AT_ONCE = 500  # documents of an older library, told at one question; the others are taken for the question's


class DocumentLanguages:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def of(self, documents: Sequence[IndexedDocument]) -> dict[int, frozenset[str]]:
        """The codes of the languages of each document that is told; of an act in two columns, both."""
        wanted = {one.id: one for one in documents}
        with self._vault.read() as db:
            rows = db.execute("SELECT id, languages FROM documents WHERE passages > 0").fetchall()
        known = {id_: frozenset(told.split()) for id_, told in rows if id_ in wanted and told is not None}
        untold = [one for id_, one in wanted.items() if id_ not in known][:_AT_ONCE]
        if untold:
            with self._vault.read() as db:
                fresh = {one.id: _told(db, one) for one in untold}
            known.update(fresh)
            if self._vault.read_only is None:
                self._keep(fresh)
        return known

    def counted(self) -> Counter[str]:
        """In how many READY documents each language is written; of an act in two columns, both."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT id, name, first_passage, first_passage + passages - 1 FROM documents"
                " WHERE state = ? AND passages > 0",
                (DocumentState.READY,),
            ).fetchall()
        written = self.of([IndexedDocument(*row) for row in rows])
        return Counter(code for codes in written.values() for code in codes)

    def _keep(self, told: Mapping[int, frozenset[str]]) -> None:
        with self._vault.write() as db:
            db.executemany(
                "UPDATE documents SET languages = ? WHERE id = ?",
                ((" ".join(sorted(codes)), id_) for id_, codes in told.items()),
            )


def _told(db: Connection, document: IndexedDocument) -> frozenset[str]:
    """By passages of its beginning, its middle and its end: the language of all of them, and of each that is
    written in another. A list of names and numbers is written in none.
    """
    middle = (document.first + document.last) // 2
    rows = db.execute(
        "SELECT body FROM passages WHERE id IN (?, ?, ?)", (document.first, middle, document.last)
    ).fetchall()
    bodies = [str(body) for (body,) in rows]
    others = [spoken(body) for body in bodies]
    written = {
        one.code for one, body in zip(others, bodies, strict=True) if function_words(body, one) >= _ENOUGH
    }
    return frozenset({spoken("\n".join(bodies)).code} | written)
