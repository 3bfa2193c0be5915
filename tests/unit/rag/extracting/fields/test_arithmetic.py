"""A total that the net sum and the tax beside it do not make is to be checked."""

from __future__ import annotations

import pytest

from rag.extracting.fields.filling import Status, rows_of
from rag.extracting.fields.schema import preset
from rag.extracting.fields.sight import Sight
from rag.types import Page

INVOICES = {
    "en": "Acme Ltd\nInvoice no 7\nSubtotal $1,000.00\nTax (8.25%) $82.50\nTotal due $1,0{}2.50",
    "de": "Muster GmbH\nRechnung Nr. 7\nNettobetrag 100,00 €\nMwSt 19 % 19,00 €\nRechnungsbetrag 11{},00 €",
    "fr": "Dupont SARL\nFacture n° 7\nTotal HT 100,00 €\nTVA 20 % 20,00 €\nTotal TTC 1{}0,00 €",
    "es": "García S.L.\nFactura nº 7\nBase imponible 100,00 €\nIVA 21 % 21,00 €\nTotal factura 1{}1,00 €",
    "it": "Rossi S.r.l.\nFattura n. 7\nImponibile € 100,00\nIVA 22% € 22,00\nTotale documento € 1{}2,00",
    "nl": "Jansen B.V.\nFactuurnummer: 7\nSubtotaal € 100,00\nBTW 21% € 21,00\nTotaal te betalen € 1{}1,00",
}
RIGHT = {"en": "8", "de": "9", "fr": "2", "es": "2", "it": "2", "nl": "2"}


def total(text: str) -> tuple[Status, str]:
    (row,) = rows_of(preset("invoice"), Sight.of([Page(1, text)], [0], text))
    assert row["amount"].values
    return row["amount"].status, row["amount"].reason


@pytest.mark.parametrize("language", INVOICES)
def test_a_total_that_its_parts_make_holds_and_another_does_not(language: str) -> None:
    assert total(INVOICES[language].format(RIGHT[language]))[1] == ""
    assert total(INVOICES[language].format("7")) == (Status.DOUBTFUL, "sum")


@pytest.mark.parametrize(
    "text",
    [
        "GmbH\nNetto 7 % 100,00\nNetto 19 % 200,00\nMwSt 7 % 7,00\nMwSt 19 % 38,00\nRechnungsbetrag 345,00 €",
        "Acme Ltd\nSubtotal $100.00\nDiscount $10.00\nTax $7.20\nTotal due $97.20",
        "Acme Ltd\nSubtotal $100.00\nShipping $5.00\nTax $8.00\nTotal due $113.00",
        "Acme Ltd\nSubtotal $107.00\nGST included $7.00\nTotal due $107.00",
        "Muster GmbH\nNettobetrag -100,00 EUR\nMwSt. 19 % -19,00 EUR\nGesamtbetrag -119,00 EUR",
        "Acme Ltd\nTax (8.25%)\nTotal due $82.50",
    ],
)
def test_what_may_make_it_otherwise_raises_no_doubt(text: str) -> None:
    assert total(text)[1] != "sum"
