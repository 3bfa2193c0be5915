"""Which functions a request could mean: by meaning, by the words they share, and by the values it holds.

A small model calls something whatever it is asked. So what a request is not about, or holds too little for,
is told before the model is asked. The marks are a logistic regression over requests of the leaderboard of
function calls (BFCL), a third of them with a function that does not fit; see `bench calls`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.cancel import CancelToken
from engine.protocols import Embedder
from rag.calling.asked import SAID_OF_ALL, Asked
from rag.calling.tools import Tool, spaced
from rag.language.likeness import alike
from rag.language.quantities import quantities
from rag.language.word_lists import common_words

_WORD = re.compile(r"[^\W_]+")
_RARE = 1e-6  # how often a word is used that the list of common words lacks
_LIGHTEST = 0.5
_NOTHING_SAID = 0.3  # the share of no words at all
_UNTOLD = 0.45  # likeness where meaning is not told; about the middle
_LEAST = 0.2  # nine of ten requests that a function fits are above, four of five others below
_BEHIND = 2.5  # a function so much less likely than the best is not asked for


@dataclass(frozen=True, slots=True)
class Marks:
    """What is weighed of a function, before the weights."""

    likeness: float  # cosine with what it does and takes
    name: float  # share of its name's words that the request has, rare words counting more
    purpose: float  # the same of its description
    request: float  # share of the request's words that it has, names left out
    numbers_lacking: int  # that it needs and the request does not have
    values_lacking: int

    @property
    def score(self) -> float:
        """Above nought, it rather fits."""
        return (
            2.2 * self.likeness
            + 1.56 * self.name
            + 1.26 * self.purpose
            + 1.88 * self.request
            - 2.18 * self.numbers_lacking
            - 0.75 * self.values_lacking
            - 0.81
        )


@dataclass(frozen=True, slots=True)
class Fit:
    tool: Tool
    score: float


def fits(embedder: Embedder, asked: Asked, tools: Sequence[Tool], cancel: CancelToken) -> list[Fit]:
    """The functions that may be meant, the likeliest first. Raises as an embedder does."""
    marks, told = marks_of(embedder, asked, tools, cancel)
    found = [Fit(tool, one.score) for tool, one in zip(tools, marks, strict=True)]
    found.sort(key=lambda one: -one.score)
    if not found or (told and found[0].score < _LEAST):
        return []
    return [one for one in found if one.score > found[0].score - _BEHIND]


def marks_of(
    embedder: Embedder, asked: Asked, tools: Sequence[Tool], cancel: CancelToken
) -> tuple[list[Marks], bool]:
    """The marks of each function, and whether they tell anything: another language has other words."""
    likeness = alike(embedder, asked.text, [_whole(one) for one in tools], cancel)
    near = [_UNTOLD] * len(tools) if likeness is None else [float(one) for one in likeness]
    return [_marks(one, value, asked) for one, value in zip(tools, near, strict=True)], likeness is not None


def _marks(tool: Tool, likeness: float, asked: Asked) -> Marks:
    request = _weights(asked.text, asked)
    name, purpose = _weights(spaced(tool.name), asked), _weights(tool.description, asked)
    named = {stem for one in asked.named() for stem in asked.stems_of(one.text)}
    about = {stem: weight for stem, weight in request.items() if stem not in named}
    said = {one.value for one in quantities(asked.text, asked.language)} | {one.text for one in asked.figures}
    numbers = sum(tool.properties.get(one, {}).get("type") in ("integer", "number") for one in tool.required)
    values = len(said) + len(asked.named())
    return Marks(
        likeness,
        _share(name, request),
        _share(purpose, request),
        _share(about, {**name, **purpose, **_weights(_taken(tool), asked)}),
        max(0, min(2, numbers - len(said))),
        max(0, min(3, len(tool.required) - values)),
    )


def _whole(tool: Tool) -> str:
    return f"{spaced(tool.name)}. {tool.description} {_taken(tool, choices=False)}"


def _taken(tool: Tool, *, choices: bool = True) -> str:
    """What a function takes, in words."""
    parts: list[str] = []
    for name, about in tool.properties.items():
        parts += [spaced(name), str(about.get("description", ""))]
        parts += map(str, about.get("enum", ()) if choices else ())
    return " ".join(parts)


def _weights(text: str, asked: Asked) -> dict[str, float]:
    """The stems of a text's words, each with how much it tells: the rarer, the more."""
    found = {}
    for word in _WORD.findall(text.lower()):
        if word not in asked.language.stop and word not in SAID_OF_ALL and not word.isdigit():
            used = common_words(asked.language.code).get(word, _RARE)
            found[asked.stem(word)] = max(_LIGHTEST, -1 - math.log10(used))
    return found


def _share(of: Mapping[str, float], held: Iterable[str]) -> float:
    if not of:
        return _NOTHING_SAID
    there = set(held)
    return sum(weight for stem, weight in of.items() if stem in there) / sum(of.values())
