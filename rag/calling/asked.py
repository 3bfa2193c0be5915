"""What of a request its calls have used, and what they have not: numbers, quotations, names, lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rag.language.concepts import spoken
from rag.language.languages import Language
from rag.language.stemming import stemmed

_NUMBER = re.compile(r"(?<![\w.])[-−]?(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?")
_QUOTED = re.compile(
    r"(?<!\w)'([^'\n]{1,60})'(?!\w)|\"([^\"\n]{1,60})\"|“([^”\n]{1,60})”|«([^»\n]{1,60})»|„([^“”\n]{1,60})[“”]"
)
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"(?<=[\w,;)] )(?:[A-Z][\w.&'-]*)(?:(?: (?:of|de|the|and|&))? [A-Z][\w.&'-]*)*")
_CODE = re.compile(r"(?<![\w.])[^\W\d_]+[-_]?\d\w*")
_JOINED = re.compile(
    r"\s*(?:,|;|&|/)?\s*(?:(?:and|or|und|oder|et|ou|y|o|e|vs\.?|versus)\b)?\s*(?:also\s+)?"
    r"(?:(?:the|a|an|in|for|of|to|from|at|on|with|another|number|der|die|das|la|le|el|il)\s+)*",
    re.IGNORECASE,
)
_LINK = re.compile(r",|;|&|/|\b(?:and|or|und|oder|et|ou|y|o|e|vs|versus)\b", re.IGNORECASE)
_PERCENT = re.compile(r"\s*(?:%|per\s?cent|prozent|pour ?cent|por ciento)", re.IGNORECASE)
# Words of what functions do that tell nothing of what they are about.
_SAID_LIST = """
    get find calculate calculates retrieve retrieves given based specific information return returns function
    compute fetch search show tell give provide user
"""
SAID_OF_ALL = frozenset(_SAID_LIST.split())
_MEMBER = re.compile(r"[^\W_][\w-]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a request that a call is likely to take as a value."""

    start: int
    end: int
    text: str

    @property
    def figure(self) -> float | None:
        return figure_of(self.text)


def figure_of(text: str) -> float | None:
    """The number that a text is, or None."""
    try:
        return float(text.replace(",", "").replace("−", "-"))
    except ValueError:
        return None


class _Held:
    """What the arguments of calls hold."""

    def __init__(self, calls: Iterable[Mapping[str, Any]], stems: Callable[[str], set[str]]) -> None:
        values = [(name, leaf) for call in calls for name, one in call.items() for leaf in leaves(one)]
        self.texts = [one for _, one in values if isinstance(one, str)]
        self.stems = {stem for text in self.texts for stem in stems(text)}
        numbers = {(name, round(float(one), 12)) for name, one in values if is_number(one)}
        self.figures = Counter(one for _, one in numbers)  # each as often as parameters hold it
        for text in set(self.texts):
            self.figures.update(
                found for one in _NUMBER.findall(text) if (found := figure_of(one)) is not None
            )


class Asked:
    """A request, and what its functions say themselves, which is no value."""

    def __init__(self, request: str, told: str) -> None:
        self.text, self._functions = request, told
        self.language: Language = spoken(request)
        self._told = self.stems_of(told)
        self.figures = [one for one in map(self._piece, _NUMBER.finditer(request)) if one.figure is not None]
        self.stems = {self.stem(one) for one in _WORD.findall(request)}

    def part(self, text: str) -> Asked:
        """A part of the request, of the same functions."""
        return Asked(text, self._functions)

    def unused(self, calls: Sequence[Mapping[str, Any]]) -> int:
        """How many numbers, and words of names, quotations and lists, none of the arguments holds."""
        held = _Held(calls, self.stems_of)
        left, spent = 0, Counter[float]()
        taken: list[Piece] = []
        for one in self.figures:
            if not self._holds(held, one, spent):
                left += 1
                taken.append(one)
        for one in (*self.named(), *self._members(held.texts)):
            if not any(one.start < other.end and other.start < one.end for other in taken):
                left += len(self.stems_of(one.text) - held.stems - self._told)
                taken.append(one)
        return left

    def says(self, text: str) -> bool:
        """Whether a word of a text stands in the request."""
        return any(self._is_said(stem) for stem in self.stems_of(text))

    def says_all(self, text: str) -> bool:
        """Whether all words of a text do."""
        found = self.stems_of(text)
        return bool(found) and all(self._is_said(stem) for stem in found)

    def _holds(self, held: _Held, piece: Piece, spent: Counter[float]) -> bool:
        """Whether a number is held; where it is a percentage, also as its hundredth. What is said twice is
        held by two parameters, or in a text: "2 coulombs" are not the "2 metres" beside them.
        """
        figure = piece.figure or 0.0
        if piece.text.strip("-−") in held.stems or (
            not figure and self.text[: piece.start].rstrip().endswith("=")
        ):
            return True  # an equation's nought is nobody's value
        for one in (figure, -figure, *([round(figure / 100, 12)] if self.is_percent(piece) else [])):
            if held.figures[one] > spent[one]:
                spent[one] += 1
                return True
        return False

    def _is_said(self, stem: str) -> bool:
        return stem in self.stems or (len(stem) > 4 and any(one.startswith(stem[:5]) for one in self.stems))

    def names(self, name: str, beside: str) -> bool:
        """Whether the request has every word of a function's name that no function `beside` it has."""
        own = self.stems_of(name) - self.stems_of(beside) - {self.stem(one) for one in SAID_OF_ALL}
        return bool(own) and own <= self.stems

    def is_percent(self, piece: Piece) -> bool:
        """Whether a number is followed by a sign or word for hundredths."""
        return _PERCENT.match(self.text, piece.end) is not None

    def named(self) -> list[Piece]:
        """Quoted words, names and codes."""
        return [*self._quoted(), *self._names(), *map(self._piece, _CODE.finditer(self.text))]

    def _quoted(self) -> list[Piece]:
        whole = self.text.strip().strip('"')
        return [
            Piece(one.start(), one.end(), text)
            for one in _QUOTED.finditer(self.text)
            if (text := next(filter(None, one.groups()))) != whole
        ]

    def _names(self) -> list[Piece]:
        if self.language.nouns_are_capital:
            return []
        return [self._piece(one) for one in _NAME.finditer(self.text)]

    def _members(self, texts: Iterable[str]) -> list[Piece]:
        """What is joined to a value by "and" or a comma, and what is joined to that."""
        found = []
        for text in texts:
            at = self.text.lower().find(text.lower()) if len(text) > 1 else -1
            end = at + len(text) if at >= 0 else -1
            while end >= 0 and (member := self._joined(end)) is not None:
                found.append(member)
                end = member.end
        return found

    def _joined(self, end: int) -> Piece | None:
        joined = _JOINED.match(self.text, end)
        if joined is None or not _LINK.search(joined.group()):
            return None
        member = _MEMBER.match(self.text, joined.end())
        if member is None or member.group().lower() in self.language.stop:
            return None
        return self._piece(member)

    def _piece(self, match: re.Match[str]) -> Piece:
        return Piece(match.start(), match.end(), match.group().rstrip(","))

    def stems_of(self, text: str) -> set[str]:
        """The stems of the words that tell something."""
        return {self.stem(one) for one in _WORD.findall(text) if one.lower() not in self.language.stop}

    def stem(self, word: str) -> str:
        """A word's stem in the language of the request."""
        return stemmed(word.lower(), self.language.stemmer)


def is_number(value: object) -> bool:
    """Whether a value is a number, and no yes or no."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def leaves(value: object) -> list[Any]:
    """The values in a value, those of lists and objects one by one."""
    if isinstance(value, Mapping):
        return [leaf for one in value.values() for leaf in leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in leaves(one)]
    return [value]
