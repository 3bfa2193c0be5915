"""Rows of a table that are as near to what is asked answer together, without a model."""

from __future__ import annotations

import pytest

from rag.answering.quoting.ranking import ranked
from rag.answering.quoting.standing import as_good
from rag.language.words import plain
from rag.types import Hit

SHEET = (
    "Service: Mobile crane up to 5 t; Unit: hour; Price (EUR): 72.50; Minimum: 1 hour",
    "Service: Mobile crane up to 20 t; Unit: hour; Price (EUR): 138.00; Minimum: 2 hours",
    "Service: Mast removal; Unit: piece; Price (EUR): 55.00; Minimum: none",
)
TABLE = (
    "Die Gebühren sind von dem zu zahlen, der die Leistung bestellt.\n\n"
    "| Leistung | Betrag |\n|---|---|\n| Beisetzung | 641,00 € |\n| Beisetzung in der Nische | 817,00 € |\n"
    "| Grab an der Mauer | 90,00 € |\n| Grab unter Bäumen | 70,00 € |\n"
)


@pytest.mark.parametrize(
    ("question", "passages", "figures"),
    [
        ("How much does the crane cost per hour?", SHEET, ["72.50", "138.00"]),
        ("How much does a crane up to 20 t cost per hour?", SHEET, ["138.00"]),
        ("What does mast removal cost?", SHEET, ["55.00"]),
        ("Was kostet die Beisetzung?", (TABLE,), ["641,00"]),
        ("Was kostet das Grab?", (TABLE,), ["90,00", "70,00"]),
        ("Was kostet das Grab unter Bäumen?", (TABLE,), ["70,00"]),
    ],
)
def test_one_row_does_not_answer_for_its_peers(
    question: str, passages: tuple[str, ...], figures: list[str]
) -> None:
    hits = [
        Hit(at, 7, "tariff.csv", None, at, at, "", 0, len(text), 1.0, text)
        for at, text in enumerate(passages, 1)
    ]
    best = ranked(question, hits)
    assert best[0].answers
    said = [plain(best[place].quote.text) for place in as_good(best[:3])]
    assert len(said) == len(figures)
    assert all(any(figure in one for one in said) for figure in figures), said
