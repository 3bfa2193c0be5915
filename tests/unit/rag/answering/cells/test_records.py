"""The cell of a record that a question names."""

import pytest

from rag.answering.cells.records import named_cell, records_of
from rag.language.languages import language_of
from rag.types import Hit

PRICES = """row 1: Item | Net | VAT | Gross
row 2: Item: Pump; Net: 100; VAT: =B2*0.19; Gross: 119
row 3: Item: Valve; Net: 200; VAT: =B3*0.19; Gross: 238
row 4: Item: Hose; Net: 50; VAT: =B4*0.19; Gross: =B4+C4
row 5: Item: Valve seat; Net: 7; Gross: 8.33"""
LOAN = (
    "Here is our offer for the loan.\n\nTerm | Rate\nTerm: 5 years; Rate: 3.1 %\nTerm: 10 years; Rate: 3.6 %"
)
FLEET = (
    "Plate: AB-1; Type: estate car; Mileage (km): 56900; Purchase price (EUR): 24650\n"
    "Plate: AB-2; Type: van; Mileage (km): 8100; Purchase price (EUR): 31200"
)
HALLS = "\n".join(
    f"Jahr: {year}; Betriebe: 2{n}; Prüfungen: 251{n}; Mängel je Prüfung: {n},0"
    for n, year in enumerate(range(1990, 1997))
)
VISITES = (
    "Pont: Quai nord; Inspecteur: Morel; Date: 12.03.2031\nPont: Quai sud; Inspecteur: Petit; Date: 2.4.2031"
)


def told(question: str, text: str, own: str = "") -> str | None:
    hit = Hit(0, 1, "a.xlsx", None, 1, 1, "", 0, len(text), 1.0, text, None)
    named = named_cell(question, records_of(hit), language_of(question), own)
    return None if named is None else named.text


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("What is the gross price of the valve?", PRICES, "Item: Valve; Gross: 238"),
        ("What is the net price of the valve seat?", PRICES, "Item: Valve seat; Net: 7"),
        ("What is the interest rate of the loan for 10 years?", LOAN, "Term: 10 years; Rate: 3.6 %"),
        ("What did we pay for the estate car?", FLEET, "Type: estate car; Purchase price (EUR): 24650"),
        ("Wie viele Prüfungen gab es im Jahr 1995?", HALLS, "Jahr: 1995; Prüfungen: 2515"),
        ("Qui est l'inspecteur du quai sud ?", VISITES, "Pont: Quai sud; Inspecteur: Petit"),
    ],
)
def test_the_cell_in_the_named_row_and_column(question: str, text: str, said: str) -> None:
    assert told(question, text) == said


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What is the gross price of the crane?", PRICES),  # no such row
        ("What is the gross price of the hose?", PRICES),  # a formula nobody computed
        ("What is the weight of the valve?", PRICES),  # no such column
        ("What was the gross price of the valve in 2019?", PRICES),  # a year that the row does not have
        ("What is the gross price of the used brass valve?", PRICES),  # narrower than the row
        ("Is the gross price of the valve 200?", PRICES),
        ("Wie viele Prüfungen gab es im Jahr 2003?", HALLS),
        ("Wie viele Prüfungen gab es?", HALLS),  # of seven years
        ("What is the rate?", LOAN),
    ],
)
def test_nothing_where_row_or_column_is_not_sure(question: str, text: str) -> None:
    assert told(question, text) is None


@pytest.mark.parametrize(
    ("question", "own", "said"),
    [
        (
            "And of the valve? What is the gross price of the pump?",
            "And of the valve?",
            "Item: Valve; Gross: 238",
        ),
        ("And its net price? gross price valve", "And its net price?", "Item: Valve; Net: 200"),
        ("And of the crane? gross price pump", "And of the crane?", None),  # not that of the pump again
    ],
)
def test_a_follow_up_names_another_row_or_column(question: str, own: str, said: str | None) -> None:
    assert told(question, PRICES, own) == said
