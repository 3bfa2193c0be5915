"""What the words of a question and those of sentences are held to be: in one language, or across two."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.answering.quoting.likeness import same_words
from rag.finding.crossing import possible_names
from rag.language.concepts import Ids, equivalents, folded, meant, spoken, tokens, units
from rag.language.languages import Language, language_of, within
from rag.language.words import content_stem, names, stems, words

_KINDRED = 5  # letters that two words of two languages begin with in common
_KINDRED_SHARE = 0.75  # of the longer one: "temperatura", "temperature"
_WORD_SIGN = "§"
_OF_TIME = frozenset(["§time", "§hour", "§duration", "§deadline", "§date", "§day", "§opening_hours"])
_ASKED_FOR = _OF_TIME | frozenset(
    ["§amount", "§cost", "§price", "§number_of", "§way_how", "§place_where", "§person", "§important"]
)
_NUMBER = frozenset(["§number_of"])
_NUMBERED = re.compile(r"\b(?:nos?|nrs?|n[úu]m|n)(?:\.\s?[°º]?|[°º])\s*(?=\S*\d)|№", re.IGNORECASE)
_PARTED = re.compile(
    r"\b(ab|an|auf|aus|bei|dar|ein|fest|her|hin|mit|nach|statt|vor|weg|zurück|zusammen)zu(\w{2,}e?n)\b"
)
_MAY = frozenset(["§allowed", "§forbidden"])

Embed = Callable[[Sequence[str]], NDArray[np.float32] | None]


class Vocabulary(Protocol):
    """Makes words comparable."""

    def asked(self, text: str) -> list[str]:
        """The content words of a question, in order, with repetitions."""
        ...

    def told(self, text: str, language: Language) -> list[str]:
        """What the content words of a text in `language` are known by."""
        ...

    def same(self, word: str, known: frozenset[str]) -> frozenset[str]:
        """Those of the words told that are the same as one that was asked."""
        ...

    def names(self, question: str) -> list[str]:
        """The names that a question has."""
        ...

    def stand_in(self, word: str, known: frozenset[str]) -> frozenset[str]:
        """Those of the words told that mean what one that was asked means, though they are others."""
        ...

    def kin(self, word: str, known: frozenset[str]) -> frozenset[str]:
        """Those of the words told that say of contracts what one that was asked says: "expires" of "end", "in
        force" of "begin".
        """
        ...

    def has_kin(self, word: str) -> bool:
        """Whether it is known in which other words sentences say it: that nobody "pays", "bears" or is
        "charged" is more than that a word is missing.
        """
        ...

    def can_tell(self, word: str) -> bool:
        """Whether a word of the question that no sentence has is known to be missing there."""
        ...

    def asks_only(self, word: str) -> bool | None:
        """Whether a word only says what kind of thing is asked for; None: its language tells."""
        ...


class Own:
    """The words of one language: the same by stem, as parts of a compound, or but for a slip."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._concepts: dict[str, Ids] = {}

    def asked(self, text: str) -> list[str]:
        bare = within(self._language, "light-verbs").sub(" ", text)
        told = ((word, content_stem(word, self._language)) for word in words(bare))
        found = [(word, stem) for word, stem in told if stem is not None]
        self._concepts.update((stem, meant(word, self._language)) for word, stem in found)
        return [stem for _, stem in found]

    def told(self, text: str, language: Language) -> list[str]:  # noqa: ARG002 - texts are read as the question is
        found = stems(text, self._language)
        if self._language.code == "de":  # "bis zum 12. Juni einzulegen" says "einlegen"
            found += stems(" ".join(map("".join, _PARTED.findall(text))), self._language)
        if within(self._language, "borne").search(text):  # "a spese dell'inquilino"
            found += stems(self._language.asks["pays"], self._language)
        if _NUMBERED.search(text):  # "case number", "Case No. 4 C 187/23"
            said = (one for one in equivalents(_NUMBER, self._language) if " " not in one)
            found += stems(" ".join(said), self._language)
        return found

    def same(self, word: str, known: frozenset[str]) -> frozenset[str]:
        if word not in known and (found := _without_accents(word, known)):
            return found
        return same_words(word, known, slips=not self._concepts.get(word), joined=self._language.joins_words)

    def stand_in(self, word: str, known: frozenset[str]) -> frozenset[str]:
        said = equivalents(self._concepts.get(word, frozenset()), self._language)
        single = " ".join(one for one in said if " " not in one)
        return frozenset(stems(single, self._language)) & known

    def kin(self, word: str, known: frozenset[str]) -> frozenset[str]:
        groups = (group for group in _groups(self._language) if word in group)
        return frozenset[str]().union(*groups) & known

    def has_kin(self, word: str) -> bool:
        return any(word in group for group in _groups(self._language))

    def names(self, question: str) -> list[str]:
        return names(question, self._language)

    def can_tell(self, word: str) -> bool:  # noqa: ARG002 - each word may be looked for as it is
        return True

    def asks_only(self, word: str) -> bool | None:  # noqa: ARG002
        return None


@cache
def _groups(language: Language) -> tuple[frozenset[str], ...]:
    """Groups of stems that answer for each other: an agreement that "expires" on a day "ends" then."""
    return tuple(frozenset(stems(group, language)) for group in language.asks["kin"].split(","))


class Across:
    """The words of a question in one language and of texts in others: the same by what they mean.

    `told`: words that told which documents are meant, so that no sentence has to have them; `named`: what is
    asked about can only stand in documents of other languages.
    """

    def __init__(self, question: str, told: Sequence[str] = (), *, named: bool = False) -> None:
        self.language = spoken(question)
        self.named = named
        self._told = frozenset(told)
        self._concepts: dict[str, Ids] = {}

    def asked(self, text: str) -> list[str]:
        found = [unit for unit in units(text, self.language) if unit.word not in self._told]
        self._concepts.update((unit.stem, unit.concepts) for unit in found)
        return [unit.stem for unit in found]

    def told(self, text: str, language: Language) -> list[str]:
        found = tokens(text, language)
        return [*found, *_NUMBER] if _NUMBERED.search(text) else found

    def same(self, word: str, known: frozenset[str]) -> frozenset[str]:
        own = frozenset((word,)) if word in known else frozenset[str]()
        concepts = self._concepts.get(word, frozenset())
        if concepts:
            return own | (concepts & known) | (_either_way(concepts) & known)
        return own | {one for one in known if _kindred(word, one)}

    def stand_in(self, word: str, known: frozenset[str]) -> frozenset[str]:  # noqa: ARG002 - all are the same
        return frozenset()

    def kin(self, word: str, known: frozenset[str]) -> frozenset[str]:  # noqa: ARG002
        return frozenset()

    def has_kin(self, word: str) -> bool:  # noqa: ARG002
        return False

    def names(self, question: str) -> list[str]:
        """Those of the language, and in all of them words that stand for nothing we know."""
        found = [*names(question, self.language), *possible_names(question, self.language)]
        kept = [one for one in found if one not in self._told]
        known = {unit.word for unit in units(question, self.language) if unit.concepts}
        return [one for one in dict.fromkeys(kept) if one not in known]

    def can_tell(self, word: str) -> bool:
        return bool(self._concepts.get(word))

    def asks_only(self, word: str) -> bool | None:
        concepts = self._concepts.get(word)
        return bool(concepts & _ASKED_FOR) if concepts else None

    def called(self, word: str, language: Language) -> list[str]:
        """What `language` calls what a word of the question means, in single words: "the director", of "le
        directeur".
        """
        return [one for one in equivalents(meant(word, self.language), language) if " " not in one]

    def about_time(self, question: str) -> bool:
        """Whether a question for a number means one of hours, days or the like."""
        return any(unit.concepts & _OF_TIME for unit in units(question, self.language))

    def counts(self, behind: str, sentence: str) -> bool:
        """Whether a sentence speaks of what is counted: the first word behind "how many"."""
        first = next(iter(units(behind, self.language)), None)
        if first is None:
            return True
        known = frozenset(tokens(sentence, language_of(sentence)))
        return first.stem in known or bool(first.concepts & known)

    def without_told(self, question: str) -> str:
        """A question without the names of the documents it is about."""
        if not self._told:
            return question
        told = "|".join(re.escape(one) for one in self._told)
        return " ".join(re.sub(rf"\b(?:{told})\b", " ", question).split())


def _without_accents(word: str, known: frozenset[str]) -> frozenset[str]:
    """A word as it stands where capitals have no accents, "ETUDIANT", or hasty fingers leave them out."""
    bare = folded(word)
    return frozenset(one for one in known if folded(one) == bare)


def _either_way(concepts: Ids) -> Ids:
    """Whether something is allowed is told as well by what forbids it."""
    return _MAY if concepts & _MAY else frozenset()


def _kindred(word: str, other: str) -> bool:
    if other.startswith(_WORD_SIGN):
        return False
    begun = next(
        (at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
    )
    return begun >= _KINDRED and begun >= _KINDRED_SHARE * max(len(word), len(other))
