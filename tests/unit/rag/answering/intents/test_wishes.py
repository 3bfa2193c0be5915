"""What is wished for, told by rules in every language."""

import pytest

from rag.answering.intents.bare import bare
from rag.answering.intents.wishes import intent_of, mentioned
from rag.language.languages import languages
from rag.types import Intent


def told(text: str) -> Intent:
    asked = bare(text)
    return intent_of(text, asked.whole, asked.language)[0]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hello", Intent.GREETING),
        ("Guten Abend!", Intent.GREETING),
        ("Goedemiddag", Intent.GREETING),
        ("merci beaucoup", Intent.THANKS),
        ("Hi! What can you do?", Intent.CAPABILITY),
        ("Olá! O que sabes fazer?", Intent.CAPABILITY),
        ("Wer sind Sie?", Intent.IDENTITY),
        ("How many files do I have?", Intent.COUNT),
        ("Quels documents ai-je ?", Intent.LIST),
        ("Wie viele Seiten hat orchard.pdf?", Intent.PAGES),
        ("Which documents mention the water board?", Intent.MENTIONS),
        ("Please sum up orchard.pdf", Intent.SUMMARISE),
        ("Fasse den Pachtvertrag zusammen", Intent.SUMMARISE),
        ("Schreibe einen Brief an den Pächter", Intent.DRAFT),
        ("Traduisez l'article 2 en anglais", Intent.TRANSLATE),
        ("Vergleiche die Ausgabe von 2019 mit der von 2021", Intent.COMPARE),
        ("What is on page 4 of orchard.pdf?", Intent.ON_PAGE),
        ("Which contracts have a break clause?", Intent.EACH),
        ("In welchen Verträgen steht eine Kündigungsfrist?", Intent.EACH),
        ("Quels contrats prévoient une indexation ?", Intent.EACH),
        ("Quali contratti prevedono una penale?", Intent.EACH),
        ("Can I have a short overview of the lease?", Intent.SUMMARISE),
        ("What is the gist of this contract?", Intent.SUMMARISE),
        ("Gib mir eine Zusammenfassung der Satzung", Intent.SUMMARISE),
        ("Fais un résumé du règlement", Intent.SUMMARISE),
        ("Hazme un resumen de la ordenanza", Intent.SUMMARISE),
        ("Puoi farmi una sintesi di questo contratto?", Intent.SUMMARISE),
        ("Maak een samenvatting van het contract", Intent.SUMMARISE),
        ("What does the summary say about fees?", Intent.FACT),
        ("When must the annual summary be filed?", Intent.FACT),
        ("Which fee is named in the executive summary?", Intent.FACT),
        ("Was sagt die Zusammenfassung über Gebühren?", Intent.FACT),
        ("Wer schreibt die Zusammenfassung des Protokolls?", Intent.FACT),
        ("Que dit le résumé sur les amendes ?", Intent.FACT),
        ("¿Qué dice el resumen sobre las multas?", Intent.FACT),
        ("Cosa dice la sintesi sulle multe?", Intent.FACT),
        ("O que diz o resumo sobre as multas?", Intent.FACT),
        ("Wat zegt de samenvatting over boetes?", Intent.FACT),
        ("What is the notice period?", Intent.FACT),
        ("Hello, what is the rent?", Intent.FACT),
        ("Which fine is due for a late notice?", Intent.FACT),
        ("Who signed the letter?", Intent.FACT),
        ("Wie hoch ist die Pacht?", Intent.FACT),
    ],
)
def test_a_wish_is_told_from_a_question(text: str, intent: Intent) -> None:
    assert told(text) is intent


def test_what_is_looked_for_is_taken_from_its_question() -> None:
    english = languages()[0]
    assert mentioned("Which document mentions the “Water Board”?", english) == "Water Board"
    assert mentioned("What is the rent?", english) == ""


@pytest.mark.parametrize("language", languages(), ids=lambda one: one.code)
def test_each_language_says_and_hears_the_same(language: object) -> None:
    english = languages()[0]
    assert set(language.says) == set(english.says)  # type: ignore[attr-defined]
    assert set(language.wishes) == set(english.wishes)  # type: ignore[attr-defined]
    assert set(language.asks) == set(english.asks)  # type: ignore[attr-defined]
