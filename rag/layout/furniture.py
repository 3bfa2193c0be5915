"""Running headers, footers and page numbers: lines that a book repeats and nobody reads.

A line is furniture when it stands in the true margin, outside of everything else on its page, and the pages
around it carry the same text at the same height, where the page's number may go up with the pages. Only pages
near it are compared, so a header that changes with the chapter is found too.

Bundles of like pages (invoices, forms, statements) repeat nearly everything at the same place, and what they
repeat is what they say: "Result: passed". So a label with its value is no furniture, nor an amount, nor what
another text takes the place of now and then, nor anything inside a page. Where in doubt, a line stays.

The first page, and a document of one or two pages, cannot be judged so: a letterhead may be all they have.
There only a lone page number and a publisher's download stamp are set aside (`rag.layout.margins`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from rag.layout.margins import Row, idle_lines, rows_of_page, white_between
from rag.layout.page_numbers import in_step, says_page
from rag.layout.printed import RawLine, RawPage

WINDOW = 16  # pages looked at on either side
_MARGIN = 0.13  # top and bottom zones, fractions of the page height
_SIDE = 0.07  # left and right zones, fractions of the page width
_SIDEWAYS = 0.1  # the same for lines that run up or down the page
_SAME_HEIGHT = 0.02
_SAME_LEFT = 0.02  # of the page width
_FEWEST = 3  # pages that must agree
_DENSITY = 0.45  # of the pages between the first and the last that agree
_INTERRUPTED = 0.1  # of them with another text in its place: it is a value, whose usual one this is
_LIKE = 0.3  # of the lines inside a page that its neighbours have too: a bundle of like pages
_APART = 2.5  # of a row's height, white: the margin ends
_APART_LIKE = 1.2  # the same on a page of a bundle
_LONGEST = 200  # characters

_LABEL = re.compile(
    r"\W*(?:[^\W\d_][\w.’'/()&-]*\s+){0,4}[^\W\d_][\w.’'/()&-]*\s?[:：=]\s*(?!/)(?P<value>\S.*)"
)
_PAGE_LABEL = re.compile(r"\W*(?:page|seite|pagina|página|strona|sida|side)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|www\.|\S+@\S+", re.IGNORECASE)
_CURRENCY = r"(?:[€$£¥₹₺₽]|\b(?:eur|usd|gbp|chf|jpy|pln|sek|nok|dkk|czk|huf|ron|inr|kr|zł)\b)"
_AMOUNT = re.compile(
    rf"{_CURRENCY}\s?[-(]?\d|\d\)?\s?{_CURRENCY}|(?:^|\s)[-+(]?\d[\d.,'’ ]*[.,]\d\d\)?-?$", re.IGNORECASE
)
_FIGURES = re.compile(r"\d+")


class Furniture:
    """Learns every page once (`add`), then tells which lines of a page are furniture (`find`)."""

    def __init__(self) -> None:
        self._seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._shapes: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._margins: dict[int, list[tuple[float, float, str]]] = {}  # of a page: top, left and text
        self._last = 0

    def add(self, page: RawPage) -> None:
        self._last = max(self._last, page.number)
        margins = self._margins[page.number] = []
        for line in page.lines:
            if len(line.text) > _LONGEST:
                continue
            if _in_margin(line) or _at_side(line) or says_page(line):
                for key in _keys(line, page, sure=False):
                    self._seen[key].append((page.number, line.box[1]))
            self._shapes[_shape(line)].append((page.number, line.box[1]))
            if _in_margin(line):
                margins.append((line.box[1], line.box[0], line.text.casefold()))

    def find(self, page: RawPage) -> frozenset[int]:
        """Indexes of the lines of `page` to set aside."""
        if not page.lines:
            return frozenset()
        if page.number == 1 or self._last < _FEWEST:
            return idle_lines(page)
        like = self._is_like_others(page)
        beside = [index for index, line in enumerate(page.lines) if _at_side(line)]
        aside = {index for index in beside if self._recurs(page, page.lines[index], sure=like)}
        rows = rows_of_page([(index, line) for index, line in enumerate(page.lines) if index not in beside])
        aside.update(self._outermost(page, rows, like, in_margin=_in_head))
        aside.update(self._outermost(page, rows[::-1], like, in_margin=_in_foot))
        return frozenset(aside)

    def _outermost(
        self, page: RawPage, rows: Sequence[Row], like: bool, in_margin: Callable[[RawLine], bool]
    ) -> Iterator[int]:
        """Furniture from the edge inwards; of a bundle's page only until something else stands there."""
        before: Row = []
        for row in rows:
            numbers = [one for one in row if says_page(one[1]) and self._recurs(page, one[1], sure=like)]
            if before and white_between(before, row) > (_APART_LIKE if like else _APART) * _height(before):
                return
            # Under a text of varying length the page number has no fixed height.
            if not before and len(numbers) == len(row):
                yield from (index for index, _ in numbers)
                before = row
                continue
            if not all(in_margin(line) for _, line in row):
                return
            others = [one for one in row if one not in numbers]
            whole = not (like and len(others) > 1) and all(
                self._recurs(page, line, sure=like) for _, line in others
            )
            yield from (index for index, _ in (row if whole else numbers))
            if like and not whole:
                return
            before = row

    def _recurs(self, page: RawPage, line: RawLine, *, sure: bool) -> bool:
        if len(line.text) > _LONGEST or _says_something(line):
            return False
        number = says_page(line)
        for key in _keys(line, page, sure=sure):
            near = {
                other
                for other, top in self._seen[key]
                if abs(other - page.number) <= WINDOW
                and ((number and "#" in key) or abs(top - line.box[1]) < _SAME_HEIGHT)
            }
            if len(near) < _FEWEST or len(near) / (max(near) - min(near) + 1) < _DENSITY:
                continue
            if "#" in key or not self._interrupted(page, line, near):
                return True
        return False

    def _interrupted(self, page: RawPage, line: RawLine, near: set[int]) -> bool:
        """Whether another text stands in a line's place on pages between those that carry it.

        Left and right pages of a book may take turns; then only every second page is looked at.
        """
        text = line.text.casefold()
        step = 1 if any((other - page.number) % 2 for other in near) else 2
        mine = sorted(near)
        others = 0
        for number in range(mine[0], mine[-1] + 1, step):
            texts = [
                said
                for top, left, said in self._margins.get(number, ())
                if abs(top - line.box[1]) < _SAME_HEIGHT and abs(left - line.box[0]) < _SAME_LEFT
            ]
            others += bool(texts) and text not in texts
        return others > _INTERRUPTED * len(mine)

    def _is_like_others(self, page: RawPage) -> bool:
        """Whether a page is one of a bundle: inside it stands what its neighbours have at the same height."""
        inside = [line for line in page.lines if not _in_margin(line) and len(line.text) <= _LONGEST]
        if not inside:
            return True  # next to nothing stands on it: all the more must be kept
        alike = 0
        for line in inside:
            near = {
                other
                for other, top in self._shapes[_shape(line)]
                if abs(other - page.number) <= _FEWEST and abs(top - line.box[1]) < _SAME_HEIGHT
            }
            alike += len(near) >= _FEWEST
        return alike >= _LIKE * len(inside)


def _keys(line: RawLine, page: RawPage, *, sure: bool) -> Iterator[str]:
    """What a line has in common with its like on other pages: its text, also but for the page's number."""
    yield line.text.casefold()
    yield from in_step(line, page, sure=sure)


def _shape(line: RawLine) -> str:
    """What lines of like pages share: the label where there is one, else the text but for its figures."""
    label, colon, _ = line.text.casefold().partition(":")
    return label if colon else _FIGURES.sub("0", label)


def _says_something(line: RawLine) -> bool:
    """Whether a line carries a label with its value, or an amount."""
    if _AMOUNT.search(line.text) and not says_page(line):
        return True
    found = _LABEL.match(line.text)
    return found is not None and not _PAGE_LABEL.match(line.text) and not _ADDRESS.search(line.text)


def _in_head(line: RawLine) -> bool:
    return line.box[3] < _MARGIN


def _in_foot(line: RawLine) -> bool:
    return line.box[1] > 1 - _MARGIN


def _in_margin(line: RawLine) -> bool:
    return _in_head(line) or _in_foot(line)


def _at_side(line: RawLine) -> bool:
    x0, y0, x1, y1 = line.box
    side = _SIDEWAYS if y1 - y0 > x1 - x0 and len(line.text) > 1 else _SIDE
    return x1 < side or x0 > 1 - side


def _height(row: Row) -> float:
    return max(line.box[3] - line.box[1] for _, line in row)
