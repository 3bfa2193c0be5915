"""The columns of a table as they can be reckoned with: their kinds, their cells in one form, their doubts.

A column is told by all of its cells. What can be read in two ways and nothing tells which ("1.204" with
three decimals or a thousand, "03/04/2025") is left as text, or marked as sure of its year alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.querying.tables import Kind
from rag.extracting.fields.days import days, reads_both_ways
from rag.language.languages import Language
from rag.querying.grids import Grid

_MOSTLY = 0.8  # of the filled cells
_EMPTY = re.compile(r"[-–—−./]+|n/?a\.?|k\.?\s?a\.?|n/?d|s\.?\s?o\.?|none|nil|null|#n/a", re.IGNORECASE)
_CURRENCY = r"US\$|[$€£¥]|EUR|USD|GBP|CHF|PLN|CZK|SEK|NOK|DKK|HUF|RON|BRL|JPY|zł|Kč|kr\.?|Ft|lei"
_NUMBER = re.compile(
    rf"(?P<open>\()?(?P<sign>[-–−+])?\s?(?P<before>{_CURRENCY})?\s?(?P<sign2>[-–−])?\s?"
    r"(?P<digits>\d[\d.,'’\u00a0\u202f ]*|[.,]\d+)"
    r"(?P<sign3>[-–−])?\s?(?P<after>[^\W\d_][^\s\d()]{0,9}(?:[/²³][^\s()]{0,6})?|%|€|\$|£|‰)?(?P<close>\))?",
)  # fmt: skip
_GROUPED = re.compile(r"[1-9]\d{0,2}(?P<mark>[.,])\d{3}")
_SPACES = re.compile(r"['’\u00a0\u202f ]")
_TIMED = re.compile(r"[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?\s*$")
_YEARS = range(1800, 2200)
_IN_HEAD = re.compile(rf"(?:\(|\[|\bin\s|\s)({_CURRENCY}|%)(?:[)\]\s]|$)")
_PER_CENT = "%"
_SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "zł": "PLN", "Kč": "CZK"}


@dataclass(frozen=True, slots=True)
class Read:
    """A column. `cells`: as `engine.querying.tables.Column` has them; `unread`: rows whose cell is filled and
    none of the kind; `units`: what stands beside its numbers, currencies as codes; `doubtful`: days that may
    have day and month exchanged, their years are sure.
    """

    name: str
    kind: Kind
    cells: tuple[str | None, ...]
    unread: tuple[int, ...] = ()
    units: tuple[str, ...] = ()
    doubtful: bool = False

    @property
    def is_years(self) -> bool:
        """Whether it holds years, as numbers."""
        filled = [one for one in self.cells if one is not None]
        return self.kind is Kind.NUMBER and bool(filled) and all(_is_year(one) for one in filled)


@dataclass(frozen=True, slots=True)
class _Figure:
    digits: str
    negative: bool
    unit: str


def columns_of(grid: Grid, language: Language) -> list[Read]:
    """The columns of a table. `language`: of its document; only English writes the month before the day."""
    written = {name: [one.strip() for one in grid.column(name)] for name in grid.names}
    figures = {name: [_figure(one) for one in cells] for name, cells in written.items()}
    marks = {mark for some in figures.values() for mark in _surely(some)}
    return [
        _days(name, cells, language) or _numbers(name, cells, figures[name], marks) or _text(name, cells)
        for name, cells in written.items()
    ]


def _is_year(cell: str) -> bool:
    return cell.isdecimal() and int(cell) in _YEARS


def is_empty(cell: str) -> bool:
    """Whether a cell says nothing, or only that there is nothing."""
    return not cell or _EMPTY.fullmatch(cell) is not None


def _text(name: str, cells: Sequence[str]) -> Read:
    return Read(name, Kind.TEXT, tuple(one or None for one in cells))


# --- numbers -----------------------------------------------------------------------------------------------


def _figure(cell: str) -> _Figure | None:
    found = _NUMBER.fullmatch(cell)
    if found is None or bool(found["open"]) is not bool(found["close"]):
        return None
    negative = bool(found["open"] or found["sign2"] or found["sign3"]) or found["sign"] in ("-", "–", "−")
    unit = found["before"] or found["after"] or ""
    return _Figure(_SPACES.sub("", found["digits"]), negative, _SIGNS.get(unit, unit))


def _surely(figures: Iterable[_Figure | None]) -> set[str]:
    """The marks that part decimals, as numbers tell that can be read in one way only."""
    found = set()
    for one in figures:
        digits = one.digits if one else ""
        marks = [mark for mark in digits if mark in ".,"]
        if len(set(marks)) == 2:
            found.add(marks[-1])
        elif len(marks) > 1:
            found.add("," if marks[0] == "." else ".")
        elif marks and not _GROUPED.fullmatch(digits):
            found.add(marks[0])
    return found


def _numbers(
    name: str, cells: Sequence[str], figures: Sequence[_Figure | None], others: set[str]
) -> Read | None:
    filled = [place for place, cell in enumerate(cells) if not is_empty(cell)]
    known = [place for place in filled if figures[place] is not None]
    if not known or len(known) < _MOSTLY * len(filled):
        return None
    mark = _decimal_mark([one.digits for place in known if (one := figures[place])], _surely(figures), others)
    if mark is None:
        return None
    values = [None if (one := figures[place]) is None or is_empty(cell) else _value(one, mark)
              for place, cell in enumerate(cells)]  # fmt: skip
    units = tuple(sorted({one.unit for place in known if (one := figures[place]) and one.unit}))
    head = _IN_HEAD.search(name)
    units = units or ((_SIGNS.get(head[1], head[1]),) if head else ())
    if any(_leads_with_nought(one.digits) for place in known if (one := figures[place])):
        return None  # codes, telephone numbers, postcodes
    return Read(
        name, Kind.NUMBER, tuple(values), tuple(place for place in filled if values[place] is None), units
    )


def _leads_with_nought(digits: str) -> bool:
    return len(digits) > 1 and digits[0] == "0" and digits[1].isdecimal()


def _decimal_mark(digits: Sequence[str], own: set[str], others: set[str]) -> str | None:
    """ "." or ","; None where its numbers can be read in two ways."""
    if len(own) > 1:
        return None
    if own:
        return next(iter(own))
    grouped = {found["mark"] for one in digits if (found := _GROUPED.fullmatch(one))}
    if not grouped:
        return "."
    if len(grouped) > 1:
        return None
    (mark,) = grouped
    other = "," if mark == "." else "."
    if len(others) == 1:
        return mark if mark in others else other
    # "1,204" beside "950": thousands. Programs write decimals with a point, and leave noughts out.
    plain = [one for one in digits if one.isdecimal()]
    whole = mark == "," and all(len(one) <= 3 for one in plain)
    return other if whole else None


def _value(figure: _Figure, mark: str) -> str | None:
    whole, parted, part = figure.digits.partition(mark)
    whole = whole.replace("," if mark == "." else ".", "")
    if (whole and not whole.isdecimal()) or (parted and not part.isdecimal()):
        return None
    text = f"{int(whole or 0)}" + (f".{part}" if part else "")
    return f"-{text}" if figure.negative and text.strip("0.") else text


# --- days --------------------------------------------------------------------------------------------------


def _days(name: str, cells: Sequence[str], language: Language) -> Read | None:
    filled = [place for place, cell in enumerate(cells) if not is_empty(cell)]
    joined = "\n".join(cells[place] for place in filled)
    if not any(mark.isdigit() for mark in joined):
        return None
    first = _month_first([cells[place] for place in filled])
    doubtful = first is None and language.code == "en" and any(
        reads_both_ways(_TIMED.sub("", cells[place])) for place in filled
    )  # fmt: skip
    values: list[str | None] = [None] * len(cells)
    timed = False
    for place in filled:
        bare = _TIMED.sub("", cells[place]).strip()
        found = days(bare, month_first=bool(first))
        if len(found) == 1 and found[0].end - found[0].start >= len(bare) - _WEEKDAY:
            time = _TIMED.search(cells[place])
            values[place] = found[0].value
            if time:
                timed = True
                values[place] = f"{found[0].value} {int(time[1]):02}:{time[2]}:{time[3] or '00'}"
    known = [place for place in filled if values[place] is not None]
    if not known or len(known) < _MOSTLY * len(filled):
        return None
    if timed:
        values = [one if one is None or " " in one else f"{one} 00:00:00" for one in values]
    kind = Kind.MOMENT if timed else Kind.DAY
    return Read(name, kind, tuple(values), tuple(p for p in filled if values[p] is None), (), doubtful)


_WEEKDAY = 12  # characters: "Wednesday, 3 April 2024"


def _month_first(cells: Sequence[str]) -> bool | None:
    """How a column writes days in figures; None where it does not tell, or does not write them so."""
    from rag.extracting.fields.days import writes_month_first

    return writes_month_first("\n".join(cells))
