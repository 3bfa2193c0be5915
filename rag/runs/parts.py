"""Cutting a document into parts that are read one after the other; together they hold every passage."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from rag.guarding.injection import without_orders
from rag.language.withdrawn import standing
from rag.storing.documents import DocumentStore
from rag.types import Hit, Passage

SUMMIT = " › "  # between headings


def grouped(passages: Sequence[Passage], most: int, tiny: int) -> list[list[Passage]]:
    """Neighbouring passages, together of no more than `most` characters unless one alone is longer, and under
    one outermost heading unless they are a `tiny` group.
    """
    found: list[list[Passage]] = []
    for passage in passages:
        if found and _fits(found[-1], passage, most, tiny):
            found[-1].append(passage)
        else:
            found.append([passage])
    return found


def shared_heading(part: Sequence[Passage]) -> str:
    """The headings that all passages of a part stand under; those of the first where they share none."""
    paths = [passage.headings.split(SUMMIT) for passage in part]
    levels = takewhile(lambda names: len(set(names)) == 1, zip(*paths, strict=False))
    return SUMMIT.join(names[0] for names in levels) or part[0].headings


def document_hits(store: DocumentStore, document_id: int, document: str) -> list[Hit]:
    """All passages of a document, of this file name, as if they had been searched for and found; what is
    struck or hidden in them, or gives orders to whoever reads it, left blank.
    """
    first = store.first_passage(document_id)
    return [
        _hit(passage, first + place, document_id, document)
        for place, passage in enumerate(store.passages(document_id))
    ]


def _hit(passage: Passage, passage_id: int, document_id: int, document: str) -> Hit:
    return Hit(
        passage_id,
        document_id,
        document,
        passage.key,
        passage.page_start,
        passage.page_end,
        passage.headings,
        passage.start,
        passage.end,
        1.0,
        without_orders(standing(passage.text)),
    )


def _fits(part: Sequence[Passage], passage: Passage, most: int, tiny: int) -> bool:
    if passage.end - part[0].start > most:
        return False
    if part[-1].end - part[0].start < tiny:
        return True
    return passage.headings.split(SUMMIT)[0] == part[0].headings.split(SUMMIT)[0]
