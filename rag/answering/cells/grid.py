"""The rows of figures in a page's text, each cell with the names of its row and column, and their scale.

Readers write a row as "label; column: value; column: value" where they know the columns; what they do not
know stands as on the page, "label value value", below a line of years. A cell whose column is not sure is
left out: no cell is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from rag.language.languages import languages, shared_pattern

SCALES = {"thousands": Decimal(1000), "millions": Decimal(10**6), "billions": Decimal(10**9)}

_CURRENCY = r"(?:[$€£¥]|US\$|USD|EUR|GBP|CHF)"
_NUMBER = r"(?:\d{1,3}(?:[,.'’\u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|\.\d+)"
_FIGURE = (
    rf"(?:{_CURRENCY}\s?)?[-–−+]?\s?(?:\(\s?)?(?:{_CURRENCY}\s?)?[-–−]?{_NUMBER}(?:\s?%)?(?:\s?\))?(?:\s?%)?"
    r"(?:\s?(?:€|EUR|CHF))?"
)
_EMPTY = r"(?:[$€£]\s?)?[-–—]{1,2}(?:\s?%)?"
_CELL = re.compile(rf"(?:{_FIGURE}|{_EMPTY})$")
_NAMED = re.compile(rf"^(?P<name>.+?):\s(?P<value>{_FIGURE}|{_EMPTY})$")
_TEXT = re.compile(r"^(?P<name>[^:]{1,60}):\s(?P<value>.+)$")
_TOKEN = re.compile(rf"(?:{_FIGURE}|{_EMPTY}|{_CURRENCY})$")
_ONE = re.compile(rf"{_FIGURE}|{_EMPTY}")
_DIGITS = re.compile(r"[^\d.,]")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d,]|\.\d)")
_SPAN = re.compile(r"\b(?:months?|weeks?|quarter|years?)\b", re.IGNORECASE)
_DATED = re.compile(r"(?<=[^\W\d_])\s(?=[^\W\d_]+\s\d{1,2},)")
_FOOTNOTE = re.compile(r"(?:\s?\(\w{1,2}\))+$|[*†‡.]+$|\s\[\w{1,2}\]$")
_LONGEST_HEAD = 16  # words of a line that heads columns
_SHORT_HEAD = 5  # of one that heads rows, before any row
_ABOVE = 8  # lines that can say what a table is of
_MONTH_DAY = re.compile(r"\b[^\W\d_]{3,9}\.?\s\d{1,2}\b,?|\b\d{1,2}\.?\s[^\W\d_]{3,9}\b")
_NOTE = 60  # a whole number up to this, before the years' figures, is the number of a note
_CHANGE = re.compile(r"%|\bchange\b|\bvar(?:iance|iation)?\b|\bveränderung\b|\bvariaci[óo]n\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure. `label`, `under`: of its row and what heads that; `scale`: one of `SCALES`, or ""."""

    label: str
    under: str
    column: str
    value: Decimal
    shown: str
    percent: bool
    start: int  # of its row, in the document's text
    end: int
    title: str  # what stands above the table
    scale: str
    currency: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells of figures, and those of words by the names of their columns."""

    label: str
    under: str
    cells: tuple[Cell, ...]
    words: tuple[tuple[str, str], ...]
    start: int
    end: int
    title: str


def rows_of(text: str, start: int, above: str = "") -> Iterator[Row]:
    """The rows of figures of a page's text, which begins at `start` of the document's; `above`: what stands
    on the page and is set aside of its text.
    """
    reading = _Reading(above)
    at = 0
    for line in text.split("\n"):
        row = reading.row(line.strip(), start + at, start + at + len(line))
        if row is not None:
            yield row
        at += len(line) + 1


class _Reading:
    """Goes down a page and keeps what heads the rows."""

    def __init__(self, above: str) -> None:
        self._title: list[str] = []
        self._since: list[str] = []  # lines since the last row, of which a new table may take its title
        self._heads: list[str] = []  # names of the columns, where a line of years tells them
        self._extra = False  # columns of changes follow those of the years
        self._under = ""
        self._in_table = False
        self._scale, self._currency = "", ""
        for line in above.split("\n"):
            if not _YEAR.search(line) or not self._headed(line):
                self._scaled(line)

    def row(self, line: str, start: int, end: int) -> Row | None:
        if not line:
            return None
        found = self._cut(line)
        if found is None:
            self._passed(line)
            return None
        self._in_table, self._since = True, []
        label, values, words = found
        if not label and not words:
            return None
        label = _FOOTNOTE.sub("", label).strip(" .…") or label
        title = "\n".join(self._title)
        cells = tuple(
            Cell(
                label=label,
                under=self._under,
                column=column,
                value=value,
                shown=shown.strip(),
                percent="%" in shown or "%" in column,
                start=start,
                end=end,
                title=title,
                scale=self._scale,
                currency=self._currency or _currency(f"{shown} {column}"),
            )
            for column, shown in values
            if (value := number(shown)) is not None
        )
        return Row(label, self._under, cells, tuple(words), start, end, title)

    def _cut(self, line: str) -> tuple[str, list[tuple[str, str]], list[tuple[str, str]]] | None:
        """Label, figures by column and words by column; None for a line that is no row."""
        pieces = line.split("; ")
        named = [_NAMED.match(piece) for piece in pieces]
        if any(named) and (len(pieces) > 1 or not _YEAR.fullmatch(line.rpartition(": ")[2])):
            return self._of_named(pieces, named)
        if " | " in line:
            pieces = [piece.strip() for piece in line.split(" | ")]
            values = pieces[1:]
            if all(_CELL.match(one) or not one for one in values) and len(values) == len(self._heads):
                return pieces[0], [(c, v) for c, v in zip(self._heads, values, strict=True) if v], []
            return None
        label, shown = _tail(line)
        if not self._heads or not shown or not any(mark.isalpha() for mark in label):
            return None
        if len(shown) == len(self._heads) + 1 and re.fullmatch(r"\d{1,2}", shown[0]) and not self._extra:
            shown = shown[1:] if int(shown[0]) <= _NOTE else shown
        if self._extra and len(shown) > len(self._heads):
            shown = shown[: len(self._heads)]
        if len(shown) != len(self._heads) or _is_years(shown):
            return None
        return label, list(zip(self._heads, shown, strict=True)), []

    def _of_named(
        self, pieces: Sequence[str], named: Sequence[re.Match[str] | None]
    ) -> tuple[str, list[tuple[str, str]], list[tuple[str, str]]]:
        label, words = "", []
        if named[0] is None:
            first = _TEXT.match(pieces[0])
            label = pieces[0] if first is None or len(pieces) == 1 else first["value"]
            if first is not None:
                words.append((first["name"], first["value"]))
        values = [(one["name"], one["value"]) for one in named if one is not None]
        for piece, one in zip(pieces[1:], named[1:], strict=True):
            text = _TEXT.match(piece) if one is None else None
            if text is not None:
                words.append((text["name"], text["value"]))
        return label, _with_spans(values), words

    def _passed(self, line: str) -> None:
        """A line that is no row: it may head the columns, the rows below it, or the next table."""
        if self._headed(line):
            return
        plain = not _ONE.search(line)
        most = _LONGEST_HEAD if self._in_table else _SHORT_HEAD
        heads = line.endswith(":") or (self._in_table and line[0].isupper())
        if plain and heads and len(line.split()) <= most:
            self._under = line.rstrip(":")
        self._remember(line)

    def _remember(self, line: str) -> None:
        if self._in_table and (len(line.split()) > _LONGEST_HEAD or line.startswith("(")):
            self._title, self._heads, self._under, self._in_table = self._since, [], "", False
        self._scaled(line)
        if len(line.split()) <= 2 * _LONGEST_HEAD:
            self._title = [*self._title, line][-_ABOVE:]
            self._since = [*self._since, line][-_ABOVE:]

    def _headed(self, line: str) -> bool:
        years = _YEAR.findall(line)
        rest = _YEAR.sub(" ", _MONTH_DAY.sub(" ", line))
        if not years or len(line.split()) > _LONGEST_HEAD or re.search(r"\d", rest) or line.endswith("."):
            return False
        if len(years) == 1 and not re.search(rf"{years[0]}\W*$", line):
            return False
        self._heads, self._extra = years, bool(_CHANGE.search(rest))
        self._scaled(line)
        return True

    def _scaled(self, line: str) -> None:
        found = _scale().search(line)
        if found is not None:
            self._scale = str(found.lastgroup)
            self._currency = _currency(line)


def _tail(line: str) -> tuple[str, list[str]]:
    """A line's label and the figures at its end."""
    tokens = line.split(" ")
    first = len(tokens)
    while first and _TOKEN.match(tokens[first - 1]):
        first -= 1
    return " ".join(tokens[:first]), _ONE.findall(" ".join(tokens[first:]))


def number(shown: str) -> Decimal | None:
    """The value of a cell as written; parentheses and a leading line make it negative. None for none."""
    digits = _DIGITS.sub("", shown).strip(".,")
    if not digits:
        return None
    negative = "(" in shown or re.match(r"\W*[-–−]\s?\W?\d", shown) is not None
    if "." in digits and "," in digits:
        decimal = max(digits.rfind("."), digits.rfind(","))
        mark = digits[decimal]
        digits = digits.replace("," if mark == "." else ".", "").replace(mark, ".")
    elif re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        digits = re.sub(r"[.,]", "", digits) if "," in digits or digits.count(".") > 1 else digits
    digits = digits.replace(",", ".")
    try:
        value = Decimal(f".{digits[1:]}" if digits.startswith(".") else digits)
    except InvalidOperation:
        return None
    return -value if negative else value


def _with_spans(values: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Columns under one heading are written with it at the first of them only."""
    found, lead = [], ""
    for name, value in values:
        year = _YEAR.search(name)
        if _SPAN.search(name):
            before = _DATED.split(name, maxsplit=1)[0]
            lead = before if before != name else _YEAR.sub("", name).strip(" ,")
            found.append((name, value))
        else:
            found.append((f"{lead} {name}" if year and lead else name, value))
    return found


def _is_years(shown: Sequence[str]) -> bool:
    return all(_YEAR.fullmatch(one) for one in shown)


def _currency(text: str) -> str:
    found = re.search(r"[$€£¥]|\b(?:USD|EUR|GBP|CHF)\b", text)
    return found.group() if found else ""


@cache
def _scale() -> re.Pattern[str]:
    """Words that say a table's scale, in any language."""
    ways = {name: shared_pattern(one.figures.get(name, "") for one in languages()) for name in SCALES}
    return re.compile("|".join(rf"(?P<{name}>{way})" for name, way in ways.items()), re.IGNORECASE)
