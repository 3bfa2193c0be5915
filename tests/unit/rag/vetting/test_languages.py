"""Contracts in German and French by the playbooks in their language: what deviates, what only seems to."""

from __future__ import annotations

import pytest

from rag.vetting.judging import Judged, judged
from rag.vetting.measuring import measured
from rag.vetting.places import countries
from rag.vetting.playbook import Playbook, Stance, built_in_in, playbook_names
from rag.vetting.sentences import sentences_of, title_of

LANGUAGES = ("de", "fr")
OPENING = {
    "de": "Zwischen der Nordsee Werft GmbH, Kiel, und der Alster Technik GmbH, Hamburg.\n\n",
    "fr": "Entre la société Armor SAS, Rennes, et la société Loire SARL, Nantes.\n\n",
}


def of(language: str, book: str, clause: str, name: str) -> Judged:
    found = judged(built_in_in(book, language), OPENING[language] + clause)
    return next(one for one in found if one.position.name == name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", playbook_names())
def test_each_that_comes_along_is_there_in_german_and_french(name: str, language: str) -> None:
    book: Playbook = built_in_in(name, language)
    assert book.language == language
    assert len(book.positions) >= 18
    for one in book.positions:
        assert one.question, one.name
        assert one.reason, one.name
        assert one.preferred, one.name
        assert one.said[Stance.ACCEPTABLE], one.name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", playbook_names())
def test_no_wording_that_a_playbook_prefers_is_found_fault_with(name: str, language: str) -> None:
    book = built_in_in(name, language)
    for position in book.positions:
        bad = [
            one.position.name for one in judged(book, position.preferred) if one.stance is Stance.UNACCEPTABLE
        ]
        assert bad == [], position.name


@pytest.mark.parametrize(
    ("language", "book", "clause", "name"),
    [
        (
            "de",
            "nda",
            "Die Geheimhaltungspflichten gelten für zwölf Jahre ab Unterzeichnung fort.",
            "Dauer der Geheimhaltung",
        ),
        (
            "de",
            "nda",
            "Es gilt eine zehnjährige Bindung an die Pflicht zur Verschwiegenheit.",
            "Dauer der Geheimhaltung",
        ),
        ("de", "nda", "Gerichtsstand ist Zürich.", "Anwendbares Recht und Gerichtsstand"),
        (
            "de",
            "nda",
            "Diese Vereinbarung unterliegt schweizerischem Recht.",
            "Anwendbares Recht und Gerichtsstand",
        ),
        (
            "de",
            "services",
            "Die Aufrechnung durch den Kunden ist unzulässig.",
            "Aufrechnung und Zurückbehaltung",
        ),
        (
            "fr",
            "nda",
            "Le destinataire reste tenu au secret pendant douze (12) ans.",
            "Durée de la confidentialité",
        ),
        ("fr", "nda", "Le présent accord est régi par le droit suisse.", "Droit applicable et juridiction"),
        (
            "fr",
            "services",
            "Le présent contrat est soumis au droit luxembourgeois.",
            "Droit applicable et juridiction",
        ),
        (
            "fr",
            "services",
            "Le Client ne pourra mettre fin au contrat avant son échéance.",
            "Résiliation par le client",
        ),
    ],
)
def test_a_clause_that_deviates_is_quoted(language: str, book: str, clause: str, name: str) -> None:
    found = of(language, book, clause, name)
    assert found.stance is Stance.UNACCEPTABLE
    assert found.sentence is not None
    assert found.sentence.text == clause


@pytest.mark.parametrize(
    ("language", "book", "clause", "name"),
    [
        (
            "de",
            "nda",
            "Es ist nicht gestattet, die Informationen Dritten frei zugänglich zu machen.",
            "Weitergabe",
        ),
        ("de", "nda", "Es gilt deutsches Recht.", "Anwendbares Recht und Gerichtsstand"),
        ("de", "services", "Der Vertrag verlängert sich nicht automatisch.", "Laufzeit und Verlängerung"),
        ("fr", "nda", "Le présent accord est soumis à la loi française.", "Droit applicable et juridiction"),
        (
            "fr",
            "services",
            "Le contrat n'est pas reconductible automatiquement à son échéance.",
            "Durée et reconduction",
        ),
        (
            "fr",
            "services",
            "En cas de résiliation amiable, le Client ne pourra prétendre au remboursement.",
            "Résiliation par le client",
        ),
        (
            "fr",
            "services",
            "Le Client conserve les originaux des documents remis au Prestataire.",
            "Propriété des résultats",
        ),
        (
            "fr",
            "services",
            "Les retards ne peuvent donner lieu, de la part du Client, ni à annulation ni à pénalités.",
            "Clause pénale",
        ),
        (
            "fr",
            "services",
            "Le Prestataire décline toute responsabilité pour un retard causé par le Client.",
            "Responsabilité du prestataire",
        ),
    ],
)
def test_what_says_no_or_makes_an_exception_is_no_deviation(
    language: str, book: str, clause: str, name: str
) -> None:
    assert of(language, book, clause, name).stance is not Stance.UNACCEPTABLE


def test_a_law_is_of_a_country_by_its_adjective_too() -> None:
    assert countries("Es gilt österreichisches Recht.") == {"at"}
    assert countries("régi par le droit belge") == {"be"}
    assert countries("se rige por la ley española") == {"es"}
    assert countries("die deutsche Sprache und la cuisine française") == set(), "no law is spoken of"


@pytest.mark.parametrize("form", ["GmbH", "AG", "SA"])
def test_a_legal_form_of_several_countries_is_of_none(form: str) -> None:
    """A GmbH may be Austrian: Linz is no court abroad for one."""
    text = f"Zwischen der Donau {form} und der Traun {form}.\n\nGerichtsstand ist Linz."
    found = judged(built_in_in("nda", "de"), text)
    court = next(one for one in found if one.position.home)
    assert court.stance is Stance.ACCEPTABLE


def test_periods_are_told_in_the_words_of_the_contract() -> None:
    assert list(measured("period", "für zwei (2) Jahre")) == [(2 * 365.25, "2 Jahre")]
    assert list(measured("period", "pendant dix-huit mois")) == [(18 * 30.4375, "18 mois")]
    assert list(measured("period", "eine fünfjährige Pflicht")) == [(5 * 365.25, "5 Jahre")]
    assert list(measured("period", "mit 3-monatiger Frist")) == [(3 * 30.4375, "3 Monate")]
    assert list(measured("period", "bis zum dritten Jahrestag")) == [(3 * 365.25, "3 Jahre")]
    assert list(measured("period", "jusqu'au cinquième anniversaire")) == [(5 * 365.25, "5 ans")]
    assert list(measured("percent", "um 5 v. H.")) == [(5.0, "5 v. H.")]


def test_headings_and_short_sentences_of_both_are_seen() -> None:
    assert title_of("Article 5 – Responsabilité\nLe Prestataire répond.") == "responsabilité"
    assert title_of("§ 4 Haftung\nDer Auftragnehmer haftet.") == "haftung"
    assert [one.text for one in sentences_of("Gerichtsstand ist Köln.")] == ["Gerichtsstand ist Köln."]
    said = [
        one.text
        for one in sentences_of("Verbundene Unternehmen im Sinne von §§ 15 ff. AktG sind keine Dritten.")
    ]
    assert len(said) == 1
