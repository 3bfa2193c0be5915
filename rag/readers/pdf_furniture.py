"""Running headers, footers and page numbers: lines that a book repeats and nobody reads.

A line is furniture when the pages around it carry the same text (digits aside) at the same height. Only
pages near it are compared, so a header that changes with the chapter is found too.
"""

from __future__ import annotations

import re
from collections import defaultdict

from rag.readers.pdf_text import RawLine, RawPage

WINDOW = 16  # pages looked at on either side
_MARGIN = 0.13  # top and bottom zones, fractions of the page height
_SIDE = 0.07  # left and right zones, fractions of the page width
_SAME_HEIGHT = 0.02
_FEWEST = 3  # pages that must agree
_DENSITY = 0.45  # of the pages between the first and the last that agree
_EVERYWHERE = 0.6  # of the window, for lines outside the margins

_NUMERALS = re.compile(r"\d+|\b[ivxlcdm]+\b")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.|seite|página|pagina)?\W*(?:[a-z]{1,2}-?)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|/|von|de|di|sur)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)


class Furniture:
    """Learns every page once (`add`), then tells which lines of a page are furniture (`find`)."""

    def __init__(self) -> None:
        self._seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._last = 0

    def add(self, page: RawPage) -> None:
        self._last = max(self._last, page.number)
        for line in page.lines:
            key = _key(line)
            if key is not None:
                self._seen[key].append((page.number, line.box[1]))

    def find(self, page: RawPage) -> frozenset[int]:
        """Indexes of the lines of `page` to set aside. The first page keeps all its lines."""
        if page.number == 1 or not page.lines:
            return frozenset()
        first, last = _extremes(page)
        found = set()
        for index, line in enumerate(page.lines):
            key = _key(line)
            if key is None:
                continue
            edge = line.box[1] <= first or line.box[3] >= last
            numbers_only = "#" in key and not any(mark.isalpha() for mark in key)
            if numbers_only and not (edge and _PAGE_NUMBER.fullmatch(line.text)):
                continue
            if self._repeats(key, page.number, line):
                found.add(index)
        return frozenset(found)

    def _repeats(self, key: str, number: int, line: RawLine) -> bool:
        near = {
            other
            for other, top in self._seen[key]
            if abs(other - number) <= WINDOW and abs(top - line.box[1]) < _SAME_HEIGHT
        }
        if len(near) < _FEWEST:
            return False
        if _in_margin(line):
            return len(near) / (max(near) - min(near) + 1) >= _DENSITY
        window = min(self._last, number + WINDOW) - max(1, number - WINDOW) + 1
        return len(near) >= 2 * _FEWEST and len(near) >= _EVERYWHERE * window


def _key(line: RawLine) -> str | None:
    """What a line has in common with its like on other pages; None for lines too long to be furniture."""
    if len(line.text) > 200:
        return None
    return _NUMERALS.sub("#", line.text.casefold())


def _in_margin(line: RawLine) -> bool:
    x0, y0, x1, y1 = line.box
    return y1 < _MARGIN or y0 > 1 - _MARGIN or x1 < _SIDE or x0 > 1 - _SIDE


def _extremes(page: RawPage) -> tuple[float, float]:
    """Where the outermost rows lie: bottom of the highest line, top of the lowest."""
    highest = min(page.lines, key=lambda line: line.box[1])
    lowest = max(page.lines, key=lambda line: line.box[3])
    return highest.box[3], lowest.box[1]
