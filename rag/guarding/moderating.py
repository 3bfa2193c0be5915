"""Scores texts by a policy: by words with what stands around them, and by likeness to its examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.protocols import Embedder
from rag.guarding.findings import Finding, Findings
from rag.guarding.policy import Category, Policy
from rag.language.languages import language_of
from rag.language.sentences import sentences

Floats = NDArray[np.float32]

_PIECE = 1000  # characters: about what an embedder reads at a time
_MOST_PIECES = 40
_BATCH = 64
_LIKEST = 3  # examples whose mean cosine counts
# What a word's weight, likeness to examples and to others count, and what a text with none of it has: log
# odds, as fitted to texts with labels (`bench moderation`).
_WORDS, _LIKE, _UNLIKE, _AT_FIRST = 0.9, 9.6, -2.4, -4.6
_MOST_WORDS, _MOST_TAKEN = 8.0, 4.0  # of words together
_TAKEN = 0.4  # what surroundings took speaks against likeness: who condemns a sentence says it again
_USUAL = 0.9  # what likeness counts for most texts, where it is not asked
_EXAMPLES = "en"  # the language of most examples: an embedder may find nothing of another like them
MARKED = 0.5  # the weight from which what was found is shown


@dataclass(frozen=True, slots=True)
class Moderated:
    """`categories` are chances by name; `spans` are the characters that speak for a flagged category.
    `alike`: flagged ones that no word tells, of which the sentence most like their examples is shown.
    """

    flagged: bool
    categories: Mapping[str, float]
    spans: tuple[tuple[int, int, str], ...]
    alike: frozenset[str] = frozenset()


class Moderator:
    """Judges texts by one policy. Not changed by use."""

    def __init__(self, policy: Policy, embedder: Embedder, cancel: CancelToken) -> None:
        """Embeds the policy's examples. Raises as `Embedder.embed` does."""
        self._policy = policy
        self._embedder = embedder
        self._findings = Findings(policy)
        self._examples = [
            (self._embedded(one.examples, cancel), self._embedded(one.others, cancel))
            for one in policy.categories
        ]

    def judge(
        self, texts: Sequence[str], cancel: CancelToken, known: Floats | None = None
    ) -> list[Moderated]:
        """What the policy has against each text, in order. `known`: their vectors, where there are any; then
        each is taken as one piece. Raises as `Embedder.embed` does.
        """
        if known is not None:
            rows = zip(texts, known, strict=True)
            return [self._judged(text, vector[np.newaxis], cancel) for text, vector in rows]
        pieces = [_pieces(text) for text in texts]
        vectors = self._embedded([piece for some in pieces for piece in some], cancel)
        borders = pairwise(accumulate((len(some) for some in pieces), initial=0))
        return [
            self._judged(text, vectors[start:end], cancel)
            for text, (start, end) in zip(texts, borders, strict=True)
        ]

    def _judged(self, text: str, vectors: Floats, cancel: CancelToken) -> Moderated:
        found = self._findings.of(text)
        least = -np.inf if language_of(text).code == _EXAMPLES else _USUAL
        scores = {
            category.name: _chance(found, category, vectors, *examples, least) if text.strip() else 0.0
            for category, examples in zip(self._policy.categories, self._examples, strict=True)
        }
        for category in self._policy.categories:
            for implied in category.implies:
                scores[implied] = max(scores[implied], scores[category.name])
        flagged = [one for one in self._policy.categories if scores[one.name] >= one.flag]
        spans = {
            (one.start, one.end, one.category)
            for one in found
            if one.weight >= MARKED and any(one.category == category.name for category in flagged)
        }
        marked = {category for _, _, category in spans}
        unmarked = [one for one in flagged if one.name not in marked]
        spans.update((*self._likest(text, one, cancel), one.name) for one in unmarked)
        alike = frozenset(one.name for one in unmarked)
        return Moderated(bool(flagged), scores, tuple(sorted(spans)), alike)

    def _likest(self, text: str, category: Category, cancel: CancelToken) -> tuple[int, int]:
        """The sentence that is most like what the category means, where no word says it."""
        spans = [(one.start, one.end) for one in sentences(text)[:_MOST_PIECES]]
        if len(spans) < 2:
            return spans[0] if spans else (0, len(text))
        examples = self._examples[self._policy.categories.index(category)][0]
        if not len(examples):
            return (0, len(text))
        alike = self._embedded([text[start:end] for start, end in spans], cancel) @ examples.T
        return spans[int(alike.max(axis=1).argmax())]

    def _embedded(self, texts: Sequence[str], cancel: CancelToken) -> Floats:
        batches = (texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH))
        none = np.zeros((0, self._embedder.dimension), np.float32)
        return np.concatenate([none, *(self._embedder.embed(batch, cancel) for batch in batches)])


def _chance(
    found: Sequence[Finding],
    category: Category,
    vectors: Floats,
    examples: Floats,
    others: Floats,
    least: float,
) -> float:
    """`least`: what likeness counts at least, where words tell something."""
    own = [one for one in found if one.category == category.name]
    likeness = _LIKE * _nearness(vectors, examples) + _UNLIKE * _nearness(vectors, others)
    return _chance_of(own, float(likeness.max(initial=least if own else -np.inf)))


def chance_by_words(own: Sequence[Finding]) -> float:
    """Of a category, by its findings alone: as if the text were as like its examples as most are."""
    return _chance_of(own, _USUAL)


def _chance_of(own: Sequence[Finding], likeness: float) -> float:
    words = min(sum(one.weight for one in own), _MOST_WORDS)
    taken = min(sum(one.taken for one in own), _MOST_TAKEN)
    odds = _WORDS * words - _TAKEN * taken + likeness + _AT_FIRST
    return float(1 / (1 + np.exp(-odds)))


def _nearness(vectors: Floats, examples: Floats) -> Floats:
    """Of each piece of a text to the examples that are most like it; 0 where there are none."""
    if not len(examples):
        return np.zeros(len(vectors), np.float32)
    nearest: Floats = np.sort(vectors @ examples.T, axis=1)[:, -_LIKEST:].mean(axis=1)
    return nearest


def _pieces(text: str) -> list[str]:
    starts = range(0, max(len(text), 1), _PIECE)
    return [text[start : start + _PIECE] for start in starts][:_MOST_PIECES]
