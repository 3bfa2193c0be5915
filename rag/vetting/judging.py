"""What each position of a playbook says to a contract, without a model.

Signs and limits decide first, then likeness by meaning to the playbook's own examples, where the embedder
tells such sentences apart. What weighs most of all that is found is the verdict, and its sentence the quote;
a position of which nothing is found is silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rag.vetting.measuring import measured
from rag.vetting.moods import agree, moods
from rag.vetting.places import choices
from rag.vetting.playbook import JUDGED, Limit, Playbook, Position, Stance
from rag.vetting.sentences import Sentence, sentences_of
from rag.vetting.signs import folded

Embed = Callable[[Sequence[str]], NDArray[np.float32] | None]
"""Vectors of length 1, shape (n, d); None where meaning tells nothing in this language."""

_BY_SIGN, _BY_LIMIT, _BY_PLACE = 0.8, 0.85, 0.85
_NEARER = 0.1  # for a sentence that is an example
_MORE = 0.04  # for each further sign of the same sentence
_SUREST = 0.97
_MOST_OTHERS = 4
_ALIKE = 0.62  # cosine to an example that says the same
_APART = 0.06  # by which one kind of example must be nearer than the others
_VERY_ALIKE, _FAR_APART = 0.7, 0.08  # with which a sentence need not have a position's words
_ON_TOPIC = 0.5  # cosine to what a position asks or has as examples
_HEADED, _SAID, _MOST_SAID = (
    0.5,
    0.3,
    0.6,
)  # of a sentence under its heading, for each word, and for all of them
_SILENT = 0.5  # how surely nothing is said where nothing was found
_WEIGHT = {Stance.UNACCEPTABLE: 2, Stance.REVIEW: 1, Stance.ACCEPTABLE: 0}


@dataclass(frozen=True, slots=True)
class Judged:
    """What a position says to the contract. `why`: "sign", "limit", "place", "meaning", "topic", "silent";
    `fact` is what broke a limit; `others` are further sentences that are the same.
    """

    position: Position
    stance: Stance
    sentence: Sentence | None
    confidence: float
    why: str
    fact: str = ""
    others: tuple[Sentence, ...] = ()


def judged(
    playbook: Playbook, text: str, headings: Sequence[tuple[int, str]] = (), embed: Embed | None = None
) -> list[Judged]:
    """One for each position, in their order. `text` is the contract's, what is struck in it left blank."""
    sentences = sentences_of(text, headings)
    nearness = _Nearness(playbook, sentences, embed)
    return [_judged(place, one, text, sentences, nearness) for place, one in enumerate(playbook.positions)]


def _judged(
    place: int, position: Position, text: str, sentences: list[Sentence], nearness: _Nearness
) -> Judged:
    found = [
        *_by_signs(place, position, sentences, nearness),
        *_by_limits(position, sentences),
        *_by_place(position, text, sentences),
        *nearness.of(place, position),
    ]
    if found:
        return _weightiest(found)
    topic = _on_topic(place, position, sentences, nearness)
    if topic is not None:
        return Judged(position, position.present, topic, 0.6, "topic")
    return Judged(position, position.absent, None, _SILENT, "silent")


def _weightiest(found: Sequence[Judged]) -> Judged:
    """What weighs most and is surest, the first of several; the others that weigh as much beside it."""
    first = max(found, key=lambda one: (_WEIGHT[one.stance], one.confidence))
    if first.stance is Stance.ACCEPTABLE or first.sentence is None:
        return first
    further = {
        one.sentence.start: one.sentence
        for one in found
        if one.stance is first.stance and one.sentence is not None and one.sentence != first.sentence
    }
    return replace(first, others=tuple(further[start] for start in sorted(further))[:_MOST_OTHERS])


def _by_signs(
    place: int, position: Position, sentences: Sequence[Sentence], nearness: _Nearness
) -> Iterator[Judged]:
    """The surer the more signs a sentence bears, and the nearer it is to an example of the same."""
    for stance in JUDGED:
        for number, one in enumerate(sentences):
            borne = sum(sign.shows(one.folded) for sign in position.signs[stance])
            if borne and not (one.excepts and _WEIGHT[stance]):
                sure = _BY_SIGN + _MORE * (borne - 1) + _NEARER * nearness.example(place, stance, number)
                yield Judged(position, stance, one, round(min(_SUREST, sure), 2), "sign")


def _by_limits(position: Position, sentences: Sequence[Sentence]) -> Iterator[Judged]:
    for limit in position.limits:
        for one in sentences:
            if _meant(limit, position, one):
                yield from _held(position, limit, one)


def _meant(limit: Limit, position: Position, sentence: Sentence) -> bool:
    if limit.of:
        return any(sign.shows(sentence.folded) for sign in limit.of)
    return position.topic is not None and _speaks_of(position, sentence)


def _held(position: Position, limit: Limit, sentence: Sentence) -> Iterator[Judged]:
    for value, written in measured(limit.kind, sentence.text):
        breaks = (limit.most is not None and value > limit.most) or (
            limit.least is not None and value < limit.least
        )
        stance = limit.beyond if breaks else Stance.ACCEPTABLE
        yield Judged(position, stance, sentence, _BY_LIMIT, "limit", f"{written} / {limit.written}")


def _by_place(position: Position, text: str, sentences: list[Sentence]) -> Iterator[Judged]:
    if not position.home:
        return
    for one, away in choices(text, sentences, position.home):
        stance = Stance.UNACCEPTABLE if away else Stance.ACCEPTABLE
        yield Judged(position, stance, one, _BY_PLACE, "place")


def _speaks_of(position: Position, sentence: Sentence) -> bool:
    return position.topic is not None and position.topic.search(sentence.folded) is not None


def _on_topic(
    place: int, position: Position, sentences: Sequence[Sentence], nearness: _Nearness
) -> Sentence | None:
    """The sentence that speaks of a position most: under its heading, with its words, near it in meaning."""
    names = [one.lower() for one in (*position.headings, position.name)]
    best, most = None, 0.0
    for number, one in enumerate(sentences):
        headed = any(name in one.heading for name in names)
        said = len(set(position.topic.findall(one.folded))) if position.topic else 0
        near = nearness.topic(place, number)
        score = _HEADED * headed + min(_MOST_SAID, _SAID * said) + (near or 0.0)
        if (headed or said) and (near is None or near >= _ON_TOPIC) and score > most:
            best, most = one, score
    return best


class _Nearness:
    """How near each sentence is in meaning to what each position says."""

    def __init__(self, playbook: Playbook, sentences: Sequence[Sentence], embed: Embed | None) -> None:
        self._sentences = sentences
        self._rows: list[tuple[int, Stance | None]] = []
        said: list[str] = []
        for place, position in enumerate(playbook.positions):
            for stance in JUDGED:
                for one in position.said[stance]:
                    said.append(folded(one))
                    self._rows.append((place, stance))
            said.append(folded(position.question or position.name))
            self._rows.append((place, None))
        vectors = embed([*said, *(one.folded for one in sentences)]) if embed and sentences else None
        self._cosines = None if vectors is None else vectors[len(said) :] @ vectors[: len(said)].T
        if self._cosines is not None:
            self._agreeing(said)

    def topic(self, place: int, number: int) -> float | None:
        """Of one sentence to all that a position says; None where that cannot be told."""
        if self._cosines is None:
            return None
        own = [column for column, (of, _) in enumerate(self._rows) if of == place]
        return max(0.0, float(self._cosines[number, own].max()))

    def example(self, place: int, stance: Stance, number: int) -> float:
        """Of one sentence to the nearest example of a stance; 0 where that cannot be told."""
        own = self._columns(place, stance)
        return 0.0 if self._cosines is None or not own else max(0.0, float(self._agreed[number, own].max()))

    def of(self, place: int, position: Position) -> Iterator[Judged]:
        """The sentences that are clearly nearest to examples of a stance: nearer than to those of the others,
        and than to what is acceptable in any position.
        """
        if self._cosines is None:
            return
        for stance in (Stance.UNACCEPTABLE, Stance.REVIEW):
            own = self._columns(place, stance)
            if not own:
                continue
            like = self._agreed[:, own].max(axis=1)
            others = [
                column
                for column, (of, kind) in enumerate(self._rows)
                if kind is Stance.ACCEPTABLE or (of == place and kind in JUDGED and kind is not stance)
            ]
            against = self._agreed[:, others].max(axis=1) if others else np.zeros(len(like))
            apart = like - against
            for at in map(int, np.flatnonzero((like >= _ALIKE) & (apart >= _APART))):
                if self._sentences[at].excepts:
                    continue
                clear = like[at] >= _VERY_ALIKE and apart[at] >= _FAR_APART
                if clear or _spoken(position, self._sentences[at]):
                    yield Judged(position, stance, self._sentences[at], round(float(like[at]), 2), "meaning")

    def _columns(self, place: int, stance: Stance) -> list[int]:
        return [column for column, row in enumerate(self._rows) if row == (place, stance)]

    def _agreeing(self, said: Sequence[str]) -> None:
        """Likeness to an example that does the same: forbids, allows, frees or binds."""
        assert self._cosines is not None
        examples, theirs = [moods(one) for one in said], [moods(one.folded) for one in self._sentences]
        same = np.array([[agree(one, other) for other in examples] for one in theirs])
        self._agreed = np.where(same, self._cosines, 0.0)


def _spoken(position: Position, sentence: Sentence) -> bool:
    """Whether a sentence has the words of a position, where it gives any."""
    return position.topic is None or _speaks_of(position, sentence)
