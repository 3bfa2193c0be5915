"""A sentence in one language beside its source in another: in the source's words, as far as concepts tell.

Nothing is translated for a person to read. Words that mean what words of the source mean become these,
numbers are written as the source's language writes them, and what nothing is known of stays: it covers
nothing, and counts as added. Function words are left out; what they turn is compared beside ("not", "must").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from rag.grounding.meaning import joints_of, moods_of
from rag.language.concepts import equivalents, spoken, tokens, units
from rag.language.languages import Language
from rag.language.words import content_stem, words

_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_GROUPED = {
    ",": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?"),
    ".": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"),
}
_MONEY = frozenset(["eur", "euro", "euros", "cent", "cents", "dollar", "dollars", "usd", "gbp", "pounds"])
_DECIMAL = re.compile(r"\d+[.,]\d{1,2}")
_PIECE = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+(?:['’\-][^\W\d_]+)*|[%€$£]")


def beside(text: str, source: str, above: str = "") -> str:
    """`text` as it is to be compared with `source` and the headings above it: as it is, where both are of one
    language.
    """
    said_in, written_in = spoken(text), spoken(source)
    if said_in is written_in:
        return text
    return in_words_of(text, said_in, f"{source} {above}".strip(), written_in)


def in_words_of(text: str, said_in: Language, source: str, written_in: Language) -> str:
    """The content words, names and numbers of `text` in the words of `source`."""
    there = _by_token(source, written_in)
    found: list[str] = []
    for piece in _PIECE.findall(text):
        if piece[0].isdigit():
            found.append(_number(piece, said_in, written_in))
        elif piece.lower() in said_in.numbers:
            value = said_in.numbers[piece.lower()]
            found += [str(value)] if value != 1 else []  # an article
        elif not piece[0].isalpha() or piece.lower() in _MONEY:
            found.append(piece)
        elif piece.lower() in said_in.units:
            found.append(said_in.units[piece.lower()])  # in English, which is read everywhere
        else:
            found += _word(piece, said_in, written_in, there.get)
    return " ".join(found) + "."


def turned(text: str, said_in: Language, source: str, written_in: Language) -> bool:
    """Whether one of the two denies, binds, advises, allows or leaves open where the other does not. Coarse:
    a sentence that is turned down is shown in the words of its source instead.
    """
    return (
        _denies(text, said_in) != _denies(source, written_in)
        or moods_of(text, said_in) != moods_of(source, written_in)
        or not joints_of(text, said_in) <= joints_of(source, written_in)
    )


def _denies(text: str, language: Language) -> bool:
    stems = (content_stem(word, language) for word in words(text))
    return any(word.lower() in language.negators for word in words(text)) or any(
        stem is not None and stem.startswith(language.forbidders) for stem in stems
    )


@lru_cache(maxsize=512)
def _by_token(source: str, language: Language) -> dict[str, str]:
    """The words of a source by their stems and by what they mean."""
    found: dict[str, str] = {}
    for word in words(source):
        for token in tokens(word, language):
            found.setdefault(token, word)
    for unit in units(source, language):
        for token in (unit.stem, *unit.concepts):
            found.setdefault(token, unit.word)
    return found


def _word(
    piece: str, said_in: Language, written_in: Language, there: Callable[[str], str | None]
) -> list[str]:
    made = []
    for unit in units(piece, said_in):
        same = next((word for one in (unit.stem, *sorted(unit.concepts)) if (word := there(one))), None)
        usual = next(iter(equivalents(unit.concepts, written_in)), unit.word)
        made.append(same or usual)
    return made


def _number(piece: str, said_in: Language, written_in: Language) -> str:
    """A number as another language writes it; dates and places of clauses stay."""
    if said_in.decimal == written_in.decimal:
        return piece
    if _GROUPED[said_in.decimal].fullmatch(piece) or _DECIMAL.fullmatch(piece):
        group = "." if said_in.decimal == "," else ","
        return piece.replace(group, "").replace(said_in.decimal, written_in.decimal)
    return piece
