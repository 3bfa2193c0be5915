"""Columns of figures and dates, however people and programs write them."""

from __future__ import annotations

from datetime import datetime

import pytest

from rag.forecasting.figures import numbers
from rag.forecasting.moments import moments


def day(year: int, month: int, number: int, hour: int = 0) -> datetime:
    return datetime(year, month, number, hour)  # noqa: DTZ001 — a table's dates are of no zone


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["0,43", "1,5", ""], [0.43, 1.5, None]),
        (["1,204", "12,000", "999"], [1204.0, 12000.0, 999.0]),
        (["1.234,50", "2,25", "300"], [1234.5, 2.25, 300.0]),
        (["1,234.50", "1,000"], [1234.5, 1000.0]),
        (["1.204", "0.5"], [1.204, 0.5]),
        (["1.234.567", "2.000"], [1234567.0, 2000.0]),
        (["€ 12", "12 kr", "(3)", "4-", "−5"], [12.0, 12.0, -3.0, -4.0, -5.0]),
        (["1 204,5", "1'204"], [1204.5, 1204.0]),
        (["n/a", "-", "about 3", "1e3"], [None, None, None, 1000.0]),
    ],
)
def test_figures(cells: list[str], expected: list[float | None]) -> None:
    assert numbers(cells) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["2024-01-31", "2024-02-29"], [day(2024, 1, 31), day(2024, 2, 29)]),
        (["2024-01-31 05:00:00", "2024-01-31T06:00Z"], [day(2024, 1, 31, 5), day(2024, 1, 31, 6)]),
        (["20240131", "20240201"], [day(2024, 1, 31), day(2024, 2, 1)]),
        (["31.01.2024", "01.02.2024"], [day(2024, 1, 31), day(2024, 2, 1)]),
        (["01/31/2024", "02/01/2024"], [day(2024, 1, 31), day(2024, 2, 1)]),
        (["1/2/24 3:00 PM"], [day(2024, 2, 1, 15)]),
        (["2024-03", "2024-04"], [day(2024, 3, 1), day(2024, 4, 1)]),
        (["03/2024", "12/2024"], [day(2024, 3, 1), day(2024, 12, 1)]),
        (["Jan 2024", "März 2024", "août 2024"], [day(2024, m, 1) for m in (1, 3, 8)]),
        (["Jan-24", "Feb-24"], [day(2024, 1, 1), day(2024, 2, 1)]),
        (["1 January 2024", "2. Februar 2024"], [day(2024, 1, 1), day(2024, 2, 2)]),
        (["January 5, 2024"], [day(2024, 1, 5)]),
        (["2024-Q3", "2024-Q4"], [day(2024, 7, 1), day(2024, 10, 1)]),
        (["Q1 2024"], [day(2024, 1, 1)]),
        (["2024-W02"], [day(2024, 1, 8)]),
        (["1999", "2000"], [day(1999, 1, 1), day(2000, 1, 1)]),
    ],
)
def test_dates(cells: list[str], expected: list[datetime]) -> None:
    assert moments(cells) == expected


def test_days_and_months_are_told_apart_by_even_steps() -> None:
    """The first of each month, or twelve days of January in the American way."""
    months = [f"01/{month:02d}/2024" for month in range(1, 13)]
    assert moments(months)[1] == day(2024, 2, 1)
    days = [*(f"01/{day:02d}/2024" for day in range(1, 13)), "02/01/2024"]
    assert moments([f"12/{day:02d}/2023" for day in range(1, 32)] + days)[1] == day(2023, 12, 2)


def test_a_column_of_words_holds_no_dates() -> None:
    assert moments(["north", "south", "2024-01-01"]) == [None, None, None]


def test_a_line_of_totals_below_the_dates_is_none() -> None:
    assert moments(["2024-01", "2024-02", "2024-03", "2024-04", "Total"])[-1] is None
