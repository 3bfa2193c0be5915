"""The database's process, sealed as every child is: what SELECTs give, and all that is refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.cancel import CancelToken
from engine.errors import Cancelled, QueryInvalid
from engine.querying.querier import QuerierProcess
from engine.querying.tables import Column, Kind, Table

SALES = Table(
    "sales",
    [
        Column("Shop", Kind.TEXT, ["North", "South", "North"]),
        Column("Net amount", Kind.NUMBER, ["0.10", "0.20", None]),
        Column("Day", Kind.DAY, ["2025-01-31", None, "2024-02-29"]),
    ],
)
ENDLESS = "SELECT sum(one.i * other.i) FROM range(100000000) one(i), range(1000000) other(i)"


@pytest.fixture(scope="module")
def querier() -> Iterator[QuerierProcess]:
    process = QuerierProcess()
    yield process
    process.close()


def test_figures_are_summed_exactly_and_rows_are_listed(querier: QuerierProcess) -> None:
    sql = 'SELECT Shop, sum("Net amount"), max("Day"), list(_row) FROM sales GROUP BY Shop ORDER BY Shop'
    found = querier.query([SALES], sql, CancelToken())
    assert [list(row) for row in found.rows] == [
        ["North", "0.10", "2025-01-31", ["0", "2"]],
        ["South", "0.20", None, ["1"]],
    ]
    assert list(found.kinds) == [Kind.TEXT, Kind.NUMBER, Kind.DAY, Kind.LIST]
    total = querier.query([SALES], 'SELECT sum("Net amount") FROM sales', CancelToken())
    assert list(total.rows) == [["0.30"]]


def test_no_more_rows_than_asked_for(querier: QuerierProcess) -> None:
    found = querier.query([SALES], "SELECT Shop FROM sales ORDER BY _row", CancelToken(), most=2)
    assert list(found.rows) == [["North"], ["South"]]
    assert found.more


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE sales",
        "INSERT INTO sales SELECT * FROM sales",
        "SELECT 1; DROP TABLE sales",
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM glob('/*')",
        "COPY sales TO '{file}'",
        "ATTACH '{file}' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SELECT * FROM read_csv('https://example.org/a.csv')",
        "SELECT nothing FROM sales",
        "",
    ],
)
def test_anything_but_one_select_over_the_tables_is_refused(
    querier: QuerierProcess, tmp_path: Path, sql: str
) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(QueryInvalid):
        querier.query([SALES], sql.replace("{file}", str(file)), CancelToken())
    assert file.read_text(encoding="utf-8") == "a,b\n1,2\n"


def test_each_query_has_a_database_of_its_own(querier: QuerierProcess) -> None:
    querier.query([SALES], "SELECT 1", CancelToken())
    with pytest.raises(QueryInvalid):
        querier.query([], "SELECT * FROM sales", CancelToken())


def test_a_query_is_cancelled_while_it_runs(querier: QuerierProcess) -> None:
    cancel = CancelToken()
    threading.Timer(0.4, cancel.cancel).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        querier.query([SALES], ENDLESS, cancel)
    assert time.monotonic() - started < 20
    assert querier.query([SALES], "SELECT 1", CancelToken()).rows


def test_a_query_that_takes_all_memory_is_ended_and_told(querier: QuerierProcess) -> None:
    with pytest.raises(QueryInvalid):
        querier.query(
            [SALES], "SELECT list(i::VARCHAR || repeat('x', 100)) FROM range(90000000) t(i)", CancelToken()
        )
