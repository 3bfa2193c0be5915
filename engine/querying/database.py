"""DuckDB, shut in before it sees a table: no file, no extension, no network, one thread. Imported by the
process alone.

Source: https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview (1.5)
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import duckdb

from engine.cancel import CancelToken
from engine.errors import QueryInvalid, QueryTooLong
from engine.querying.tables import ROW, Column, Kind, Result, Table
from engine.workers.frames import Json

_SECONDS = 30.0  # of one query
_LOOK_SECONDS = 0.05
_MOST_PLACES = 12  # decimals that are kept exactly
_MOST_DIGITS = 38
_SETTINGS = (
    "SET threads = 1",
    "SET memory_limit = '512MB'",
    "SET temp_directory = ''",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


def answered(tables: Sequence[Table], sql: str, most: int, cancel: CancelToken) -> Result:
    """At most so many rows of one SELECT over `tables`.

    Raises `QueryInvalid`, `QueryTooLong`, `Cancelled`.
    """
    connection = duckdb.connect(":memory:")
    try:
        for setting in _SETTINGS:
            connection.execute(setting)
        for table in tables:
            _fill(connection, table)
        return _asked(connection, sql, most, cancel)
    except duckdb.Error as error:
        raise QueryInvalid(detail=_told(error)) from error
    finally:
        connection.close()


def _fill(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    parts = [f"unnest(${at}::VARCHAR[])::{_type(one)} AS {_name(one.name)}" for at, one in
             enumerate(table.columns, 1)]  # fmt: skip
    rows = len(table.columns[0].cells) if table.columns else 0
    parts.append(f"unnest(range({rows})) AS {_name(ROW)}")
    connection.execute(
        f"CREATE TABLE {_name(table.name)} AS SELECT {', '.join(parts)}",
        [list(one.cells) for one in table.columns],
    )


def _type(column: Column) -> str:
    match column.kind:
        case Kind.NUMBER:
            written = [one.lstrip("-").partition(".") for one in column.cells if one is not None]
            places = max((len(part) for _, _, part in written), default=0)
            whole = max((len(digits) for digits, _, _ in written), default=0)
            exact = places <= _MOST_PLACES and whole + places <= _MOST_DIGITS // 2
            return f"DECIMAL({_MOST_DIGITS}, {places})" if exact else "DOUBLE"
        case Kind.DAY:
            return "DATE"
        case Kind.MOMENT:
            return "TIMESTAMP"
        case _:
            return "VARCHAR"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _asked(connection: duckdb.DuckDBPyConnection, sql: str, most: int, cancel: CancelToken) -> Result:
    found = duckdb.extract_statements(sql)
    if len(found) != 1 or found[0].type != duckdb.StatementType.SELECT:
        raise QueryInvalid(detail="select")
    late, done = threading.Event(), threading.Event()
    watch = threading.Thread(target=_watch, args=(connection, cancel, late, done), daemon=True)
    watch.start()
    try:
        answer = connection.execute(found[0])
        described = answer.description or []
        rows = answer.fetchmany(most + 1)
    except duckdb.InterruptException as stopped:
        cancel.raise_if_cancelled()
        if late.is_set():
            raise QueryTooLong(seconds=int(_SECONDS)) from stopped
        raise
    finally:
        done.set()
        watch.join()
    kinds = [_kind(str(one[1])) for one in described]
    shown = [[_cell(cell) for cell in row] for row in rows[:most]]
    return Result([str(one[0]) for one in described], kinds, shown, len(rows) > most)


def _watch(
    connection: duckdb.DuckDBPyConnection, cancel: CancelToken, late: threading.Event, done: threading.Event
) -> None:
    """Ends a query that is cancelled or takes too long."""
    waited = 0.0
    while not done.wait(_LOOK_SECONDS):
        waited += _LOOK_SECONDS
        if waited >= _SECONDS:
            late.set()
        if cancel.cancelled or late.is_set():
            connection.interrupt()


def _kind(called: str) -> Kind:
    if called.endswith("[]"):
        return Kind.LIST
    if called.startswith(("DECIMAL", "DOUBLE", "FLOAT", "HUGEINT", "UHUGEINT", "BIGNUM")) or "INT" in called:
        return Kind.NUMBER
    if called == "DATE":
        return Kind.DAY
    if called.startswith("TIMESTAMP"):
        return Kind.MOMENT
    return Kind.YES if called == "BOOLEAN" else Kind.TEXT


def _cell(value: Any) -> Json:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, list):
        return [_cell(one) for one in value]
    if isinstance(value, float):
        return repr(value)
    return str(value)


def _told(error: duckdb.Error) -> str:
    """What the database says of a query, in one line."""
    return " ".join(str(error).split("\n\n")[0].split())
