"""Reading strips: the recogniser's word for clear ones, several forms and a language for the others.

A doubtful line is read in each of its forms; each form's likeliest texts are scored by all forms together,
weighted by how sure each is, and by the language. Nothing is written that no form of the line has read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rag.scans.decoding import Chances, Letters, Weights, beam_search, best_path, likelihood
from rag.scans.language import Language
from rag.scans.routing import SURE
from rag.scans.strips import Gray, variants

_ACCEPTED = 0.93  # of the plain form: read no more
_SPREAD = 0.05  # of confidence, among the forms
_TEXTS = 6  # of each form
_SEARCH = Weights(0.5, 1.3)
_CHOICE = Weights(0.6, 1.5)
_OTHERS = 3


class Recogniser(Protocol):
    """What reads strips; see `engine.line_recogniser.LineRecogniser`."""

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

    @property
    def text(self) -> str:
        return self.letters.text


class LineReader:
    def __init__(self, recogniser: Recogniser, language: Language | None = None) -> None:
        """Without a `language`, English is loaded with the first doubtful line."""
        self._recogniser = recogniser
        self._spoken = language
        self._columns = {character: place for place, character in enumerate(recogniser.characters)}

    @property
    def _language(self) -> Language:
        if self._spoken is None:
            self._spoken = Language.of("en")
        return self._spoken

    def plain(self, strips: Sequence[Gray]) -> list[Reading]:
        """What the recogniser says at once."""
        paths = [best_path(one, self._recogniser.characters) for one in self._recogniser.read(strips)]
        return [Reading(path, path.confidence, path.confidence) for path in paths]

    def careful(self, strip: Gray, first: Reading) -> Reading:
        """A doubtful line in all its forms."""
        forms = self._recogniser.read([strip, *variants(strip)])
        paths = [best_path(one, self._recogniser.characters) for one in forms]
        sure = np.array([path.confidence for path in paths])
        best = int(sure.argmax())
        if sure[best] >= _ACCEPTED:
            return Reading(paths[best], float(sure[best]), first.plain)
        weights = np.exp((sure - sure.max()) / _SPREAD)
        weights /= weights.sum()
        texts: dict[str, float] = {}
        for form, weight in zip(forms, weights, strict=True):
            if weight < 0.02:
                continue
            for text, _ in beam_search(form, self._recogniser.characters, self._language, _SEARCH)[:_TEXTS]:
                texts.setdefault(text, 0.0)
        for text in texts:
            columns = [self._columns[character] for character in text]
            seen = sum(
                float(weight) * likelihood(form, columns)
                for form, weight in zip(forms, weights, strict=True)
                if weight >= 0.02
            )
            texts[text] = seen + _CHOICE.language * self._language.of_text(text) + _CHOICE.length * len(text)
        ranked = sorted(texts, key=lambda text: -texts[text])
        if not ranked:
            return first
        chosen = ranked[0]
        letters = aligned(forms[best], [self._columns[one] for one in chosen], chosen)
        return Reading(letters, letters.confidence, first.plain, tuple(ranked[1 : 1 + _OTHERS]))

    def read(self, strips: Sequence[Gray]) -> list[Reading]:
        """Each strip: at once where that is sure, else with care."""
        first = self.plain(strips)
        return [
            one if one.confidence >= SURE else self.careful(strip, one)
            for strip, one in zip(strips, first, strict=True)
        ]


def aligned(chances: Chances, columns: Sequence[int], text: str) -> Letters:
    """Where along the line each character of `text` stands, and its chance there (the Viterbi path)."""
    steps = len(chances)
    states = np.zeros(2 * len(columns) + 1, np.int64)
    states[1::2] = columns
    logs = np.log(np.maximum(chances, 1e-10)).astype(np.float64)
    skips = np.zeros(len(states), bool)
    skips[2:] = (states[2:] != 0) & (states[2:] != states[:-2])
    score = np.full(len(states), -1e30)
    score[: min(2, len(states))] = logs[0, states[: min(2, len(states))]]
    came = np.zeros((steps, len(states)), np.int8)
    for step in range(1, steps):
        choices = np.full((3, len(states)), -1e30)
        choices[0] = score
        choices[1, 1:] = score[:-1]
        choices[2, 2:] = np.where(skips[2:], score[:-2], -1e30)
        came[step] = choices.argmax(axis=0)
        score = choices.max(axis=0) + logs[step, states]
    state = len(states) - 1 if len(states) == 1 or score[-1] >= score[-2] else len(states) - 2
    best = np.zeros(len(columns))
    places = np.zeros(len(columns))
    for step in range(steps - 1, -1, -1):
        if state % 2:
            chance = float(chances[step, states[state]])
            if chance >= best[state // 2]:
                best[state // 2], places[state // 2] = chance, (step + 0.5) / steps
        state -= int(came[step, state])
    return Letters(text, tuple(best.tolist()), tuple(places.tolist()))
