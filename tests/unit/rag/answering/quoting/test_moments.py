"""When something is, told without a figure."""

import pytest

from rag.answering.quoting.kinds import Kind, has_kind
from rag.language.languages import languages

CODES = {one.code: one for one in languages()}


@pytest.mark.parametrize(
    ("code", "question", "sentence", "tells"),
    [
        ("de", "Wann ist die nächste Prüfung fällig?", "Die nächste Prüfung ist im März fällig.", True),
        ("de", "Wann ist die nächste Prüfung fällig?", "Die nächste Prüfung ist bald fällig.", False),
        ("en", "When are ropes replaced?", "Ropes are replaced when ten wires are broken.", True),
        ("en", "When are ropes replaced?", "If ten wires are broken, the ropes are replaced.", True),
        ("en", "When are ropes replaced?", "Ropes are not replaced when one wire is broken.", False),
        ("en", "When is the fee due?", "A fee that is due is doubled if it is not paid.", False),
        ("en", "When is the fee due?", "The fee may be due.", False),
        ("en", "When is the fee due?", "The fee is due in May.", True),
        ("en", "When is the market held?", "The market is held every Monday.", True),
        ("en", "When is the Monday market held?", "The Monday market is held here.", False),
        ("fr", "Quand le bail prend-il fin ?", "Le bail prend fin si le loyer n'est pas payé.", True),
        ("es", "¿Cuándo se cierra el puente?", "El puente se cierra cuando sopla viento fuerte.", True),
        ("it", "Quando si chiude il ponte?", "Il ponte si chiude in dicembre.", True),
        ("pt", "Quando fecha a ponte?", "A ponte fecha quando o vento é forte.", True),
        ("nl", "Wanneer sluit de brug?", "De brug sluit zodra de wind te sterk is.", True),
    ],
)
def test_times_by_name_and_by_condition(code: str, question: str, sentence: str, tells: bool) -> None:
    assert has_kind(Kind.DATE, question, sentence, CODES[code]) is tells
