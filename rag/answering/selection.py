"""Which of the passages found the model reads, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.language.sentences import sentences
from rag.language.withdrawn import standing
from rag.language.words import letters
from rag.types import Hit

_GAP = 3  # characters between two passages that follow each other
_LONGEST = 1600  # characters of passages that became one
_CLOSE = 0.75  # of the best score; a passage below that is rarely the one, and costs seconds to read
_OWN = 0.4  # weight of a follow-up's own words; the rest goes to them together with their subject
_LEAST = 2  # passages read however far behind the second is

TextOf = Callable[[int, int, int], str]
"""The document's text: document id, start, end."""


def worth_reading(hits: Sequence[Hit]) -> list[Hit]:
    """Without bare headings, which their section names anyway, and without texts that come again. What is
    struck or hidden in them is left blank: no answer may rest on it.
    """
    kept: list[Hit] = []
    seen: set[str] = set()
    for found in hits:
        hit = replace(found, text=standing(found.text))
        text = letters(hit.text)
        if not text or text in seen or (hit.key is None and text in letters(hit.section)):
            continue
        seen.add(text)
        kept.append(hit)
    return kept


def blended(own: Sequence[Hit], whole: Sequence[Hit]) -> list[Hit]:
    """One list of what a follow-up finds by its own words and with the subject it follows, best first.

    The subject alone would find again what the question before found.
    """
    scores: dict[int, float] = {}
    found = {hit.passage_id: hit for hit in (*own, *whole)}
    for hits, weight in ((own, _OWN), (whole, 1 - _OWN)):
        for hit in hits:
            scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + weight * hit.score
    order = sorted(found, key=lambda passage_id: (-scores[passage_id], passage_id))
    return [replace(found[passage_id], score=scores[passage_id]) for passage_id in order]


def promising(hits: Sequence[Hit]) -> list[Hit]:
    """Those whose score comes close to the best one's; `hits` come best first."""
    return [hit for rank, hit in enumerate(hits) if rank < _LEAST or hit.score >= _CLOSE * hits[0].score]


def merged(hits: Sequence[Hit], text: TextOf) -> list[Hit]:
    """Passages of one section that follow each other become one, at the place of the better.

    Those that a page break parts stay apart: what two pages say, two invoices of a bundle, is not one text.
    """
    joined = list(hits)
    at = 0
    while at < len(joined):
        partner = next(
            (place for place in range(at + 1, len(joined)) if _touch(joined[at], joined[place])), None
        )
        if partner is None:
            at += 1
            continue
        joined[at] = _join(joined[at], joined.pop(partner), text)
    return joined


def within(hits: Sequence[Hit], sizes: Sequence[int], budget: int, most: int) -> list[Hit]:
    """The best `most` that fit `budget` tokens together, in their order; `sizes` are their tokens.

    When the very best is too large by itself, its first sentences are taken.
    """
    taken: list[Hit] = []
    left = budget
    for hit, size in zip(hits, sizes, strict=True):
        if len(taken) == most:
            break
        if size <= left:
            taken.append(hit)
            left -= size
        elif not taken:
            begun = _begun(hit, budget / size)
            if begun is not None:
                return [begun]
    return taken


def in_reading_order(hits: Sequence[Hit], before: Sequence[int]) -> list[Hit]:
    """Best first, except that what the last prompt began with stays at the beginning.

    llama.cpp keeps its work on the part of a prompt that is the same as in the last one; a follow-up that
    reads the same sources is then answered sooner. `before` are the passage ids of the last prompt.
    """
    by_id = {hit.passage_id: hit for hit in hits}
    kept: list[Hit] = []
    for passage_id in before:
        if passage_id not in by_id:
            break
        kept.append(by_id.pop(passage_id))
    return kept + [hit for hit in hits if hit.passage_id in by_id]


def _touch(one: Hit, other: Hit) -> bool:
    return (
        one.document_id == other.document_id
        and one.shared is None  # what stands between two of those is not here
        and one.section == other.section
        and one.key is None
        and other.key is None
        and max(one.start, other.start) - min(one.end, other.end) <= _GAP
        and max(one.end, other.end) - min(one.start, other.start) <= _LONGEST
        and _share_a_page(*sorted((one, other), key=lambda hit: hit.start))
    )


def _share_a_page(before: Hit, after: Hit) -> bool:
    return after.page <= before.page_end


def _join(better: Hit, other: Hit, text: TextOf) -> Hit:
    start, end = min(better.start, other.start), max(better.end, other.end)
    return replace(
        better,
        page=min(better.page, other.page),
        page_end=max(better.page_end, other.page_end),
        start=start,
        end=end,
        text=standing(text(better.document_id, start, end)),
    )


def _begun(hit: Hit, share: float) -> Hit | None:
    """The first sentences of a passage, about `share` of it; None when not even one fits."""
    room = int(len(hit.text) * share * 0.9)
    ends = [span.end for span in sentences(hit.text) if span.end <= room]
    if not ends:
        return None
    return replace(hit, end=hit.start + ends[-1], text=hit.text[: ends[-1]])
