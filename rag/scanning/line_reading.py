"""Reading strips: the recogniser's word for clear ones, several forms and a language for the others.

A doubtful line is read in each of its forms; each form's likeliest texts are scored by all forms together,
as a mixture in which surer forms weigh more, and by the language. Nothing is written that no form of the line
has read.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rag.layout.trust import SURE
from rag.scanning.decoding import Chances, Letters, Weights, aligned, beam_search, best_path, likelihoods
from rag.scanning.rescoring import ODDS
from rag.scanning.spelling import Language, language_of, spoken
from rag.scanning.strips import Gray, variants
from rag.types import LineKind

# Plain confidence of a line by hand that stands as it was read. What a hand is read as at 0.90 to 0.97 is
# often another word: to take it so cost the five clear hands of ten a fifth to three fifths of their errors.
_CLEAR_HAND = 0.97
_ACCEPTED = 0.93  # of one form of a doubtful line of type: no others are looked at
_SPREAD = 0.1  # of confidence, among the forms
_TEXTS = 12  # of each form
_LEAST_WEIGHT = 0.02  # of all forms' together: what counts less is not asked
# In the search for texts, and in the choice among them. A hand is read with much help of the language; faint
# type has names and numbers that no language knows.
_BY_HAND = (Weights(0.5, 2.0), Weights(0.8, 3.5))
_BY_MACHINE = (Weights(0.25, 1.0), Weights(0.3, 1.5))
# Confidence of the surest form of a line by hand at which the language counts as much as for a hand, and as
# little as for type: it would make words of figures and names that are clearly written. Ten writers, each
# left out while bounds and weights were chosen on the others: CER 0.139; with these for all, 0.141.
_HELPED, _SELF = 0.75, 0.95
_TOUCH = Weights(0.25, 0.6)  # for a line that is sure but for a word
_NAME = re.compile(r"\b[^\W\d_]{4,}\b")
_RECURS = 2  # times: a word seen once may be misread
_WORD = re.compile(r"\w*[^\W\d_]\w*")
# Typewriters had no key for the figure one: the small letter stands for it.
_ONE = re.compile(r"(?<=\d)[lI](?=\d|st\b|th\b|\b)|\b[lI](?=\d|st\b)")
_OTHERS = 5
_SHORT = 3  # letters: such words are not looked up


class Recogniser(Protocol):
    """What reads strips; see `engine.ocr.line_recogniser.LineRecogniser`."""

    @property
    def characters(self) -> tuple[str, ...]: ...

    def read(self, strips: Sequence[Gray]) -> list[Chances]:
        """The chances of characters along each strip, in the order given."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as it was read: each character with its chance and place (a fraction of the line's width)."""

    letters: Letters
    confidence: float
    plain: float  # confidence of the plain form, before any help
    others: tuple[str, ...] = ()  # next likeliest texts
    odds: tuple[float, ...] = ()  # of these, to be added to what a language model makes of them
    chances: Chances | None = None  # of the form it was read in

    @property
    def text(self) -> str:
        return self.letters.text


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a text fits a line: the log chance of it in the picture, and in the language."""

    text: str
    seen: float
    spoken: float

    def score(self, weights: Weights) -> float:
        return self.seen + weights.language * self.spoken + weights.length * len(self.text)


class LineReader:
    """Reads lines of one page after the other, each in the language that the page's clear lines are in."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser
        self._code = "en"
        self._is_known = False
        self._seen: Counter[str] = Counter()  # words of the document's clear lines
        self._columns = {character: place for place, character in enumerate(recogniser.characters)}

    def plain(self, strips: Sequence[Gray]) -> list[Reading]:
        """What the recogniser says at once."""
        found = []
        for chances in self._recogniser.read(strips):
            path = best_path(chances, self._recogniser.characters)
            found.append(Reading(path, path.confidence, path.confidence, chances=chances))
        return found

    def finished(
        self,
        strips: Sequence[Gray],
        first: Sequence[Reading],
        kinds: Sequence[LineKind],
        looks: Sequence[Sequence[Gray]] = (),
    ) -> list[Reading]:
        """Each line as it is to stand: what `plain` said, with the help that it needs.

        `looks`: other pictures of each line, cut otherwise but from the same left to the same right.
        """
        self._is_known = self._hear(first)
        self._learn(first)
        found = [
            reading if _is_clear(reading, kind) else self._careful([strip, *more], reading, kind)
            for strip, reading, kind, more in zip(
                strips, first, kinds, looks or [()] * len(strips), strict=True
            )
        ]
        self._is_known = self._is_known or self._hear(found)
        return [
            one if kind is LineKind.HANDWRITTEN and not _is_clear(one, kind) else self._touched(one)
            for one, kind in zip(found, kinds, strict=True)
        ]

    def _hear(self, readings: Sequence[Reading]) -> bool:
        """Take up the language of the clear lines; whether there is one."""
        heard = spoken(one.text for one in readings if one.confidence >= SURE)
        self._code = heard or self._code
        return heard is not None

    def _learn(self, readings: Sequence[Reading]) -> None:
        """Take up the names that clear lines of the document use again and again."""
        for reading in readings:
            if reading.confidence < SURE:
                continue
            for word in _NAME.findall(reading.text):
                self._seen[word] += 1
                if self._seen[word] >= _RECURS:
                    self._language.learn(word)

    @property
    def _language(self) -> Language:
        return language_of(self._code)

    def _touched(self, reading: Reading) -> Reading:
        """A sure line; where it has a word that no dictionary has, with what the language makes of it."""
        words = _WORD.findall(reading.text)
        if not self._is_known or reading.chances is None or reading.confidence < SURE:
            return reading
        if all(len(word) < _SHORT or self._language.knows(word) for word in words):
            return reading
        text = beam_search(reading.chances, self._recogniser.characters, self._language, _TOUCH)[0][0]
        text = _ONE.sub("1", text)
        if text == reading.text:
            return reading
        letters = aligned(reading.chances, [self._columns[one] for one in text], text)
        return Reading(letters, letters.confidence, reading.plain, (reading.text, *reading.others))

    def _careful(self, strips: Sequence[Gray], first: Reading, kind: LineKind) -> Reading:
        """A doubtful line in all its forms; `strips` are pictures of it."""
        search, _ = _BY_HAND if kind is LineKind.HANDWRITTEN else _BY_MACHINE
        forms = self._recogniser.read([form for strip in strips for form in (strip, *variants(strip))])
        paths = [best_path(one, self._recogniser.characters) for one in forms]
        sure = np.array([path.confidence for path in paths])
        best = int(sure.argmax())
        if kind is not LineKind.HANDWRITTEN and sure[best] >= _ACCEPTED:
            return Reading(paths[best], float(sure[best]), first.plain, chances=forms[best])
        weights = np.exp((sure - sure.max()) / _SPREAD)
        weights /= weights.sum()
        asked = [
            (form, weight)
            for form, weight in zip(forms, weights.tolist(), strict=True)
            if weight >= _LEAST_WEIGHT
        ]
        texts = dict.fromkeys(" ".join(path.text.split()) for path in paths)
        for form, _ in asked:
            found = beam_search(form, self._recogniser.characters, self._language, search)
            texts.update(dict.fromkeys(text for text, _ in found[:_TEXTS]))
        choice = _choice(kind, float(sure[best]))
        fits = sorted(self._fits(list(texts), asked), key=lambda fit: -fit.score(choice))
        chosen, *others = fits[: 1 + _OTHERS]
        letters = aligned(forms[best], [self._columns[one] for one in chosen.text], chosen.text)
        return Reading(
            letters,
            letters.confidence,
            first.plain,
            tuple(one.text for one in others),
            tuple(one.score(ODDS) - chosen.score(ODDS) for one in others),
            forms[best],
        )

    def _fits(self, texts: Sequence[str], forms: Sequence[tuple[Chances, float]]) -> list[_Fit]:
        """How well texts fit the forms of a line, each with its weight."""
        columns = [[self._columns[character] for character in text] for text in texts]
        seen = np.logaddexp.reduce(
            [likelihoods(form, columns) + math.log(weight) for form, weight in forms], axis=0
        )
        return [
            _Fit(text, float(one), self._language.of_text(text))
            for text, one in zip(texts, seen, strict=True)
        ]


def _is_clear(reading: Reading, kind: LineKind) -> bool:
    """Whether a line stands as it was read at once."""
    return reading.plain >= (_CLEAR_HAND if kind is LineKind.HANDWRITTEN else SURE)


def _choice(kind: LineKind, sure: float) -> Weights:
    """What language and length count in the choice among texts of a line whose surest form is so sure."""
    hand, machine = _BY_HAND[1], _BY_MACHINE[1]
    if kind is not LineKind.HANDWRITTEN:
        return machine
    share = min(max((sure - _HELPED) / (_SELF - _HELPED), 0.0), 1.0)
    return Weights(
        hand.language + share * (machine.language - hand.language),
        hand.length + share * (machine.length - hand.length),
    )
