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
_VERB_BEHIND = ("en", "fr")  # who acts
_VERB_SECOND = ("de", "nl")  # who acts may stand behind the verb
_NEAR = 3  # words behind a modal verb, with which the passive begins: "shall not be notified"
_WORDS = re.compile(r"[^\W\d_]+")
_BEFORE_A_DOER = r"\W+(?:\w+['’]?\W*){1,2}$"  # behind a word of `duty`: "of the", "der"
_BELONGS = re.compile(r"\b(?:of|for|in|on|at|under|with|who|that|which|whose|to)\b", re.IGNORECASE)


def exchanged(claim: str, source: str, language: Language) -> bool:
    """Whether `claim` gives to one what `source`, or the sentence of it that has most of its words, gives to
    the other.
    """
    nearest = _nearest(claim, source, language)
    return any(_exchanges(claim, one, language) for one in dict.fromkeys((source, nearest)))


def _nearest(claim: str, source: str, language: Language) -> str:
    """The sentence of a source that has most of a claim's words."""
    said = set(stems(claim, language))
    found = (source[one.start : one.end] for one in sentences(source))
    return max(found, key=lambda one: len(said & set(stems(one, language))), default=source)


def taken_for_doer(claim: str, source: str, language: Language) -> bool:
    """Whether `claim` has somebody do what another does in `source`, to whom or for whom it is done: "the
    insurer reports the theft", of "the policyholder reports it to the insurer". Only where who acts always
    stands before the verb.
    """
    said = list(dict.fromkeys(stems(claim, language)))
    sentence = _nearest(claim, source, language)
    told = stems(sentence, language)
    if language.code not in _VERB_BEHIND or len(said) < _LEAST or told.count(said[1]) != 1:
        return False
    if _passive(language).search(claim) or _passive(language).search(sentence):
        return False
    before, behind = _around(told, said[1])
    return bool(before) and said[0] in behind and said[0] not in before


def put_in_place(claim: str, source: str, language: Language) -> bool:
    """Whether `claim` has somebody act whom `source` names otherwise: "the processor shall pay all costs", of
    "the controller shall pay all costs, also those made by the processor". Only where the verb is the second
    part of a sentence, and who acts stands right before or right behind it.
    """
    if language.code not in _VERB_SECOND or _passive(language).search(claim):
        return False
    said, told = words(claim), [one.lower() for one in words(_nearest(claim, source, language))]
    known = [content_stem(one, language) for one in said]
    at = next((at for at, stem in enumerate(known) if stem), len(said))
    who, verb = (known[at], said[at + 1].lower()) if at + 1 < len(said) else (None, "")
    if who is None or content_stem(verb, language) or told.count(verb) != 1:
        return False
    place = told.index(verb)
    acting_there = frozenset(stems(" ".join(told[:place]), language))
    if not acting_there or acting_there & frozenset(stems(claim, language)):
        return False  # what is moved before the verb is not who acts
    right, behind = told[place + 1 : place + _NEAR], told[place + _NEAR :]
    return who in stems(" ".join(behind), language) and who not in stems(" ".join(right), language)


def _exchanges(claim: str, source: str, language: Language) -> bool:
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


def names_no_doer(claim: str, source: str, language: Language) -> bool:
    """Whether a claim says by whom something is done, and its source has that only as what something is done
    to: "kept by the grounds", of "the keeping of the grounds".
    """
    article = rf"(?:(?:{language.asks['article']})\s+)?"
    for found in re.finditer(
        rf"\b(?:{language.asks['agent']})\s+{article}(?P<who>[^\W\d_]+)", claim, re.IGNORECASE
    ):
        stem = content_stem(found["who"], language)
        placed = [one for one in _WORDS.finditer(source) if content_stem(one.group(), language) == stem]
        belong = [_is_of_a_noun(source[: one.start()], language) for one in placed]
        if stem is not None and belong and all(belong):
            return True
    return False


def _is_of_a_noun(before: str, language: Language) -> bool:
    """Whether what follows belongs to a noun: behind "of the", in German behind a noun and its article."""
    if re.search(rf"(?:{language.asks['duty']}){_BEFORE_A_DOER}", before, re.IGNORECASE):
        return False
    belonging = language.asks["belonging"]
    if language.nouns_are_capital:
        return re.search(rf"\b[A-ZÄÖÜ]\w+\s+(?:{belonging})\s+$", before) is not None
    return re.search(rf"\b(?:{belonging})\s*$", before, re.IGNORECASE) is not None


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
