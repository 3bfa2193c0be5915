"""What the words of a text weigh for each category of a policy, by what stands around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rag.guarding.disguises import Disguises, Word
from rag.guarding.policy import Action, Category, Policy, Rule
from rag.language.languages import language_of, languages, tells

_NEAR = 14  # words between what is found and what must stand near it, in one sentence or the next
_BEHIND = 4  # words between a denial and what it denies
_LENGTHENED = 0.25  # of its weight, what a further finding of the same rule counts at most


@dataclass(frozen=True, slots=True)
class Finding:
    """Characters of a text that weigh for a category, and what their surroundings took of the weight."""

    start: int
    end: int
    category: str
    weight: float
    taken: float = 0.0
    guard: Action = Action.NOTHING


@dataclass(frozen=True, slots=True)
class _Place:
    """Of a list's word, in the words of a text."""

    first: int
    last: int
    said: str


class Findings:
    """Looks for the words of a policy. Not changed by use."""

    def __init__(self, policy: Policy) -> None:
        self._named = {**policy.lists, **policy.context}
        everywhere = [_language_and_word(word)[1] for words in self._named.values() for word in words]
        self._policy = policy
        self._disguises = Disguises({word for word in everywhere if " " not in word})
        self._patterns: dict[str, dict[str, re.Pattern[str] | None]] = {}

    def of(self, text: str) -> list[Finding]:
        """What weighs, for every category, the heaviest first of each."""
        words = self._disguises.words(text)
        page = _Page(words, self._in(_language(text)), self._policy.shares)
        return [found for category in self._policy.categories for found in _weighed(category, page)]

    def _in(self, language: str) -> Mapping[str, re.Pattern[str] | None]:
        """The patterns of the lists for texts of a language; "" for those that no language is told of."""
        if language not in self._patterns:
            self._patterns[language] = {
                name: _pattern(
                    word
                    for code, word in map(_language_and_word, words)
                    if not (code and language) or code == language
                )
                for name, words in self._named.items()
            }
        return self._patterns[language]


class _Page:
    """The words of one text, and where those of each list stand in them."""

    def __init__(
        self,
        words: Sequence[Word],
        patterns: Mapping[str, re.Pattern[str] | None],
        shares: Mapping[str, float],
    ) -> None:
        self.words = words
        self._starts: list[int] = []
        self._patterns = patterns
        self._shares = shares
        self._places: dict[str, list[_Place]] = {}
        at, parts = 0, list[str]()
        for word in words:
            self._starts.append(at)
            parts.append(word.meant)
            at += len(word.meant) + 1
        self._line = " ".join(parts)
        self._ends = [place for place, word in enumerate(words) if word.meant == "."]
        marks = [place for place, word in enumerate(words) if word.meant == '"']
        self._quotes = list(zip(marks[::2], marks[1::2], strict=False))
        self._opened = [start for start, _ in self._quotes]
        self._firsts: dict[str, list[int]] = {}
        self._sentences: dict[str, frozenset[int]] = {}

    def places(self, name: str) -> list[_Place]:
        """Where words of a list stand."""
        if name not in self._places:
            pattern = self._patterns.get(name)
            found = pattern.finditer(self._line) if pattern and self._line else ()
            self._places[name] = [
                _Place(
                    bisect_left(self._starts, one.start()),
                    bisect_left(self._starts, one.end()) - 1,
                    one.group(),
                )
                for one in found
            ]
        return self._places[name]

    def near(self, name: str, place: _Place) -> _Place | None:
        """A list's word close by, in the same sentence or the next to it; not the word itself."""
        fits = (
            (abs(self._sentence(place) - self._sentence(other)), abs(other.first - place.first), other)
            for other in self._between(name, place.first - _NEAR, place.first + _NEAR)
            if other.last < place.first or other.first > place.last
        )
        close = [one for one in fits if one[0] <= 1]
        return min(close, key=lambda one: one[:2])[2] if close else None

    def left(self, place: _Place, *, reclaimable: bool, denied: bool) -> float:
        """What is left of the weight of a word by what stands around it."""
        share = 1.0
        is_denied = self._is_denied(place)
        if denied and not is_denied:
            return 0.0
        reported = self._in_sentence("reporting", place)
        if self._is_quoted(place):
            share = min(share, self._shares["quoted"])
        if reported:
            share = min(share, self._shares["reported"])
        if is_denied and not denied:
            share = min(share, self._shares["denied"])
        if self._in_sentence("harmless_words", place):
            share = min(share, self._shares["harmless"] if reclaimable else 1.0)
        if reclaimable and self._in_sentence("reclaiming", place):
            share = min(share, self._shares["reclaimed"])
        return share

    def _is_denied(self, place: _Place) -> bool:
        return any(
            0 < place.first - other.last <= _BEHIND and self._sentence(other) == self._sentence(place)
            for other in self._between("denials", place.first - _NEAR, place.first)
        )

    def _is_quoted(self, place: _Place) -> bool:
        before = bisect_left(self._opened, place.first)
        return before > 0 and place.first < self._quotes[before - 1][1]

    def _in_sentence(self, name: str, place: _Place) -> bool:
        if name not in self._sentences:
            self._sentences[name] = frozenset(self._sentence(one) for one in self.places(name))
        return self._sentence(place) in self._sentences[name]

    def _between(self, name: str, first: int, last: int) -> list[_Place]:
        """Places of a list that begin there. A text may hold a word of it in every line."""
        places = self.places(name)
        if name not in self._firsts:
            self._firsts[name] = [one.first for one in places]
        firsts = self._firsts[name]
        return places[bisect_left(firsts, first) : bisect_right(firsts, last)]

    def _sentence(self, place: _Place) -> int:
        return bisect_left(self._ends, place.first)


def _language(text: str) -> str:
    told = language_of(text)
    return told.code if tells(text, told) else ""


def _language_and_word(word: str) -> tuple[str, str]:
    """ "en:die" is a word of English texts alone."""
    code, colon, rest = word.partition(":")
    return (code, rest) if colon and code in _codes() else ("", word)


@cache
def _codes() -> frozenset[str]:
    return frozenset(one.code for one in languages())


def _weighed(category: Category, page: _Page) -> Iterable[Finding]:
    for rule in category.rules:
        told: set[str] = set()
        for place in page.places(rule.words):
            span = _span(rule, page, place)
            if span is None:
                continue
            share = 1.0 if rule.plain else page.left(place, reclaimable=rule.reclaimable, denied=rule.denied)
            if not share:
                continue
            weight = rule.weight * (1.0 if not told else rule.adds)
            told.add(place.said)
            yield Finding(
                page.words[span[0]].start,
                page.words[span[1]].end,
                category.name,
                weight * share,
                weight * (1 - share),
                rule.guard,
            )


def _span(rule: Rule, page: _Page, place: _Place) -> tuple[int, int] | None:
    """From the first to the last of the words that make a rule hold; None where it does not."""
    first, last = place.first, place.last
    for name in filter(None, (rule.near, rule.within)):
        other = page.near(name, place)
        if other is None:
            return None
        first, last = min(first, other.first), max(last, other.last)
    return first, last


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    ways = [
        rf"{re.escape(word[:-1])}\S*" if word.endswith("*") else re.escape(word).replace(r"\*", r"\S*")
        for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile(rf"(?<!\S)(?:{'|'.join(ways)})(?!\S)") if ways else None
