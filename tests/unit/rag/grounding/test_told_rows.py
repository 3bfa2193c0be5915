"""A figure of one row of a table is told with what tells that row from the others."""

from __future__ import annotations

import pytest
from fakes.no_places import NoPlaces

from rag.grounding.grounder import Grounder
from rag.types import Hit, Support

SHEET = (
    "Service: Mobile crane up to 5 t; Unit: hour; Price (EUR): 72.50; Minimum: 1 hour",
    "Service: Mobile crane up to 20 t; Unit: hour; Price (EUR): 138.00; Minimum: 2 hours",
    "Service: Mast removal; Unit: piece; Price (EUR): 55.00; Minimum: none",
)
_TABLE = (
    "Die Gebühren sind von dem zu zahlen, der die Leistung bestellt.\n\n"
    "| Leistung | Betrag |\n|---|---|\n| Beisetzung an Werktagen | 641,00 € |\n"
    "| Beisetzung an Samstagen | 817,00 € |\n| Umbettung | 1.261,00 € |\n"
)
_TARIFF = (
    "row 2: Prestation: Amarrage en été; Prix: 30 €\n"
    "row 3: Prestation: Amarrage en hiver; Prix: 12 €\nrow 4: Prestation: Grutage; Prix: 90 €\n"
)
TABLE, TARIFF = (_TABLE,), (_TARIFF,)
NOTICE = ("The rent is 500 euros a month. The rent of the garage is 60 euros a month.",)


def support(question: str, passages: tuple[str, ...], said: str) -> Support:
    hits = [
        Hit(at, 7, "tariff.csv", None, at, at, "", 0, len(text), 1.0, text)
        for at, text in enumerate(passages, 1)
    ]
    return Grounder(question, hits, NoPlaces()).ground(said).support


@pytest.mark.parametrize(
    ("question", "passages", "said"),
    [
        ("How much does the crane cost per hour?", SHEET, "The crane costs 72.50 EUR per hour."),
        ("What does a mobile crane cost?", SHEET, "A mobile crane costs 138 EUR per hour."),
        ("Was kostet die Beisetzung?", TABLE, "Die Beisetzung kostet 641 Euro."),
        ("Quel est le prix de l'amarrage ?", TARIFF, "Le prix de l'amarrage est de 12 €."),
    ],
)
def test_a_figure_without_what_tells_its_row_is_half_told(
    question: str, passages: tuple[str, ...], said: str
) -> None:
    assert support(question, passages, said) is Support.UNSUPPORTED


@pytest.mark.parametrize(
    ("question", "passages", "said"),
    [
        (
            "How much does the crane cost?",
            SHEET,
            "The mobile crane up to 5 t costs 72.50 EUR per hour.",
        ),
        ("What does a crane up to 20 t cost?", SHEET, "It costs 138 EUR per hour."),
        ("What does mast removal cost?", SHEET, "Mast removal costs 55 EUR per piece."),
        ("Was kostet die Beisetzung am Samstag?", TABLE, "Die Beisetzung kostet 817 Euro."),
        ("Was kostet die Beisetzung?", TABLE, "An Werktagen kostet die Beisetzung 641 Euro."),
        (
            "Was kostet die Beisetzung?",
            TABLE,
            "Die Beisetzung kostet an Werktagen 641 Euro und an Samstagen 817 Euro.",
        ),
        ("Was kostet die Umbettung?", TABLE, "Die Umbettung kostet 1.261 Euro."),
        ("Quel est le prix de l'amarrage en hiver ?", TARIFF, "Le prix de l'amarrage est de 12 €."),
        ("Combien coûte le grutage ?", TARIFF, "Le grutage coûte 90 €."),
        ("How much is the rent?", NOTICE, "The rent is 500 euros a month."),
    ],
)
def test_a_figure_is_told_with_what_tells_its_row(
    question: str, passages: tuple[str, ...], said: str
) -> None:
    assert support(question, passages, said) is Support.SUPPORTED
