"""Each figure of a claim belongs to what its own sentence, or row, tells it of."""

from __future__ import annotations

import pytest
from fakes.no_places import NoPlaces

from rag.grounding.grounder import Grounder
from rag.types import Hit, Support

ROWS = """| Gebührenart | Betrag |
|---|---|
| Beisetzung | 641,00 € |
| Ausbettung | 817,00 € |
| Umbettung | 1.261,00 € |
"""
FEES = "The fee for adults is 12 euros. The fee for children is 6 euros. The fee for dogs is 3 euros."
SHEET = "row 2: Item: Burial; Price: 641\nrow 3: Item: Exhumation; Price: 817\n"
RISEN = "The fee for children was 5 euros. It is 6 euros now."
LEASE = "Harbour Ltd leases the hall. The rent is 500 euros. The deposit of the hall is 1500 euros."
HOURS = "Le musée ouvre à 9 heures. Le jardin ouvre à 7 heures."


def support(question: str, source: str, said: str) -> Support:
    hit = Hit(1, 7, "fees.txt", None, 1, 1, "", 0, len(source), 1.0, source)
    return Grounder(question, [hit], NoPlaces()).ground(said).support


@pytest.mark.parametrize(
    ("question", "source", "said"),
    [
        ("Was kostet die Ausbettung?", ROWS, "Die Ausbettung kostet 641 Euro."),
        ("Was kostet das?", ROWS, "Die Beisetzung kostet 817 Euro und die Ausbettung 641 Euro."),
        ("What do children pay?", FEES, "The fee for children is 12 euros."),
        ("What do children and dogs pay?", FEES, "Children pay a fee of 3 euros and dogs a fee of 6 euros."),
        ("What is the price of exhumation?", SHEET, "The price of exhumation is 641."),
        ("What is the deposit?", LEASE, "The deposit of the hall is 500 euros."),
        ("Quand ouvre le jardin ?", HOURS, "Le jardin ouvre à 9 heures."),
        ("What do children pay?", "Adults pay 12 euros and children 6 euros.", "Children pay 12 euros."),
        ("What do children pay?", "Adults pay 12 euros, children pay 6 euros.", "Children pay 12 euros."),
        (
            "Wie hoch ist die Kaution?",
            "Die Miete beträgt 500 Euro, die Kaution 1.500 Euro.",
            "Die Kaution beträgt 500 Euro.",
        ),
        (
            "When does it open?",
            "The museum opens at 9 a.m. and closes at 5 p.m.",
            "The museum closes at 9 a.m.",
        ),
        (
            "Quel est le prix ?",
            "L'entrée coûte 12 euros pour les adultes et 6 euros pour les enfants.",
            "L'entrée coûte 12 euros pour les enfants.",
        ),
        (
            "What is the fee?",
            "The fee is 12 euros for adults and 6 euros for children.",
            "The fee is 6 euros for adults.",
        ),
        (
            "What is the price of the small boat?",
            "Small boats, 40 pounds; large boats, 90 pounds.",
            "A small boat costs 90 pounds.",
        ),
        (
            "How long?",
            "The tenant gives three months' notice and the landlord six months' notice.",
            "The landlord gives three months' notice.",
        ),
        (
            "How much?",
            "Rent of 500 euros is due on the 3rd and a deposit of 1500 euros within 14 days.",
            "The deposit of 500 euros is due within 14 days.",
        ),
    ],
)
def test_a_figure_of_another_is_not_supported(question: str, source: str, said: str) -> None:
    assert support(question, source, said) is not Support.SUPPORTED


@pytest.mark.parametrize(
    ("question", "source", "said"),
    [
        ("Was kostet die Ausbettung?", ROWS, "Die Ausbettung kostet 817 Euro."),
        ("Was kostet das?", ROWS, "Die Beisetzung kostet 641 Euro und die Umbettung 1.261 Euro."),
        ("What do children pay?", FEES, "The fee for children is 6 euros."),
        ("What do children and dogs pay?", FEES, "The fee is 6 euros for children and 3 euros for dogs."),
        ("What is the price of exhumation?", SHEET, "The price of exhumation is 817."),
        ("What do children pay?", RISEN, "The fee for children is 6 euros."),
        ("What does Harbour Ltd pay?", LEASE, "Harbour Ltd pays a rent of 500 euros for the hall."),
        ("Quand ouvre le musée ?", HOURS, "Le musée ouvre à 9 heures."),
        ("What do children pay?", "Adults pay 12 euros and children 6 euros.", "Children pay 6 euros."),
        (
            "Wie hoch ist die Kaution?",
            "Die Miete beträgt 500 Euro, die Kaution 1.500 Euro.",
            "Die Kaution beträgt 1.500 Euro.",
        ),
        (
            "When does it open?",
            "The museum opens at 9 a.m. and closes at 5 p.m.",
            "The museum closes at 5 p.m.",
        ),
        (
            "Quel est le prix ?",
            "L'entrée coûte 12 euros pour les adultes et 6 euros pour les enfants.",
            "L'entrée coûte 6 euros pour les enfants.",
        ),
        (
            "What is the fee?",
            "The fee is 12 euros for adults and 6 euros for children.",
            "The fee is 12 euros for adults.",
        ),
        (
            "What is the price of the small boat?",
            "Small boats, 40 pounds; large boats, 90 pounds.",
            "A small boat costs 40 pounds.",
        ),
        (
            "How long?",
            "The tenant gives three months' notice and the landlord six months' notice.",
            "The landlord gives six months' notice.",
        ),
        (
            "How much?",
            "Rent of 500 euros is due on the 3rd and a deposit of 1500 euros within 14 days.",
            "A deposit of 1500 euros is due within 14 days.",
        ),
    ],
)
def test_a_figure_of_its_own_is(question: str, source: str, said: str) -> None:
    assert support(question, source, said) is Support.SUPPORTED
