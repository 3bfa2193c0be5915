"""What a question asks to be found: its words, quoted phrases, numbers and clause labels.

Words are matched by the index's own stemmer (FTS5 `porter`), so they are passed on whole. Neighbours count as
a pair besides: D. Metzler, W. B. Croft: A Markov Random Field Model for Term Dependencies, SIGIR 2005.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.embedding.stop_words import STOP_WORDS
from rag.language.concepts import spoken
from rag.language.languages import Language
from rag.language.words import content_stem

_TOKEN = re.compile(r"[^\W_]+")
QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]{2,200})[\"“”»]")
# 14.2.3(a)(ii), 33(1), 3.8.1.(c), A.5.1 and 1,000: two parts or more, the first a number or a single letter.
_LABEL = re.compile(r"(?<![\w.])(?:\d+[A-Za-z]?|[A-Za-z](?=\.\d))(?:[.,]\d+[A-Za-z]?|\.?\(\w{1,5}\))+")
# Article 33, Annex IV, Schedule 2: the kind of a division and its number.
_DIVISION = re.compile(
    r"\b(?:annex|appendix|article|chapter|clause|exhibit|figure|item|note|page|paragraph|part|principle|recital"
    r"|regulation|rule|schedule|section|step|table|title)s?\s+(?:\d+[A-Za-z]?|[IVXLC]+|[A-Z])\b(?![.(]\w)",
    re.IGNORECASE,
)
# AT&T, R&D, CI/CD: single letters and stop words that mean something together.
_JOINED = re.compile(r"\b\w{1,3}(?:[&/]\w{1,3})+\b")
_LEAST_KEPT = 3
_LEAST_BEGUN = 4  # letters of a stem that is looked for as the beginning of words
# Characters that change how text is shown, not what it says: left-to-right marks come with pasted references.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")


Holding = Callable[[Iterable[str]], Mapping[str, int]]
"""Tells how many passages hold each of some words, in any of their forms."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question taken apart. `terms` are lower case, in order, each once."""

    text: str
    terms: tuple[str, ...]
    pairs: tuple[tuple[str, ...], ...]  # terms with nothing between them
    phrases: tuple[tuple[str, ...], ...]  # quoted by the user: words that stand together
    labels: tuple[tuple[str, ...], ...]  # ("14", "2", "3", "a"), ("article", "33")
    begun: tuple[str, ...] = ()  # stems of words that the index's stemmer, made for English, does not know


def analyse(text: str) -> Query:
    """Take a question apart. One of stop words only keeps them, since it has nothing else to go by."""
    text = _INVISIBLE.sub("", text)
    found = (match for pattern in (_LABEL, _DIVISION, _JOINED) for match in pattern.findall(text))
    labels = _unique(tuple(_TOKEN.findall(label.lower())) for label in found)
    quoted = (tuple(_TOKEN.findall(phrase.lower())) for phrase in QUOTED.findall(text))
    phrases = _unique(phrase for phrase in quoted if len(phrase) > 1)
    # A label leaves a gap that no pair spans.
    words: list[str] = _TOKEN.findall(_LABEL.sub(" a ", text).lower())
    language = spoken(text)
    stop = STOP_WORDS if language.code == "en" else language.stop
    terms = [word for word in words if _carries(word, stop)]
    pairs = _unique((one, two) for one, two in pairwise(words) if _carries(one, stop) and _carries(two, stop))
    begun = () if language.code == "en" else _begun(terms, language)
    if not terms and not labels:
        terms = _TOKEN.findall(text.lower())
    return Query(text, tuple(dict.fromkeys(terms)), pairs, phrases, labels, begun)


def affordable(query: Query, holding: Holding, passages: int) -> Query:
    """The query without its commonest words and pairs, so that it visits no more than `passages`.

    The time of a search grows with the passages that hold any of its words, and words that stand in many tell
    little. The rarest three stay whatever they cost, and all that was quoted or is a label.
    """
    held = holding({*query.terms, *(word for pair in query.pairs for word in pair)})
    costs = {words: min(held[word] for word in words) for words in (*zip(query.terms), *query.pairs)}
    kept: set[tuple[str, ...]] = set()
    spent = 0
    for words in sorted(costs, key=lambda words: (costs[words], words)):
        spent += costs[words]
        if spent > passages and len(kept) >= _LEAST_KEPT:
            break
        kept.add(words)
    terms = tuple(term for term in query.terms if (term,) in kept)
    return replace(query, terms=terms, pairs=tuple(pair for pair in query.pairs if pair in kept))


def match_expression(query: Query, related: Iterable[str] = ()) -> str:
    """An FTS5 MATCH expression: any of words, pairs, phrases and labels, and what is in `related` phrases.

    "" when there is nothing to match. Every word is quoted, so nothing a user types is taken for an operator
    (FTS5 documentation, section 3).
    """
    parts = [f'"{term}"' for term in query.terms]
    parts += [f'"{" ".join(words)}"' for words in (*query.pairs, *query.phrases, *query.labels)]
    parts += [f'"{stem}" *' for stem in query.begun]
    for phrase in related:
        words = _TOKEN.findall(phrase.lower())
        parts += [f'"{word}"' for word in words if _carries(word, STOP_WORDS)] + [f'"{" ".join(words)}"']
    return " OR ".join(dict.fromkeys(parts))


def _carries(word: str, stop: frozenset[str]) -> bool:
    return word not in stop and (len(word) > 1 or word.isdigit())


def _begun(terms: Iterable[str], language: Language) -> tuple[str, ...]:
    """The stems of longer words, to be found as the beginning of any form: "meld" of "Meldungen"."""
    stems = (content_stem(term, language) for term in terms)
    return tuple(dict.fromkeys(stem for stem in stems if stem and len(stem) >= _LEAST_BEGUN))


def _unique(items: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(items))
