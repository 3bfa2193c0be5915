"""Who owes what to whom: whether sentences of the same words exchange what is before and behind the verb.

"The berth holder shall notify the harbour office" and "the harbour office shall notify the berth holder" hold
the same words. Told by the order of shared words around one they share, where neither sentence is turned into
the passive; coarse, made to catch an exchange and not to understand a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rag.grounding.meaning import acting
from rag.language.languages import Language
from rag.language.sentences import sentences
from rag.language.words import content_stem, stems, words

_CASED = ("de",)
_LEAST = 3  # who, does, what
_VERB_SECOND = ("de", "nl")  # who acts may stand behind the verb
_NEAR = 3  # words behind a modal verb, with which the passive begins: "shall not be notified"
_BELONGS = re.compile(r"\b(?:of|for|in|on|at|under|with|who|that|which|whose|to)\b", re.IGNORECASE)


def exchanged(claim: str, source: str, language: Language) -> bool:
    """Whether `claim` gives to one what `source` gives to the other."""
    if bool(_passive(language).search(claim)) != bool(_passive(language).search(source)):
        return False
    said, known = stems(claim, language), stems(source, language)
    shared = {one for one in dict.fromkeys(said) if said.count(one) == 1 and known.count(one) == 1}
    for pivot in shared:
        before, behind = _around(said, pivot)
        known_before, known_behind = _around(known, pivot)
        moved = before & known_behind & shared
        if moved and behind & known_before & shared:
            return language.code not in _CASED or _led(claim, moved, language) != _led(
                source, moved, language
            )
    return False


def _led(text: str, nouns: set[str], language: Language) -> dict[str, str]:
    """The article before each noun: where articles tell who acts, the order of words does not."""
    found = words(text)
    led = {}
    for before, word in pairwise(found):
        stem = content_stem(word, language)
        if stem in nouns:
            led[stem] = before.lower()
    return led


def stitched(claim: str, source: str, language: Language) -> bool:
    """Whether `claim` takes who does something from one sentence of `source`, and what is done from another.

    "The owner repairs the winch. The tenant repairs the doors." does not make the tenant repair the winch.
    """
    said = list(dict.fromkeys(stems(claim, language)))
    if len(said) < _LEAST:
        return False
    who, does, what = said[:_LEAST]
    known = [stems(source[one.start : one.end], language) for one in sentences(source)]
    if any({who, what} <= set(one) for one in known):
        return False
    others = [one for one in known if does in one and what in one]
    return bool(others) and any(who in one and does in one for one in known)


def misattributed(claim: str, source: str, language: Language) -> bool:
    """Whether `claim` binds or allows somebody whom `source` does not bind or allow anything, or turns who is
    to do something into whom it is done to: "the authority must notify the person" of "the controller shall
    notify the authority".

    Told by what stands before the modal verbs. Nothing is told of a sentence that begins with its verb.
    """
    if language.code in _VERB_SECOND:
        return False
    bound = [_Bound.of(who, what, language) for who, what in acting(source, language)]
    said = [_Bound.of(who, what, language) for who, what in acting(claim, language)]
    return bool(bound) and any(one.is_empty or one.is_other(bound) for one in said if one.head)


@dataclass(frozen=True, slots=True)
class _Bound:
    """One modal verb: who stands before it, and what behind."""

    head: str  # the word for who is to act: "authority" of "the supervisory authority"
    who: frozenset[str]
    what: tuple[str, ...]
    suffers: bool

    @classmethod
    def of(cls, who: str, what: str, language: Language) -> _Bound:
        last = next((part for part in reversed(who.split(",")) if stems(part, language)), "")
        near = words(what)[:_NEAR]
        return cls(
            _head(last, language),
            frozenset(stems(who, language)),
            tuple(stems(what, language)),
            bool(_passive(language).search(" ".join(near))),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said but the same again: "an officer must have an officer"."""
        return bool(self.what) and set(self.what) <= self.who

    def is_other(self, bound: list[_Bound]) -> bool:
        """Whether nobody of those bound is the one, by the same verb where they have it."""
        same = [one for one in bound if self.what[:1] and self.what[0] in one.what]
        if same:
            return not any(
                not one.who or (self.head in one.who) == (self.suffers == one.suffers) for one in same
            )
        return all(one.who and self.head not in one.who and self.suffers == one.suffers for one in bound)


def _head(text: str, language: Language) -> str:
    """In English the last content word of a phrase, before what belongs to it; else the first."""
    if language.code == "en":
        text = _BELONGS.split(text, maxsplit=1)[0]
        return (stems(text, language) or [""])[-1]
    return (stems(text, language) or [""])[0]


def otherwise_named(question: str, source: str, language: Language) -> bool:
    """Whether `source` speaks of who stands on the other side of whom `question` asks about, and not of the
    same: of the tenant, where the landlord is asked about.
    """
    asked, known = _sides(question, language), _sides(source, language)
    return any(
        one in asked and other in known and other not in asked and one not in known
        for pair in language.counterparts
        for one, other in (pair, pair[::-1])
    )


def _sides(text: str, language: Language) -> frozenset[str]:
    """Those who stand on one side or the other that a text speaks of, as `counterparts` writes them. The stem
    alone would take "employing" for "employer".
    """
    written = _by_stem(language)
    return frozenset(
        one
        for word in words(text)
        for one in written.get(content_stem(word, language) or "", ())
        if word.lower().startswith(one[:-1])
    )


@cache
def _by_stem(language: Language) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in dict.fromkeys(word for pair in language.counterparts for word in pair):
        stem = content_stem(one, language) or ""
        found[stem] = (*found.get(stem, ()), one)
    return found


def _around(found: list[str], pivot: str) -> tuple[set[str], set[str]]:
    at = found.index(pivot)
    return set(found[:at]), set(found[at + 1 :])


@cache
def _passive(language: Language) -> re.Pattern[str]:
    return re.compile(language.asks["passive"], re.IGNORECASE)
