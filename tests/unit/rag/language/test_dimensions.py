"""What a question wants measured, and the sentences that give it."""

import pytest

from rag.language.dimensions import dimension_of
from rag.language.languages import languages

CODES = {one.code: one for one in languages()}


@pytest.mark.parametrize(
    ("code", "question", "gives", "gives_not"),
    [
        (
            "en",
            "At what pressure must the safety valve open?",
            "It opens at 10 bar.",
            "It opens at 10 hours.",
        ),
        ("en", "What is the maximum speed in the harbour?", "Boats go 5 knots at most.", "It is 5 euros."),
        ("de", "Bei welchem Druck öffnet das Ventil?", "Es öffnet bei 0,5 bar.", "Es öffnet um 10 Uhr."),
        ("de", "Welche Temperatur darf nicht überschritten werden?", "Höchstens 40 °C.", "Höchstens 40 kg."),
        ("fr", "Quelle est la pression d'ouverture ?", "Elle s'ouvre à 3 bar.", "Elle s'ouvre à 3 heures."),
        ("es", "¿Cuál es el peso máximo?", "Hasta 25 kg.", "Hasta 25 metros."),
        ("it", "Qual è la temperatura minima?", "Almeno 15 °C.", "Almeno 15 euro."),
        ("pt", "Qual é a velocidade máxima?", "Até 30 km/h.", "Até 30 dias."),
        ("nl", "Bij welke druk opent de klep?", "Bij 8 bar.", "Na 8 dagen."),
    ],
)
def test_a_measure_by_its_name(code: str, question: str, gives: str, gives_not: str) -> None:
    found = dimension_of(question, CODES[code])
    assert found is not None
    assert found.given.search(gives)
    assert not found.given.search(gives_not)


@pytest.mark.parametrize(
    "question",
    [
        "Who is under pressure?",
        "When is the speed measured?",
        "Is 5 bar enough?",
        "What fee do boats of five metres length pay?",
    ],
)
def test_other_questions_want_nothing_measured(question: str) -> None:
    assert dimension_of(question, CODES["en"]) is None
