"""Periods in days, amounts and percentages that a sentence names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.extracting.fields.amounts import amounts
from rag.extracting.fields.periods import periods
from rag.vetting.playbook import days

_PERCENT = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|per\s?cent|prozent|pour\s?cent)", re.IGNORECASE
)
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth",
)  # fmt: skip
_ANNIVERSARY = re.compile(
    rf"\b({'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\s+(?:\(\d{{1,2}}(?:st|nd|rd|th)?\)\s+)?anniversary",
    re.IGNORECASE,
)


def measured(kind: str, text: str) -> Iterator[tuple[float, str]]:
    """What a text names of a kind, "period", "amount" or "percent": the figure, and how it is written."""
    match kind:
        case "period":
            for one in periods(text):
                yield days(one.value), one.value
            for found in _ANNIVERSARY.finditer(text):
                told = found[1].lower()
                years = _ORDINALS.index(told) + 1 if told in _ORDINALS else int(re.sub(r"\D", "", told))
                yield days(f"{years} years"), f"{years} years"
        case "amount":
            for one in amounts(text):
                yield float(one.value), " ".join(one.text.split())
        case _:
            for found in _PERCENT.finditer(text):
                yield float(found[1].replace(",", ".")), found[0]
