"""A query of one table: what is reckoned, of which rows, by what; and its SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.querying.tables import ROW, Kind


class Function(StrEnum):
    SUM = "sum"
    AVERAGE = "avg"
    HIGHEST = "max"
    LOWEST = "min"
    COUNT = "count"  # of rows; it has no column


class Test(StrEnum):
    """How a cell is held against values."""

    IS = "is"  # one of them, for text
    MORE = ">"
    LESS = "<"
    LEAST = ">="
    MOST = "<="


class Part(StrEnum):
    """Of a day, what rows are put together by."""

    WHOLE = ""
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Measure:
    function: Function
    column: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """`kind`: of the column; `values`: cells as `engine.querying.tables` has them, several only for `IS`."""

    column: str
    kind: Kind
    test: Test
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    column: str
    part: Part = Part.WHOLE


@dataclass(frozen=True, slots=True)
class Query:
    """`measure` None: the rows themselves. `by`: the column that rows are put in order by, for these alone;
    `descending` None: in the order of the table. `first`: how many of the result, with all that are level
    with the last of them.
    """

    measure: Measure | None
    groups: tuple[Group, ...] = ()
    conditions: tuple[Condition, ...] = ()
    by: str = ""
    descending: bool | None = None
    first: int | None = None


def sql_of(query: Query, table: str, columns: Sequence[str], *, rows: bool = False) -> str:
    """The SELECT of a query. `columns`: those shown where rows themselves are asked for; `rows`: with a last
    column that lists the rows that each line of the result comes from.
    """
    if query.measure is None:
        parts = [*map(quoted, columns), *([f"list_value({quoted(ROW)})"] if rows else [])]
        grouped, ordered = "", quoted(query.by) if query.by else quoted(ROW)
    else:
        keys = [_key(one) for one in query.groups]
        measured = _measured(query.measure)
        listed = f"list({quoted(ROW)} ORDER BY {quoted(ROW)})"
        parts = [*keys, measured, *([listed] if rows else [])]
        grouped = f" GROUP BY {', '.join(keys)}" if keys else ""
        ordered = measured if query.descending is not None else f"min({quoted(ROW)})"
    where = f" WHERE {' AND '.join(map(_tested, query.conditions))}" if query.conditions else ""
    way = "DESC NULLS LAST" if query.descending else "ASC NULLS LAST"
    first = f" QUALIFY rank() OVER (ORDER BY {ordered} {way}) <= {query.first}" if query.first else ""
    order = f" ORDER BY {ordered} {way}" if query.groups or query.measure is None else ""
    return f"SELECT {', '.join(parts)} FROM {quoted(table)}{where}{grouped}{first}{order}"


def counting_of(query: Query, table: str) -> str:
    """The SELECT that lists the rows a query reckons with."""
    where = f" WHERE {' AND '.join(map(_tested, query.conditions))}" if query.conditions else ""
    return f"SELECT {quoted(ROW)} FROM {quoted(table)}{where} ORDER BY {quoted(ROW)}"


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _key(group: Group) -> str:
    column = quoted(group.column)
    match group.part:
        case Part.YEAR:
            return f"strftime({column}, '%Y')"
        case Part.MONTH:
            return f"strftime({column}, '%Y-%m')"
        case Part.QUARTER:
            return f"year({column}) || '-Q' || quarter({column})"
        case Part.WHOLE:
            return column


def _measured(measure: Measure) -> str:
    return "count(*)" if not measure.column else f"{measure.function.value}({quoted(measure.column)})"


def _tested(condition: Condition) -> str:
    column = quoted(condition.column)
    values = [_value(one, condition.kind) for one in condition.values]
    if condition.test is Test.IS:
        return f"{column} = {values[0]}" if len(values) == 1 else f"{column} IN ({', '.join(values)})"
    return f"{column} {condition.test.value} {values[0]}"


def _value(value: str, kind: Kind) -> str:
    match kind:
        case Kind.NUMBER:
            return value
        case Kind.DAY:
            return f"DATE {_text(value)}"
        case Kind.MOMENT:
            return f"TIMESTAMP {_text(value)}"
        case _:
            return _text(value)
