"""Columns that a person typed without labels, where a preset has one that is called so."""

from __future__ import annotations

import json

import pytest

from rag.extracting.fields.choosing import How
from rag.extracting.fields.filling import Cell, Status, rows_of
from rag.extracting.fields.known import known
from rag.extracting.fields.schema import Column, ColumnType, parsed
from rag.extracting.fields.sight import Sight
from rag.types import Page


def cell(text: str, name: str, kind: str, question: str = "") -> Cell:
    columns = [{"name": name, "type": kind, "question": question}]
    (row,) = rows_of(parsed(json.dumps({"columns": columns})), Sight.of([Page(1, text)], [0], text))
    return row[name]


@pytest.mark.parametrize(
    ("text", "name", "kind", "value"),
    [
        ("Zahlbar bis 11.04.2025 ohne Abzug.", "due date", "date", "2025-04-11"),
        ("Fecha: 17/02/2025\nVencimiento: 19/03/2025", "due date", "date", "2025-03-19"),
        ("Bitte überweisen Sie den Betrag bis zum 14. März 2025.", "Due_Date", "date", "2025-03-14"),
        ("Statement Date: 02/04/2025\nPayment Due Date: 02/25/2025", "Fälligkeit", "date", "2025-02-25"),
        ("Total HT 52,73\nTVA 10 % 5,27\nNet à payer 58,00", "net amount", "money", 52.73),
        ("Total HT 52,73\nTVA 10 % 5,27\nNet à payer 58,00", "VAT", "money", 5.27),
        ("Subtotal $1,850.00\nSales Tax (8.25%) $152.63\nTotal $2,002.63", "Steuer", "money", 152.63),
        ("Total H.T. 720,00 €\nT.V.A. 20% 144,00 €\nTotal T.T.C. 864,00 €", "net amount", "money", 720.0),
        ("Total H.T. 720,00 €\nT.V.A. 20% 144,00 €\nTotal T.T.C. 864,00 €", "VAT", "money", 144.0),
        ("Datum 5 juni 2025\nTe betalen vóór 19 juni 2025", "due date", "date", "2025-06-19"),
        ("Factuurnummer: 2025-1179\nKlantnummer: 88", "invoice number", "text", "2025-1179"),
    ],
)
def test_the_labels_of_seven_languages_hold_for_a_typed_name(
    text: str, name: str, kind: str, value: object
) -> None:
    assert cell(text, name, kind).values == (value,)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("IBAN DE89 3704 0044 0532 0130 00   BIC: COBADEFF", "DE89 3704 0044 0532 0130 00"),
        ("Gelieve te betalen op NL91 ABNA 0417 1643 00 o.v.v.", "NL91 ABNA 0417 1643 00"),
        ("Konto FR14 2004 1010 0505 0001 3M02 606", "FR14 2004 1010 0505 0001 3M02 606"),
        ("Zahlteil CH4431999123000889012", "CH4431999123000889012"),
        ("IBAN DE89 37O4 0044 0532 0l30 00", "DE89 3704 0044 0532 0130 00"),  # as a scan misreads it
    ],
)
def test_an_account_is_found_by_its_check_digits(text: str, value: str) -> None:
    found = cell(text, "IBAN", "text")
    assert (found.values, found.how, found.status) == ((value,), How.FORM, Status.CHECKED)


@pytest.mark.parametrize(
    "text", ["Order DE89 3704 0044 0532 0130 01", "Ref AB12CDEF34567890123", "IBAN: none"]
)
def test_what_lacks_its_check_digits_is_no_account(text: str) -> None:
    assert cell(text, "IBAN", "text").how is not How.FORM


def test_a_column_with_labels_of_its_own_stays_as_it_is() -> None:
    column = Column("due date", "", ColumnType.DATE, labels=("until",))
    assert known(column) is column


@pytest.mark.parametrize("name", ["VAT", "due date", "net amount"])
def test_another_type_than_the_presets_is_left_alone(name: str) -> None:
    column = Column(name, "", ColumnType.YES_NO)
    assert known(column) is column


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("the software used to operate the MarketSite.net Service.\n\n1.13  Upgrades", "net amount", "money"),
        ("filters are available from Nuclepore, Inc., Pleasanton", "supplier", "organisation"),
        ("No order, invoice, or similar document changes it.", "invoice number", "text"),
        ("It is due on request. The board met on 3 May 2025.", "due date", "date"),
        ("The tax office asked, and 30.00 were paid in the end for it.", "VAT", "money"),
    ],
)
def test_words_of_a_sentence_are_no_labels(text: str, name: str, kind: str) -> None:
    assert cell(text, name, kind).values == ()


def test_of_two_values_as_good_the_first_is_shown_to_be_checked() -> None:
    found = cell("Amount due: EUR 80,00\nAmount due: EUR 95,00", "amount due", "money")
    assert (found.values, found.status, found.reason) == ((80.0,), Status.DOUBTFUL, "several")
