"""Which part of the sources supports a sentence of an answer.

A small model invents citations, so none is believed: every sentence is compared with every window of one
to three sentences of the passages the model read. A window supports a sentence when it holds all its
quantities and names, most of its content words by weight, and does not deny what the sentence affirms.
Where words alone leave it open, the embedding of both decides. What is returned is exact: a span of the
document and its text.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from rag.grounding.citations import Places, Quote, sentence_cited
from rag.grounding.rendering import in_words_of, turned
from rag.grounding.rivals import changed_over, parts_of
from rag.grounding.told_rows import half_told
from rag.grounding.windows import Window, windows_of
from rag.language.concepts import foreign_to, spoken, units
from rag.language.denial import contradicts
from rag.language.languages import Language, language_of, languages, shared_pattern
from rag.language.likeness import Alike
from rag.language.quantities import Quantity, fresh_in, holds, quantities
from rag.language.sentences import LIST_MARK
from rag.language.words import content_stem, letters, names, plain, shortened_in, stems
from rag.types import Citation, Hit, Support

_ENOUGH = 0.6  # of the weight of a sentence's content words, found in the window
_OPEN = 0.4  # from here on the embedding may decide
_OWN = 0.25  # of that weight, at least, in the window itself and not in the headings above it
_ALIKE = 0.72  # likeness by meaning of a sentence and a window that say the same
_AGAIN = 0.93  # a second place is cited when it is nearly as good as the first
_FEW = 3  # content words; a shorter sentence is read together with its question

_HERE = r"(?:documents?|sources?|texts?|passages?|contexts?|excerpts?)"
_SILENT_IN_ENGLISH = (
    rf"\bnot (?:\w+ ){{0,3}}?(?:in|by|from) (?:your|the|these|any|this) (?:\w+ ){{0,2}}?{_HERE}\b"
    rf"|\b{_HERE}\b[^.]{{0,40}}?\b(?:do not|does not|did not|don't|doesn't|didn't|never) (?:\w+ ){{0,2}}?"
    r"(?:mention|specif|contain|provid|state|address|answer|includ|cover|discuss|say|give|indicat|defin|list|have)"
    r"|\b(?:do|does) not (?:explicitly |directly |specifically )?(?:specify|mention|state)\b"
    r"|\bthere is no (?:\w+ )?(?:information|mention|details?)\b"
    rf"|\bno (?:\w+ )?(?:information|mention|details?)\b[^.]* {_HERE}\b"
    r"|\b(?:cannot|can't|unable to|not possible to) (?:be )?(?:answer|determin)"
)
_EMPTY_IN_ENGLISH = r"hello|hi|sure|certainly|of course|thank|you're welcome|i hope"
_VERDICTS = frozenset(["yes", "no", "ja", "nein", "oui", "non", "sí", "sì", "sim", "não", "nee"])


@dataclass(frozen=True, slots=True)
class Grounding:
    support: Support
    citations: tuple[Citation, ...] = ()
    coverage: float = 0.0  # weight of the sentence's content words found in the best window, 0–1


@dataclass(frozen=True, slots=True)
class _Claim:
    text: str
    stems: frozenset[str]
    quantities: tuple[Quantity, ...]
    names: tuple[str, ...]


@dataclass(slots=True)
class _Match:
    window: Window
    coverage: float
    score: float = field(default=0.0)


def is_silent(text: str) -> bool:
    """Does this sentence say that the documents do not answer?"""
    return bool(_silent().search(text))


@cache
def _silent() -> re.Pattern[str]:
    patterns = [_SILENT_IN_ENGLISH, *(one.silent for one in languages())]
    return re.compile(shared_pattern(patterns), re.IGNORECASE)


@cache
def _empty() -> re.Pattern[str]:
    courtesies = shared_pattern([_EMPTY_IN_ENGLISH, *(one.empty for one in languages())])
    return re.compile(rf"^\W*(?:(?:{courtesies})\b[^.,;:]{{0,40}}|{'|'.join(_VERDICTS)})?\W*$", re.IGNORECASE)


class Grounder:
    """Grounds the sentences of one answer in the passages it was written from.

    `hits` are the passages, best first; `places` tells where a span stands; `alike` is asked only
    where words leave the question open.
    """

    def __init__(
        self,
        question: str,
        hits: Sequence[Hit],
        places: Places,
        alike: Alike | None = None,
    ) -> None:
        self._hits = tuple(hits)
        self._language = language_of(" ".join((*(plain(hit.text) for hit in hits), question)))
        self._question = plain(question)
        asked_in = spoken(question)
        written = foreign_to(" ".join(plain(hit.text) for hit in hits), asked_in)
        # None: the question is in the language of the passages, and so is what is said.
        self._asked_in = None if written is None else asked_in
        self._language = written or self._language
        self._asked = frozenset(stems(question, self._language))
        self._asked_letters = letters(question)
        self._speakers = " ".join(letters(voice.name) for hit in hits for voice in hit.voices)
        self._asked_quantities = frozenset(quantities(question, self._language))
        self._held = tuple(
            frozenset(quantities(plain(f"{hit.section}. {hit.text}"), self._language)) for hit in hits
        )
        self._places = places
        self._likeness = alike
        self._windows = tuple(
            window for rank, hit in enumerate(hits) for window in windows_of(rank, hit, self._language)
        )
        alone: list[list[Window]] = [[] for _ in hits]
        for window in self._windows:
            if window.size == 1:
                alone[window.rank].append(window)
        self._parts = [parts_of(some, self._language) for some in alone]
        self._alone = alone
        self._of_document: dict[int, list[Window]] = {}
        for hit, some in zip(hits, alone, strict=True):
            self._of_document.setdefault(hit.document_id, []).extend(some)
        singles = [window.stems for window in self._windows if window.size == 1]
        frequency = Counter(stem for found in singles for stem in found)
        self._weights = {stem: math.log(1 + len(singles) / count) for stem, count in frequency.items()}
        known = sorted(self._weights.values())
        self._unknown = known[len(known) // 2] if known else 1.0
        self._heaviest = known[-1] if known else 1.0

    def ground(self, sentence: str) -> Grounding:
        """The support of one sentence of the answer, with the places that bear it."""
        text = plain(_unmarked(sentence))
        if self._asked_in is not None and language_of(text) is not self._language:
            return self._ground_across(text, self._asked_in)
        if is_silent(text) or (_empty().match(text) and not _is_verdict(text)):
            return Grounding(Support.NEUTRAL)
        claim = self._claim(text)
        if not claim.stems and not claim.quantities:
            return Grounding(Support.NEUTRAL)
        if text.endswith(":") and not claim.quantities:
            return Grounding(Support.NEUTRAL)  # leads to a list; its items are judged one by one
        matches = sorted(self._matches(claim), key=lambda match: -match.score)
        if matches and matches[0].coverage >= _ENOUGH:
            return self._supported(claim, [matches[0], *self._second(matches)])
        pair = self._pair(claim)
        if pair:
            return self._supported(claim, pair)
        if matches and matches[0].coverage >= _OPEN and self._likeness is not None:
            alike = self._alike(claim, [match for match in matches[:6] if match.coverage >= _OPEN])
            if alike is not None:
                return self._supported(claim, [alike])
        return Grounding(Support.UNSUPPORTED, (), matches[0].coverage if matches else 0.0)

    # --- inside --------------------------------------------------------------------------------------------

    def _ground_across(self, text: str, said_in: Language) -> Grounding:
        """The support of a sentence in another language than the passages: numbers, names and what its words
        mean have to agree, and nothing may be turned. No embedding decides: it knows one language.
        """
        if is_silent(text) or (_empty().match(text) and not _is_verdict(text)):
            return Grounding(Support.NEUTRAL)
        short = len(units(text, said_in)) < _FEW
        best: tuple[_Claim, _Match] | None = None
        for window in self._windows:
            if turned(text, said_in, window.text, self._language):
                continue
            whole = f"{self._question} {text}" if short else text
            claim = self._claim(in_words_of(text, said_in, window.text, self._language))
            there = in_words_of(whole, said_in, window.text, self._language)
            claim = replace(claim, stems=frozenset(stems(there, self._language)))
            for match in self._matches(claim, (window,)):
                if match.coverage >= _ENOUGH and (best is None or match.score > best[1].score):
                    best = claim, match
        return Grounding(Support.UNSUPPORTED) if best is None else self._supported(best[0], [best[1]])

    def _claim(self, text: str) -> _Claim:
        """The claim of a sentence; a very short one ("72 hours.", "No.") is read with its question."""
        own = frozenset(stems(text, self._language))
        found = own
        if len(own) < _FEW:
            found = own | self._asked
        return _Claim(
            text, found, tuple(quantities(text, self._language)), tuple(names(text, self._language))
        )

    def _matches(self, claim: _Claim, windows: Sequence[Window] | None = None) -> Iterator[_Match]:
        total = sum(self._weight(stem) for stem in claim.stems)
        # A window that is admitted holds the claim's quantities: "20 000 000 EUR" says more than any word.
        figures = self._heaviest * len(fresh_in(claim.quantities, self._asked_quantities))
        for window in self._windows if windows is None else windows:
            own = sum(self._weight(stem) for stem in claim.stems & window.stems)
            covered = sum(self._weight(stem) for stem in claim.stems & window.headed)
            coverage = (covered + figures) / (total + figures) if total else 1.0
            if coverage < _OPEN or not own or own + figures < _OWN * (total + figures):
                continue
            if not self._admits(claim, window):
                continue
            yield _Match(window, coverage, self._score(window, coverage))

    def _admits(self, claim: _Claim, window: Window) -> bool:
        """Are all quantities and names of the claim in the window, and nothing of it denied?"""
        return (
            self._counted(claim, window)
            and not self._strange(claim, window)
            and not contradicts(claim.text, window.text, self._language)
            and not changed_over(
                claim.text, window.start, window.end, self._parts[window.rank], self._language
            )
            and not self._half_told(claim, window)
        )

    def _half_told(self, claim: _Claim, window: Window) -> bool:
        """Is it told of one row of a table, in words that are as true of another?"""
        if not claim.quantities:
            return False
        rows = [one for one in self._alone[window.rank] if window.start <= one.start < window.end]
        others = self._of_document[self._hits[window.rank].document_id]
        near = claim.stems | self._asked
        figures = self._asked_quantities.union(claim.quantities)
        return half_told(claim.quantities, near, figures, rows, others, self._language)

    def _counted(self, claim: _Claim, *windows: Window) -> bool:
        """Is every quantity of the claim found? One that only names something may stand elsewhere:
        "Article 33" in a heading, "SP 800-171" in the document's name or in the question.
        """
        found = frozenset[Quantity]().union(*(window.quantities for window in windows))
        places = frozenset[Quantity]().union(*(window.places for window in windows))
        named = frozenset[Quantity]().union(*(window.named for window in windows))
        return all(
            holds(quantity, found)
            or (quantity.place and holds(quantity, places | named | self._asked_quantities))
            or (not quantity.place and not quantity.unit and holds(quantity, named))
            or (not quantity.place and not quantity.unit and self._is_asked_of(quantity, windows))
            for quantity in claim.quantities
        )

    def _is_asked_of(self, quantity: Quantity, windows: Sequence[Window]) -> bool:
        """Whether a bare number is one of the question's that these windows may be about without saying it:
        where a passage has it, "Willow Bank 11", one without it is about another.
        """
        if not holds(quantity, self._asked_quantities):
            return False
        having = {rank for rank, held in enumerate(self._held) if holds(quantity, held)}
        return not having or any(window.rank in having for window in windows)

    def _strange(self, claim: _Claim, *windows: Window) -> bool:
        """Has the claim a name that neither these windows nor the question hold? The name of somebody who
        speaks has to be there: who is asked what one said is not to be told what another did.
        """
        known = "".join(window.letters for window in windows)
        strangers = [
            name
            for name in claim.names
            if (form := letters(name)) not in known
            and form.rstrip("s") not in known
            and (form not in self._asked_letters or form in self._speakers)
        ]
        return any(not any(shortened_in(name, window.text) for window in windows) for name in strangers)

    def _score(self, window: Window, coverage: float) -> float:
        """Coverage first; then what the question asks, the order of retrieval, and brevity."""
        asked = sum(self._weight(stem) for stem in self._asked)
        heard = sum(self._weight(stem) for stem in self._asked & window.stems) / asked if asked else 0.0
        return coverage + 0.2 * heard - 0.01 * window.rank - 0.04 * (window.size - 1)

    def _weight(self, stem: str) -> float:
        weight = self._weights.get(stem, self._unknown)
        return weight / 2 if stem in self._asked else weight

    def _second(self, matches: Sequence[_Match]) -> list[_Match]:
        """A place in another passage that says the same."""
        best = matches[0]
        for match in matches[1:]:
            if match.window.rank != best.window.rank and match.coverage >= _ENOUGH:
                same = match.score >= _AGAIN * best.score
                return [match] if same else []
        return []

    def _pair(self, claim: _Claim) -> list[_Match]:
        """Two windows of different passages that support the claim together: a sentence of two facts."""
        total = sum(self._weight(stem) for stem in claim.stems)
        if not total or len(claim.stems) < 2 * _FEW:
            return []
        parts = sorted(
            (
                _Match(window, sum(self._weight(stem) for stem in claim.stems & window.stems) / total)
                for window in self._windows
                if not contradicts(claim.text, window.text, self._language)
            ),
            key=lambda match: -match.coverage,
        )[:8]
        for at, one in enumerate(parts):
            for other in parts[at + 1 :]:
                together = claim.stems & (one.window.stems | other.window.stems)
                if (
                    other.window.rank != one.window.rank
                    and min(one.coverage, other.coverage) >= _OPEN / 2
                    and sum(self._weight(stem) for stem in together) / total >= _ENOUGH + 0.1
                    and self._counted(claim, one.window, other.window)
                    and not self._strange(claim, one.window, other.window)
                ):
                    return [one, other]
        return []

    def _alike(self, claim: _Claim, matches: Sequence[_Match]) -> _Match | None:
        if not matches or self._likeness is None:
            return None
        text = claim.text if len(claim.stems) >= _FEW else f"{self._question} {claim.text}"
        cosines = self._likeness(text, [match.window.text for match in matches])
        if cosines is None:
            return None
        best = int(np.argmax(cosines))
        return matches[best] if cosines[best] >= _ALIKE else None

    def _supported(self, claim: _Claim, matches: Sequence[_Match]) -> Grounding:
        citations = tuple(self._citation(claim, match.window) for match in matches)
        return Grounding(Support.SUPPORTED, citations, matches[0].coverage)

    def _citation(self, claim: _Claim, window: Window) -> Citation:
        quote = Quote(self._hits[window.rank], window.start, window.end)
        return sentence_cited(self._places, quote, _bearing(claim, quote, self._language))


def _bearing(claim: _Claim, quote: Quote, language: Language) -> int:
    """Where the words that bear a claim stand, as a place in the passage's text: that of the middle one."""
    figures = frozenset(_FIGURE.findall(claim.text))
    places = [
        found.start()
        for found in _WORD.finditer(quote.text)
        if content_stem(found.group(), language) in claim.stems or found.group() in figures
    ]
    return quote.start + (places[len(places) // 2] if places else 0)


_FIGURE = re.compile(r"\d[\d.,]*\d|\d")
_WORD = re.compile(rf"[^\W\d_]+|{_FIGURE.pattern}")
_EMPHASIS = re.compile(r"[*_`#]+")


def _unmarked(sentence: str) -> str:
    """Without the bullet or number of a list and marks of emphasis: they claim nothing."""
    return _EMPHASIS.sub("", LIST_MARK.sub("", sentence))


def _is_verdict(text: str) -> bool:
    return text.strip(" .!").lower() in _VERDICTS
