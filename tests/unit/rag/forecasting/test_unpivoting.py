"""Sheets with a column a month: the commonest way budgets and sales are kept."""

from __future__ import annotations

import pytest

from rag.forecasting.guessing import guessed
from rag.forecasting.series import Columns, series_of
from rag.forecasting.unpivoting import unpivoted

MONTHS = [f"2023-{month:02d}" for month in range(1, 13)]
GERMAN = ["Jan 23", "Feb 23", "Mär 23", "Apr 23", "Mai 23", "Jun 23", "Jul 23", "Aug 23"]
FIGURES = [str(10 + place) for place in range(12)]


def test_a_column_a_month_becomes_a_row_a_month() -> None:
    rows = [["Budget 2023"], ["Product", *MONTHS], ["Pens", *FIGURES], ["Ink", *reversed(FIGURES)]]
    long = unpivoted(rows)
    assert long[0] == ["Product", "date", "value"]
    assert guessed(long) == Columns("date", ("value",), "Product")
    pens, ink = series_of(long, Columns("date", ("value",), "Product"), "sales.csv")
    assert (pens.item, list(pens.values)) == ("Pens", [float(one) for one in FIGURES])
    assert (ink.item, ink.values[0]) == ("Ink", 21.0)


def test_a_total_beside_and_blank_lines_between_are_no_values() -> None:
    rows = [["", *GERMAN, "Summe"], ["Erlöse", *["1.200,50"] * 8, "9.604,00"], [""], ["Stand: Mai"]]
    long = unpivoted(rows, ("Datum", "Wert", "Zeile"))
    assert long[0] == ["Zeile", "Summe", "Datum", "Wert"]
    (only,) = series_of(long, Columns("Datum", ("Wert",), "Zeile"), "plan.xlsx")
    assert (len(only.values), only.values[0], only.unread) == (8, 1200.5, 0)


def test_bare_years_above_columns_count() -> None:
    years = [str(year) for year in range(2010, 2020)]
    long = unpivoted([["Country", *years], ["NL", *FIGURES[:10]]])
    (only,) = series_of(long, Columns("date", ("value",), "Country"), "x.csv")
    assert list(only.values) == [float(one) for one in FIGURES[:10]]


@pytest.mark.parametrize(
    "rows",
    [
        [["date", "sold"], *([month, "3"] for month in MONTHS)],
        [["name", "2019", "2020", "2021"], ["a", "1", "2", "3"]],  # too few to be a series
        [["id", "born", "from", "to"], ["7", "1970-01-01", "2020-01-01", "2021-01-01"]],
        [["Quantities"], ["1990", "1985", "2001", "1999", "1990", "2005", "1971", "1988"]],  # do not rise
        [],
    ],
)
def test_other_tables_stay_as_they_are(rows: list[list[str]]) -> None:
    assert unpivoted(rows) is rows
