"""A question as it is to be searched for: without courtesies, capitals and the story it comes with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rag.answering.quoting.kinds import is_question
from rag.language.arabic import punctuated
from rag.language.concepts import spoken
from rag.language.languages import Language, language_of, shared_pattern
from rag.language.sentences import sentences
from rag.language.words import stems

_SHOUTED = 0.8  # share of capitals among the letters, from which on none of them tells a name
_FEWEST_LETTERS = 8
_LONG = 240  # characters: a longer text without a question mark tells a story
_EDGE = " \t\n,;:–—-.!"
_ASIDE = re.compile(r"^[^?:]{0,60}:\s+(?=\S)")
# "…, and within how many days …": a second question hangs on the first by a joint and a word that asks.
_JOINT = re.compile(r",?\s+(?:and|und|et|y|e|en)\s+(?=\S)", re.IGNORECASE)
_MOST_PARTS = 4
_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Bare:
    """`whole`: what is asked, in one piece; `parts`: its questions one by one; `language`: it is asked in;
    `years`: those that only the story before it names.
    """

    whole: str
    parts: tuple[str, ...]
    language: Language
    years: tuple[str, ...] = ()


def bare(text: str) -> Bare:
    """What `text` asks."""
    text = _calmed(punctuated(" ".join(text.split())))
    language = spoken(text)
    asked = [one for one in (without_courtesy(one, language) for one in _asking(text)) if one]
    whole = " ".join(asked) or text.strip()
    parts = tuple(part for one in asked for part in _parted(one, language)) or (whole,)
    years = tuple(dict.fromkeys(one for one in _YEAR.findall(text) if one not in whole))
    return Bare(whole, parts if len(parts) <= _MOST_PARTS else (whole,), language, years)


def _calmed(text: str) -> str:
    """In small letters where all is written in capitals."""
    found = [one for one in text if one.isalpha()]
    capitals = sum(one.isupper() for one in found)
    if len(found) < _FEWEST_LETTERS or capitals < _SHOUTED * len(found):
        return text
    return re.sub(r"([?!])\1+", r"\1", text.capitalize())


def _asking(text: str) -> list[str]:
    """The sentences of a text that ask; all of it where none has a question mark and it is short."""
    pieces = [text[span.start : span.end] for span in sentences(text)]
    if len(pieces) < 2:
        return [text]
    language = language_of(text)
    asking = [one for one in pieces if one.rstrip(" \"'”»)").endswith("?")]
    if not asking:
        asking = [one for one in pieces if is_question(one, language)] if len(text) > _LONG else []
    told = [one for one in asking if stems(one, language)]
    return told or asking or [text]


def without_courtesy(text: str, language: Language) -> str:
    """Without "Hello, I have a question:" before it and "please" in it."""
    lead = _ASIDE.match(text)
    if lead is not None and is_question(text[lead.end() :], language):
        text = text[lead.end() :]
    before = ""
    while before != text:
        before = text
        text = _courtesies(language).sub(" ", text)
        text = " ".join(text.split()).strip(_EDGE + "¡")
    return text


@cache
def _courtesies(language: Language) -> re.Pattern[str]:
    """Courtesies, at the beginning with the comma or colon behind them, and anywhere between commas."""
    said = shared_pattern(
        [language.wishes.get("courtesy", ""), f"(?:{language.wishes.get('greeting', '')})(?=[,.!:])"]
    )
    return re.compile(rf"^\W*(?:{said})\b[\s,;:!.]*|,?\s*\b(?:{said})\b\s*(?=[,;:?!.]|$)", re.IGNORECASE)


def _parted(text: str, language: Language) -> list[str]:
    """The questions that are joined in one sentence, each asking by itself."""
    for joint in _JOINT.finditer(text):
        first, second = text[: joint.start()], text[joint.end() :]
        if is_question(second, language) and stems(first, language) and stems(second, language):
            return [*_parted(first, language), second]
    return [text]
