"""Receipts: what was to be paid, who made it out, where they are, and on which day; in several countries."""

from __future__ import annotations

import pytest

from rag.extracting.fields.choosing import How
from rag.extracting.fields.filling import Cell, rows_of
from rag.extracting.fields.schema import preset
from rag.extracting.fields.sight import Sight
from rag.types import Page


def row(text: str) -> dict[str, Cell]:
    (found,) = rows_of(preset("receipt"), Sight.of([Page(1, text)], [0], text))
    return dict(found)


@pytest.mark.parametrize(
    ("lines", "total"),
    [
        ("Sub-Total 18.72\nTotal 19.99\nRounding Adj 0.01\nRounding 20.00\nCash 50.00\nChange 30.00", 20.00),
        ("Zwischensumme 12,40\nSteuer 1,98\nSumme EUR 12,40\nBar 20,00\nRückgeld 7,60", 12.40),
        ("TOTAL TTC 8,50\nEspèces 10,00\nRendu 1,50", 8.50),
        ("Totaal 9,98\nAfronding 0,02\nTe betalen 10,00\nContant 20,00\nWisselgeld 10,00", 10.00),
        ("Total: 65.72\nRounding Adj -0.02\nTOTAL 65.70\nCASH 65.70", 65.70),
        ("Gift card 20.00\nTotal 60.00\nCash 50.00\nChange 10.00", 60.00),  # a part was paid otherwise
        ("Total 33.00\nCash 50.00\nChange 17.00\nYou save 27.60\nPrice 60.60", 33.00),
    ],
)
def test_what_was_handed_over_and_came_back_tells_the_total(lines: str, total: float) -> None:
    assert row(f"CORNER SHOP\n\n{lines}\n")["total"].values == (total,)


def test_a_total_that_is_only_told_by_the_change_says_so() -> None:
    cell = row("CORNER SHOP\n\nKebab x2  29.80\nExcl. tax 28.11\nCASH 50.00\nCHANGE 20.20\n")["total"]
    assert (cell.values, cell.how) == ((29.80,), How.SETTLED)


def test_no_total_is_made_up_that_is_not_printed() -> None:
    assert row("CORNER SHOP\n\nCASH 50.00\nCHANGE 20.20\n")["total"].values != (29.80,)


@pytest.mark.parametrize(
    ("head", "address"),
    [
        # a number of the register between its lines, no name after it
        (
            "ALPHA FOOD SDN BHD\n12, Jalan Satu 7/4\n(867388-U)\n57000 KL\n\nTAX INVOICE",
            "12, Jalan Satu 7/4 57000 KL",
        ),
        # the address before the name
        (
            "Hi!\nUNIT 5, BLOCK A, PARK,\n46350 PETALING JAYA\nHotline: 1800 88 1231\nNEWS RETAIL SB",
            "UNIT 5, BLOCK A, PARK, 46350 PETALING JAYA",
        ),
        # what was bought is no address
        ("Bäckerei Krümel GmbH\nHauptstr. 5\n10115 Berlin\n\n2 Croissant 3,80", "Hauptstr. 5 10115 Berlin"),
        ("THE TEA ROOM\n14 High Street, York YO1 8AQ\nTel 01904 123456", "14 High Street, York YO1 8AQ"),
        ("Café de Zon\nLaan 12\n1234 AB Utrecht\nwww.zon.nl", "Laan 12 1234 AB Utrecht"),
    ],
)  # fmt: skip
def test_an_address_is_whole_and_nothing_else(head: str, address: str) -> None:
    assert row(f"{head}\n\nTotal 3.80\n")["address"].values == (address,)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Date: 21/05/2018Time: 11:12", "2018-05-21"),
        ("Date/Time 20180428/191204", "2018-04-28"),
        ("Datum 20240131", "2024-01-31"),
    ],
)
def test_days_that_a_scan_runs_together(written: str, day: str) -> None:
    assert row(f"CORNER SHOP\n\n{written}\nTotal 3.80\n")["date"].values == (day,)


def test_any_number_of_eight_figures_is_no_day() -> None:
    assert row("CORNER SHOP\n\nInvoice 20240131\nTotal 3.80\n")["date"].values == ()


def test_a_number_in_the_register_is_nobody_s_name() -> None:
    assert (
        row("GREEN MARKET SDN BHD\nCOMPANY NO: 564429-W\nTotal 3.80\n")["company"].values[0]
        == "GREEN MARKET Sdn Bhd"
    )
