"""Greetings, regards and days: nobody's title is guessed, nothing is greeted as nothing."""

from __future__ import annotations

from datetime import date

import pytest

from rag.drafting.customs import closing, customs, day_words, is_greeting, joined_name, listed, salutation
from rag.drafting.syntax import Address, Tone


@pytest.mark.parametrize(
    ("recipient", "code", "said"),
    [
        ("Ms Adler", "en", "Dear Ms Adler,"),
        ("Mrs. Jane Doe\n5 High St", "en", "Dear Mrs. Doe,"),
        ("Dr. Thomas Vogel", "en", "Dear Dr. Thomas Vogel,"),
        ("Herrn Dr. Thomas Vogel", "en", "Dear Dr. Vogel,"),
        ("Herrn Dr. Thomas Vogel", "de", "Sehr geehrter Herr Dr. Vogel,"),
        ("Frau Prof. Dr. Ursula von der Leyen", "de", "Sehr geehrte Frau Prof. Dr. von der Leyen,"),
        ("Mme Claire Dupont", "de", "Sehr geehrte Frau Dupont,"),
        ("Andrea Rossi", "de", "Guten Tag Andrea Rossi,"),
        ("Andrea Rossi", "it", "Gentile Andrea Rossi,"),
        ("Andrea Rossi", "es", "Buenos días, Andrea Rossi:"),
        ("Hafen Immobilien GmbH", "de", "Sehr geehrte Damen und Herren,"),
        ("ACME Ltd.", "en", "Dear Sir or Madam,"),
        ("Monsieur Dupont", "fr", "Monsieur Dupont,"),
        ("", "en", "Dear Sir or Madam,"),
        ("Sra. Ana García", "es", "Estimada Sra. García:"),
    ],
)
def test_who_is_greeted_how(recipient: str, code: str, said: str) -> None:
    assert salutation(recipient, code, Tone.FORMAL, Address.POLITE) == said


def test_the_first_name_is_said_where_that_is_the_form_of_address() -> None:
    assert salutation("Jana Öztürk", "de", Tone.FRIENDLY, Address.FAMILIAR) == "Hallo Jana,"
    assert salutation("Frau Öztürk", "de", Tone.FRIENDLY, Address.FAMILIAR) == "Guten Tag Frau Öztürk,"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("w", "Frau Jana Öztürk"),
        ("Frau", "Frau Jana Öztürk"),
        ("m", "Herr Jana Öztürk"),
        ("d", "Jana Öztürk"),
    ],
)
def test_a_name_is_put_together_of_columns(title: str, name: str) -> None:
    assert joined_name(title, "Jana", "Öztürk", "de") == name


def test_a_cell_may_hold_a_whole_greeting() -> None:
    assert is_greeting("Sehr geehrte Frau Meier")
    assert not is_greeting("Frau")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "1 March 2026"),
        ("de", "1. März 2026"),
        ("fr", "1er mars 2026"),
        ("es", "1 de marzo de 2026"),
        ("it", "1º marzo 2026"),
    ],
)
def test_a_day_in_words(code: str, said: str) -> None:
    assert day_words(date(2026, 3, 1), code) == said


def test_a_day_in_a_form_of_ones_own() -> None:
    assert day_words(date(2026, 3, 1), "de", "{dd}.{mm}.{y}") == "01.03.2026"


@pytest.mark.parametrize(
    ("code", "form", "said"),
    [
        ("fr", "{d}.{m}.{y}", "1.3.2026"),
        ("it", "{d}.{m}.{y}", "1.3.2026"),
        ("it", "{d} {month} {y}", "1º marzo 2026"),
    ],
)
def test_the_first_is_an_ordinal_before_the_name_of_a_month_alone(code: str, form: str, said: str) -> None:
    """Who writes their days in figures was given “1er.3.2026”."""
    assert day_words(date(2026, 3, 1), code, form) == said


def test_the_second_is_a_plain_number() -> None:
    assert day_words(date(2026, 3, 2), "it") == "2 marzo 2026"


def test_every_language_has_a_farewell_for_each_tone() -> None:
    for code in customs():
        assert len({closing(code, tone, Address.POLITE) for tone in Tone}) == len(Tone)


def test_a_list_in_words() -> None:
    assert listed(["a", "b", "c"], "de") == "a, b und c"
    assert listed(["a"], "de") == "a"
