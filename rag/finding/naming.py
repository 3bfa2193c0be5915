"""Documents that a question names: "How did Boeing's margin change in 2022?" with a BOEING_2022_10K.pdf.

A name is the words of a file's name or title. It counts as named when the question holds enough of them, each
weighted by how few documents are called so, and when what it holds is said in few passages of other
documents: a word that is everywhere names nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.embedding.stop_words import STOP_WORDS
from rag.types import IndexedDocument

Elsewhere = Callable[[str, Sequence[IndexedDocument]], float]
"""The share of the other documents' passages in which a phrase stands."""

LEAST_COVERAGE = 0.3  # of a name's weight
MOST_ELSEWHERE = 0.02
_FIGURE_WEIGHT = 0.3  # years and numbers tell namesakes apart but name nothing alone
_LEAST_PREFIX = 3  # letters: "MGM" for MGMRESORTS

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PART = re.compile(r"(?:19|20)\d\d(?!\d)|[^\W\d_]+\d*|\d+[^\W\d_]*")
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[\s-]{1,2}(?!(?:19|20)\d\d\b)(\d[\d./-]*\w*)")
_SUFFIX = re.compile(r"\.\w{1,5}$")
_POSSESSIVE = re.compile(r"^['’]s\b")
_OF_ANY_FILE = (
    "annual copy dated doc document draft eng file final new old page pages report rev scan signed "
    "ver version"
)
_GENERIC = frozenset(_OF_ANY_FILE.split())


@dataclass(frozen=True, slots=True)
class Naming:
    """`weights`: how fully each named document is named, 0–1. `rest`: the question without the names, which
    stand in every second passage of those documents and tell none of them from another.
    """

    weights: dict[IndexedDocument, float]
    rest: str


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    said: str  # as in the question, lower case


def find_named(question: str, documents: Sequence[IndexedDocument], elsewhere: Elsewhere) -> Naming:
    """Which of `documents` a question names. Messages are named by what they are about, in words that every
    question has, and are none of them: what their subjects say is in their text.
    """
    names = {document: _parts(document.name) for document in documents if not document.is_member}
    called = Counter(part for parts in names.values() for part in parts)
    mentions = dict(_mentions(question, set(called)))
    weights: dict[IndexedDocument, float] = {}
    used: set[_Mention] = set()
    for document, parts in names.items():
        held = [part for part in parts if part in mentions]
        if not any(part.isalpha() for part in held):
            continue
        rarity = {part: _rarity(part, called[part], len(documents)) for part in parts}
        coverage = sum(rarity[part] for part in held) / sum(rarity.values())
        if coverage < LEAST_COVERAGE:
            continue
        # What a quarter of the library is called tells nothing; asking where else it is said would take long.
        told = [part for part in held if part.isalpha() and called[part] <= max(2, len(documents) // 4)]
        naming = [_numbered(question, mentions[part], document.name) for part in told]
        if all(elsewhere(mention.said, [document]) > MOST_ELSEWHERE for mention in naming):
            continue
        weights[document] = coverage
        used.update(naming)
    return Naming(weights, _without(question, used) if weights else question)


def _numbered(question: str, mention: _Mention, name: str) -> _Mention:
    """With the number behind it that belongs to the name: "NIST 800-171" names "NIST.SP.800-171r2.pdf", and
    stands all over it. A year is left: it also tells which of a report's columns is asked for.
    """
    behind = _NUMBER.match(question, mention.end)
    if behind is None or _letters(behind[1]) not in _letters(name):
        return mention
    return _Mention(mention.start, behind.end(), f"{mention.said} {behind[1].lower()}")


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text.lower()))


def _parts(name: str) -> tuple[str, ...]:
    parts = (part.lower() for part in _PART.findall(_SUFFIX.sub("", name)))
    return tuple(dict.fromkeys(part for part in parts if _tells(part)))


def _tells(part: str) -> bool:
    return len(part) > 1 and part not in STOP_WORDS and part not in _GENERIC


def _rarity(part: str, called: int, documents: int) -> float:
    return math.log(1 + documents / called) * (1.0 if part.isalpha() else _FIGURE_WEIGHT)


def _mentions(question: str, parts: set[str]) -> Iterator[tuple[str, _Mention]]:
    """Parts of names that the question holds: begun, as a word, or as two that are written as one; the later
    of several is the fullest.
    """
    words = list(_WORD.finditer(question))
    for place, word in enumerate(words):
        if _may_begin_a_name(word.group(), place):
            for part in _begun(word.group().lower(), parts):
                yield part, _mention(word, word)
    for match in (*_YEAR.finditer(question), *words):
        if match.group().lower() in parts:
            yield match.group().lower(), _mention(match, match)
    for first, second in pairwise(words):
        joined = (first.group() + second.group()).lower()
        if joined in parts:
            yield joined, _mention(first, second)


def _mention(first: re.Match[str], last: re.Match[str]) -> _Mention:
    said = first.group() if first is last else f"{first.group()} {last.group()}"
    return _Mention(first.start(), last.end(), said.lower())


def _may_begin_a_name(word: str, place: int) -> bool:
    capital = word.isupper() or (place > 0 and word[0].isupper())
    return capital and len(word) >= _LEAST_PREFIX and word.isalpha() and word.lower() not in STOP_WORDS


def _begun(said: str, parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part.isalpha() and part.startswith(said)]


def _without(question: str, mentions: Iterable[_Mention]) -> str:
    for mention in sorted(mentions, key=lambda one: -one.start):
        after = _POSSESSIVE.sub("", question[mention.end :])
        question = question[: mention.start].rstrip() + " " + after.lstrip()
    return " ".join(question.split())
