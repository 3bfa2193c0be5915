"""Which words of a page are withdrawn, by everything that tells it, written into its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rag.language.withdrawn import Withdrawn, withdrawn
from rag.layout.printed import RawLine, RawWord, Rectangle

_MOST_TOGETHER = 250  # characters between one pair of brackets
_SHARE = 0.5  # of a word's width, for the whole word to count
# Of a word that is both, what is worse for whoever relies on it.
_WEIGHT = {Withdrawn.STRUCK: 0, Withdrawn.HIDDEN: 1, Withdrawn.COVERED: 2}

Place = tuple[int, int]  # of a word: its line's, and its own in the line


class Marks:
    """The withdrawn words of one page's lines."""

    def __init__(self) -> None:
        self._kinds: dict[Place, Withdrawn] = {}

    def add(self, places: Iterable[Place], kind: Withdrawn) -> None:
        for place in places:
            known = self._kinds.get(place)
            if known is None or _WEIGHT[kind] > _WEIGHT[known]:
                self._kinds[place] = kind

    def write(self, lines: Sequence[RawLine]) -> None:
        """Put the words between brackets, in their lines."""
        for index in {line for line, _ in self._kinds}:
            line = lines[index]
            kinds = [self._kinds.get((index, place)) for place in range(len(line.words))]
            if line.hyphen and kinds[-1] is not None:
                line.words[-1].text += "-"  # the brackets end with the line, so the word is not made whole
                line.hyphen = False
            for kind, together in groupby(range(len(kinds)), key=lambda place: kinds[place]):
                if kind is not None:
                    for part in _parts([line.words[place] for place in together]):
                        _enclose(part, kind)
            line.settle()


def words_in(lines: Sequence[RawLine], box: Rectangle, share: float = _SHARE) -> Iterator[Place]:
    """The words that stand inside a rectangle: their middle line, and at least this share of their width."""
    left, top, right, bottom = box
    for index, line in enumerate(lines):
        if line.box[3] <= top or line.box[1] >= bottom or line.box[2] <= left or line.box[0] >= right:
            continue
        for place, word in enumerate(line.words):
            x0, y0, x1, y1 = word.box
            if top < (y0 + y1) / 2 < bottom and min(x1, right) - max(x0, left) >= share * (x1 - x0):
                yield index, place


def _parts(words: list[RawWord]) -> Iterator[list[RawWord]]:
    part: list[RawWord] = []
    length = 0
    for word in words:
        if part and length + len(word.text) > _MOST_TOGETHER:
            yield part
            part, length = [], 0
        part.append(word)
        length += len(word.text) + 1
    yield part


def _enclose(words: list[RawWord], kind: Withdrawn) -> None:
    said = withdrawn(kind, " ".join(word.text for word in words)).split(" ")
    said[:2] = [" ".join(said[:2])]  # the opening goes with the first word
    for word, text in zip(words, said, strict=True):
        word.text = text
