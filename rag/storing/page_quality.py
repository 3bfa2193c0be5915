"""Which pages were read poorly, and which were held against their pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rag.layout.trust import CHECK
from rag.storing.document_rows import place_name
from rag.types import DocumentState, Flaw, FlawKind, Page, PageUnit, PoorPage, TextSource

if TYPE_CHECKING:
    from sqlite3 import Connection

    from rag.storing.vault import Vault

_BY_PICTURE = (FlawKind.LACKING, FlawKind.INVISIBLE)  # what comparing a page with its picture tells
# How surely a picture was read is kept with its page, and changes with what people correct.
_IS_UNSURE = f"source IN ('{TextSource.OCR}', '{TextSource.VISION}') AND confidence < {CHECK}"
IS_POOR = (
    f"({_IS_UNSURE} OR EXISTS (SELECT 1 FROM flaws f WHERE f.document_id = p.document_id"
    " AND f.page = p.number))"
)
"""Of a row `p` of `pages`."""


class PageQuality:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def poor_pages(self, document_id: int) -> tuple[PoorPage, ...]:
        """The pages that were read poorly, in order."""
        with self._vault.read() as db:
            pages = db.execute(
                f"SELECT p.number, p.label, d.unit, p.confidence, {_IS_UNSURE} FROM pages p"
                f" JOIN documents d ON d.id = p.document_id WHERE p.document_id = ? AND {IS_POOR}"
                " ORDER BY p.number",
                (document_id,),
            ).fetchall()
            found = flaws_of(db, document_id)
        return tuple(
            PoorPage(
                number,
                place_name(PageUnit(unit), number, label),
                (*([Flaw(FlawKind.UNSURE, confidence)] if unsure else []), *found.get(number, ())),
            )
            for number, label, unit, confidence, unsure in pages
        )

    def is_poor(self, document_id: int, page: int) -> bool:
        with self._vault.read() as db:
            found = db.execute(
                f"SELECT 1 FROM pages p WHERE p.document_id = ? AND p.number = ? AND {IS_POOR}",
                (document_id, page),
            ).fetchone()
        return found is not None

    # --- pages held against their pictures -----------------------------------------------------------------

    def waiting(self) -> list[int]:
        """READY documents whose pages are still to be held against their pictures, in the order they came."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT id FROM documents WHERE to_compare AND state = ? ORDER BY id", (DocumentState.READY,)
            ).fetchall()
        return [int(id_) for (id_,) in rows]

    def drawn_pages(self, document_id: int) -> list[tuple[int, int]]:
        """The pages that have a picture besides a text of their own, each with that text's length."""
        with self._vault.read() as db:
            return db.execute(
                "SELECT number, length FROM pages WHERE document_id = ? AND source = ? AND width > 0"
                " ORDER BY number",
                (document_id, TextSource.TEXT),
            ).fetchall()

    def compared(self, document_id: int) -> dict[int, int]:
        """The pages that were held against their pictures, and how many words were read there."""
        with self._vault.read() as db:
            rows = db.execute("SELECT page, words FROM compared_pages WHERE document_id = ?", (document_id,))
            return dict(rows.fetchall())

    def keep(self, document_id: int, page: int, words: int, flaws: Sequence[Flaw]) -> None:
        """Keep what came of holding a page against its picture, where so many words were read."""
        with self._vault.write() as db:
            if not db.execute(
                "SELECT 1 FROM pages WHERE document_id = ? AND number = ?", (document_id, page)
            ).fetchone():
                return  # removed this very moment
            db.execute(
                "INSERT OR REPLACE INTO compared_pages (document_id, page, words) VALUES (?, ?, ?)",
                (document_id, page, words),
            )
            db.executemany(
                "DELETE FROM flaws WHERE document_id = ? AND page = ? AND kind = ?",
                [(document_id, page, kind) for kind in _BY_PICTURE],
            )
            _insert(db, document_id, page, flaws)

    def finish(self, document_id: int) -> None:
        """Enough of a document's pages have been compared."""
        with self._vault.write() as db:
            db.execute("UPDATE documents SET to_compare = 0 WHERE id = ?", (document_id,))


def keep_flaws(db: Connection, document_id: int, pages: Iterable[Page]) -> None:
    """Keep what tells against pages that have just been stored."""
    for page in pages:
        if page.flaws:
            _insert(db, document_id, page.number, page.flaws)


def put_flaws(db: Connection, document_id: int, page: Page) -> None:
    """Keep what tells against a page now, in place of what did before."""
    db.execute("DELETE FROM flaws WHERE document_id = ? AND page = ?", (document_id, page.number))
    _insert(db, document_id, page.number, page.flaws)


def flaws_of(
    db: Connection, document_id: int, first: int = 1, last: int | None = None
) -> dict[int, tuple[Flaw, ...]]:
    """What tells against each of some pages, or of all."""
    found: dict[int, tuple[Flaw, ...]] = {}
    for page, kind, amount, words in db.execute(
        "SELECT page, kind, amount, words FROM flaws WHERE document_id = ?1 AND page >= ?2"
        " AND (?3 IS NULL OR page <= ?3)",
        (document_id, first, last),
    ):
        found[page] = (*found.get(page, ()), _flaw(kind, amount, words))
    return found


def _insert(db: Connection, document_id: int, page: int, flaws: Iterable[Flaw]) -> None:
    db.executemany(
        "INSERT OR REPLACE INTO flaws (document_id, page, kind, amount, words) VALUES (?, ?, ?, ?, ?)",
        [(document_id, page, flaw.kind, flaw.amount, " ".join(flaw.words)) for flaw in flaws],
    )


def _flaw(kind: str, amount: float, words: str) -> Flaw:
    return Flaw(FlawKind(kind), amount, tuple(words.split()))
