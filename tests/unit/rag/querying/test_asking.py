"""Questions as queries of a table: what is plainly asked becomes one, everything else none."""

from __future__ import annotations

import pytest

from rag.language.languages import languages
from rag.querying.asking import query_of
from rag.querying.query import sql_of
from rag.querying.sheets import Sheet, sheets_of

BY_CODE = {one.code: one for one in languages()}

ROWS = (
    ("R-1", "07/01/2025", "Nordholz GmbH", "1,200.00", "228.00", "paid"),
    ("R-2", "15/01/2025", "Total Energies SE", "310.40", "58.98", "open"),
    ("R-3", "28/02/2025", "Nordholz GmbH", "95.10", "18.07", "paid"),
)
HEADS = ("Invoice no.", "Invoice date", "Supplier", "Net amount (EUR)", "VAT (EUR)", "Status")
INVOICES = "\n".join(
    [
        "Payables\n",
        f"row 1: {' | '.join(HEADS)}",
        *(
            f"row {number}: " + "; ".join(f"{head}: {cell}" for head, cell in zip(HEADS, row, strict=True))
            for number, row in enumerate(ROWS, 2)
        ),
        "row 5: Invoice no.: Total; Net amount (EUR): 1,605.50; VAT (EUR): 305.05",
    ]
)
FLATS = """Objekt: W1; Stadt: Bonn; Kaltmiete (€): 640; Warmmiete (€): 790; Mietbeginn: 01.04.2019
Objekt: W2; Stadt: Kiel; Kaltmiete (€): 510; Warmmiete (€): 655; Mietbeginn: 15.07.2021
Objekt: W3; Stadt: Bonn; Kaltmiete (€): 720; Warmmiete (€): 905; Mietbeginn: 01.01.2022"""
SALES = """Ville: Lyon; Vendeur: Mme Roche; Montant HT (€): 1 204,50; Quantité: 3
Ville: Nantes; Vendeur: M. Petit; Montant HT (€): 860,00; Quantité: 2
Ville: Lyon; Vendeur: M. Petit; Montant HT (€): 2 310,00; Quantité: 7"""
COSTS = """Fecha: 14/01/2024; Categoría: Viajes; Proveedor: Renfe; Importe (€): 120,5
Fecha: 18/01/2024; Categoría: Oficina; Proveedor: Papelera; Importe (€): 88,4
Fecha: 22/02/2024; Categoría: Viajes; Proveedor: Iberia; Importe (€): 410"""
STORE = """Articolo: Vite; Deposito: Torino; Quantità: 1500; Prezzo unitario (€): 0,08
Articolo: Dado; Deposito: Torino; Quantità: 2300; Prezzo unitario (€): 0,05
Articolo: Staffa; Deposito: Bari; Quantità: 120; Prezzo unitario (€): 4,20"""
RATES = """Item: Revenue; 2023: 5400; 2024: 6120
Item: Cost of sales; 2023: -3100; 2024: -3490
Item: Gross profit; 2023: 2300; 2024: 2630"""


def sheet(text: str) -> Sheet:
    (found,) = sheets_of(text)
    return found


def asked(question: str, text: str, code: str = "en", known: str = "data.xlsx") -> str | None:
    table = sheet(text)
    query = query_of(question, table, known, BY_CODE[code])
    return None if query is None else sql_of(query, "t", ["Supplier"])


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("What is the total net amount?", 'SELECT sum("Net amount (EUR)") FROM "t"'),
        ("total net amount of the invoices in euros", 'SELECT sum("Net amount (EUR)") FROM "t"'),
        (
            "total of net amount by supplier",
            (
                'SELECT "Supplier", sum("Net amount (EUR)") FROM "t" GROUP BY "Supplier"'
                ' ORDER BY min("_row") ASC NULLS LAST'
            ),
        ),
        (
            "average VAT of Nordholz GmbH",
            """SELECT avg("VAT (EUR)") FROM "t" WHERE "Supplier" = 'Nordholz GmbH'""",
        ),
        ("How many invoices are open?", """SELECT count(*) FROM "t" WHERE "Status" = 'open'"""),
        (
            "How many invoices are over 1,000 EUR net amount?",
            'SELECT count(*) FROM "t" WHERE "Net amount (EUR)" > 1000',
        ),
        (
            "total net amount before 1 February 2025",
            """SELECT sum("Net amount (EUR)") FROM "t" WHERE "Invoice date" < DATE '2025-02-01'""",
        ),
        (
            "total net amount between 5 January 2025 and 31 January 2025",
            (
                'SELECT sum("Net amount (EUR)") FROM "t" WHERE "Invoice date" >= DATE \'2025-01-05\''
                " AND \"Invoice date\" < DATE '2025-02-01'"
            ),
        ),
        (
            "the two highest net amounts",
            (
                'SELECT "Supplier" FROM "t" QUALIFY rank() OVER'
                ' (ORDER BY "Net amount (EUR)" DESC NULLS LAST) <= 2'
                ' ORDER BY "Net amount (EUR)" DESC NULLS LAST'
            ),
        ),
        (
            "Which supplier has the highest total net amount?",
            (
                'SELECT "Supplier", sum("Net amount (EUR)") FROM "t" GROUP BY "Supplier" QUALIFY rank() OVER'
                ' (ORDER BY sum("Net amount (EUR)") DESC NULLS LAST) <= 1'
                ' ORDER BY sum("Net amount (EUR)") DESC NULLS LAST'
            ),
        ),
        (
            "sum of net amount per month",
            (
                'SELECT strftime("Invoice date", \'%Y-%m\'), sum("Net amount (EUR)") FROM "t"'
                ' GROUP BY strftime("Invoice date", \'%Y-%m\') ORDER BY min("_row") ASC NULLS LAST'
            ),
        ),
    ],
)
def test_what_is_plainly_asked_of_a_table_is_a_query(question: str, sql: str) -> None:
    assert asked(question, INVOICES) == sql


@pytest.mark.parametrize(
    ("question", "text", "code", "parts"),
    [
        ("durchschnittliche Kaltmiete je Stadt", FLATS, "de", ('avg("Kaltmiete (€)")', 'GROUP BY "Stadt"')),
        ("Wie hoch ist die Summe der Warmmieten in Bonn?", FLATS, "de", ('sum("Warmmiete (€)")', "= 'Bonn'")),
        ("Welche Objekte haben einen Mietbeginn vor 2020?", FLATS, "de", ("< DATE '2020-01-01'",)),
        (
            "Quel est le montant HT total par ville ?",
            SALES,
            "fr",
            ('sum("Montant HT (€)")', 'GROUP BY "Ville"'),
        ),
        ("Quantité moyenne par vendeur", SALES, "fr", ('avg("Quantité")', 'GROUP BY "Vendeur"')),
        ("Total del importe por categoría", COSTS, "es", ('sum("Importe (€)")', 'GROUP BY "Categoría"')),
        ("¿Cuál es el importe total de Viajes?", COSTS, "es", ('sum("Importe (€)")', "= 'Viajes'")),
        ("Somma della quantità per deposito", STORE, "it", ('sum("Quantità")', 'GROUP BY "Deposito"')),
        ("Qual è il prezzo unitario più alto?", STORE, "it", ('ORDER BY "Prezzo unitario (€)" DESC', "<= 1")),
        ("total del importe por categoría", COSTS, "en", ()),
    ],
)
def test_in_other_languages(question: str, text: str, code: str, parts: tuple[str, ...]) -> None:
    found = asked(question, text, code)
    assert (found is None) is (not parts)
    assert all(part in (found or "") for part in parts)


@pytest.mark.parametrize(
    "question",
    [
        "What is the total liability of the supplier?",  # a word of no column
        "total net amount not paid",  # a denial
        "What percentage of net amount is open?",
        "total amount",  # net, or with VAT
        "What is the total net amount for January from Nordholz AG?",  # another firm
        "net amount by supplier",  # nothing to reckon
        "Which supplier has the highest net amount?",  # of one invoice, or of all
        "total net amount from 2024",  # of that year, or since
        "How many suppliers are there?",  # rows, or names
        "total net amount of 3 invoices",
        "Why is the total net amount so high?",
        "sum of supplier",
        "average invoice date",
        "forecast the total net amount",
        "How many documents do I have?",
        "total net amount in dollars",
        "total net amount of two suppliers",
        "total net amount of the other suppliers",
        "",
    ],
)
def test_what_is_not_plain_is_none(question: str) -> None:
    assert asked(question, INVOICES) is None


def test_lines_of_a_statement_have_no_sum() -> None:
    assert asked("sum of 2024", RATES) is None
    assert asked("highest 2024", RATES) is not None


def test_the_name_of_the_file_is_none_of_the_question() -> None:
    known = "payables-q1.xlsx\npayables q1\n"
    assert asked("total net amount in payables-q1.xlsx", INVOICES, known=known)
    assert asked("total net amount in payables q1", INVOICES, known=known)
    assert asked("total net amount in ledger.xlsx", INVOICES, known=known) is None


def test_a_column_that_is_called_like_the_file_is_still_a_column() -> None:
    found = asked(
        "Somma della quantità per deposito in deposito.csv", STORE, "it", known="deposito.csv\ndeposito\n"
    )
    assert found is not None
    assert 'GROUP BY "Deposito"' in found
