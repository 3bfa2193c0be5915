"""A sentence about another one of the kind that is asked about."""

import pytest

from rag.answering.quoting.contrast import is_narrower, is_of_another
from rag.language.languages import languages
from rag.language.words import stems

CODES = {one.code: one for one in languages()}


@pytest.mark.parametrize(
    ("code", "question", "sentence", "other"),
    [
        ("en", "How much is the transport allowance?", "The meal allowance is 7 euros.", True),
        ("en", "How much is the meal allowance?", "The meal allowance is 7 euros.", False),
        ("en", "How much is the allowance for meals?", "The meal allowance is 7 euros.", False),
        ("en", "How long is the lunch break?", "The break is 40 minutes.", False),
        ("pt", "Qual é o valor do subsídio de transporte?", "O subsídio de refeição é de 7 euros.", True),
        ("pt", "Qual é o valor do subsídio de refeição?", "O subsídio de refeição é de 7 euros.", False),
        ("fr", "Le bassin sud est-il fermé ?", "Le bassin nord est fermé.", True),
        ("it", "Quanto costa la tessera per studenti?", "La tessera per bambini costa 5 euro.", True),
        ("es", "¿Cuánto cuesta la copia de la llave?", "La copia de la tarjeta cuesta 5 euros.", True),
        ("es", "¿Quién saca la basura?", "El titular retira la basura.", False),
        ("de", "Wie hoch ist der Nachtzuschlag?", "Der Sonntagszuschlag beträgt 75 %.", True),
        ("de", "Wann wird der Schaden gemeldet?", "Er meldet den Schaden in drei Tagen.", False),
        ("nl", "Hoe hoog is de reiskostenvergoeding?", "De thuiswerkvergoeding is 2 euro.", True),
    ],
)
def test_another_one_of_the_kind(code: str, question: str, sentence: str, other: bool) -> None:
    language = CODES[code]
    said = frozenset(stems(sentence, language))
    assert is_of_another(question, sentence, language, lambda stem: stem in said) is other


@pytest.mark.parametrize(
    ("code", "question", "source", "narrower"),
    [
        ("en", "Are dogs allowed in the library?", "Guide dogs are allowed in the library.", True),
        ("en", "Are dogs allowed in the library?", "Dogs are allowed in the library.", False),
        ("en", "Are guide dogs allowed in the library?", "Guide dogs are allowed in the library.", False),
        ("en", "Can members bring guests?", "Members may bring guests to the sauna.", False),
        (
            "de",
            "Können auch Vereine Mitglied werden?",
            "Auch gemeinnützige Vereine können Mitglied werden.",
            True,
        ),
        ("de", "Können auch Firmen Mitglied werden?", "Auch Firmen können Mitglied werden.", False),
        ("de", "Darf ich im Garten grillen?", "Das Grillen ist im Garten bis 22 Uhr erlaubt.", False),
        ("fr", "Les chiens sont-ils admis ?", "Les chiens guides sont admis dans les salles.", True),
        ("fr", "Les chiens sont-ils admis ?", "Les chiens sont admis dans les salles.", False),
        ("es", "¿Se admiten perros?", "Se admiten perros guía.", True),
        ("es", "¿Se puede pagar en efectivo?", "Se puede pagar en efectivo o con tarjeta de crédito.", False),
        ("it", "Posso portare il cane?", "Si possono portare cani di piccola taglia.", True),
    ],
)
def test_a_source_that_speaks_of_some_of_them_alone(
    code: str, question: str, source: str, narrower: bool
) -> None:
    assert is_narrower(question, source, CODES[code]) is narrower
