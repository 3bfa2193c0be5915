"""Rows of a table as the eye sees them: what stands under the heads of columns, in lines from left to right.

Scans and many PDFs hold a table as pieces with places, or as lines of words, and say nothing of cells. The
heads are a row that names columns of the schema; a cell belongs to the head it stands under. Where a line is
one piece, its figures belong to the last heads, from the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.extracting.fields.labels import label_in, words_of
from rag.extracting.fields.schema import Column
from rag.extracting.fields.sight import SeenLine, Sight

_FEWEST = 2  # heads that a row of heads names, and cells that a row has
_FAR = 4  # rows without cells after which a table has ended
_PRICE = re.compile(
    r"[-−]?(?:\d{1,3}(?:\.\d{3})*,\d\d|\d{1,3}(?:[,'’]\d{3})*\.\d\d|(?<![\d.,])\d+(?![\d.,]))"
)
_SHARED = 0.1  # of the page's width, as far as a head would be off: two pieces under one
_LETTER = re.compile(r"[^\W\d_]{2}")
# Words at the end of a line that are figures, with their signs and units.
_SIGN = re.compile(r"[€$£%]|EUR|CHF|USD|GBP", re.IGNORECASE)
_UNIT = re.compile(
    r"pcs?\.?|ea|st(?:k|ck|ück)?\.?|psch\.?|pausch\w*|std\.?|kg|hrs?|h|l|m|m2|m²|x|fl\.?|forfait|u|un|uds?",
    re.IGNORECASE,
)
_OF_UNITS = re.compile(r"einheit|unit|uom|unité|unidad|unità|eenheid|unidade|me", re.IGNORECASE)
_FIGURE = re.compile(
    rf"[-−(]?[€$£]?[-−]?\d[\d.,'’]*\)?%?|(?:{_SIGN.pattern})|(?:{_UNIT.pattern})", re.IGNORECASE
)
# What stands under the rows and is none: their sums, in seven languages; a "tax return" is one.
SUM = re.compile(
    r"\W*(?:\d[\d.,]* ?% ?)?"
    r"(?:(?:(?:sub|grand|net|gross|zwischen|gesamt|rechnungs|netto|brutto|end)[ -]?)?"
    r"(?:total|summe|betrag|totaal)(?:e|bedrag)?\b(?!\s*[:;]\s*\d+\s*$)|"
    r"(?:net|netto|gesamt|vat|gst|[cs]gst|mwst|ust|tva|iva|btw|sales tax|tax|montant ht|base imponible|"
    r"imponibile|importe total|taxable|balance|amount due|zzgl|plus|zu zahlen|à payer|a pagar)\b"
    r"(?!\s+(?!(?:total|amount|value|betrag|summe|mwst|ust|due|incl|excl|inkl)\b)[^\W\d_]{4,}))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """The name of a column, from `left` to `right` of the page's width."""

    name: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell: the name of its column and its place in the document's text."""

    name: str
    start: int
    end: int


def seen_rows(columns: Sequence[Column], sight: Sight) -> Iterator[list[Piece]]:
    """The rows under each row of heads that names columns."""
    for page in sorted({one.page for one in sight.lines}):
        heads: list[Head] = []
        empty = 0
        for row in _rows(sight, page):
            named = _heads(columns, row)
            if named:
                heads, empty = named, 0
                continue
            if not heads:
                continue
            cells = [] if SUM.match(row[0].text) else list(_cells(heads, row))
            if len(cells) >= _FEWEST:
                empty = 0
                yield cells
                continue
            empty += 1
            if SUM.match(row[0].text) or empty >= _FAR:
                heads = []


def _rows(sight: Sight, page: int) -> Iterator[list[SeenLine]]:
    """The lines of a page that stand beside each other, from the left; without places each by itself."""
    row: list[SeenLine] = []
    lines = [one for one in sight.by_eye(page) if one.text.strip()]
    for line in sorted(lines, key=lambda one: (one.box.y0 + one.box.y1) / 2 if one.box else 0.0):
        if row and not _beside(row[-1], line):  # of a tilted scan the last, which is nearest in height
            yield sorted(row, key=lambda one: one.box.x0 if one.box else 0.0)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda one: one.box.x0 if one.box else 0.0)


def _beside(one: SeenLine, other: SeenLine) -> bool:
    if one.box is None or other.box is None:
        return False
    height = min(one.box.y1 - one.box.y0, other.box.y1 - other.box.y0)
    return abs((one.box.y0 + one.box.y1) - (other.box.y0 + other.box.y1)) < height


def _heads(columns: Sequence[Column], row: Sequence[SeenLine]) -> list[Head]:
    """The heads of a row, all words of it, where it names enough columns and holds no figures."""
    if any(re.search(r"\d[.,]\d\d(?!\d)|\d{3}", one.text) for one in row):
        return []
    heads = [head for line in row for head in _parted(columns, line)]
    named = {column.name for column in columns for head in heads if label_in(column, head.name)}
    return heads if len(named) >= min(_FEWEST, len(columns)) and len(heads) > 1 else []


def _parted(columns: Sequence[Column], line: SeenLine) -> Iterator[Head]:
    """A line's heads: each label of a column, and what is between them word by word."""
    labels = sorted(
        (found.span() for column in columns for found in [label_in(column, line.text)] if found),
        key=lambda one: (one[0], -one[1]),
    )
    at = 0
    for start, end in labels:
        if start < at:
            continue
        yield from _words(line, at, start)
        yield _head(line, start, end)
        at = end
    yield from _words(line, at, len(line.text))


def _words(line: SeenLine, start: int, end: int) -> Iterator[Head]:
    for found in re.finditer(r"\S+", line.text[start:end]):
        if words_of(found[0]):
            yield _head(line, start + found.start(), start + found.end())


def _head(line: SeenLine, start: int, end: int) -> Head:
    return Head(line.text[start:end].strip(), _across(line, start), _across(line, end))


def _across(line: SeenLine, at: int) -> float:
    """How far across the page a character of a line stands."""
    share = at / max(1, len(line.text))
    return line.box.x0 + share * (line.box.x1 - line.box.x0) if line.box else share


def _cells(heads: Sequence[Head], row: Sequence[SeenLine]) -> Iterator[Piece]:
    if len(row) == 1:
        yield from _from_the_right(heads, row[0])
        return
    pieces = [(line, *piece) for line in row for piece in _pieces(line)]
    places = _under(heads, [(_across(line, start), _across(line, end)) for line, start, end in pieces])
    for place in sorted(set(places)):
        own = [piece for piece, at in zip(pieces, places, strict=True) if at == place]
        (first, start, _), (last, _, end) = own[0], own[-1]
        yield Piece(heads[place].name, first.start + start, last.start + end)


def _pieces(line: SeenLine) -> list[tuple[int, int]]:
    """A line as one piece, or its figures apart where it holds nothing else, also those that a scan glued."""
    bare = re.sub(r"EUR|CHF|USD|GBP", "   ", line.text)
    figures = [one.span() for one in _PRICE.finditer(bare)]
    rest = _PRICE.sub("", bare)
    if len(figures) < _FEWEST or re.search(r"\w", rest):
        return [(0, len(line.text))]
    return figures


def _under(heads: Sequence[Head], pieces: Sequence[tuple[float, float]]) -> list[int]:
    """Which head each piece stands under: in their order, as near as can be, seldom two under one."""
    best: list[tuple[float, list[int]]] = [(0.0, [])] * len(heads)
    for number, (left, right) in enumerate(pieces):
        reached: list[tuple[float, list[int]]] = []
        for at, head in enumerate(heads):
            before = [
                (cost + (_SHARED if number and before == at else 0.0), way)
                for before, (cost, way) in enumerate(best[: at + 1])
            ]
            cost, way = min(before, key=lambda one: one[0])
            reached.append((cost + _off(head, left, right), [*way, at]))
        best = reached
    return min(best, key=lambda one: one[0])[1]


def _off(head: Head, left: float, right: float) -> float:
    """How far a piece is from standing under a head: by its left edge, its right edge or its middle."""
    middle = abs((head.left + head.right) - (left + right)) / 2
    return min(abs(head.left - left), abs(head.right - right), middle)


def _from_the_right(heads: Sequence[Head], line: SeenLine) -> Iterator[Piece]:
    """The cells of a line of words: figures at its end under the last heads, words under the one before."""
    words = [one.span() for one in re.finditer(r"\S+", line.text)]
    figures: list[tuple[int, int]] = []
    has_units = any(_OF_UNITS.fullmatch(one.name) for one in heads)
    while words and _FIGURE.fullmatch(line.text[slice(*words[-1])]):
        place = words.pop()
        word = line.text[slice(*place)]
        if not _SIGN.fullmatch(word) and (has_units or not _UNIT.fullmatch(word)):
            figures.insert(0, place)
    figures, named = figures[-(len(heads) - 1) :], figures[: -(len(heads) - 1)]  # "Mario Kart 7"
    words += named
    first = len(heads) - len(figures)
    if not words or len(figures) < min(_FEWEST, len(heads) - 1):
        return
    start, end = words[0][0], words[-1][1]
    if _LETTER.search(line.text, start, end):
        yield Piece(heads[first - 1].name, line.start + start, line.start + end)
        for head, (start, end) in zip(heads[first:], figures, strict=True):
            yield Piece(head.name, line.start + start, line.start + end)
