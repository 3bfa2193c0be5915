"""Names of people that nothing around them tells: by lists of names, by their form, by being no words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.redacting.name_words import (
    CAPITAL,
    WORD,
    Person,
    Token,
    is_family,
    is_given,
    is_word,
    person_of,
    tokens_at,
)
from rag.redacting.vocabulary import vocabulary


def by_form(text: str) -> Iterator[Person]:
    """ "O'Sullivan", "McAllister": nothing else is written so."""
    for one in re.finditer(rf"(?<![\w'])(?:O'|Mc){CAPITAL}\w{{2,}}(?!\w)", text):
        yield Person((), (one[0].removesuffix("'s"),), one.start(), one.end())


_LED = "De|Di|Da|Do|Dos|Del|Della|Le|La|Lo|El|Al|Ben|Bin|Van|Von|Ten|Ter"


def by_rarity(text: str, language: str) -> Iterator[Person]:
    """Two words with capitals side by side that no language has among its commonest: a name, or a company's.
    German writes every noun so: there neither may look like one.
    """
    for one in re.finditer(rf"(?<![\w@/.&-])({WORD})[ \n](?:(?:{_LED}) )?({WORD})(?![\w@/&]|[ \n]&)", text):
        first, second = one[1], one[2]
        if min(len(first), len(second)) < _SHORT or first.isupper() != second.isupper():
            continue
        if first.isupper() and min(len(first), len(second)) <= _ABBREVIATED:
            continue
        if (
            is_word(first)
            or is_word(second)
            or any(part.lower() in vocabulary().no_names for part in (first, second))
        ):
            continue
        if language == "de" and any(_NOUN.search(word) or len(word) > _LONG for word in (first, second)):
            continue
        if re.search(r"[A-Za-z]\d|\d[A-Za-z]", one[0]):
            continue
        yield from _some(
            person_of(tokens_at(text, one.start(), most=4) or []) if tokens_at(text, one.start()) else None
        )


_SHORT, _LONG = 3, 12
_ABBREVIATED = 4  # letters of "CSF", "REST"
_NOUN = re.compile(
    r"(?:ung|heit|keit|schaft|tion|ment|ismus|nis|tät|ling|ungen|tionen|ik|ie|ur|enz|anz|age|isch|er|en)$"
)


def by_lists(text: str) -> Iterator[Person]:
    """Given names that are known, with what follows; family names behind an initial or before a comma."""
    start = rf"(?<![\w@/.-])(?:{WORD}|(?:{CAPITAL}\.[ -]?){{1,3}}(?={CAPITAL}))"
    for one in re.finditer(start, text):
        tokens = tokens_at(text, one.start())
        full = [token for token in tokens if not token.is_particle and not token.is_initial]
        if not full:
            continue
        if full[0].start == one.start():
            yield from _listed(text, tokens, full)
        elif _is_plain(full[0].text) and not is_word(full[0].text):  # "J. Roe"
            yield Person((), (full[0].text,), tokens[0].start, full[0].end)


def _is_plain(word: str) -> bool:
    """Letters alone, and no abbreviation: not "C.F. RSSMRA68E12F205Z"."""
    return (
        re.sub(r"['-]", "", word).isalpha()
        and len(word) >= _SHORT
        and (is_family(word) or not word.isupper())
    )


def _listed(text: str, tokens: list[Token], full: list[Token]) -> Iterator[Person]:
    known, word = vocabulary(), full[0].text
    second = full[1].text if len(full) > 1 else ""
    if second.isupper() and 1 < len(second) <= _ABBREVIATED and not is_family(second):
        return
    doubtful = word.lower() in known.words
    if second and is_given(word) and (not doubtful or is_family(second) or is_given(second)):
        yield from _some(person_of(_within(tokens, full)))
    in_capitals = word.isupper() and len(word) > 2
    if is_family(word) or in_capitals:
        behind = _BEHIND.match(text, tokens[-1].end) if len(full) <= 2 else None
        if behind is not None and is_given(behind[1]) and behind[1].lower() not in known.words:
            yield from _some(_turned(tokens, tokens_at(text, behind.start(1), most=3)))
        elif second and in_capitals and is_given(second) and not second.isupper():
            yield from _some(person_of(_within(tokens, full), family_first=True))
    elif second and is_family(second) and not is_word(word) and second.lower() not in known.words:
        yield from _some(person_of(_within(tokens, full[:2])))


def _some(person: Person | None) -> Iterator[Person]:
    if person is not None:
        yield person


def _turned(family: list[Token], given: list[Token]) -> Person | None:
    """ "Roe, Jane": from its words before and behind the comma."""
    first, last = _words(given), _words(family)
    return Person(first, last, family[0].start, given[-1].end) if first or given else None


def _words(tokens: list[Token]) -> tuple[str, ...]:
    return tuple(one.text for one in tokens if not one.is_particle and not one.is_initial)


_BEHIND = re.compile(rf",[ ]?(?=({WORD}))")


def _within(tokens: list[Token], full: list[Token]) -> list[Token]:
    """No more words than names have: given, second, two of the family."""
    last = full[min(len(full), 5) - 1]
    return [one for one in tokens if one.end <= last.end]
