"""Running headers, footers and page numbers: lines that a book repeats and nobody reads.

A line is furniture when the pages around it carry the same text at the same height, where one number in it
may go up with the pages. Only pages near it are compared, so a header that changes with the chapter is
found too. That a number must keep step tells page numbers from headings such as "Article 80".

The first page, and a document of one or two pages, cannot be judged so: a letterhead may be all they have.
There only a lone page number and a publisher's download stamp are set aside (`pdf_margins`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from rag.language.clauses import keyword_label
from rag.layout.margins import idle_lines
from rag.layout.printed import RawLine, RawPage

WINDOW = 16  # pages looked at on either side
_MARGIN = 0.13  # top and bottom zones, fractions of the page height
_SIDE = 0.07  # left and right zones, fractions of the page width
_SAME_HEIGHT = 0.02
_FEWEST = 3  # pages that must agree
_DENSITY = 0.45  # of the pages between the first and the last that agree
_EVERYWHERE = 0.6  # of the window, for lines outside the margins
_LONGEST = 200  # characters

_NUMBER = re.compile(r"\d{1,5}|\b[ivxlc]{1,8}\b")  # of folded text
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Furniture:
    """Learns every page once (`add`), then tells which lines of a page are furniture (`find`)."""

    def __init__(self) -> None:
        self._seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._last = 0

    def add(self, page: RawPage) -> None:
        self._last = max(self._last, page.number)
        for line in page.lines:
            for key in _keys(line, page.number):
                self._seen[key].append((page.number, line.box[1]))

    def find(self, page: RawPage) -> frozenset[int]:
        """Indexes of the lines of `page` to set aside."""
        if not page.lines:
            return frozenset()
        if page.number == 1 or self._last < _FEWEST:
            return idle_lines(page)
        first, last = _extremes(page)
        return frozenset(
            index
            for index, line in enumerate(page.lines)
            if self._repeats(page, line, edge=line.box[1] <= first or line.box[3] >= last)
        )

    def _repeats(self, page: RawPage, line: RawLine, *, edge: bool) -> bool:
        for key in _keys(line, page.number):
            # Under a text of varying length the page number has no fixed height.
            anywhere = edge and "#" in key
            near = {
                other
                for other, top in self._seen[key]
                if abs(other - page.number) <= WINDOW and (anywhere or abs(top - line.box[1]) < _SAME_HEIGHT)
            }
            if len(near) < _FEWEST:
                continue
            if edge or _in_margin(line):
                if len(near) / (max(near) - min(near) + 1) >= _DENSITY:
                    return True
                continue
            window = min(self._last, page.number + WINDOW) - max(1, page.number - WINDOW) + 1
            if len(near) >= 2 * _FEWEST and len(near) >= _EVERYWHERE * window:
                return True
        return False


def _keys(line: RawLine, page: int) -> Iterator[str]:
    """What a line has in common with its like on other pages: its text, and its text with the last or
    the first number told as its distance from the page's. Nothing for lines too long to be furniture.
    """
    if len(line.text) > _LONGEST:
        return
    text = line.text.casefold()
    numbers = list(_NUMBER.finditer(text))
    yield text
    label = keyword_label(line.text)
    if label is not None and not label.rest:
        return  # consecutive articles on consecutive pages keep step too
    for match in {numbers[-1], numbers[0]} if numbers else ():
        yield f"{text[: match.start()]}#{_value(match.group()) - page}{text[match.end() :]}"


def _value(number: str) -> int:
    """The value of a number in digits or Roman numerals (loosely: order is what counts)."""
    if number.isdecimal():
        return int(number)
    values = [_ROMAN[mark] for mark in number]
    return sum(
        -value if index + 1 < len(values) and value < values[index + 1] else value
        for index, value in enumerate(values)
    )


def _in_margin(line: RawLine) -> bool:
    x0, y0, x1, y1 = line.box
    return y1 < _MARGIN or y0 > 1 - _MARGIN or x1 < _SIDE or x0 > 1 - _SIDE


def _extremes(page: RawPage) -> tuple[float, float]:
    """Where the outermost rows lie: bottom of the highest line, top of the lowest."""
    highest = min(page.lines, key=lambda line: line.box[1])
    lowest = max(page.lines, key=lambda line: line.box[3])
    return highest.box[3], lowest.box[1]
