"""Rows of tables that a reader gives as pieces with places or as lines: scans, and PDFs without cells."""

from __future__ import annotations

import json

import pytest

from rag.extracting.fields.filling import Cell, Status, rows_of
from rag.extracting.fields.schema import parsed, preset
from rag.extracting.fields.sight import Sight
from rag.types import Box, Line, Page

_WIDE = 0.011  # of the page's width: a character


def seen(*rows: tuple[tuple[float, str], ...], tilt: float = 0.0) -> Sight:
    """A page of rows, each of pieces that begin at a part of its width; `tilt`: how far a row falls."""
    text, found = "", []
    for number, row in enumerate(rows):
        for left, words in row:
            top = 0.1 + 0.02 * number + tilt * left
            box = Box(left, top, left + _WIDE * len(words), top + 0.013)
            found.append(Line(len(text), len(text) + len(words), words, box))
            text += f"{words}\n"
    return Sight.of([Page(1, text, lines=tuple(found))], [0], text)


def values(row: dict[str, Cell]) -> list[object]:
    return [cell.values[0] if cell.values else None for cell in row.values()]


SCAN = (
    ((0.09, "Pos."), (0.2, "Bezeichnung"), (0.62, "Menge"), (0.72, "Einzelpreis"), (0.86, "Betrag")),
    ((0.09, "1"), (0.2, "Geländer verzinkt"), (0.66, "4"), (0.77, "385,00"), (0.85, "1.540,00")),
    ((0.09, "2"), (0.2, "Montage"), (0.66, "7"), (0.78, "95,00"), (0.86, "665,00")),
    ((0.2, "nach Aufmaß"),),
    ((0.6, "Nettobetrag"), (0.85, "2.205,00")),
    ((0.6, "zzgl. 19 % MwSt."), (0.87, "418,95")),
)
ROWS = [["Geländer verzinkt", 4.0, 385.0, 1540.0], ["Montage", 7.0, 95.0, 665.0]]


@pytest.mark.parametrize("tilt", [0.0, 0.008, -0.008])
def test_cells_belong_to_the_heads_that_they_stand_under(tilt: float) -> None:
    assert [values(row) for row in rows_of(preset("items"), seen(*SCAN, tilt=tilt))] == ROWS


def test_figures_that_a_scan_glued_are_parted() -> None:
    glued = tuple(
        ((0.09, "1"), (0.2, "Geländer verzinkt"), (0.66, "4"), (0.77, "385,001.540,00"))
        if one is SCAN[1]
        else one
        for one in SCAN
    )
    assert [values(row) for row in rows_of(preset("items"), seen(*glued))] == ROWS


def test_figures_of_a_line_of_words_belong_to_the_last_heads() -> None:
    text = (
        "Artikel Aantal Prijs per stuk BTW Prijs incl. BTW\nNintendo 3DS XL Wit 2 € 189,00 21% € 378,00\n"
        "Serienummer: S37\nMario Kart 7 1 € 44,99 21% € 44,99\nTotaal € 422,99\n"
    )
    rows = rows_of(preset("items"), Sight.of([Page(1, text)], [0], text))
    assert [values(row) for row in rows] == [
        ["Nintendo 3DS XL Wit", 2.0, 189.0, 378.0],
        ["Mario Kart 7", 1.0, 44.99, 44.99],
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "Pos. Leistung Menge Einheit EP GP\n1 Dosen 6 Stk 28,50 171,00\n2 Anfahrt 1 psch 35,00 35,00\n",
            [["1 Dosen", 6.0, 28.5, 171.0], ["2 Anfahrt", 1.0, 35.0, 35.0]],
        ),
        (
            "Description Amount\nAnnual accounts 950.00\nTax return 300.00\nTotal net 1,250.00\n",
            [["Annual accounts", None, None, 950.0], ["Tax return", None, None, 300.0]],
        ),
    ],
)
def test_units_and_few_columns(text: str, rows: list[list[object]]) -> None:
    found = rows_of(preset("items"), Sight.of([Page(1, text)], [0], text))
    assert [values(row) for row in found] == rows


def test_typed_columns_stand_for_heads_in_another_language() -> None:
    typed = {"each": "item", "columns": [{"name": "item"}, {"name": "line total", "type": "money"}]}
    rows = rows_of(parsed(json.dumps(typed)), seen(*SCAN))
    assert [values(row) for row in rows] == [["Geländer verzinkt", 1540.0], ["Montage", 665.0]]


def test_the_sum_under_the_rows_is_no_row() -> None:
    text = (
        "Concepto: Pintura; Cantidad: 1; Precio: 1.500,00; Importe: 1.500,00\n"
        "Concepto: Base imponible; Cantidad: 1.500,00\nConcepto: IVA 21%; Cantidad: 315,00\n"
    )
    rows = rows_of(preset("items"), Sight.of([Page(1, text)], [0], text))
    assert [values(row) for row in rows] == [["Pintura", 1.0, 1500.0, 1500.0]]


@pytest.mark.parametrize(
    ("amount", "status"),
    [
        ("1.540,00", Status.CHECKED),
        ("1.463,00", Status.CHECKED),  # less a discount
        ("1.832,60", Status.CHECKED),  # with the tax
        ("154,00", Status.DOUBTFUL),  # a figure is missing
    ],
)
def test_an_amount_that_quantity_and_price_do_not_make_is_to_be_checked(amount: str, status: Status) -> None:
    text = f"Artikel: Geländer; Menge: 4; Einzelpreis: 385,00; Betrag: {amount}\n"
    (row,) = rows_of(preset("items"), Sight.of([Page(1, text)], [0], text))
    assert row["amount"].status is status
    assert row["amount"].reason == ("product" if status is Status.DOUBTFUL else "")


@pytest.mark.parametrize(
    "text",
    [
        "The description of the item and its quantity are agreed.\nThe price was 30.00 and 40.00 later.\n",
        "Description Quantity Amount\nSee annex.\n",
        "",
    ],
)
def test_what_is_no_table_has_no_rows(text: str) -> None:
    assert rows_of(preset("items"), Sight.of([Page(1, text)], [0], text)) == []
