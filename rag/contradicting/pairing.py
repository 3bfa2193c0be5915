"""Two values of one subject that cannot both hold: which pairs are looked at, and which of them stand.

A false alarm costs as much as a miss. So each gate takes away what may be about something else, and what is
left counts only where no statement of the other document agrees as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rag.contradicting.inside import Clash, told
from rag.contradicting.sayings import Saying, masked, tokens
from rag.contradicting.subjects import (
    Subject,
    Word,
    counterparts_differ,
    covered,
    likeness,
    subjects,
    unmet,
)
from rag.contradicting.values import Kind, agree, comparable
from rag.contradicting.wording import wording
from rag.language.concepts import meant
from rag.language.quantities import placed
from rag.language.words import names

_ACROSS = 0.5  # likeness that is enough between two documents
_WITHIN = 0.6  # and within one, which speaks of many things that are alike
_SURE = 0.75  # with which other words near the value are other words for the same
_FEWEST = 2  # words by which a subject is known; with one alone, the other may have no more
_TERM = 10  # letters of a word that is a term of its own: "Kündigungsfrist", and not "Frist"
_SAME_WORDS = 4  # of two statements that differ in nothing but their values
_ALMOST = 0.85  # within one document, where something stands near one value alone
_ALONE = 0.95  # of a likeness, for each word that stands near one of the values alone
_BETTER = 0.02  # by so much more another pair of a value is the better one
_MANY = 3  # values of one document that one value disagrees with
_MARGIN = 0.1  # an agreeing value that is as near speaks against a disagreement
_COMMON = 400  # subjects with one word: more of them are no help to find a pair
_LABEL_NUMBER = re.compile(r"(?<![\w.,])[^\W\d_]*\d+(?:[-/.]?\w+)*")
_FOREIGN = 0.9  # of a confidence, where the two are in different languages


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of a document beside its sayings."""

    days: frozenset[int]
    text: str  # in lower case


Kin = Callable[[int, int], bool]
"""Whether two documents speak of the same matter."""


def pairs(said: Sequence[Saying], held: dict[int, Held], kin: Kin) -> list[Clash]:
    """The disagreements of values, the surest first."""
    all_subjects = [one for saying in said if not saying.amends for one in subjects(saying)]
    return sorted(_Pairing(all_subjects, held, kin).found(), key=lambda one: -one.confidence)


class _Pairing:
    def __init__(self, some: Sequence[Subject], held: dict[int, Held], kin: Kin) -> None:
        self._subjects = some
        self._held = held
        self._kin = kin
        self._by_key: defaultdict[tuple[Kind, str], list[int]] = defaultdict(list)
        for place, one in enumerate(some):
            for key in {key for word in one.near for key in word.keys}:
                self._by_key[one.value.kind, key].append(place)

    def found(self) -> Iterator[Clash]:
        best: dict[tuple[int, int], float] = {}
        agreeing: defaultdict[tuple[int, int], float] = defaultdict(float)
        for at, other, like in self._candidates():
            one, two = self._subjects[at], self._subjects[other]
            score = like * _ALONE ** len((*self._unmet(one, two), *self._unmet(two, one)))
            sides = ((at, two.document_id), (other, one.document_id))
            if agree(one.value, two.value):
                for side in sides:
                    agreeing[side] = max(agreeing[side], score)
            elif self._stands(one, two, like):
                best[at, other] = score
        nearest: defaultdict[tuple[int, int], float] = defaultdict(float)
        for (at, other), score in best.items():
            for side in ((at, self._subjects[other].document_id), (other, self._subjects[at].document_id)):
                nearest[side] = max(nearest[side], score)
        many = self._many(best)
        for (at, other), score in best.items():
            one, two = self._subjects[at], self._subjects[other]
            if at in many or other in many:
                continue
            if score < max(nearest[at, two.document_id], nearest[other, one.document_id]) - _BETTER:
                continue
            if max(agreeing[at, two.document_id], agreeing[other, one.document_id]) <= score - _MARGIN:
                yield _clash(one, two, score)

    def _many(self, best: Iterable[tuple[int, int]]) -> set[int]:
        """Those that disagree with several values of one document: what has many values is no one thing."""
        others: defaultdict[tuple[int, int], set[Decimal]] = defaultdict(set)
        for at, other in best:
            for here, there in ((at, other), (other, at)):
                others[here, self._subjects[there].document_id].add(self._subjects[there].value.number)
        return {place for (place, _), values in others.items() if len(values) >= _MANY}

    def _candidates(self) -> Iterator[tuple[int, int, float]]:
        """Places of two comparable values, and how far their subjects are the same."""
        for at, other in sorted(self._with_a_word()):
            one, two = self._subjects[at], self._subjects[other]
            if one.saying is two.saying or not comparable(one.value, two.value):
                continue
            if one.document_id == two.document_id or self._kin(one.document_id, two.document_id):
                known, theirs = self._text(one, two), self._text(two, one)
                yield at, other, likeness(one, two, known, theirs)

    def _with_a_word(self) -> set[tuple[int, int]]:
        """Pairs of which one has near its value a word of the other's clause."""
        found: set[tuple[int, int]] = set()
        for at, one in enumerate(self._subjects):
            for key in {key for word in one.words for key in word.keys}:
                places = self._by_key.get((one.value.kind, key), ())
                if len(places) <= _COMMON:
                    found.update((min(at, place), max(at, place)) for place in places if place != at)
        return found

    def _stands(self, one: Subject, other: Subject, score: float) -> bool:
        within = one.document_id == other.document_id
        if within and (one.listed or other.listed or (one.saying.line and other.saying.line)):
            return False
        if score < (_WITHIN if within else _ACROSS) or _told_too(one, other) or _told_too(other, one):
            return False
        few = min(len(one.saying.words), len(other.saying.words)) < _FEWEST
        if within and few and not _by_one_term(one.saying, other.saying):
            return False
        if _phases_differ(one.saying, other.saying):
            return False
        if counterparts_differ(one.saying, other.saying) or self._other_time(one, other):
            return False
        if not covered(one.saying.condition, other.saying):
            return False
        if not covered(other.saying.condition, one.saying):
            return False
        if one.value.kind is Kind.DATE and _dates_another(one, other):
            return False
        return not self._other_names(one, other) and self._same_thing(one, other, score)

    def _other_time(self, one: Subject, other: Subject) -> bool:
        """Whether one is of a year or a day that the other is not of."""
        sides = ((one.saying, other.saying), (other.saying, one.saying))
        for here, there in sides:
            if not here.years or here.years & there.years:
                continue
            if there.years or not any(year in self._head(there) for year in here.years):
                return True
        if one.value.kind is Kind.DATE:
            return False
        for here, there in sides:
            if here.days and not here.days & there.days:
                known = there.days or self._held[there.document_id].days
                if not here.days & known:
                    return True
        return False

    def _same_thing(self, one: Subject, other: Subject, score: float) -> bool:
        """Whether what stands nearest to each value stands with the other too."""
        here, there = self._unmet(one, other), self._unmet(other, one)
        if here and there:
            return False
        if one.document_id == other.document_id and (here or there):
            return score >= _ALMOST
        nearest = [side.near[0] for side in (one, other) if side.near]
        if (here or there) and min(len(one.words), len(other.words)) < _FEWEST:
            return not any(word in nearest for word in (*here, *there))
        return score >= _SURE or not any(word in nearest for word in (*here, *there))

    def _unmet(self, one: Subject, other: Subject) -> list[Word]:
        return unmet(one, other, self._text(one, other))

    def _text(self, one: Subject, other: Subject) -> str:
        """The text of the other's document; "" where both are of one."""
        return "" if one.document_id == other.document_id else self._held[other.document_id].text

    def _head(self, saying: Saying) -> str:
        return self._held[saying.document_id].text[:300]

    def _other_names(self, one: Subject, other: Subject) -> bool:
        """Whether a name stands in one alone and nowhere in the other's document, or each has its own."""
        first, second = _names(one.saying), _names(other.saying)
        here, there = first - second, second - first
        if here and there:
            return True
        if any(name not in self._held[other.document_id].text for name in here) or any(
            name not in self._held[one.document_id].text for name in there
        ):
            return True
        numbers, others = _label_numbers(one.saying), _label_numbers(other.saying)
        return bool(numbers - others and others - numbers)


def _by_one_term(one: Saying, other: Saying) -> bool:
    """Whether two statements are of one and the same term and of nothing else: "the notice period is …".
    A single short word, or another heading over each, may be of anything.
    """
    if one.context and other.context and not tokens(one.context) & tokens(other.context):
        return False
    bare, theirs = (_without_tail(side) for side in (one, other))
    if len(bare) >= _SAME_WORDS and bare == theirs:
        return True
    if len(one.words) != 1 or len(other.words) != 1 or not one.keys & other.keys:
        return False
    term = one.words[0].word
    return len(term.split()) > 1 or len(term) >= _TERM


def _without_tail(saying: Saying) -> list[str]:
    """The words of a statement besides its values and the days that lengths of time end with."""
    return wording(saying.language).tail.sub(" ", masked(saying.text, saying.values)).casefold().split()


def _phases_differ(one: Saying, other: Saying) -> bool:
    """Whether one holds before or during something and the other after it."""
    sides = [
        {place for place, words in enumerate(wording(said.language).phases) if words.search(said.text)}
        for said in (one, other)
    ]
    return bool(sides[0] and sides[1] and not sides[0] & sides[1])


def _told_too(one: Subject, other: Subject) -> bool:
    """Whether the other's statement has the value of this one as well."""
    return any(
        value is not other.value and comparable(one.value, value) and agree(one.value, value)
        for value in other.saying.values
    )


def _dates_another(one: Subject, other: Subject) -> bool:
    """Whether two days only tell when something else was measured, which was not the same then."""
    return any(
        value.kind is not Kind.DATE and comparable(value, theirs) and not agree(value, theirs)
        for value in one.saying.values
        for theirs in other.saying.values
    )


def _names(saying: Saying) -> frozenset[str]:
    """Names; a common word with a capital, as contracts write theirs, is none."""
    found = names(masked(saying.text, saying.values), saying.language)
    return frozenset(
        name.lower() for name in found if not name[1:].islower() or not meant(name, saying.language)
    )


def _label_numbers(saying: Saying) -> frozenset[str]:
    """Numbers that tell one thing from another, "room 12"; not those of clauses."""
    bare = list(masked(saying.text, saying.values))
    for one in placed(saying.text, saying.language):
        if one.quantity.place:
            bare[one.start : one.end] = " " * (one.end - one.start)
    return frozenset(_LABEL_NUMBER.findall("".join(bare))) - saying.years


def _clash(one: Subject, other: Subject, score: float) -> Clash:
    sure = 0.45 + 0.5 * score
    if one.saying.language is not other.saying.language:
        sure *= _FOREIGN
    if one.value.kind is Kind.AMOUNT and one.value.units != other.value.units:
        sure, reason = 0.9 * sure, "currency"
    else:
        reason = "value"
    return Clash(
        one.value.kind,
        one.saying,
        other.saying,
        told(one.value),
        told(other.value),
        one.name,
        round(sure, 2),
        reason,
    )
