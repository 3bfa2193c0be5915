"""Words of one language for those of another."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from engine.assets import ASSETS
from rag.language.concepts import equivalents, foreign_to, rendered, spoken, units
from rag.language.languages import languages

BY_CODE = {one.code: one for one in languages()}


def meant(code: str, text: str) -> list[frozenset[str]]:
    return [unit.concepts for unit in units(text, BY_CODE[code])]


def test_each_concept_has_words_in_seven_languages_and_one_name() -> None:
    names: Counter[str] = Counter()
    for file in (ASSETS / "languages" / "concepts").glob("*.toml"):
        for name, line in tomllib.loads(file.read_text("utf-8")).items():
            names[name] += 1
            assert all(column.split() for column in line.split("|")), name
            assert line.count("|") == len(BY_CODE) - 2, name  # Arabic has no column yet
    assert len(names) >= 500
    assert max(names.values()) == 1


@pytest.mark.parametrize(
    ("code", "word", "parts"),
    [
        ("de", "Hecklampe", ("stern", "light")),
        ("de", "Liegegebühren", ("berth", "fee")),
        ("de", "Schwimmbadordnung", ("pool", "regulation")),
        ("nl", "volkstuinvereniging", ("allotment", "association")),
        ("nl", "hondenbelasting", ("dog", "tax")),
    ],
)
def test_a_compound_means_what_its_parts_mean(code: str, word: str, parts: tuple[str, ...]) -> None:
    found = meant(code, word)
    assert len(found) == len(parts)
    assert all(f"§{part}" in some for part, some in zip(parts, found, strict=True))


@pytest.mark.parametrize(
    ("code", "form", "concept"),
    [
        ("de", "gezahlt", "pay"),
        ("de", "angemeldet", "register"),
        ("nl", "betaalt", "pay"),
        ("nl", "gemeld", "notify"),
        ("fr", "payée", "pay"),
        ("es", "pagarán", "pay"),
        ("it", "pagano", "pay"),
        ("pt", "multas", "fine"),
        ("en", "working days", "working_day"),
        ("fr", "jours ouvrables", "working_day"),
    ],
)
def test_forms_and_phrases_mean_what_their_word_does(code: str, form: str, concept: str) -> None:
    assert f"§{concept}" in meant(code, form)[0]


def test_a_harbour_is_no_door_and_a_place_stays_a_name() -> None:
    assert meant("es", "puerto") == [frozenset({"§harbour"})]
    assert meant("es", "puerta") == [frozenset({"§door"})]
    assert meant("de", "Nordsiel") == [frozenset()]


def test_a_question_is_said_in_another_language_word_by_word() -> None:
    said = rendered("Wie hoch ist die Kaution in Nordsiel?", BY_CODE["de"], BY_CODE["en"])
    assert said == "deposit Nordsiel"
    assert "boete" in equivalents(frozenset({"§fine"}), BY_CODE["nl"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Geldstrafe Hecklampe", "de"),
        ("De boete is 160 euro.", "nl"),
        ("stern lamp fine", "en"),
        ("2. A ticket costs 5.20 pounds.", "en"),
        ("Qual é a multa?", "pt"),
        ("XK-12", "en"),
        ("Il buono scade?", "it"),  # "il" is French as well
        ("Serve lo scontrino?", "it"),
        ("La durata?", "it"),
        ("Le prix ?", "fr"),
        ("La durée ?", "fr"),
        ("Qui a écrit la lettre ?", "fr"),
        ("El precio?", "es"),
        ("La duración?", "es"),
        ("Quando vence o contrato?", "pt"),
        ("Notice period", "en"),
        ("surcharge expensive e-bike", "en"),
        ("indirizzo e-mail", "it"),
        ("t-shirt", "en"),
        ("Y a-t-il un ascenseur ?", "fr"),
    ],
)
def test_few_words_tell_their_language(text: str, code: str) -> None:
    assert spoken(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Is war damage covered?", "en"),
        ("Is smoking a sin?", "en"),
        ("Door locked?", "en"),
        ("Who paid the hat maker?", "en"),
        ("War damage covered?", "en"),
        ("Sue the landlord?", "en"),
        ("War der Schaden versichert?", "de"),
        ("War Müller da?", "de"),
        ("Hat der Mieter Geld bezahlt?", "de"),
        ("Man darf rauchen?", "de"),
        ("Come pago la cauzione?", "it"),
        ("Sin fianza?", "es"),
        ("Met hond?", "nl"),
        ("Pour un an ?", "fr"),
    ],
)
def test_a_word_of_english_that_is_a_little_one_elsewhere_makes_no_foreign_question(
    text: str, code: str
) -> None:
    assert spoken(text).code == code


def test_a_table_without_function_words_is_not_taken_for_english() -> None:
    assert foreign_to("Kran bis 5 t; Stunde; 72,50 Euro. Lagerung; Monat; 94,00 Euro", BY_CODE["de"]) is None
    assert foreign_to("The berth fee is 95 euros a year.", BY_CODE["de"]) is BY_CODE["en"]
