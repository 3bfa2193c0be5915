"""The rows that finders give, and the phrases of time and money they share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rag.types import Hit

_NUMBER = (
    r"(?:\d[\d.,\u00a0]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|thirteen|fourteen"
    r"|fifteen|sixteen|eighteen|twenty(?:[\s-](?:one|four|five))?|thirty|forty(?:[\s-](?:five"
    r"|eight))?|sixty"
    r"|seventy[\s-]two|ninety|hundred)(?:\s*\(\s*\d+\s*\))?"
)
_UNIT = (
    r"(?:(?:business|working|calendar|consecutive|full|additional)\s+)?"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?|quarters?)\b['’]?"
)
PERIOD = rf"\b{_NUMBER}[\s-]+{_UNIT}"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
DATE = (
    rf"(?:\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?{_MONTH},?\s+\d{{4}}\b"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b)"
)
AMOUNT = (
    r"(?:(?:\b(?:EUR|USD|GBP|CHF|US\$)|[€$£])\s?\d[\d.,\u00a0]*(?:\s\d{3})*(?:\s(?:thousand"
    r"|million|billion))?\b"
    r"|\b\d[\d.,\u00a0]*(?:\s\d{3})*(?:\s(?:thousand|million|billion))?\s?(?:EUR|USD|GBP|CHF"
    r"|euros?|dollars|pounds)\b"
    r"|\b\d[\d.,]*\s?(?:%|per\s?cent\b|percent\b))"
)

_BEHIND = r"(?:[^\S\n]+(?:of|after|before|prior to|from|following|preceding|as of|since)\b[^,;:.()…]{1,110})?"
_EVENT = r"\s+[^,;:.()…]{3,90}"
_DEADLINES = re.compile(
    r"(?:"
    r"\b(?:within|not later than|no later than|at the latest(?:\s+(?:within|by))?|by no later than)\s+"
    rf"(?:(?:a|the)\s+)?(?:(?:maximum\s+)?(?:period|term)\s+of\s+)?(?:(?:at\s+(?:most|least)"
    rf"|up\s+to)\s+)?{PERIOD}{_BEHIND}"
    rf"|\b(?:at least|not less than|no less than|at a minimum)\s+(?:{PERIOD}\s+(?:prior to|before"
    rf"|in advance|after)\b[^,;:.()…]{{0,90}}|(?:once|twice)\b[^,;:.()…]{{0,60}}"
    r"|every\b[^,;:.()…]{1,40}|annually|monthly|weekly|quarterly|yearly)"
    rf"|{PERIOD}\s+(?:prior to|before|in advance|after|following|from)\b[^,;:.()…]{{0,90}}"
    rf"|\bfor\s+(?:(?:a|the)\s+)?(?:(?:maximum\s+)?(?:period|term)\s+of\s+)(?:at\s+(?:most"
    rf"|least)\s+)?{PERIOD}{_BEHIND}"
    rf"|\b(?:by|before|on or before|not later than|no later than|until|at the latest by)\s+{DATE}"
    r"|\bby\s+…\s*\[[^\]]{5,120}\]"
    r"|\bwithout\s+(?:undue\s+|unreasonable\s+|any\s+|further\s+)*delay\b(?:\s+after\b[^,;:.()…]{3,90})?"
    r"|\b(?:immediately|promptly|forthwith)\b(?:\s+(?:after|upon|following)\b[^,;:.()…]{3,80})?"
    r"|\bas soon as\s+(?:is\s+)?(?:reasonably\s+)?(?:practicable|possible)\b"
    rf"|\b(?:annually|quarterly|every\s+(?:{_NUMBER}\s+)?(?:month|year|quarter|week|day)s?"
    rf"|on an annual basis"
    r"|at regular intervals|on a regular basis|periodically|once a (?:month|year|quarter|week))\b"
    rf"|\b(?:prior to|at the time (?:of|when)|at the end of|upon (?:the )?(?:termination"
    rf"|expiration|expiry|request"
    rf"|completion|receipt|discovery|written request))\b(?:{_EVENT})?"
    r"|\bbefore\s+(?:giving|taking|the\s+(?!courts?\b|\w+ courts?\b|competent\b|Board\b"
    r"|supervisory\b)|any\s+such)[^,;:.()…]{3,70}"
    r"|\b(?:on|upon) request\b"
    r")",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?:where|if|unless|provided|together with|in order|shall|must|may|which)\b")


@dataclass(frozen=True, slots=True)
class Row:
    """What a finder found: its cells, in words of the source, and the sentence they come from, as places in
    the passage's text. `order` sorts rows that have an order of their own: ISO dates.
    """

    cells: tuple[str, ...]
    hit: Hit
    start: int
    end: int
    order: str = ""


Finder = Callable[[Sequence[Hit]], list[Row]]


def deadlines(text: str) -> str:
    """The phrases of `text` that say by when, joined by "; "."""
    return joined(_TAIL.split(found.group())[0] for found in _DEADLINES.finditer(text))


def joined(phrases: Iterable[str]) -> str:
    """Phrases, each once, in order."""
    tidied = (" ".join(one.split()).strip(" ,") for one in phrases)
    return "; ".join(dict.fromkeys(one if "[" in one else one.rstrip("]") for one in tidied))
