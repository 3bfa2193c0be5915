"""What a value is of: the words nearest to it in its clause, and how far those of two values are the same.

Words near a value count more than distant ones, rare words more than common ones. Two subjects are told apart
by what each alone has near its value (full-time and part-time), by who stands on the other side (landlord and
tenant), by names, years and days, and by a condition that only one of them knows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from rag.contradicting.sayings import Saying, masked, tokens
from rag.contradicting.values import Kind, Value, is_measure
from rag.contradicting.wording import wording
from rag.language.concepts import Unit, folded, inner, units
from rag.language.languages import Language
from rag.language.word_lists import common_words
from rag.language.words import content_stem

_FADES = 0.8  # of a word's weight, from one to the next farther from the value
_BEHIND = 0.75  # of a word behind the value
_NEAR = 3  # words before a value that name its subject
_CUT = re.compile(
    r"[;|]|,(?=\s)|\s(?:and|or|und|oder|sowie|et|ou|y|o|e|en|of)(?=\s)|[.:](?=\s)", re.IGNORECASE
)
_LEAST_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Word:
    """A word near a value: what it may be known by, and what it weighs."""

    keys: frozenset[str]
    weight: float
    unit: Unit
    tail: bool = False  # of a day that a length of time ends with: "six weeks to the end of a quarter"

    def names(self, known: str) -> bool:
        """Whether it is a name, as far as a capital and no meaning tell, that a text knows."""
        word = self.unit.word
        return not self.unit.concepts and word[:1].isupper() and word.lower() in known


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A value with the words around it. `near` are those that name what it is of."""

    saying: Saying
    value: Value
    words: tuple[Word, ...]
    near: tuple[Word, ...]
    keys: frozenset[str]  # of all words of its clause and of what stands over it
    name: str  # the near words, in their order
    listed: bool  # an item of a list, known by what is counted alone

    @property
    def document_id(self) -> int:
        return self.saying.document_id


def subjects(saying: Saying) -> list[Subject]:
    """One for each value of a saying; of a stem whose items say what it is about, none."""
    if saying.text.rstrip().endswith(":"):
        return []
    return [_subject(saying, place) for place in range(len(saying.values))]


def likeness(one: Subject, other: Subject, known: str, theirs: str) -> float:
    """How far two values are of the same, 0 to 1. `known` is the text of the other's document, in lower case,
    `theirs` that of the one's: names of the matter tell nothing.
    """
    forth, back = _share(one, other, known), _share(other, one, theirs)
    return 0.5 * (forth + back) if min(forth, back) > 0 else 0.0


def _share(one: Subject, other: Subject, known: str) -> float:
    told = [word for word in one.words if word.keys & other.keys or not (word.tail or word.names(known))]
    whole = sum(word.weight for word in told)
    met = sum(word.weight for word in told if word.keys & other.keys)
    return met / whole if whole else 0.0


def unmet(one: Subject, other: Subject, known: str) -> list[Word]:
    """The words near a value that the other's clause does not have, but for names of the matter."""
    return [word for word in one.near if not (word.keys & other.keys or word.tail or word.names(known))]


def _subject(saying: Saying, place: int) -> Subject:
    value = saying.values[place]
    start, end = _clause(saying, place)
    bare = masked(saying.text, saying.values)
    light = wording(saying.language).light
    leading = _units(bare[start : value.start], saying.language)
    before = [one for one in leading if folded(one.stem) not in light]
    behind = [one for one in _units(bare[value.end : end], saying.language) if folded(one.stem) not in light]
    if len(leading) > 1 and not before and not behind:
        before = list(leading)  # of light words alone it may be said all the same: "délai de paiement"
    listed = not before and bool(place and start)
    counted = value.kind is Kind.NUMBER and not is_measure(value)
    if listed and not counted:
        before = [one for one in _units(bare[:start], saying.language) if folded(one.stem) not in light]
    if counted:  # what is counted names the subject: "120 parking spaces"
        behind = [*_units(value.text, saying.language), *behind]
    ends = _ends(bare[value.end : end], saying.language) if value.kind is Kind.PERIOD else frozenset()
    found = [
        *(_word(one, far, 1.0, saying.language) for far, one in enumerate(reversed(before))),
        *(
            replace(_word(one, far, _BEHIND, saying.language), tail=one.stem in ends)
            for far, one in enumerate(behind)
        ),
    ]
    near = tuple(found[: min(_NEAR, len(before))]) or tuple(found[:_NEAR])
    if (value.kind is Kind.PERIOD or counted) and behind and before:
        near = (*near, found[len(before)])
    keys = frozenset(key for word in found for key in word.keys) | tokens(saying.context)
    named = [one.word for one in before[-_NEAR:]]
    if len(near) > len(named) or not named:
        named += [one.word for one in behind if one.stem not in ends][: max(1, _NEAR - len(named))]
    return Subject(saying, value, tuple(found), near, keys, " ".join(named), listed and counted)


def _ends(behind: str, language: Language) -> frozenset[str]:
    """The stems of the days that a length of time ends with."""
    tails = wording(language).tail.findall(behind)
    return frozenset(one.stem for tail in tails for one in _units(tail, language))


def _clause(saying: Saying, place: int) -> tuple[int, int]:
    """Where what is said of a value begins and ends: other values of its kind have clauses of their own."""
    value, text = saying.values[place], saying.text
    alike = [one for one in saying.values if one.kind is value.kind and one is not value]
    before = max((one.end for one in alike if one.end <= value.start), default=0)
    behind = min((one.start for one in alike if one.start >= value.end), default=len(text))
    start, end = 0, len(text)
    if before:
        cut = next(_CUT.finditer(text, before, value.start), None)
        start = before if cut is None else cut.end()
    if behind < len(text):
        cuts = list(_CUT.finditer(text, value.end, behind))
        end = cuts[-1].start() if cuts else behind
    for cut in re.finditer(r";", text):
        if cut.end() <= value.start:
            start = max(start, cut.end())
        elif cut.start() >= value.end:
            end = min(end, cut.start())
    return start, end


def _units(text: str, language: Language) -> list[Unit]:
    """The words of a text; a phrase is its words, the last of which also means what the phrase means:
    "default interest" is not the same as "interest".
    """
    found: list[Unit] = []
    for one in units(" ".join(text.split()), language):
        apart = (
            [part for word in one.word.split() for part in units(word, language)] if " " in one.word else []
        )
        if len(apart) > 1:
            last = apart.pop()
            found += (*apart, Unit(last.stem, last.concepts | one.concepts, last.word))
        else:
            found.append(one)
    return found


def _word(unit: Unit, far: int, side: float, language: Language) -> Word:
    keys = {folded(unit.stem), *unit.concepts}
    for part in inner(unit, language):
        keys |= {folded(part.stem), *part.concepts}
    return Word(frozenset(keys), side * _FADES**far * _rarity(unit.word, language.code), unit)


@cache
def _rarity(word: str, code: str) -> float:
    """How much a word tells: 0.3 of the commonest to 1 of a rare one."""
    used = common_words(code).get(word.lower())
    if used is None:
        return 1.0
    return min(1.0, max(_LEAST_WEIGHT, -math.log10(used) / 5))


def counterparts_differ(one: Saying, other: Saying) -> bool:
    """Whether one is about somebody and the other about who stands on the other side: tenant and landlord."""
    said, told = one.keys, other.keys
    return any(
        first in said and second in told and first not in told and second not in said
        for left, right in _sides(one.language) | _sides(other.language)
        for first, second in ((left, right), (right, left))
    )


@cache
def _sides(language: Language) -> frozenset[tuple[str, str]]:
    stems = (
        (content_stem(left, language), content_stem(right, language)) for left, right in language.counterparts
    )
    return frozenset((folded(left), folded(right)) for left, right in stems if left and right)


def covered(condition: Sequence[Unit], saying: Saying) -> bool:
    """Whether words of a condition stand in another statement too, or over it."""
    known = saying.keys | tokens(saying.context)
    return all({folded(one.stem), *one.concepts} & known for one in condition)
