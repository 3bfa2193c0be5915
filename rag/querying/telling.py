"""How a query and what it gave are said: what was reckoned, its result, and what was not counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from engine.querying.tables import Kind, Result
from engine.workers.frames import Json
from rag.language.languages import Language
from rag.language.marks import quoted
from rag.querying.columns import Read
from rag.querying.phrases import Phrases, phrases_of
from rag.querying.query import Condition, Function, Part, Query, Test
from rag.querying.sheets import Sheet

MOST_SHOWN = 50  # lines of a result
_COLUMNS = 8  # of rows that are shown themselves
_CITED = 8  # rows a line of the result is cited with
_MOST_NAMED = 8  # rows that are named one by one
_PLACES, _LONGEST = 2, 6  # decimals: of an average at least, of anything at most
_SCALE = re.compile(
    r"\b(?:in|en|em)\b.{0,20}\b(?:thousand|million|billion|tausend|mio|mrd|milliers?|millones|miles|migliaia"
    r"|milioni|milliarden)\w*|\bT(?:EUR|€)\b|\b(?:k|m)(?:EUR|€|\$)",
    re.IGNORECASE,
)
_KEYS = {
    Function.SUM: "said-sum",
    Function.AVERAGE: "said-average",
    Function.HIGHEST: "said-highest",
    Function.LOWEST: "said-lowest",
    Function.COUNT: "said-count",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A line of an answer, and the rows of the table that it rests on."""

    text: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a query gave. `result`: its last column lists rows; `counted`: the rows it reckoned with; `apart`:
    the column of units that it was parted by without being asked.
    """

    query: Query
    result: Result
    counted: tuple[int, ...]
    apart: str = ""


def columns_shown(query: Query, sheet: Sheet) -> list[str]:
    """The columns of rows that are shown themselves: those asked about, and the first others."""
    asked = [one.column for one in query.conditions] + ([query.by] if query.by else [])
    names = [one.name for one in sheet.columns]
    kept = [*names[: _COLUMNS - len(set(asked))], *asked]
    return [one for one in names if one in kept]


def told(outcome: Outcome, sheet: Sheet, document: str, language: Language) -> list[Said]:
    """What is said of a query's outcome, in lines; a table's are Markdown."""
    phrases = phrases_of(language)
    if phrases is None:
        return []
    saying = _Saying(outcome, sheet, phrases, language)
    what = saying.what()
    where = f"{document} ({sheet.grid.name})" if sheet.grid.name else document
    looked = len(sheet.places)
    if not outcome.counted and not (
        outcome.query.measure and outcome.query.measure.function is Function.COUNT
    ):
        return [Said(phrases.told("none", document=where, what=what, count=looked))]
    lines = saying.lines(what)
    count = len(outcome.counted)
    key = "head-one" if count == 1 else "head"
    head = Said(phrases.told(key, document=where, what=what, count=saying.figure(str(count))))
    return [*lines, head, *(Said(one) for one in saying.notes())]


class _Saying:
    def __init__(self, outcome: Outcome, sheet: Sheet, phrases: Phrases, language: Language) -> None:
        self._outcome = outcome
        self._query = outcome.query
        self._sheet = sheet
        self._phrases = phrases
        self._language = language

    def what(self) -> str:
        """A query in words."""
        query, phrases = self._query, self._phrases
        parts = [self._measured()]
        parts += [
            phrases.told("by-column", column=self._grouped(one.column, one.part)) for one in query.groups
        ]
        if query.conditions:
            said = f" {phrases['joined']} ".join(map(self._condition, query.conditions))
            parts.append(phrases.told("where", conditions=said))
        if query.first and query.descending is not None:
            key = "first-highest" if query.descending else "first-lowest"
            extent = phrases.told(key, count=query.first)
            parts.append(f"({extent}: {quoted(query.by, self._language)})" if query.by else f"({extent})")
        return " ".join(parts)

    def lines(self, what: str) -> list[Said]:
        """The outcome itself: a line, or a table."""
        result = self._outcome.result
        names = list(result.names)[:-1]
        shown = result.rows[:MOST_SHOWN]
        if self._query.measure is not None and not self._query.groups:
            value = self._cell(shown[0][0], result.kinds[0], self._measure_column())
            return [Said(f"{what}: {value}", self._outcome.counted[:_CITED])]
        heads = self._heads(names)
        columns = [self._column_of(at, name) for at, name in enumerate(names)]
        groups = len(self._query.groups)
        table = [Said(_line(heads)), Said(_line(["---"] * len(heads)))]
        for row in shown:
            cells = [
                self._code(cell) if at < groups and kind is Kind.NUMBER else self._cell(cell, kind, column)
                for at, (cell, kind, column) in enumerate(
                    zip(row[:-1], result.kinds[:-1], columns, strict=True)
                )
            ]
            table.append(Said(_line(cells), rows_of(row)[:_CITED]))
        return table

    def notes(self) -> list[str]:
        """What a reader has to know of what was counted, and what was not."""
        outcome, sheet, phrases = self._outcome, self._sheet, self._phrases
        found = []
        if sheet.left_out:
            found.append(phrases.told("totals", rows=self._rows(sheet.left_out)))
        found += self._unread()
        column = self._measure_column()
        if column is not None:
            places = [sheet.places[row] for row in outcome.counted]
            empty = sum(column.cells[at] is None and at not in column.unread for at in places)
            if empty:
                found.append(phrases.told("empty", column=column.name, count=empty))
            found += [phrases.told("scale", scale=one) for one in self._scales(column)]
        hidden = sum(sheet.line(row).hidden for row in outcome.counted)
        if hidden:
            found.append(phrases.told("hidden", count=hidden))
        if sheet.grid.alone and self._query.measure is not None:
            found.append(phrases.told("alone", count=sheet.grid.alone))
        if outcome.apart:
            found.append(phrases.told("apart", column=outcome.apart))
        if len(outcome.result.rows) > MOST_SHOWN or outcome.result.more:
            found.append(phrases.told("more-rows", count=MOST_SHOWN))
        return found

    def figure(self, digits: str) -> str:
        """A number with a point, as the language writes it."""
        whole, _, part = digits.partition(".")
        sign, whole = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
        grouped = f"{int(whole):,}" if whole.isdecimal() else whole
        if self._language.decimal == ",":
            grouped = grouped.replace(",", "\u202f" if self._language.code == "fr" else ".")
        return sign + grouped + (f"{self._language.decimal}{part}" if part else "")

    # --- inside --------------------------------------------------------------------------------------------

    def _unread(self) -> list[str]:
        """What could not be read: of what was reckoned, in the rows counted; of conditions, in all rows."""
        sheet, counted = self._sheet, {self._sheet.places[row] for row in self._outcome.counted}
        found = {}
        measured = self._measure_column()
        if measured is not None:
            found[measured.name] = [at for at in measured.unread if at in counted]
        for one in self._query.conditions:
            found[one.column] = [at for at in sheet.column(one.column).unread if at in sheet.places]
        told = self._phrases.told
        return [told("unread", column=name, rows=self._rows(rows)) for name, rows in found.items() if rows]

    def _measured(self) -> str:
        measure = self._query.measure
        if measure is None:
            return self._phrases["said-rows"]
        return self._phrases.told(_KEYS[measure.function], column=measure.column)

    def _grouped(self, column: str, part: Part) -> str:
        return self._phrases.told(f"part-{part.value}", column=column) if part else column

    def _condition(self, one: Condition) -> str:
        column = self._sheet.column(one.column)
        values = f" {self._phrases['or']} ".join(self._value(value, one.kind, column) for value in one.values)
        days = one.kind in (Kind.DAY, Kind.MOMENT)
        keys = {
            Test.IS: "is",
            Test.MORE: "is-after" if days else "is-more",
            Test.LESS: "is-before" if days else "is-less",
            Test.LEAST: "is-since" if days else "is-least",
            Test.MOST: "is-until" if days else "is-most",
        }
        return self._phrases.told(keys[one.test], column=one.column, value=values)

    def _value(self, value: str, kind: Kind, column: Read) -> str:
        return self._cell(value, kind, column)

    def _measure_column(self) -> Read | None:
        measure = self._query.measure
        name = measure.column if measure is not None else self._query.by
        return self._sheet.column(name) if name else None

    def _heads(self, names: Sequence[str]) -> list[str]:
        if self._query.measure is None:
            return list(names)
        groups = [self._grouped(one.column, one.part) for one in self._query.groups]
        return [*groups, self._measured()]

    def _column_of(self, at: int, name: str) -> Read | None:
        if self._query.measure is None:
            return self._sheet.column(name)
        if at < len(self._query.groups):
            return self._sheet.column(self._query.groups[at].column)
        return self._measure_column()

    def _cell(self, cell: Json, kind: Kind, column: Read | None) -> str:
        if cell is None:
            return self._phrases["empty-cell"]
        text = str(cell)
        if kind is Kind.DAY or (kind is Kind.MOMENT and text.endswith(" 00:00:00")):
            return self._day(text[:10])
        if kind is not Kind.NUMBER:
            return text
        unit = column.units[0] if column is not None and len(column.units) == 1 else ""
        counting = self._query.measure is not None and self._query.measure.function is Function.COUNT
        if column is not None and column.is_years:
            return text.partition(".")[0]
        shown = self.figure(text) if counting else self._number(text, column)
        return shown if counting or not unit else f"{shown}{'' if unit == '%' else ' '}{unit}"

    def _code(self, cell: Json) -> str:
        """A number by which rows are put together: as it is written, it may be a code."""
        text = self._phrases["empty-cell"] if cell is None else str(cell)
        whole, _, part = text.partition(".")
        return f"{whole}{self._language.decimal}{part}" if part.strip("0") else whole

    def _number(self, text: str, column: Read | None) -> str:
        """A number with as many places as its column's have; one that does not end there is rounded, and says
        so, at two places at least.
        """
        places, value = min(_places(column), _LONGEST), Decimal(text)
        exact = -int(value.as_tuple().exponent) <= places
        if not exact:
            places = max(_PLACES, places)
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return ("" if rounded == value else "≈ ") + self.figure(f"{rounded:f}")

    def _day(self, written: str) -> str:
        day = date.fromisoformat(written)
        if self._language.code == "de":
            return f"{day:%d.%m.%Y}"
        return written if self._language.code == "en" else f"{day:%d/%m/%Y}"

    def _rows(self, places: Sequence[int]) -> str:
        numbers = [self._sheet.grid.lines[at].number or at + 1 for at in places]
        named = ", ".join(self._phrases.told("row", number=one) for one in numbers[:_MOST_NAMED])
        more = len(numbers) - _MOST_NAMED
        return f"{named} … (+{more})" if more > 0 else named

    def _scales(self, column: Read) -> list[str]:
        told = [*self._sheet.grid.above, *(one.name for one in self._sheet.columns if one is not column)]
        return list(dict.fromkeys(one for one in told if _SCALE.search(one)))[:1]


def rows_of(row: Sequence[Json]) -> tuple[int, ...]:
    """The rows of the table that a line of a result lists."""
    listed = row[-1]
    return tuple(int(str(one)) for one in listed) if isinstance(listed, list) else ()


def _places(column: Read | None) -> int:
    cells = () if column is None else column.cells
    return max((len(one.partition(".")[2]) for one in cells if one is not None), default=0)


def _line(cells: Sequence[str]) -> str:
    told = (re.sub(r"[\r\n]+", " ", one).replace("|", "\\|") for one in cells)
    return f"| {' | '.join(told)} |"
