"""Whether a sentence allows what its source forbids: "one may smoke in the lift", of "smoking in the lift is
forbidden"; and whether a yes rests on what denies it.

Made to catch a lost "forbidden" and not to understand a sentence: what forbids may stand behind all that it
forbids, as German and Dutch put it, or before it. A source that itself allows something, on a condition, is
left to `rag.grounding.meaning`, which looks for the condition.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rag.language.languages import Language, within
from rag.language.sentences import sentences
from rag.language.words import content_stem, stems, words

_BEHIND = 4  # words behind it
_HALF = 0.5  # of a claim's words, those that a sentence has that speaks of the same
_NEAR = 3  # words around "may", one of which may negate it: "darf das Boot nicht"
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a source. `denies`: and allows nothing itself; `free`: its clauses that deny nothing."""

    stems: frozenset[str]
    denies: bool
    free: tuple[frozenset[str], ...]

    def says(self, said: frozenset[str]) -> bool:
        """Whether it says all of it in one clause: "VAT is included, delivery is not"."""
        return any(said <= one for one in self.free)


def allows_what_is_forbidden(claim: str, source: str, language: Language) -> bool:
    """Whether a claim says that something may be done, and what its source says of that denies or forbids."""
    return bool(_may(language).search(claim)) and stands_against(claim, source, language)


def stands_against(claim: str, source: str, language: Language) -> bool:
    """Whether a claim denies nothing, and all sentences of its source that have half of its words do."""
    if denies(claim, language):
        return False
    said = frozenset(stems(_may(language).sub(" ", claim), language))
    fewest = max(1.0, _HALF * len(said))
    about = [one for one in _read(source, language) if len(said & one.stems) >= fewest]
    return bool(about) and all(one.denies and not one.says(said) for one in about)


def leaves_out(claim: str, source: str, language: Language) -> bool:
    """Whether what a claim allows is what its source leaves out: "one may park on the lawn", of "one may park
    in the yard (except on the lawn)"; of what is forbidden "except on the lawn" it is not.
    """
    left_out = within(language, "left-out")
    said = frozenset(stems(left_out.split(claim)[0], language))  # "…, except on the lawn" says it itself
    for one in sentences(source):
        text = source[one.start : one.end]
        for found in left_out.finditer(text):
            before, behind = text[: found.start()], words(text[found.end() :])[:_BEHIND]
            named = said & frozenset(stems(" ".join(behind), language))
            if named - frozenset(stems(before, language)) and not denies(before, language):
                return True
    return False


def denies(text: str, language: Language) -> bool:
    """Whether a text denies, forbids or leaves out something, in whatever words."""
    return exempting(language).search(text) is not None or any(
        negates(word, language) or forbids(word, language) for word in _TOKEN.findall(text)
    )


def exempting(language: Language) -> re.Pattern[str]:
    """What says that something does not hold for somebody, and denies nothing: "exempt", "befreit"."""
    return within(language, "exempting")


def holds_for_the_exempt(claim: str, source: str, language: Language) -> bool:
    """Whether a claim says all of a clause but that it exempts: "clubs pay the fee", of "clubs are
    exempt from the fee". Of a clause that holds on a condition, nobody knows here whether the claim meets it.
    """
    if denies(claim, language):
        return False
    said = frozenset(stems(claim, language))
    return any(one <= said for one in _exempted(source, language))


@lru_cache(maxsize=512)  # as of `_read`
def _exempted(source: str, language: Language) -> tuple[frozenset[str], ...]:
    """What the clauses of a source say that exempt, without that."""
    exempts, unless = exempting(language), re.compile(rf"\b(?:{language.meaning['unless']})\b", re.IGNORECASE)
    found = []
    for one in sentences(source):
        bare = exempts.sub(" ", source[one.start : one.end])
        if unless.search(bare):
            continue
        for clause in _clauses(language).split(source[one.start : one.end]):
            words_left = frozenset(stems(exempts.sub(" ", clause), language))
            if words_left and exempts.search(clause) and not _negated(clause, language):
                found.append(words_left)
    return tuple(found)


def _negated(text: str, language: Language) -> bool:
    return any(negates(word, language) for word in _TOKEN.findall(text))


def forbids(word: str, language: Language) -> bool:
    """Whether a word says that something must not be: "verboten", whose stem may end before that is told."""
    said = (word.lower(), content_stem(word, language) or "")
    return any(one.startswith(language.forbidders) for one in said)


@lru_cache(maxsize=512)  # passages of an answer, each of which every sentence of it is held against
def _read(source: str, language: Language) -> tuple[_Sentence, ...]:
    return tuple(_sentence(source[one.start : one.end], language) for one in sentences(source))


def _sentence(text: str, language: Language) -> _Sentence:
    against = denies(text, language) and not _allows(text, language)
    clauses = [one for one in _clauses(language).split(text) if against and not denies(one, language)]
    free = tuple(frozenset(stems(one, language)) for one in clauses)
    return _Sentence(frozenset(stems(text, language)), against, free)


def _allows(sentence: str, language: Language) -> bool:
    for found in _may(language).finditer(sentence):
        near = words(sentence[: found.start()])[-_NEAR:] + words(sentence[found.end() :])[:_NEAR]
        if not any(negates(word, language) for word in (*near, *_TOKEN.findall(found.group()))):
            return True
    return False


def negates(word: str, language: Language) -> bool:
    """Whether a word is a "not" of its language, "don't" among them."""
    lower = word.lower().replace("’", "'")
    return lower in language.negators or lower.endswith("n't") or lower == "cannot"


@cache
def _may(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{language.meaning['may']})\b", re.IGNORECASE)


@cache
def _clauses(language: Language) -> re.Pattern[str]:
    """Between two clauses: a comma, or what turns to the other side."""
    return re.compile(rf"[,;:]|\b(?:{language.asks['turn']})\b", re.IGNORECASE)
