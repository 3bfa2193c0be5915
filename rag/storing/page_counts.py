"""Where the pages of documents came from and how many were read poorly, counted for a whole list at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rag.storing.document_rows import NOT_READ
from rag.storing.page_quality import IS_POOR
from rag.types import Coverage, TextSource

if TYPE_CHECKING:
    from sqlite3 import Connection


class PageCounts(NamedTuple):
    coverage: Coverage = Coverage()
    poor: int = 0


def page_counts(db: Connection, condition: str, values: Sequence[object]) -> dict[int, PageCounts]:
    """Of the documents whose rows meet a condition; without those that have no pages."""
    of_these = f"document_id IN (SELECT id FROM documents WHERE {condition})"
    # The index `pages_by_source` holds all that this asks of a page.
    counted = db.execute(
        f"SELECT document_id, source, count(*), sum({IS_POOR}) FROM pages p WHERE {of_these}"
        " GROUP BY document_id, source",
        tuple(values),
    )
    pages: dict[int, dict[str, int]] = {}
    poor: dict[int, int] = {}
    for id_, source, count, poorly in counted:
        pages.setdefault(id_, {})[source] = count
        poor[id_] = poor.get(id_, 0) + poorly
    failed = dict(
        db.execute(
            f"SELECT document_id, count(*) FROM pages p WHERE {of_these} AND source = '{TextSource.NONE}'"
            f" AND (instr(label, '{NOT_READ}') OR EXISTS (SELECT 1 FROM unread u"
            " WHERE u.document_id = p.document_id AND u.page = p.number)) GROUP BY document_id",
            tuple(values),
        ).fetchall()
    )
    return {
        id_: PageCounts(_coverage(of_source, failed.get(id_, 0)), poor[id_])
        for id_, of_source in pages.items()
    }


def _coverage(of_source: dict[str, int], failed: int) -> Coverage:
    return Coverage(
        text=of_source.get(TextSource.TEXT, 0),
        ocr=of_source.get(TextSource.OCR, 0),
        vision=of_source.get(TextSource.VISION, 0),
        empty=of_source.get(TextSource.NONE, 0) - failed,
        failed=failed,
    )
