"""The sentences of what was found, ranked by how well each answers, before a model has read any.

A sentence is held against the question by its words (weighted by how few sentences have them, those of its
headings and of its document's name counting less), by meaning, by the kind of thing that is asked for, and by
the place of its passage in the search. Words are the same by stem, as parts of a compound ("Schaden" in
"Schadensmeldung"), or but for a letter or two, as hasty fingers leave them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from rag.answering.quoting.kinds import Kind, has_kind, is_exception, kind_of, light
from rag.grounding.citations import Quote
from rag.language.denial import EXEMPTION
from rag.language.languages import Language, language_of
from rag.language.quantities import holds, quantities
from rag.language.sentences import sentences
from rag.language.words import content_stem, letters, names, plain, stems, words
from rag.types import Hit

# Set on the answers of `field_answers`' dev half; see tests/benchmarks/README.md.
_HEADED = 0.6  # of a word's weight, where only a heading or the document's name has it
_MEANING = 0.35
_KIND = 0.25
_FIGURE = 0.2  # for each figure of the question
_PLACE = 0.2  # of its passage in the search
_LATER = 0.01  # a rank further down
_SAID = 2.5  # times the weight of a follow-up's own words
_SENTENCES = 60  # compared by meaning, at most

_ANSWERS = 0.62  # share of the question's weight in a sentence with its headings, that answers by itself
_OWN = 0.34  # of it, in the sentence itself
# Words that no sentence has ("kept" for "keep") may be of no weight: then the whole score has to be high.
_SURELY = 1.0
_OWN_SURELY = 0.45
_OWN_UNTOLD, _LIKE_UNTOLD = 0.75, 0.55  # where no kind of answer is asked for that could speak for it
_ALL, _LITTLE = 0.9, 0.18  # share and own of a sentence whose headings and document say nearly all
_OF_PERSONS = 0.15  # more: every sentence has somebody
_NEAR = 0.34  # share from which on a sentence is worth showing as the nearest
_LIKE = 0.45  # cosine, instead of it
_SHORT = 4  # letters: shorter words have no parts and no errors
_PREFIX = 2  # letters: "gemeldet", "meldet"
_PART = 0.7  # of the shorter of two words: what they begin with in common
_TYPED = 0.74  # likeness of a word and one that was mistyped
_FEW_WORDS = 4  # a heading, shown with what it heads
_LONGEST = 600  # characters
_LONGEST_LIST = 1600
_LINE = "\n"

_HOW = re.compile(r"\b(?:how|wie|hoe|combien|cu[áa]nt[oa]|quant[oa])\s+[^\W\d_]+", re.IGNORECASE)
_MEASURED = (Kind.AMOUNT, Kind.DURATION)
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|rules?|prompts?)\b"
    r"|\bto any (?:ai|assistant|model)\b"
    r"|\banswer only that\b|\byou are (?:now )?an? (?:ai|assistant)\b|\bsystem (?:note|prompt|message)\b",
    re.IGNORECASE,
)

Embed = Callable[[Sequence[str]], NDArray[np.float32] | None]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence, best first. `share`: of the question's words, by weight, in it and above it."""

    quote: Quote
    score: float
    share: float
    own: float
    cosine: float | None
    fits: bool  # it holds the kind of thing that is asked for
    names: bool  # and every name and figure of the question

    kind: Kind
    named: bool  # it has a name that the question has
    heard: bool  # no word of the question is unknown to all sentences

    @property
    def answers(self) -> bool:
        """Whether it may stand as the answer."""
        if not (self.fits and self.names):
            return False
        if self.heard and self.share >= _ANSWERS and self.own >= _OWN:
            return True
        if self.heard and self.share >= _ALL and self.own >= _LITTLE and self.score >= _SURELY:
            return True
        if self.cosine is None or self.kind is Kind.VERDICT:
            return False
        surely = _SURELY + (_OF_PERSONS if self.kind is Kind.PERSON else 0.0)
        own, like = (_OWN_SURELY, _LIKE) if self.kind is not Kind.ANY else (_OWN_UNTOLD, _LIKE_UNTOLD)
        return self.score >= surely and self.own >= own and self.cosine >= like

    @property
    def is_near(self) -> bool:
        """Whether it is about the question."""
        return self.named or self.share >= _NEAR or (self.cosine is not None and self.cosine >= _LIKE)


@dataclass(frozen=True, slots=True)
class _Piece:
    quote: Quote
    rank: int
    text: str
    own: frozenset[str]
    headed: frozenset[str]
    known: str  # letters of all that names it


def is_order(text: str) -> bool:
    """Whether a text gives orders to whoever reads it: it supports nothing."""
    return bool(_ORDERS.search(text))


def ranked(question: str, hits: Sequence[Hit], embed: Embed | None = None, said: str = "") -> list[Ranked]:
    """The sentences of `hits`, which come best first, best first themselves.

    `question` has what a follow-up takes for granted, `said` only what it says itself, which counts more.
    """
    language = language_of(f"{question} {' '.join(plain(hit.text) for hit in hits[:3])}")
    own_language = language_of(question)
    kind = kind_of(question, own_language)
    left_out = frozenset(stems(_HOW.sub(" ", question, count=1), language)) if kind in _MEASURED else None
    asked = tuple(
        one for one in dict.fromkeys(stems(question, language)) if left_out is None or one in left_out
    )
    except_for = kind is not Kind.VERDICT and is_exception(question, own_language)
    pieces = [piece for rank, hit in enumerate(hits) for piece in _pieces(rank, hit, language)]
    if not pieces:
        return []
    weights, same = _weights(asked, pieces)
    idle = light(language) | {content_stem(word, language) for word in words(question) if len(word) <= _SHORT}
    idle |= frozenset(stems(" ".join(EXEMPTION.findall(question)), language)) if except_for else frozenset()
    for one in asked:
        if not same[one] and one in idle:
            weights[one] = 0.0
    for one in set(stems(said, language)) if said.strip() != question.strip() else ():
        weights[one] *= _SAID
    total = sum(weights.values())
    unheard = {one for one in asked if not same[one] and weights[one]}
    named = [letters(name) for name in names(question, language)]
    figures = [one for one in quantities(question, language) if not one.place]
    best = hits[0].score or 1.0
    found = []
    for piece in pieces:
        own = sum(weights[one] for one in asked if same[one] & piece.own)
        above = sum(weights[one] for one in asked if not same[one] & piece.own and same[one] & piece.headed)
        share = (own + above) / total if total else 0.0
        fits = has_kind(kind, question, piece.text, language)
        excepted = except_for and is_exception(piece.text, language)
        fits = fits and except_for == excepted
        score = (own + _HEADED * above) / total if total else 0.0
        score += (
            _PLACE * piece.quote.hit.score / best
            - _LATER * piece.rank
            + _KIND * (fits and (kind is not Kind.ANY or except_for))
        )
        known = frozenset(quantities(piece.text, language))
        counted = [one for one in figures if holds(one, known) or one.value in piece.known]
        score += _FIGURE * len(counted)
        names_all = all(name in piece.known for name in named)
        names_all = names_all and (kind is Kind.VERDICT or len(counted) == len(figures))
        found.append(
            Ranked(
                piece.quote,
                score,
                share,
                own / total if total else 0.0,
                None,
                fits,
                names_all,
                kind,
                bool(named) and names_all,
                not unheard,
            )
        )
    if kind is Kind.LIST:
        found += _whole(asked, hits, weights, same, total, language, not unheard)
    found.sort(key=lambda one: -one.score)
    return _by_meaning(question, found[:_SENTENCES], embed)


def _whole(
    asked: Sequence[str],
    hits: Sequence[Hit],
    weights: Mapping[str, float],
    same: Mapping[str, frozenset[str]],
    total: float,
    language: Language,
    heard: bool,
) -> Iterable[Ranked]:
    """The passages whose heading is what a list is asked of, whole: its items stand below it."""
    for hit in hits:
        heading = frozenset(stems(f"{hit.section} {hit.text.strip().partition(_LINE)[0]}", language))
        share = sum(weights[one] for one in asked if same[one] & heading) / total if total else 0.0
        if share >= _ANSWERS and len(hit.text) <= _LONGEST_LIST:
            yield Ranked(
                Quote(hit, 0, len(hit.text)),
                1.0 + share,
                share,
                share,
                None,
                True,
                True,
                Kind.LIST,
                False,
                heard,
            )


def _by_meaning(question: str, found: list[Ranked], embed: Embed | None) -> list[Ranked]:
    vectors = None if embed is None else embed([question, *(plain(one.quote.text) for one in found)])
    if vectors is None:
        return found
    cosines = vectors[1:] @ vectors[0]
    closer = [
        replace(one, score=one.score + _MEANING * float(near), cosine=float(near))
        for one, near in zip(found, cosines, strict=True)
    ]
    return sorted(closer, key=lambda one: -one.score)


def _pieces(rank: int, hit: Hit, language: Language) -> Iterable[_Piece]:
    spans = sentences(hit.text)
    heading = frozenset(stems(f"{hit.section} {hit.document}", language))
    above = letters(f"{hit.section} {hit.document}")
    ordered = False  # what follows an order belongs to it
    for at, span in enumerate(spans):
        text = plain(hit.text[span.start : span.end])
        ordered = ordered or is_order(text)
        if ordered and ("\n\n" in hit.text[spans[at - 1].end : span.start] if at else False):
            ordered = is_order(text)
        if ordered or text.endswith("?") or len(text) > _LONGEST:
            continue
        end = span.end
        if len(text.split()) < _FEW_WORDS and at + 1 < len(spans):
            end = spans[at + 1].end
        whole = plain(hit.text[span.start : end])
        before = plain(hit.text[: span.start])[-200:]
        own = frozenset(stems(whole, language))
        yield _Piece(
            Quote(hit, span.start, end), rank, whole, own, heading | frozenset(stems(before, language)),
            above + letters(f"{before} {whole}"),
        )  # fmt: skip


def _weights(
    asked: Sequence[str], pieces: Sequence[_Piece]
) -> tuple[dict[str, float], dict[str, frozenset[str]]]:
    """How much each word of a question tells, and the words of the sentences that are the same."""
    held = Counter(stem for piece in pieces for stem in piece.own)
    known = frozenset(held) | frozenset(stem for piece in pieces for stem in piece.headed)
    same = {one: _same(one, known) for one in asked}
    weights = {
        one: math.log(1 + len(pieces) / max(1, sum(held[stem] for stem in same[one]))) for one in asked
    }
    return weights, same


def _same(stem: str, known: frozenset[str]) -> frozenset[str]:
    """The words that are the same as one of the question: as it stands, by its parts, or but for a slip."""
    if stem in known:
        return frozenset((stem,))
    if len(stem) < _SHORT:
        return frozenset()
    parts = frozenset(one for one in known if _in_common(stem, one))
    if parts:
        return parts
    near = (
        (SequenceMatcher(None, stem, one, autojunk=False).ratio(), one)
        for one in known
        if abs(len(one) - len(stem)) <= 2
        and len(one) >= _SHORT
        and (one[0] == stem[0] or min(len(one), len(stem)) > _SHORT)
    )
    ratio, one = max(near, default=(0.0, ""))
    return frozenset((one,)) if ratio >= _TYPED else frozenset()


def _in_common(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) >= _SHORT and long.endswith(short) and len(long) - len(short) <= _PREFIX:
        return True
    if len(short) < _SHORT + 1:
        return False
    if short in long:
        return True
    begun = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return begun > _SHORT and begun >= _PART * len(short)
