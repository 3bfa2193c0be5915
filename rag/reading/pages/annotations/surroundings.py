"""The words that stand around a place of a page, and writing others among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.layout.printed import RawLine, RawWord, Rectangle

_TALL = 30.0  # points: of a higher field the first line alone is looked beside
_SLACK = 3.0  # points that a label may stand higher or lower than its field
_OVER = 14.0  # points of white between a label and the field under it
_UNDER = 10.0  # points of white between a field and the label under it
_ALIGNED = 12.0  # points
_TOGETHER = 1.2  # of a word's height: words of one label are no farther apart
_SHORT = 0.45  # of the page's width
_COLUMN = 15.0  # points from the middle of a column's name to that of its boxes
_COLUMN_REACH = 0.4  # of the page's height


@dataclass(slots=True)
class Neighbour:
    """A word near a field. `gap`: points between them; `text`: of the words that belong together with it."""

    line: RawLine
    place: int
    gap: float
    text: str = ""
    is_beside: bool = True
    is_blocked: bool = False  # another field is between
    is_entered: bool = False  # it was entered itself
    is_aligned: bool = False  # its label begins where the field does

    @property
    def word(self) -> RawWord:
        return self.line.words[self.place]


class Surroundings:
    """The lines of a page while entries are written into them."""

    def __init__(self, lines: list[RawLine], taken: Sequence[Rectangle], size: tuple[float, float]) -> None:
        self._lines = lines
        self._taken = taken
        self._wide, self._high = size
        self._entered: dict[int, RawWord] = {}

    def left(self, box: Rectangle, *, past_fields: bool = False) -> Neighbour | None:
        """The word to the left of a field, on its row."""
        slack = _SLACK / self._wide
        found = [
            one for one in self._row(box)
            if _middle(one.word.box) < box[0] + slack and one.word.box[0] < box[0]
            and (past_fields or not self._is_entered(one.word))
        ]  # fmt: skip
        if not found:
            return None
        nearest = max(found, key=lambda one: (one.word.box[2], one.place))
        nearest.gap = (box[0] - nearest.word.box[2]) * self._wide
        nearest.is_entered = self._is_entered(nearest.word)
        nearest.is_blocked = any(
            other != box and self.on_one_row(other, box)
            and nearest.word.box[2] - slack <= other[0] and other[2] <= box[0] + slack
            for other in self._taken
        )  # fmt: skip
        nearest.text = self._text_before(nearest)
        return nearest

    def right(self, box: Rectangle) -> Neighbour | None:
        """The word to the right of a field, on its row, unless another field is between."""
        slack = _SLACK / self._wide
        found = [
            one for one in self._row(box)
            if one.word.box[0] >= box[2] - slack and not self._is_entered(one.word)
        ]  # fmt: skip
        if not found:
            return None
        nearest = min(found, key=lambda one: (one.word.box[0], one.place))
        nearest.gap = (nearest.word.box[0] - box[2]) * self._wide
        between = any(
            other != box and self.on_one_row(other, box)
            and box[2] - slack <= other[0] and other[2] <= nearest.word.box[0] + slack
            for other in self._taken
        )  # fmt: skip
        return None if between else nearest

    def above(self, box: Rectangle) -> Neighbour | None:
        """The last word of a label over a field."""
        over = self._printed(box[1] - _OVER / self._high, box[1] + _SLACK / self._high)
        return self._across([one for one in over if one.word.box[3] <= box[1] + _SLACK / self._high], box)

    def below(self, box: Rectangle) -> Neighbour | None:
        """The last word of a label under a field."""
        under = self._printed(box[3] - _SLACK / self._high, box[3] + _UNDER / self._high)
        return self._across([one for one in under if one.word.box[1] >= box[3] - _SLACK / self._high], box)

    def above_in_column(self, box: Rectangle) -> Neighbour | None:
        """The name of the column that a box stands in."""
        over = [
            one for one in self._printed(box[1] - _COLUMN_REACH, box[1])
            if one.word.box[3] <= box[1]
            and abs(_middle(one.word.box) - _middle(box)) * self._wide < _COLUMN
        ]  # fmt: skip
        if not over:
            return None
        nearest = max(over, key=lambda one: one.word.box[3])
        nearest.text = nearest.word.text
        return nearest

    def inside(self, box: Rectangle) -> list[Neighbour]:
        """The words printed inside a field."""
        return [
            one for one in self._printed(box[1], box[3])
            if box[0] <= _middle(one.word.box) <= box[2]
            and box[1] <= (one.word.box[1] + one.word.box[3]) / 2 <= box[3]
        ]  # fmt: skip

    def leads_to(self, label: Neighbour) -> bool:
        """Whether what is typed after a word belongs to it: it asks for something, or its line is short."""
        line = label.line
        short = (line.box[2] - line.box[0]) < _SHORT
        return label.place == len(line.words) - 1 and (short or label.word.text.endswith(":"))

    def filler(self, box: Rectangle, blank: re.Pattern[str]) -> Neighbour | None:
        """The dots or dashes printed where the field is."""
        return next((one for one in self.inside(box) if blank.fullmatch(one.word.text)), None)

    def on_one_row(self, first: Rectangle, second: Rectangle) -> bool:
        """Whether two fields stand side by side."""
        shared = min(first[3], second[3]) - max(first[1], second[1])
        return shared > 0.5 * min(first[3] - first[1], second[3] - second[1])

    def bind(self, label: Neighbour) -> None:
        """Say that the next words belong to a label."""
        if label.word.text[-1:].isalnum() or label.word.text.endswith((")", "]", "*")):
            label.word.text += ":"

    def insert(self, line: RawLine, place: int, words: Sequence[RawWord], *, is_beside: bool = True) -> None:
        """Write words into a line. Those that stand on another row leave the line's box as it is."""
        box = line.box
        line.words[place:place] = words
        self._entered.update((id(word), word) for word in words)
        line.settle()
        if not is_beside:
            line.box = box

    def replace(self, blank: Neighbour, words: Sequence[RawWord]) -> None:
        del blank.line.words[blank.place]
        self.insert(blank.line, blank.place, words)

    def remove(self, found: Sequence[Neighbour]) -> None:
        """Take words out of their lines."""
        for one in found:
            one.line.words[:] = [word for word in one.line.words if word is not one.word]
            if one.line.words:
                one.line.settle()
        self._lines[:] = [line for line in self._lines if line.words]

    def new_line(self, box: Rectangle, words: Sequence[RawWord], size: float) -> RawLine:
        """A line of its own, after the one that stands above it."""
        over = [
            (line.box[3], index) for index, line in enumerate(self._lines)
            if (line.box[1] + line.box[3]) / 2 <= (box[1] + box[3]) / 2
        ]  # fmt: skip
        return self._add(max(over)[1] + 1 if over else 0, words, size)

    def line_after(self, line: RawLine, words: Sequence[RawWord], size: float) -> RawLine:
        place = next(index for index, one in enumerate(self._lines) if one is line)
        return self._add(place + 1, words, size)

    def _add(self, place: int, words: Sequence[RawWord], size: float) -> RawLine:
        line = RawLine(list(words), size, False)
        line.settle()
        self._entered.update((id(word), word) for word in words)
        self._lines.insert(place, line)
        return line

    def _across(self, found: Sequence[Neighbour], box: Rectangle) -> Neighbour | None:
        """Of the words over or under a field the label: the nearest row, its words that belong together."""
        slack = _SLACK / self._wide
        near = [one for one in found if box[0] - slack <= _middle(one.word.box) <= box[2] + slack]
        if not near:
            return None
        line = min(near, key=lambda one: abs(one.word.box[1] - box[1])).line
        places = [one.place for one in near if one.line is line]
        first = last = min(places)
        while last + 1 < len(line.words) and self._is_joined(line.words[last], line.words[last + 1]):
            last += 1
        while first and self._is_joined(line.words[first - 1], line.words[first]):
            first -= 1
        label = Neighbour(
            line, last, 0.0, " ".join(word.text for word in line.words[first : last + 1]), False
        )
        label.is_aligned = abs(line.words[first].box[0] - box[0]) * self._wide <= _ALIGNED
        return label

    def _text_before(self, last: Neighbour) -> str:
        first = last.place
        while first and self._is_joined(last.line.words[first - 1], last.line.words[first]):
            first -= 1
        return " ".join(word.text for word in last.line.words[first : last.place + 1])

    def _is_joined(self, left: RawWord, right: RawWord) -> bool:
        gap = (right.box[0] - left.box[2]) * self._wide
        is_near = gap <= _TOGETHER * (left.box[3] - left.box[1]) * self._high
        return is_near and not self._is_entered(left) and not self._is_entered(right)

    def _is_entered(self, word: RawWord) -> bool:
        return id(word) in self._entered

    def _printed(self, top: float, bottom: float) -> Iterator[Neighbour]:
        """The words of the page's own text on the rows from `top` to `bottom`."""
        for line in self._lines:
            if line.box[3] >= top and line.box[1] <= bottom:
                for place, word in enumerate(line.words):
                    if not self._is_entered(word):
                        yield Neighbour(line, place, 0.0)

    def _row(self, box: Rectangle) -> Iterator[Neighbour]:
        """The words beside a field, beside its first line where it has several."""
        slack = _SLACK / self._high
        top, bottom = box[1] - slack, min(box[3], box[1] + _TALL / self._high) + slack
        for line in self._lines:
            if line.box[3] < top or line.box[1] > bottom:
                continue
            for place, word in enumerate(line.words):
                if top <= (word.box[1] + word.box[3]) / 2 <= bottom:
                    yield Neighbour(line, place, 0.0)


def _middle(box: Rectangle) -> float:
    return (box[0] + box[2]) / 2
