"""How likely a model holds given texts to be: nothing is drawn, what stands there is scored.

What the texts have before them in common is in the cache once; each goes on from it in a sequence of its own,
several of them in one batch, for a decode reads all weights whether it is given one token or fifty. Texts
that begin alike, as several readings of one line do, are decoded once as far as they do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import Cancelled, ContextFull, ModelError
from engine.llama.cache import PromptCache, common
from engine.llama.native import Library
from engine.llama.template import Piece
from engine.llama.vocabulary import Vocabulary

# Tokens scored by one decode; the logits of each are as many numbers as the vocabulary has tokens. From 64 on
# llama.cpp's attention rounds differently, and a text's score would change with what is scored beside it.
ROWS = 48


@dataclass(frozen=True, slots=True)
class Given:
    """A text to be scored: its place among those asked about, and the tokens of what is before it and of
    itself, of which those from `first` on are scored. Something is before the first.
    """

    place: int
    tokens: Sequence[int]
    first: int


@dataclass(frozen=True, slots=True)
class Row:
    """A token to be decoded, how many of its texts' tokens are before it, and which texts these are."""

    token: int
    depth: int
    texts: list[int]


class Likelihood:
    """Scores texts in as few decodes as the context and its sequences take."""

    def __init__(
        self, lib: Library, vocabulary: Vocabulary, context: Any, cache: PromptCache, rows: int = ROWS
    ) -> None:
        """`rows` is how many tokens of one decode the context keeps logits of."""
        self._api = lib.api
        self._vocabulary = vocabulary
        self._context = context
        self._cache = cache
        self._rows = rows

    def score(self, before: str, texts: Sequence[str], cancel: CancelToken) -> Iterator[tuple[int, float]]:
        """Yield each text's place and the log of its chance: see `engine.protocols.LikelihoodScorer`.

        Afterwards the cache holds what the texts had before them in common.
        """
        given = [self._given(before, text, place) for place, text in enumerate(texts)]
        yield from ((one.place, 0.0) for one in given if one.first == len(one.tokens))
        scored = [one for one in given if one.first < len(one.tokens)]
        if not scored:
            return
        scored = fitted(scored, self._cache.length, len(self._vocabulary.prompt(())))
        base = shared(scored)
        for group in grouped(scored, base, self._cache.length, self._cache.sequences):
            try:
                sums = self._sums(group, base, cancel)
            finally:
                self._cache.keep(base)
            yield from zip((one.place for one in group), sums, strict=True)

    def _given(self, before: str, text: str, place: int) -> Given:
        alone = self._vocabulary.prompt((Piece(before, trusted=False),))
        tokens = self._vocabulary.prompt((Piece(before + text, trusted=False),))
        first = common(alone, tokens)
        if first == 0:  # the first token, too, must follow something
            return Given(place, [self._vocabulary.start, *tokens], 1)
        return Given(place, tokens, first)

    def _sums(self, group: Sequence[Given], base: int, cancel: CancelToken) -> list[float]:
        """Of each text of a group."""
        rows = joined([one.tokens[base:-1] for one in group])  # nothing is asked of what the last token says
        cached = self._cache.reuse(group[0].tokens[: base + 1], len(rows))
        if not self._cache.prefill(0, group[0].tokens[cached:base], cancel):
            raise Cancelled
        self._cache.share(len(group))
        sums = [0.0] * len(group)
        for start in range(0, len(rows), self._rows):
            part = rows[start : start + self._rows]
            if cancel.cancelled or not self._cache.grow([(row.texts, row.token) for row in part]):
                raise Cancelled
            for at, row in enumerate(part):
                following = base + row.depth + 1
                for text in row.texts:
                    if following >= group[text].first:
                        sums[text] += log_chance(self._logits(at), group[text].tokens[following])
        if not all(map(math.isfinite, sums)):
            raise ModelError(detail="logits that are no numbers")
        return sums

    def _logits(self, row: int) -> NDArray[np.float32]:
        """Those of a row of the last decode, where llama.cpp keeps them until the next."""
        pointer = self._api.llama_get_logits_ith(self._context, row)
        if not pointer:
            raise ModelError(detail=f"no logits of row {row}")
        return np.ctypeslib.as_array(pointer, (self._vocabulary.size,))


def log_chance(logits: NDArray[np.float32], token: int) -> float:
    """Natural log of the chance a row of logits gives a token (log-softmax in double precision)."""
    exact = logits.astype(np.float64)
    exact -= exact.max()
    return float(exact[token] - np.log(np.exp(exact).sum()))


def fitted(given: Sequence[Given], length: int, kept: int) -> list[Given]:
    """The same with so much taken from the beginning of what is before that the longest fits `length`.

    The first `kept` tokens, such as one that begins every text, stay. Raises `ContextFull` when a text does
    not fit with one token before it.
    """
    longest = max(len(one.tokens) for one in given)
    over = max(0, longest - 1 - length)  # the last token is never decoded
    spare = min(one.first for one in given) - 1
    if over > spare:
        raise ContextFull(prompt_tokens=longest - spare, context_length=length)
    return [
        Given(one.place, [*one.tokens[:kept], *one.tokens[kept + over :]], one.first - over) if over else one
        for one in given
    ]


def shared(given: Sequence[Given]) -> int:
    """Tokens all begin with, short of the one before the first that is scored: its logits are needed."""
    alike = min(common(given[0].tokens, one.tokens) for one in given)
    return min(alike, min(one.first for one in given) - 1)


def grouped(given: Sequence[Given], base: int, length: int, most: int) -> list[list[Given]]:
    """Neighbours that fit a context of `length` tokens together, at most `most` of them, in order."""
    groups: list[list[Given]] = []
    room = 0
    for one in given:
        own = len(one.tokens) - 1 - base
        if not groups or len(groups[-1]) == most or own > room:
            groups.append([])
            room = length - base
        groups[-1].append(one)
        room -= own
    return groups


def joined(texts: Sequence[Sequence[int]]) -> list[Row]:
    """The tokens of several texts, joined as far as texts begin alike; none comes before one it follows."""
    rows: list[Row] = []
    known: dict[tuple[int, int], int] = {}
    for text, tokens in enumerate(texts):
        last = -1
        for depth, token in enumerate(tokens):
            step = (last, token)
            if step not in known:
                known[step] = len(rows)
                rows.append(Row(token, depth, []))
            last = known[step]
            rows[last].texts.append(text)
    return rows
