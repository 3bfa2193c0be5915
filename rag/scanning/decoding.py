"""From a recogniser's chances to text: the best path, and prefix beam search with a language.

Connectionist temporal classification (A. Graves et al., ICML 2006); beam search over prefixes with a
character model (A. Hannun et al., arXiv:1408.2873). Column 0 of the chances is the blank.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.scanning.spelling import Language

Chances = NDArray[np.float32]  # shape (steps, characters + 1)

_BEAM = 40
_LEAST = 2e-3  # chance of a character that is followed
_NEVER = -math.inf
_HARDLY = -1e30  # a log chance that adds nothing


@dataclass(frozen=True, slots=True)
class Weights:
    """How much the language counts beside the picture, and what a character is worth."""

    language: float = 0.35
    length: float = 0.9


@dataclass(frozen=True, slots=True)
class Letters:
    """What a path says: text, and the chance and the place (a fraction of the line) of each character."""

    text: str
    chances: tuple[float, ...]
    places: tuple[float, ...]

    @property
    def confidence(self) -> float:
        """Mean chance of the characters, 0 where there are none."""
        return sum(self.chances) / len(self.chances) if self.chances else 0.0


def best_path(chances: Chances, characters: Sequence[str]) -> Letters:
    """The likeliest character of each step, repetitions and blanks taken out."""
    likeliest = chances.argmax(axis=1)
    text: list[str] = []
    found: list[float] = []
    places: list[float] = []
    before = 0
    for step, column in enumerate(likeliest.tolist()):
        if column and column != before:
            text.append(characters[column])
            found.append(float(chances[step, column]))
            places.append((step + 0.5) / len(likeliest))
        elif column and found:
            found[-1] = max(found[-1], float(chances[step, column]))
        before = column
    return Letters("".join(text), tuple(found), tuple(places))


@dataclass(slots=True)
class _Prefix:
    """A text that may be what is written, after some steps."""

    blank: float  # log chance of all paths to it that end in a blank
    other: float  # and of those that end in its last character
    language: float
    word: str  # the word begun
    last: int  # column of its last character

    @property
    def path(self) -> float:
        return _add(self.blank, self.other)


def beam_search(
    chances: Chances, characters: Sequence[str], language: Language, weights: Weights = Weights()
) -> list[tuple[str, float]]:
    """The likeliest texts with their scores, best first."""
    beam: dict[str, _Prefix] = {"": _Prefix(0.0, _NEVER, 0.0, "", 0)}
    memo: dict[tuple[str, str], float] = {}
    logs = np.log(np.maximum(chances, 1e-10))
    for step in range(len(chances)):
        columns = np.flatnonzero(chances[step] >= _LEAST).tolist()
        row = logs[step]
        if columns == [0] or (len(columns) == 1 and chances[step, 0] > 0.999):
            for prefix in beam.values():
                prefix.blank, prefix.other = prefix.path + float(row[0]), _NEVER
            continue
        grown: dict[str, _Prefix] = {}
        for text, prefix in beam.items():
            path = prefix.path
            same = _at(grown, text, prefix)
            same.blank = _add(same.blank, path + float(row[0]))
            if prefix.last:
                same.other = _add(same.other, prefix.other + float(row[prefix.last]))
            for column in columns:
                if not column:
                    continue
                character = characters[column]
                if character == " " and text[-1:] in ("", " "):
                    continue
                reached = prefix.blank if column == prefix.last else path
                if reached == _NEVER:
                    continue
                longer = text + character
                following = grown.get(longer)
                if following is None:
                    key = (prefix.word, character)
                    cost = memo.get(key)
                    if cost is None:
                        cost = memo[key] = language.next(*key)
                    word = prefix.word + character if character.isalnum() else ""
                    following = _Prefix(_NEVER, _NEVER, prefix.language + cost, word, column)
                    grown[longer] = following
                following.other = _add(following.other, reached + float(row[column]))
        ranked = sorted(grown.items(), key=lambda held: -_score(held[0], held[1], weights))
        beam = dict(ranked[:_BEAM])
    ended = [
        (text.strip(), _score(text, prefix, weights) + weights.language * _ending(language, prefix.word))
        for text, prefix in beam.items()
    ]
    return sorted(ended, key=lambda held: -held[1])


def likelihoods(chances: Chances, texts: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """Log chance of each text, given as columns, over all its paths (the forward algorithm).

    Returns shape (len(texts),). The texts go side by side: a line has as many as sixty.
    """
    lattices = [_lattice(columns) for columns in texts]
    size = max((len(states) for states, _ in lattices), default=0)
    states = np.zeros((len(texts), size), np.int64)
    skips = np.zeros((len(texts), size), bool)
    for row, (own, skipped) in enumerate(lattices):
        states[row, : len(own)], skips[row, : len(own)] = own, skipped
    logs = _logs(chances)
    forward = np.full((len(texts), size + 2), _HARDLY)  # two columns in front, from which nothing comes
    forward[:, 2] = logs[0, 0]
    forward[:, 3:4] = logs[0, states[:, 1:2]]
    for row in logs[1:]:
        stayed, moved = forward[:, 2:], forward[:, 1:-1]
        jumped = np.where(skips, forward[:, :-2], _HARDLY)
        forward[:, 2:] = np.logaddexp(np.logaddexp(stayed, moved), jumped) + row[states]
    # The end of a text is its last character or the blank behind it; what is right of it does not count.
    rows, ends = np.arange(len(texts)), np.array([len(own) for own, _ in lattices], np.int64) + 1
    before = np.where(ends > 2, forward[rows, ends - 1], _HARDLY)
    return np.asarray(np.logaddexp(forward[rows, ends], before), np.float64)


def aligned(chances: Chances, columns: Sequence[int], text: str) -> Letters:
    """Where along the line each character of `text` stands, and its chance there (the Viterbi path)."""
    steps, logs = len(chances), _logs(chances)
    states, skips = _lattice(columns)
    score = np.full(len(states), _HARDLY)
    score[: min(2, len(states))] = logs[0, states[: min(2, len(states))]]
    came = np.zeros((steps, len(states)), np.int8)
    for step in range(1, steps):
        choices = np.full((3, len(states)), _HARDLY)
        choices[0] = score
        choices[1, 1:] = score[:-1]
        choices[2, 2:] = np.where(skips[2:], score[:-2], _HARDLY)
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


def _logs(chances: Chances) -> NDArray[np.float64]:
    return np.log(np.maximum(chances, 1e-10)).astype(np.float64)


def _lattice(columns: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The columns with a blank around each, and which of them a path may reach past the blank before it."""
    states = np.zeros(2 * len(columns) + 1, np.int64)
    states[1::2] = columns
    skips = np.zeros(len(states), bool)
    skips[2:] = (states[2:] != 0) & (states[2:] != states[:-2])
    return states, skips


def _at(grown: dict[str, _Prefix], text: str, prefix: _Prefix) -> _Prefix:
    found = grown.get(text)
    if found is None:
        found = grown[text] = _Prefix(_NEVER, _NEVER, prefix.language, prefix.word, prefix.last)
    return found


def _score(text: str, prefix: _Prefix, weights: Weights) -> float:
    return prefix.path + weights.language * prefix.language + weights.length * len(text)


def _ending(language: Language, word: str) -> float:
    return language.next(word, " ") if word else 0.0


def _add(one: float, other: float) -> float:
    """Log of the sum of two chances given as logs."""
    if one == _NEVER:
        return other
    if other == _NEVER:
        return one
    high, low = (one, other) if one > other else (other, one)
    return high + math.log1p(math.exp(low - high))
