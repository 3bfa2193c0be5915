"""Columns that are likely meant, so that a person only confirms them."""

from __future__ import annotations

import pytest

from rag.forecasting.guessing import guessed
from rag.forecasting.series import Columns

MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["x", "fecha"], *(["0.43", month] for month in MONTHS)], Columns("fecha", ("x",))),
        (
            [["Shop", "Month", "Sold"], *([shop, month, "3"] for month in MONTHS for shop in "AB")],
            Columns("Month", ("Sold",), "Shop"),
        ),
        (
            [["Report of sales"], ["day", "sold", "note"], *([month, "1", ""] for month in MONTHS)],
            Columns("day", ("sold",)),
        ),
        ([["name", "town"], *([f"n{place}", "x"] for place in range(12))], None),
        ([["amount", "share"], *([str(2000 - 7 * place), "1"] for place in range(12))], None),
        ([], None),
    ],
)
def test_columns_are_guessed(rows: list[list[str]], expected: Columns | None) -> None:
    assert guessed(rows) == expected
