"""Rows of a table as series: how often they have a value, what is missing, what was added up."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from rag.errors import ColumnUnknown, NoDates, NoFigures
from rag.forecasting.calendars import calendar_of
from rag.forecasting.forecasting import series_in
from rag.forecasting.series import Columns, filled, series_of


def day(year: int, month: int, number: int, hour: int = 0) -> datetime:
    return datetime(year, month, number, hour)  # noqa: DTZ001 — a table's dates are of no zone


START = day(2024, 1, 1)  # a Monday


@pytest.mark.parametrize(
    ("moments", "name", "following"),
    [
        ([day(2024, month, 1) for month in range(1, 13)], "month", day(2025, 1, 1)),
        (
            [day(2024, 1, 31), day(2024, 2, 29), day(2024, 3, 31)],
            "month",
            day(2024, 4, 30),
        ),
        ([day(2023, month, 1) for month in (1, 4, 7, 10)], "quarter", day(2024, 1, 1)),
        ([day(year, 6, 30) for year in range(2000, 2010)], "year", day(2010, 6, 30)),
        ([START + timedelta(weeks=week) for week in range(20)], "week", START + timedelta(weeks=20)),
        ([START + timedelta(days=day) for day in range(20)], "day", START + timedelta(days=20)),
        (
            [START + timedelta(days=day) for day in range(26) if day % 7 < 5],
            "working-day",
            day(2024, 1, 29),  # the last is Friday the 26th
        ),
        ([START + timedelta(hours=hour) for hour in range(50)], "hour", START + timedelta(hours=50)),
        ([START + timedelta(minutes=15 * one) for one in range(9)], "other", START + timedelta(minutes=135)),
    ],
)
def test_how_often_a_series_has_a_value(moments: list[datetime], name: str, following: datetime) -> None:
    calendar = calendar_of(moments)
    assert calendar.name == name
    assert [calendar.place(moment) for moment in moments] == list(range(len(moments)))
    assert [calendar.moment(place) for place in range(len(moments))] == moments
    assert calendar.moment(len(moments)) == following


def test_missing_days_do_not_hide_that_a_series_is_daily() -> None:
    days = [START + timedelta(days=day) for day in range(60) if day % 9]
    calendar = calendar_of(days)
    assert (calendar.name, calendar.seasons) == ("day", (7, 365))


def test_gaps_are_filled_by_their_place_in_the_week() -> None:
    week = np.array([10.0, 12, 11, 13, 20, 40, 5])
    whole = np.tile(week, 8) + np.arange(56) * 0.1
    holed = whole.copy()
    holed[[19, 33]] = np.nan
    assert np.abs(filled(holed, 7) - whole).max() < 1.0


def test_rows_become_series() -> None:
    rows = [
        ["Sales of the shop"],
        [],
        ["Day", "Shop", "Sold"],
        *([f"2024-01-{day:02d}", shop, str(day)] for day in range(1, 29) for shop in ("A", "B") if day != 9),
        ["2024-01-28", "A", "100"],
        ["Total", "", "1"],
    ]
    one, other, *_ = series_of(rows, Columns("day", ("sold",), "Shop"), "sales.csv")
    assert (one.item, other.item) == ("A", "B")
    assert (one.gaps, one.doubled, other.doubled) == (1, 1, 0)
    assert len(one.values) == 28
    assert one.values[-1] == 128
    assert one.values[8] == pytest.approx(9, abs=1)


def test_several_columns_are_several_series() -> None:
    rows = [["d", "a", "b"], *([f"2024-{month:02d}", str(month), str(-month)] for month in range(1, 13))]
    assert [one.item for one in series_of(rows, Columns("d", ("a", "b")), "x.csv")] == ["a", "b"]


def test_days_without_a_row_are_no_demand_where_most_have_none() -> None:
    rows = [["d", "n"], *([f"2024-{month:02d}-{day:02d}", "3"] for month in range(1, 7) for day in (1, 2, 9))]
    (one,) = series_of(rows, Columns("d", ("n",)), "x.csv")
    assert one.as_nought
    assert one.intermittent
    assert one.values.sum() == 54


def test_what_is_wrong_with_a_table_is_told() -> None:
    rows = [["date", "n", "name"], *([f"2024-{month:02d}", str(month), "x"] for month in range(1, 13))]
    with pytest.raises(ColumnUnknown) as unknown:
        series_of(rows, Columns("date", ("m",)), "x.csv")
    assert unknown.value.facts == {"path": "x.csv", "column": "m", "columns": "date, n, name"}
    with pytest.raises(NoDates):
        series_of(rows, Columns("name", ("n",)), "x.csv")
    with pytest.raises(NoFigures):
        series_of(rows, Columns("date", ("name",)), "x.csv")


def test_the_sheet_with_the_columns_is_taken() -> None:
    about = ("About", [["what", "who"], ["sales", "us"]] * 40)
    data = ("Data", [["d", "n"], *([f"2024-{month:02d}", "1"] for month in range(1, 13))])
    (one,) = series_in([about, data], Columns("d", ("n",)), "x.xlsx")
    assert len(one.values) == 12
