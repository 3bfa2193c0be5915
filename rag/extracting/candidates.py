"""What rules alone take for items of a list: a second look at a part the model has listed from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.grounding.citations import Quote
from rag.language.quantities import quantities
from rag.language.sentences import sentences
from rag.language.words import content_stem, plain, stems
from rag.types import Hit

_LEAST = 2  # content words of a question that tells what to look for
_LISTING_LIST = """
    list lists every all each item items sentence sentences name names find show give which mention with
"""
_LISTING = frozenset(stem for word in _LISTING_LIST.split() if (stem := content_stem(word)) is not None)
_KINDS = (
    (
        re.compile(
            r"\b(?:time(?:s| limits?| periods?|lines?)?|deadlines?|periods?|durations?)\b", re.IGNORECASE
        ),
        ("second", "minute", "hour", "day", "week", "month", "year"),
    ),
    (
        re.compile(
            r"\b(?:fines?|penalt(?:y|ies)|fees?|amounts?|prices?|sums?|costs?|payments?)\b", re.IGNORECASE
        ),
        ("EUR", "USD", "GBP"),
    ),
    (re.compile(r"\b(?:percent(?:ages?)?|shares?|rates?)\b", re.IGNORECASE), ("%",)),
)


def candidates(asked: str, hits: Sequence[Hit]) -> list[Quote]:
    """Sentences of a part that rules alone take for what is to be listed, in order.

    A small model passes over items of a list. Times, amounts and shares are told by their units; anything
    else by the words of the question, when it has two or more.
    """
    units = frozenset(unit for pattern, kinds in _KINDS if pattern.search(asked) for unit in kinds)
    sought = frozenset(stems(asked)) - _LISTING
    found: list[Quote] = []
    for hit in hits:
        for span in sentences(hit.text):
            text = plain(hit.text[span.start : span.end])
            if units:
                fits = any(one.unit in units for one in quantities(text))
            else:
                fits = len(sought) >= _LEAST and len(sought & frozenset(stems(text))) >= len(sought)
            if fits:
                found.append(Quote(hit, span.start, span.end))
    return found
