"""What a person said of names, companies, numbers and words: to be redacted always, or never.

A listed name is looked for in more forms than one that was found: in small letters, misread from a picture,
with letters spaced, inflected. Who made the list knows that it is somebody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice

from rag.redacting import misread, name_words
from rag.redacting.flat import Flat
from rag.redacting.kinds import Kind, Span
from rag.redacting.name_words import Person
from rag.redacting.vocabulary import vocabulary


class Sort(StrEnum):
    """What is listed."""

    PERSON = "person"
    COMPANY = "company"
    NUMBER = "number"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list. A person may be written "Jane Roe" or "Roe, Jane"."""

    sort: Sort
    text: str
    never: bool = False


_KINDS = {Sort.PERSON: Kind.NAME, Sort.COMPANY: Kind.COMPANY, Sort.NUMBER: Kind.NUMBER, Sort.WORD: Kind.OTHER}
_USUAL = 1300  # of the commonest words of a language: in small letters they are no names
_SHORTEST = 3  # letters of a name that is looked for alone in any form
_GAP = r"(?:\s{1,3}|[-‐]\n?|[_.])"
_TURNED = r"(?:\s?[,;،؛]\s?|\s{1,3}|[_.-])"
_ENDING = r"(?:['’]?s|['’]|es|ens|in|sche[nrsm]?)?"
_LEGAL = (
    r"(?:GmbH(?: ?& ?Co\.? ?KGa?A?)?|AG|KG|OHG|UG|GbR|SE|e\. ?V\.|mbH|"
    r"Ltd\.?|Limited|LLP|LLC|Inc\.?|PLC|Corp\.?|Co\.?|"
    r"S\.?A\.?S?\.?|SARL|EURL|S\.?L\.?U?\.?|S\.?p\.?A\.?|S\.?r\.?l\.?|B\.?V\.?|N\.?V\.?|Lda\.?|Ltda\.?)"
)
_JOINED = re.compile(r"[\s.,&/+-]+")


def person_of(text: str) -> Person | None:
    """A person as somebody writes one into a list; titles and "Mr" are left out."""
    flat = " ".join(Flat.of(text).text.split())
    known = vocabulary()
    flat = re.sub(rf"^(?:(?:{known.honorifics}|{known.titles})\s+)+(?=\S)", "", flat, flags=re.IGNORECASE)
    family, comma, given = flat.replace("،", ",").replace("؛", ",").partition(",")
    if comma and given.strip():
        return Person(_words(given), _words(family))
    words = _words(flat)
    if len(words) < 2:
        return Person((), words) if words and not name_words.is_given(words[0]) else Person(words, ())
    tokens = name_words.tokens_at(flat, 0)
    found = name_words.person_of(tokens) if tokens and tokens[-1].end == len(flat) else None
    return found if found is not None and (found.given or found.family) else Person(words[:1], words[1:])


def people_of(entries: Iterable[Entry], *, never: bool = False) -> list[Person]:
    """The people of a list."""
    told = (person_of(one.text) for one in entries if one.sort is Sort.PERSON and one.never is never)
    return [one for one in told if one is not None and (one.given or one.family)]


def spans(
    text: str, entries: Iterable[Entry], language: str, beside: Collection[Person] = ()
) -> Iterator[Span]:
    """Where a flat text holds what is listed. Words that people `beside` have, too, are not looked for
    alone.
    """
    shared = {word.lower() for one in beside for word in (*one.given, *one.family)}
    for one in entries:
        if one.sort is Sort.PERSON:
            person = person_of(one.text)
            if person is not None:
                for pattern in _of_person(person, language, frozenset(shared), _before(one.text)):
                    for found in pattern.finditer(text):
                        yield Span(found.start(), found.end(), Kind.NAME, person.key)
            continue
        thing = _of_thing(one.sort, one.text, language)
        who = " ".join(one.text.split()).lower()
        for found in thing.finditer(text) if thing is not None else ():
            yield Span(found.start(), found.end(), _KINDS[one.sort], who)


def spared(found: Iterable[Span], listed: Sequence[Span]) -> list[Span]:
    """Without those that lie within what is listed."""
    return [
        one for one in found if not any(other.start <= one.start and one.end <= other.end for other in listed)
    ]


# --- patterns -----------------------------------------------------------------------------------------------


def _words(text: str) -> tuple[str, ...]:
    known = vocabulary()
    words = [one.strip(".,;'\"()") for one in text.split()]
    return tuple(one for one in words if len(one) > 1 and one.lower() not in known.particles)


def _before(text: str) -> str:
    """The particles of a name, which go with the family name: "van der"."""
    known = vocabulary().particles
    found = [re.escape(one) for one in text.split() if one.lower() in known]
    return rf"(?:(?i:{'|'.join(found)})\s{{1,2}}){{0,{len(found)}}}" if found else ""


@cache
def _of_person(
    person: Person, language: str, shared: frozenset[str], before: str
) -> tuple[re.Pattern[str], ...]:
    first = "|".join(misread.letters(one, small=True) for one in person.given)
    last = "|".join(misread.letters(one, small=True) for one in person.family)
    found: list[str] = []
    if first and last:
        first, last = f"(?:{first})(?:{_GAP}(?:{first}))*", f"(?:{last})(?:{_GAP}(?:{last}))*"
        middle = rf"(?:(?:\w\.|{_particles()}|[A-ZÀ-Þ]\w[\w'-]*)\s{{1,2}}){{0,2}}"
        found += [rf"{first}{_GAP}{middle}{last}", rf"(?:{_particles()}\s)?{last}{_TURNED}{first}"]
        letters = "|".join(sorted({re.escape(one[0]) for one in person.given}))
        found.append(rf"(?:(?:{letters})\.?[ -]?){{1,3}}{_GAP}?{middle}{last}")
        found.append(rf"{last},? (?:(?:{letters})\.[ -]?){{1,3}}")
        found += [_spaced(" ".join((*person.given, *person.family))), _spaced(" ".join(person.family))]
    if len(person.family) > 1:
        found.append(before + _GAP.join(misread.letters(one, small=True) for one in person.family))
    found += [
        (before if word in person.family else "") + form
        for word in dict.fromkeys((*person.family, *person.given, *_parts(person.family)))
        if word.lower() not in shared and (form := _alone(word, language))
    ]
    return tuple(re.compile(rf"(?<![^\W_]){one}{_ENDING}(?![^\W_])") for one in found if one)


def _particles() -> str:
    return (
        r"(?i:v[ao]n|de[rnlsi]?|ter|ten|te|zu[mr]?|du|dos|das?|la|le|los|las|della|dell'|"
        r"di|bin|ibn|al|el|y|e)"
    )


def _parts(words: Iterable[str]) -> list[str]:
    return [part for one in words if "-" in one for part in one.split("-") if len(part) >= _SHORTEST]


def _alone(word: str, language: str) -> str:
    """A name by itself. One that is a usual word, too, only with a capital within a sentence."""
    low = word.lower()
    if low in vocabulary().no_names:
        return ""
    if len(word) < _SHORTEST:
        return "" if _is_usual(low, language) else re.escape(word)
    if not _is_usual(low, language):
        return misread.letters(word, small=True)
    if language == "de":
        return ""  # nouns have capitals there: what the finder tells by what stands around stays found
    return rf"(?<=[\w,;)] ){misread.letters(word[:1].upper() + word[1:], small=False)}"


def _spaced(name: str) -> str:
    """ "M Ü L L E R" """
    if len(name) < 4:
        return ""
    return r"\s{1,4}".join(f"[{re.escape(one.upper() + one.lower())}]" for one in name if one.isalpha())


@cache
def _is_usual(word: str, language: str) -> bool:
    from rag.language.word_lists import common_words

    return word in islice(common_words(language), _USUAL)


@cache
def _of_thing(sort: Sort, text: str, language: str) -> re.Pattern[str] | None:
    flat = " ".join(Flat.of(text).text.split())
    if sort is Sort.NUMBER:
        body = misread.digits(flat)
        return re.compile(rf"(?<![^\W_])[+(]?{body}(?![^\W_])", re.IGNORECASE) if body else None
    behind = ""
    if sort is Sort.COMPANY:
        bare = re.sub(rf"(?:[\s,]+{_LEGAL})+$", "", flat)
        behind = rf"(?:,?\s{{1,2}}{_LEGAL})*"
        flat = bare or flat
    words = [one for one in _JOINED.split(flat) if one]
    if not words:
        return None
    joined = r"(?:\s{0,2}(?:[-.,&/+]|and|und|et|y|e|en)\s{0,2}|\s{1,3}|-\n)"
    usual = sort is Sort.COMPANY and len(words) == 1 and _is_usual(words[0].lower(), language)
    body = (
        misread.letters(words[0], small=False)
        if usual
        else joined.join(misread.letters(one, small=True) for one in words)
    )
    return re.compile(rf"(?<![^\W_]){body}{_ENDING}{behind}(?![^\W_])")
