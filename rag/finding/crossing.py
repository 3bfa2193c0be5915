"""A question in one language for documents in others: what is looked for, and which documents are meant.

Only words and phrases of the languages that the documents are written in are looked for. A place or a company
that stands in few of the documents tells which of them is meant.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.language.concepts import Unit, equivalents, folded, rendered, tokens, units
from rag.language.languages import Language, english, language_of
from rag.language.words import content_stem, words
from rag.types import Hit, IndexedDocument

CROSSED = 30  # passages that are held against the question word by word
_SYNONYMS = 6  # of a word, in each language
_LEAST_BEGUN = 4  # letters of a stem that is looked for as the beginning of words
_LEAST_WITHIN = 5  # letters of what is looked for within compounds
_COMPOUNDS = 60  # words put together of others that are looked for
_JOINED = 8  # letters of a word that may be several
_NAME = 3  # letters
_TELLING = 300  # characters that tell their language
_FOUND = 0.3  # weight of a passage's place in the search, beside the share of the question's words in it


Containing = Callable[[Iterable[str], int], list[str]]
DocumentsWith = Callable[[str, Sequence[IndexedDocument]], list[IndexedDocument]]


@dataclass(frozen=True, slots=True)
class Crossing:
    """What was found in documents of other languages than the question's.

    `told`: words of the question that told which documents are meant, and need not stand in a sentence;
    none of the documents in the question's own language holds one of them. `alone`: there are no documents
    in the question's own language.
    """

    hits: tuple[Hit, ...]
    told: tuple[str, ...] = ()
    alone: bool = False

    @property
    def named(self) -> bool:
        return bool(self.told)


def possible_names(question: str, language: Language) -> list[str]:
    """Words that no concept has, with a capital inside the question: "Alcorral", "Nordsiel"."""
    known = {unit.word for unit in units(question, language) if not unit.concepts}
    return [
        word
        for place, word in enumerate(words(question))
        if word in known and place and word[0].isupper() and len(word) >= _NAME
    ]


def is_of_its_own(
    question: str,
    language: Language,
    own: Sequence[IndexedDocument],
    others: Sequence[IndexedDocument],
    documents_with: DocumentsWith,
) -> bool:
    """Whether each word of a question that is several in one, "Ordnungsdienst", stands in documents of its
    own language, and in no other: its parts mean something in those too, "regulation" and "shift".
    """
    if not own or not language.joins_words:
        return False
    whole = {word for unit in units(question, language) for word in words(unit.word)}
    joined = [one.lower() for one in words(question) if one not in whole and len(one) >= _JOINED]
    return bool(joined) and all(
        documents_with(one, own) and not documents_with(one, others) for one in joined
    )


@dataclass(frozen=True, slots=True)
class Meant:
    """The documents that a question is about, of those in other languages; none: it names one of its own."""

    documents: list[IndexedDocument]
    told: tuple[str, ...]


def documents_meant(
    names: Sequence[str],
    own: Sequence[IndexedDocument],
    others: Sequence[IndexedDocument],
    documents_with: DocumentsWith,
) -> Meant:
    """Which documents the names of a question tell; all of `others` where they tell nothing."""
    meant: list[IndexedDocument] = list(others)
    told: list[str] = []
    for name in names:
        holding = documents_with(name.lower(), others)
        if own and documents_with(name.lower(), own):
            if not holding:
                return Meant([], ())
            continue
        narrowed = [one for one in meant if one in holding]
        if narrowed and len(holding) < len(own) + len(others):
            meant = narrowed
            told.append(name)
    return Meant(meant, tuple(told))


def expression(asked: Sequence[Unit], into: Sequence[Language], containing: Containing) -> str:
    """An FTS5 MATCH expression of what a question's words are called in some languages; "" for nothing."""
    parts: list[str] = []
    within: list[str] = []
    for unit in asked:
        parts.append(f'"{unit.word.lower()}"')
        for language in into:
            for word in equivalents(unit.concepts, language)[:_SYNONYMS]:
                parts += _looked_for(word, language)
                if language.joins_words and len(word) >= _LEAST_WITHIN and " " not in word:
                    within.append(folded(content_stem(word, language) or word))
    parts += [f'"{term}"' for term in containing(dict.fromkeys(within), _COMPOUNDS)] if within else []
    return " OR ".join(dict.fromkeys(parts))


def _looked_for(word: str, language: Language) -> Iterator[str]:
    """A word as it is written, and as the beginning of its other forms."""
    yield f'"{" ".join(words(word))}"'
    stem = content_stem(word, language) if " " not in word and language is not english() else None
    if stem is not None and len(stem) >= _LEAST_BEGUN:
        yield f'"{folded(stem)}" *'


def in_english(question: str, language: Language) -> str:
    """A question as an embedding model made for English may take it."""
    return rendered(question, language, english())


def written_in(hits: Sequence[Hit]) -> list[Language]:
    """The language of each passage; of a short one, that of all that was found of its document."""
    texts: dict[int, str] = {}
    for hit in hits:
        texts[hit.document_id] = f"{texts.get(hit.document_id, '')} {hit.text}"
    return [language_of(hit.text if len(hit.text) >= _TELLING else texts[hit.document_id]) for hit in hits]


def by_words(asked: Sequence[Unit], hits: Sequence[Hit]) -> list[Hit]:
    """Passages, those first that hold the most of a question's words, by rarity, in their own languages."""
    held = [
        frozenset(tokens(f"{hit.section} {hit.text}", language))
        for hit, language in zip(hits, written_in(hits), strict=True)
    ]
    found = [{place for place, unit in enumerate(asked) if _holds(unit, some)} for some in held]
    rarity = Counter(place for places in found for place in places)
    weights = {place: math.log(1 + len(hits) / count) for place, count in rarity.items()}
    whole = sum(weights.values()) or 1.0
    scores = [
        (sum(weights[place] for place in places) / whole + _FOUND * hit.score) / (1 + _FOUND)
        for hit, places in zip(hits, found, strict=True)
    ]
    order = sorted(range(len(hits)), key=lambda at: (-scores[at], at))
    # Near one another, so that what a second word is in is read too.
    return [replace(hits[at], score=(1 + scores[at]) / 2) for at in order]


def _holds(unit: Unit, some: frozenset[str]) -> bool:
    return unit.stem in some or bool(unit.concepts & some)
