"""Invoices and credit notes that people complain tools misread: seven languages, minus signs, currencies."""

from __future__ import annotations

import pytest

from rag.extracting.fields.filling import rows_of
from rag.extracting.fields.schema import preset
from rag.extracting.fields.sight import Sight
from rag.types import Page

INVOICES = {
    "Gutschrift": (
        (
            "Muster GmbH",
            "Gutschrift Nr. G-2024-17",
            "Datum: 13.04.2024",
            "Nettobetrag -1.000,00 EUR",
            "MwSt. 19 % -190,00 EUR",
            "Gesamtbetrag -1.190,00 EUR",
        ),
        ("G-2024-17", "2024-04-13", -1190.0, "EUR"),
    ),
    "minus behind": (
        (
            "Muster GmbH",
            "Rechnungskorrektur 4711",
            "Rechnungsdatum: 13.04.2024",
            "Gesamtbetrag 1.190,00- EUR",
        ),
        ("4711", "2024-04-13", -1190.0, "EUR"),
    ),
    "two rates": (
        (
            "Muster GmbH",
            "Rechnung Nr. 2024/17",
            "Rechnungsdatum 13.04.2024",
            "Netto 7 % 100,00",
            "Netto 19 % 200,00",
            "MwSt 7 % 7,00",
            "MwSt 19 % 38,00",
            "Rechnungsbetrag 345,00 €",
        ),
        ("2024/17", "2024-04-13", 345.0, "EUR"),
    ),
    "avoir": (
        (
            "Dupont SARL",
            "Avoir n° AV-12",
            "Date : 15/03/2024",
            "Total HT -100,00 €",
            "TVA 20 % -20,00 €",
            "Total TTC -120,00 €",
        ),
        ("AV-12", "2024-03-15", -120.0, "EUR"),
    ),
    "thousands by blanks": (
        (
            "Dupont SARL",
            "Facture n° F2024-0042",
            "Date de facture : 5 mars 2024",
            "Total HT 12 345,60 €",
            "TVA (20%) 2 469,12 €",
            "Net à payer 14 814,72 €",
        ),
        ("F2024-0042", "2024-03-05", 14814.72, "EUR"),
    ),
    "factura": (
        (
            "García S.L.",
            "Factura nº: 2024-55",
            "Fecha: 15/03/2024",
            "Base imponible 1.000,00 €",
            "IVA 21 % 210,00 €",
            "Total factura 1.210,00 €",
        ),
        ("2024-55", "2024-03-15", 1210.0, "EUR"),
    ),
    "fattura": (
        (
            "Rossi S.r.l.",
            "Fattura n. 18/2024",
            "Data: 15/03/2024",
            "Imponibile € 1.000,00",
            "IVA 22% € 220,00",
            "Totale documento € 1.220,00",
        ),
        ("18/2024", "2024-03-15", 1220.0, "EUR"),
    ),
    "fatura": (
        (
            "Silva Lda.",
            "Fatura n.º FT 2024/33",
            "Data: 15/03/2024",
            "Total líquido 1 000,00 €",
            "IVA 23% 230,00 €",
            "Total a pagar 1 230,00 €",
        ),
        ("FT 2024/33", "2024-03-15", 1230.0, "EUR"),
    ),
    "factuur": (
        (
            "Jansen B.V.",
            "Factuurnummer: 2024-01",
            "Factuurdatum: 5 maart 2024",
            "Subtotaal 1.000,-",
            "BTW 21% 210,-",
            "Totaal te betalen € 1.210,-",
        ),
        ("2024-01", "2024-03-05", 1210.0, "EUR"),
    ),
    "month first": (
        (
            "Acme Inc.",
            "Invoice #: 10045",
            "Invoice Date: 03/04/2024",
            "Due Date: 04/13/2024",
            "Subtotal $1,000.00",
            "Tax (8.25%) $82.50",
            "Total Due $1,082.50",
        ),
        ("10045", "2024-03-04", 1082.5, "USD"),
    ),
    "two currencies": (
        (
            "Globex Ltd.",
            "Invoice No 77",
            "Invoice date 2024-03-05",
            "Total USD 1,100.00",
            "Equivalent EUR 1,012.00 (rate 0.92)",
            "Amount due USD 1,100.00",
        ),
        ("77", "2024-03-05", 1100.0, "USD"),
    ),
    "in brackets": (
        ("Globex Ltd.", "Credit Note CN-9", "Date 2024-03-05", "Total (1,250.00) USD"),
        ("CN-9", "2024-03-05", -1250.0, "USD"),
    ),
    "apostrophes": (
        ("Muster AG", "Rechnung 889", "Datum 15.03.2024", "Total CHF 1'234.55"),
        ("889", "2024-03-15", 1234.55, "CHF"),
    ),
}


@pytest.mark.parametrize(("lines", "wanted"), INVOICES.values(), ids=INVOICES)
def test_number_day_amount_and_currency(lines: tuple[str, ...], wanted: tuple[str, str, float, str]) -> None:
    text = "\n".join(lines)
    (row,) = rows_of(preset("invoice"), Sight.of([Page(1, text)], [0], text))
    found = tuple(row[name].values[:1] for name in ("invoice_number", "date", "amount"))
    assert (*found, row["amount"].unit) == (*((one,) for one in wanted[:3]), wanted[3])
