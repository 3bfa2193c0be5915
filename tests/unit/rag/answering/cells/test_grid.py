"""Rows of figures in a page's text: which cell has which names, scale and sign."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.answering.cells.grid import Row, number, rows_of

NAMED = """Consolidated Statements of Income
(in millions, except per share data)

Year Ended December 31,
2030 2031

Revenue:
Berths; 2030: $ 79,268; 2031: $ 94,665
Total revenue; 2030: 107,006; 2031: 135,987
Interest expense; 2030: (459); 2031: (484)
"""


def row(text: str, label: str, above: str = "") -> Row:
    return next(one for one in rows_of(text, 0, above) if one.label == label)


def test_a_cell_has_its_row_column_scale_and_place() -> None:
    found = row(NAMED, "Berths")
    cell = found.cells[1]
    assert (cell.under, cell.column, cell.value, cell.scale, cell.currency) == (
        "Revenue", "2031", Decimal(94665), "millions", "$",
    )  # fmt: skip
    assert NAMED[cell.start : cell.end] == "Berths; 2030: $ 79,268; 2031: $ 94,665"
    assert [one.value for one in row(NAMED, "Interest expense").cells] == [Decimal(-459), Decimal(-484)]


@pytest.mark.parametrize(
    ("text", "above", "values"),
    [
        ("2031 2030\nCost of sales 36,386 40,121", "", {"2031": "36386", "2030": "40121"}),
        # The line of years runs on every page of the statements and was set aside of the text.
        (
            "Cost of sales 36,386 40,121",
            "Fiscal Years Ended January 28, 2031 January 29, 2030",
            {"2031": "36386", "2030": "40121"},
        ),
        # A column of notes before the figures, and one of changes behind them.
        ("Note 2031 2030\nCost of sales 7 36,386 40,121", "", {"2031": "36386", "2030": "40121"}),
        ("2031 2030 % Change\nCost of sales 36,386 40,121 (9)%", "", {"2031": "36386", "2030": "40121"}),
        ("Umsatzkosten; 2031: 1.234,5; 2030: -", "", {"2031": "1234.5"}),
        ("Cost of sales | 36,386 | 40,121", "2031 2030", {"2031": "36386", "2030": "40121"}),
    ],
)
def test_columns_of_years(text: str, above: str, values: dict[str, str]) -> None:
    (found,) = (one for one in rows_of(text, 0, above) if one.cells)
    assert {one.column: one.value for one in found.cells} == {
        year: Decimal(value) for year, value in values.items()
    }


@pytest.mark.parametrize(
    "text",
    [
        "Cost of sales 36,386 40,121",  # nothing names the columns
        "2031 2030\nCost of sales 36,386",  # of which year?
        "2031 2030\nThe lease of 2019 ends in 2031",
    ],
)
def test_a_row_whose_columns_are_not_sure_has_no_cells(text: str) -> None:
    assert not [one for one in rows_of(text, 0) if one.cells]


def test_columns_below_one_heading_are_told_apart() -> None:
    text = (
        "Sales; Three months ended June 30, 2031: 10; June 30, 2030: 9; "
        "Six months ended June 30, 2031: 20; June 30, 2030: 17"
    )
    (found,) = rows_of(text, 0)
    assert [one.column for one in found.cells] == [
        "Three months ended June 30, 2031",
        "Three months ended June 30, 2030",
        "Six months ended June 30, 2031",
        "Six months ended June 30, 2030",
    ]


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("(In thousands)", "thousands"),
        ("$ and shares in millions", "millions"),
        ("($ million)", "millions"),
        ("in Mio. €", "millions"),
        ("Angaben in TEUR", "thousands"),
        ("en millions d'euros", "millions"),
        ("(en miles de euros)", "thousands"),
        ("in milioni di euro", "millions"),
        ("em milhares de euros", "thousands"),
        ("in miljoenen euro's", "millions"),
        ("The office in Thousand Oaks", ""),
    ],
)
def test_the_scale_of_a_table(heading: str, scale: str) -> None:
    (found,) = rows_of(f"{heading}\nTotal; 2031: 5", 0)
    assert found.cells[0].scale == scale


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("$ 79,268", "79268"),
        ("(459)", "-459"),
        ("$ (38,453)", "-38453"),
        ("($8.30)", "-8.30"),
        ("−12.5%", "-12.5"),
        ("1.234.567,8", "1234567.8"),
        ("1 234,5", "1234.5"),
        ("—", None),
        ("n/a", None),
    ],
)
def test_a_figure_as_written(shown: str, value: str | None) -> None:
    assert number(shown) == (None if value is None else Decimal(value))
