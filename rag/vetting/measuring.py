"""Periods in days, amounts and percentages that a sentence names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.extracting.fields.amounts import amounts
from rag.extracting.fields.mentions import Mention
from rag.extracting.fields.periods import periods
from rag.vetting.playbook import days

_PERCENT = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|per\s?cent|prozent|pour\s?cent|v\.\s?h\.|vom\s+hundert)",
    re.IGNORECASE,
)
_ORDINALS = {
    "en": (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
        " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
    ),
    "de": "ersten zweiten dritten vierten fünften sechsten siebten achten neunten zehnten elften zwölften",
    "fr": (
        "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième"
        " douzième"
    ),
}
_NUMBERS = {word: number for words in _ORDINALS.values() for number, word in enumerate(words.split(), 1)}
_YEARS = {"anniversary": "years", "jahrestag": "Jahre", "anniversaire": "ans"}
_ANNIVERSARY = re.compile(
    rf"\b({'|'.join(_NUMBERS)}|\d{{1,2}}(?:st|nd|rd|th|e|ème)|\d{{1,2}}\.)\s+"
    rf"(?:\(\d{{1,2}}(?:st|nd|rd|th|e|ème|\.)?\)\s+)?({'|'.join(_YEARS)})",
    re.IGNORECASE,
)
_LASTING = re.compile(r"\b(\w+?)-?(jährig|monatig|wöchig|tägig)\w{0,3}\b", re.IGNORECASE)
_LASTED = {"jährig": "Jahre", "monatig": "Monate", "wöchig": "Wochen", "tägig": "Tage"}


def measured(kind: str, text: str) -> Iterator[tuple[float, str]]:
    """What a text names of a kind, "period", "amount" or "percent": the figure, and how it is written."""
    match kind:
        case "period":
            for one in periods(text):
                yield days(one.value), _told(one)
            for found in _ANNIVERSARY.finditer(text):
                told = found[1].lower()
                years = _NUMBERS[told] if told in _NUMBERS else int(re.sub(r"\D", "", told))
                yield days(f"{years} years"), f"{years} {_YEARS[found[2].lower()]}"
            for found in _LASTING.finditer(text):  # "eine zweijährige Frist"
                for one in periods(f"{found[1]} {_LASTED[found[2].lower()]}"):
                    yield days(one.value), _told(one)
        case "amount":
            for one in amounts(text):
                yield float(one.value), " ".join(one.text.split())
        case _:
            for found in _PERCENT.finditer(text):
                yield float(found[1].replace(",", ".")), found[0]


def _told(period: Mention) -> str:
    """A period, its number in figures and its unit as the text has it: "2 Jahre", "18 mois", "3 years"."""
    number, unit = period.value.split()
    written = re.split(r"[-\s]+", period.text)[-1]
    return period.value if written.lower().startswith(unit.rstrip("s")) else f"{number} {written}"
