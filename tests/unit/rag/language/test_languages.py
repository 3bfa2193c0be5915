"""Rules in several languages: which one a text is in, and its numbers, words and denials."""

from __future__ import annotations

import pytest

from rag.language.denial import contradicts
from rag.language.languages import language_of, languages
from rag.language.quantities import Quantity, quantities
from rag.language.words import names, stems

BY_CODE = {one.code: one for one in languages()}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("What is the fee for a berth?", "en"),
        ("Wie hoch ist das Bußgeld, wenn ein Schaden nicht gemeldet wird?", "de"),
        ("QUEL EST LE MONTANT DE LA REDEVANCE ?", "fr"),
        ("¿Cuál es la multa por no avisar?", "es"),
        ("Qual è la multa per chi non avvisa?", "it"),
        ("Qual é a multa para quem não avisa?", "pt"),
        ("Hoeveel bedraagt de boete als de schade niet wordt gemeld?", "nl"),
        ("ISO 9001", "en"),
        ("The ship will die in the water of the dock.", "en"),
        ("", "en"),
        ("first second third col-1 col-2 col-3 col-4 header header (f) first (f) header", "en"),
        ("Simple table Header Col 1 Header Col 2 A link example Nested Table a b c d e f g h i j k l", "en"),
        ("Qual preavviso?", "it"),
    ],
)
def test_the_language_of_a_text(text: str, code: str) -> None:
    assert language_of(text).code == code


@pytest.mark.parametrize(
    ("code", "text", "quantity"),
    [
        ("de", "binnen fünf Werktagen", Quantity("5", "day", bound="<")),
        ("de", "einundzwanzig Tage", Quantity("21", "day")),
        ("de", "1.250,50 Euro", Quantity("1250.5", "EUR")),
        ("de", "1.250 €", Quantity("1250", "EUR")),
        ("de", "zweihundert Euro", Quantity("200", "EUR")),
        ("de", "ein Jahr", Quantity("1", "year")),
        ("de", "Artikel 12", Quantity("12", place=True)),
        ("fr", "dans un délai de quatre jours", Quantity("4", "day", bound="<")),
        ("fr", "quatre-vingt-dix-sept jours", Quantity("97", "day")),
        ("fr", "1 250,50 €", Quantity("1250.5", "EUR")),
        ("es", "treinta y cinco días", Quantity("35", "day")),
        ("it", "entro due giorni", Quantity("2", "day", bound="<")),
        ("pt", "até três meses", Quantity("3", "month", bound="<")),
        ("nl", "tweeëntwintig dagen", Quantity("22", "day")),
        ("en", "the amount due", None),
    ],
)
def test_a_quantity(code: str, text: str, quantity: Quantity | None) -> None:
    assert quantities(text, BY_CODE[code]) == ([] if quantity is None else [quantity])


def test_words_of_a_language_have_its_stems() -> None:
    german = BY_CODE["de"]
    assert stems("die Meldungen des Pächters", german) == stems("Meldung der Pächter", german)
    assert stems("Der Pächter muss melden, wenn", german) == stems("Pächter melden", german)


def test_a_german_noun_is_no_name() -> None:
    assert names("Der Schaden am Steg ist dem Bauamt zu melden.", BY_CODE["de"]) == []
    assert names("Der Schaden ist der ARAG und Amt B12 zu melden.", BY_CODE["de"]) == ["ARAG", "B12"]


@pytest.mark.parametrize(
    ("code", "claim", "source"),
    [
        ("de", "Die Verordnung gilt für Stege der Feuerwehr.", "Die Verordnung gilt nicht für Stege."),
        ("fr", "Le règlement concerne le bassin.", "Le règlement ne concerne pas le bassin."),
        ("es", "El plazo se prorroga.", "El plazo no se prorroga."),
        ("it", "Il termine è prorogato.", "Il termine non è prorogato."),
        ("pt", "O prazo é prorrogado.", "O prazo não é prorrogado."),
        ("nl", "De termijn wordt verlengd.", "De termijn wordt niet verlengd."),
    ],
)
def test_a_lost_not_contradicts(code: str, claim: str, source: str) -> None:
    assert contradicts(claim, source, BY_CODE[code])
    assert not contradicts(source, source, BY_CODE[code])
    assert not contradicts(claim, claim, BY_CODE[code])


@pytest.mark.parametrize(
    ("code", "text", "values"),
    [
        ("de", "High: 1,061.78; Low: 940.17", ["1061.78", "940.17"]),
        ("de", "exceeded the amount by $1,548.8 million", ["1548800000"]),
        ("en", "Net sales $ 14,694 100.0 % $ 14,544", ["14694", "100", "14544"]),
        ("fr", "20 000 000 d'euros", ["20000000"]),
    ],
)
def test_figures_of_accounts_in_whatever_language(code: str, text: str, values: list[str]) -> None:
    """A table of an English report, quoted in an answer to a German question, ended it with a fault."""
    assert [one.value for one in quantities(text, BY_CODE[code])] == values
