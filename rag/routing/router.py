"""Learns labels from their examples, names and descriptions, and puts texts under them or under none.

A label's score is the sum of what kernel ridge regression says, the cosine with the middle of its examples,
and a share of the cosine with its name and description. What a text must reach, and how scores become
chances, is set on the examples themselves: each is scored as if it and those most like it had never been seen
(examples are more alike than the texts that come later), and once more as if its label were not there, which
is a text that none fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.protocols import Embedder
from rag.routing.kernel import Floats, KernelRidge
from rag.routing.types import Label, Routed
from rag.routing.vectors import Progress, TextVectors, unheard, unit

_MOST = 4000  # examples that are learnt from, as many of each label; the time grows with the third power
_NAME = 0.4  # the share of the cosine with the name
_ENOUGH = 3  # examples of a label; with fewer its name is one more
_BLOCK = 5  # examples that are left out together, at most a quarter of a label's
_REFUSED = 0.07  # of the examples, scored as unseen, that fall under the threshold
_FEWEST = 8  # examples scored as unseen, before they set anything
_THRESHOLD, _TEMPERATURE = 0.7, 0.15  # where too few are there
_NAMES_TEMPERATURE = 0.05  # where nothing but names is there
_NONE_WEIGHT = 0.1  # of an example whose label is not there, beside one whose label is
_TEMPERATURES = tuple(0.02 * 1.25**step for step in range(20))


class Router:
    """What was learnt of labels. Not changed by use."""

    def __init__(
        self,
        names: Sequence[str],
        scorer: _Scorer,
        vectors: TextVectors,
        threshold: float,
        temperature: float,
        examples: Sequence[str] = (),
    ) -> None:
        """`examples` are the texts that a learnt scorer was given, in its order."""
        self._examples = tuple(examples)
        self._names = tuple(names)
        self._scorer = scorer
        self._vectors = vectors
        self.threshold = threshold
        """The score a text must reach; minus infinity where one label always is taken."""
        self.temperature = temperature

    @classmethod
    def learn(
        cls,
        labels: Sequence[Label],
        embedder: Embedder,
        cancel: CancelToken,
        *,
        rejects: bool,
        progress: Progress = unheard,
    ) -> Router:
        """Learn from one label or more. With `rejects`, a text may fit none.

        A label without examples is known by its name and description alone; with few, these are
        one more. Raises as the embedder does.
        """
        told = [label.told for label in labels]
        examples = _chosen(labels)
        bare = not any(examples)
        texts = [text for some in examples for text in some]
        vectors = TextVectors(embedder, texts or told)
        if bare:
            scorer = _Scorer(vectors.of(told, cancel, progress))
            threshold, temperature = vectors.unrelated, _NAMES_TEMPERATURE
        else:
            filled = [
                some if len(some) >= _ENOUGH else [*some, name]
                for some, name in zip(examples, told, strict=True)
            ]
            classes = np.repeat(np.arange(len(labels)), [len(some) for some in filled])
            made = vectors.of([*told, *(text for some in filled for text in some)], cancel, progress)
            scorer = _Learnt.of(made[: len(told)], made[len(told) :], classes)
            threshold, temperature = _set(scorer)
        if not rejects:
            threshold = -np.inf
        learnt = [] if bare else [text for some in filled for text in some]
        names = [label.name for label in labels]
        return cls(names, scorer, vectors, float(threshold), temperature, learnt)

    def route(self, texts: Sequence[str], cancel: CancelToken, progress: Progress = unheard) -> list[Routed]:
        """What becomes of each text, in order. An empty one fits none, where that is allowed."""
        vectors = self._vectors.of(texts, cancel, progress)
        chances = _chances(self._scorer.scores(vectors), self.threshold, self.temperature)
        found = [self._routed(text, row) for text, row in zip(texts, chances, strict=True)]
        return [self._with_nearest(one, vector) for one, vector in zip(found, vectors, strict=True)]

    def _with_nearest(self, routed: Routed, vector: Floats) -> Routed:
        """With the example that the text is most like."""
        if not isinstance(self._scorer, _Learnt) or not self._examples:
            return routed
        cosines = self._scorer.vectors @ vector
        place = int(cosines.argmax())
        label = self._names[int(self._scorer.classes[place])]
        return replace(routed, like=self._examples[place], like_label=label, likeness=float(cosines[place]))

    def _routed(self, text: str, chances: NDArray[np.float64]) -> Routed:
        if not text.strip() and np.isfinite(self.threshold):
            return Routed(None, 1.0, dict.fromkeys(self._names, 0.0))
        best = int(chances.argmax())
        scores = {name: float(chance) for name, chance in zip(self._names, chances, strict=False)}
        return Routed(None if best == len(self._names) else self._names[best], float(chances[best]), scores)


@dataclass(frozen=True, slots=True)
class _Scorer:
    """By the names alone."""

    names: Floats

    def scores(self, vectors: Floats) -> Floats:
        scores: Floats = vectors @ self.names.T
        return scores


@dataclass(frozen=True, slots=True)
class _Learnt(_Scorer):
    vectors: Floats
    classes: NDArray[np.int64]
    ridge: KernelRidge
    sums: Floats  # of the examples' vectors, by class

    @classmethod
    def of(cls, names: Floats, vectors: Floats, classes: NDArray[np.int64]) -> _Learnt:
        targets = np.eye(len(names), dtype=np.float32)[classes]
        return cls(names, vectors, classes, KernelRidge.fit(vectors, targets), targets.T @ vectors)

    def scores(self, vectors: Floats) -> Floats:
        return self.ridge.scores(vectors @ self.vectors.T) + self._besides(vectors)

    def unseen(self) -> tuple[Floats, NDArray[np.int64]]:
        """Scores of examples as if they and the nearest of their label had not been seen; and their classes.
        Those that are alone under their label are left out.
        """
        cosines = self.vectors @ self.vectors.T
        blocks: list[list[int]] = []
        for own in range(len(self.names)):
            places = np.flatnonzero(self.classes == own)
            size = min(max(len(places) // 4, 1), _BLOCK)
            if len(places) > 1:
                for place in places:
                    near = places[np.argsort(-cosines[place, places], kind="stable")]
                    blocks.append([int(place), *(int(one) for one in near if one != place)][:size])
        blocks.sort(key=len)
        scores = [np.zeros((0, len(self.names)), np.float32)]
        for _, some in groupby(blocks, len):
            scores.append(self._without(np.array(list(some))))
        return np.concatenate(scores), self.classes[[block[0] for block in blocks]]

    def strangers(self) -> Floats:
        """Scores of the examples as if their own label were not there, which has none itself."""
        scores = self._besides(self.vectors)
        for own in range(len(self.names)):
            places = np.flatnonzero(self.classes == own)
            scores[places] += self.ridge.without_all(places)
            scores[places, own] = -np.inf
        return scores

    def _without(self, blocks: NDArray[np.int64]) -> Floats:
        first = blocks[:, 0]
        own = self.classes[first]
        scores = self.ridge.without(blocks) + self._besides(self.vectors[first])
        middle = unit(self.sums[own] - self.vectors[blocks].sum(axis=1)) - unit(self.sums[own])
        scores[np.arange(len(first)), own] += (self.vectors[first] * middle).sum(axis=1)
        return scores

    def _besides(self, vectors: Floats) -> Floats:
        besides: Floats = vectors @ (unit(self.sums) + _NAME * self.names).T
        return besides


def _set(learnt: _Learnt) -> tuple[float, float]:
    """Threshold and temperature."""
    unseen, classes = learnt.unseen()
    if len(unseen) < _FEWEST:
        return _THRESHOLD, _TEMPERATURE
    threshold = float(np.quantile(unseen.max(axis=1), _REFUSED))
    strangers = learnt.strangers() if len(learnt.names) > 1 else np.zeros((0, 1), np.float32)

    def surprise(temperature: float) -> float:
        members = _chances(unseen, threshold, temperature)[np.arange(len(unseen)), classes]
        others = _chances(strangers, threshold, temperature)[:, -1]
        return float(-np.log(members + 1e-9).sum() - _NONE_WEIGHT * np.log(others + 1e-9).sum())

    return threshold, min(_TEMPERATURES, key=surprise)


def _chances(scores: Floats, threshold: float, temperature: float) -> NDArray[np.float64]:
    """Chances of the labels, and last that none fits: it scores what a text must reach."""
    none = np.full((len(scores), 1), threshold)
    heights = np.concatenate([scores, none], axis=1, dtype=np.float64) / temperature
    grown = np.exp(heights - heights.max(axis=1, keepdims=True))
    chances: NDArray[np.float64] = grown / grown.sum(axis=1, keepdims=True)
    return chances


def _chosen(labels: Sequence[Label]) -> list[list[str]]:
    """The examples learnt from: all, or as many of each label, evenly over its list."""
    given = [[text for text in label.examples if text.strip()] for label in labels]
    share = max(len(some) for some in given)
    while share > 1 and sum(min(len(some), share) for some in given) > _MOST:
        share -= 1
    return [
        some if len(some) <= share else [some[place * len(some) // share] for place in range(share)]
        for some in given
    ]
