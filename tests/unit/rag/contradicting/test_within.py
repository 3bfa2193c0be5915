"""A document that says one thing twice, and those that only seem to."""

from __future__ import annotations

import pytest

from engine.cancel import CancelToken
from rag.contradicting.finding import disagreements
from rag.types import Hit


def found(*texts: str) -> list[tuple[str, str]]:
    hits = {
        number: [Hit(number, number, f"{number}.txt", None, 1, 1, "", 0, len(text), 1.0, text)]
        for number, text in enumerate(texts, 1)
    }
    return [(one.left_value, one.right_value) for one in disagreements(hits, CancelToken())]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Die Kündigungsfrist beträgt drei Monate.\n\nDie Kündigungsfrist beträgt sechs Wochen.",
         ("drei Monate", "sechs Wochen")),
        ("The notice period is 30 days.\n\nAnnex\n\nThe notice period is 60 days.", ("30 days", "60 days")),
        ("Le délai de paiement est de 30 jours.\n\nConditions\n\nLe délai de paiement est de 45 jours.",
         ("30 jours", "45 jours")),
        ("El plazo de preaviso es de dos meses.\n\nEl plazo de preaviso es de tres meses.",
         ("dos meses", "tres meses")),
        ("Die Kündigungsfrist ist drei Monate.\n\nDie Kündigungsfrist ist sechs Wochen zum Quartalsende.",
         ("drei Monate", "sechs Wochen")),
        ("The notice period is three months.\n\nThe notice period is six weeks to the end of a quarter.",
         ("three months", "six weeks")),
        ("Le préavis est de trois mois.\n\nLe préavis est de six semaines à la fin du mois.",
         ("trois mois", "six semaines")),
        ("El preaviso es de dos meses.\n\nEl preaviso es de seis semanas al final del trimestre.",
         ("dos meses", "seis semanas")),
        ("Il preavviso è di due mesi.\n\nIl preavviso è di sei settimane alla fine del trimestre.",
         ("due mesi", "sei settimane")),
    ],
)  # fmt: skip
def test_one_term_with_two_values_contradicts_itself(text: str, values: tuple[str, str]) -> None:
    assert found(text) == [values]


@pytest.mark.parametrize(
    "text",
    [
        "The notice period is two weeks during probation. The notice period is three months after probation.",
        "Die Kündigungsfrist ist für Mieter drei Monate.\n\nDie Kündigungsfrist ist für Vermieter ein Jahr.",
        "Die Frist beträgt 14 Tage.\n\nHinweis: Die Frist von zwei Wochen ist einzuhalten.",
        "Die Garantiezeit beträgt zwei Jahre. Die Lieferzeit beträgt sechs Wochen.",
        "In 2022 the revenue was EUR 4.1 million. In 2023 the revenue was EUR 4.8 million.",
        "The deductible is EUR 300. Unless the insured is under 25: the deductible is EUR 1,000.",
    ],
)
def test_other_phases_people_and_things_do_not(text: str) -> None:
    assert found(text) == []


def test_a_number_in_words_and_figures_is_told_without_its_brackets() -> None:
    text = "Die Vergütung ist zahlbar innerhalb von vierzehn (30) Tagen nach Eingang der Rechnung."
    assert found(text) == [("vierzehn", "30 Tagen")]
