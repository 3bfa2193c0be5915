"""Where a question names columns and cells of a table: by all of a name's words, or by those no other has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from engine.querying.tables import Kind
from rag.language.concepts import meant, units
from rag.language.languages import Language, languages
from rag.language.stemming import stemmed
from rag.querying.columns import Read
from rag.querying.sheets import Sheet, folded

_WORD = re.compile(r"[^\W_]+")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|[%€$£¥]|\b(?:EUR|USD|GBP|CHF)\b")
_LONGEST = 8  # words of a name

_SHORTEST = 3  # letters of a name that is looked for as it is written
_AMOUNT = "§amount"

Keys = frozenset[str]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a question; `units`: what it may stand for, one set for each part of a compound."""

    start: int
    end: int
    word: str
    units: tuple[Keys, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A column that stands in a question between two places; `whole`: with all words of its name."""

    start: int
    end: int
    column: Read
    whole: bool


@dataclass(frozen=True, slots=True)
class Named:
    """Cells of one column that a question names at a place, as written in the table."""

    start: int
    end: int
    column: Read
    values: tuple[str, ...]


def tokens_of(text: str, language: Language) -> list[Token]:
    """The words of a text that say something, in order; figures too."""
    found = []
    for match in _WORD.finditer(text):
        keys = keys_of(match.group(), language)
        if keys:
            found.append(Token(match.start(), match.end(), match.group(), keys))
    return found


@lru_cache(maxsize=16384)
def keys_of(text: str, language: Language) -> tuple[Keys, ...]:
    """What the words of a text may stand for: stems, concepts, figures."""
    found: list[Keys] = []
    for word in _WORD.findall(text):
        if any(mark.isdigit() for mark in word):
            found.append(frozenset({word.lower()}))
        else:
            found += (frozenset({one.stem, *one.concepts}) for one in units(word, language))
    return tuple(found)


def columns_in(
    text: str, sheet: Sheet, language: Language, fits: Callable[[Read], bool] = lambda _: True
) -> list[Mention]:
    """The columns that a text names, longest names first taken; what may be two columns is none."""
    found = _written(text, [one for one in sheet.columns if fits(one)])
    for one in found:
        text = f"{text[: one.start]}{chr(0) * (one.end - one.start)}{text[one.end :]}"
    tokens = tokens_of(text, language)
    spoken = dict.fromkeys(
        (sheet.language, language)
    )  # a table has too few words to tell its language surely
    names = [
        (column, keys)
        for column in sheet.columns
        if fits(column)
        for keys in dict.fromkeys(_name_keys(column.name, one) for one in spoken)
    ]
    stemmed_names = [
        (one, frozenset(_stem(word, language) for word in _WORD.findall(_ASIDE.sub(" ", one.name))))
        for one in sheet.columns
        if fits(one)
    ]
    taken: set[int] = set()
    for whole in (True, False):
        for length in range(min(_LONGEST, len(tokens)), 0, -1):
            for first in range(len(tokens) - length + 1):
                places = range(first, first + length)
                if taken & set(places) or not _close(text, tokens, places):
                    continue
                if not whole and all(_is_any(tokens[at].word) for at in places):
                    continue
                said = tuple(key for at in places for key in tokens[at].units)
                written = frozenset(_stem(tokens[at].word, language) for at in places)
                fitting = _once(one for one, stems in stemmed_names if whole and stems == written)
                fitting = fitting or _once(one for one, keys in names if _named(said, keys, whole=whole))
                if len(fitting) == 1:
                    found.append(Mention(tokens[first].start, tokens[places[-1]].end, fitting[0], whole))
                    taken |= set(places)
    return sorted(found, key=lambda one: one.start)


def _written(text: str, columns: Sequence[Read]) -> list[Mention]:
    """The columns whose names stand in a text to the letter, longest first."""
    found: list[Mention] = []
    for column in sorted(columns, key=lambda one: -len(one.name)):
        name = " ".join(_ASIDE.sub(" ", column.name).split())
        if len(name) < _SHORTEST:
            continue
        pattern = r"[\s_-]+".join(map(re.escape, name.split()))
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE):
            if not any(match.start() < one.end and one.start < match.end() for one in found):
                found.append(Mention(*match.span(), column, True))
    return found


def _stem(word: str, language: Language) -> str:
    return stemmed(word.lower(), language.stemmer)


def _once(columns: Iterable[Read]) -> list[Read]:
    return list({one.name: one for one in columns}.values())


def _name_keys(name: str, language: Language) -> tuple[Keys, ...]:
    return keys_of(_ASIDE.sub(" ", name), language) or keys_of(name, language)


def _close(text: str, tokens: Sequence[Token], places: range) -> bool:
    """Whether only little words stand between."""
    return all(
        len(_WORD.findall(text[tokens[at].end : tokens[at + 1].start])) <= 2
        and not re.search(r"[,;:?!\x00]", text[tokens[at].end : tokens[at + 1].start])
        for at in places[:-1]
    )


def _named(said: Sequence[Keys], keys: Sequence[Keys], *, whole: bool) -> bool:
    """Whether words name a column: `whole`, all of its words, in any language; else some of them, as they are
    written.
    """
    if not said or not keys:
        return False
    if whole:
        every = all(any(one & key for key in keys) for one in said)
        return every and all(any(one & key for one in said) for key in keys)
    plain = [{part for part in key if not part.startswith("§")} for key in keys]
    return all(any(one & key for key in plain) for one in said)


@cache
def _is_any(word: str) -> bool:
    """Whether a word says no more than that something is an amount, in any language."""
    return any(_AMOUNT in meant(word, one) for one in languages())


def cells_in(text: str, sheet: Sheet) -> list[Named]:
    """The cells of text that a question names, longest first; one that stands in two columns names none."""
    owners = sheet.owners
    known = {one.name: one for one in sheet.columns}
    low, found = text.casefold(), list[Named]()
    if len(low) != len(text):
        return []
    taken: list[tuple[int, int]] = []
    for cell in sorted(owners, key=len, reverse=True):
        if len(cell) < 2 or cell not in low:
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(cell)}(?!\w)", low):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            if len(owners[cell]) == 1:
                name, values = next(iter(owners[cell].items()))
                found.append(Named(*match.span(), known[name], tuple(sorted(values))))
    return sorted(found, key=lambda one: one.start)


def cell_of(words: str, sheet: Sheet, language: Language) -> Named | None:
    """The one cell of text that has all of these words among its own: "Alpha" for "Alpha GmbH"."""
    said = keys_of(words, language)
    found: dict[str, set[str]] = {}
    for column in sheet.columns:
        if column.kind is not Kind.TEXT:
            continue
        for cell in sheet.cells(column.name):
            keys = [key for one in _WORD.findall(cell) for key in keys_of(one, sheet.language)]
            written = {_stem(one, language) for one in _WORD.findall(cell)}
            literal = all(_stem(one, language) in written for one in _WORD.findall(words))
            if said and literal and all(any(one & key for key in keys) for one in said):
                found.setdefault(column.name, set()).add(cell)
    alike = {folded(one) for values in found.values() for one in values}
    if len(found) != 1 or len(alike) != 1:
        return None
    name, values = next(iter(found.items()))
    return Named(0, 0, sheet.column(name), tuple(sorted(values)))
