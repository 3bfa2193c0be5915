"""What letters of a person tell of how they write."""

from __future__ import annotations

import pytest

from rag.drafting.customs import own_salutation
from rag.drafting.styles import Style, learnt
from rag.drafting.syntax import Address, Length, Tone

WARM = """Berlin, 3.4.2025

Hallo Jonas,

danke dir für die Skizze. Schick mir bitte bis 14.4.2025 die Maße, damit ich dein Angebot rechnen kann.

Beste Grüße aus Berlin
Petra
"""
STIFF = """12 May 2025

Dear Mr Reed,

We refer to the inspection of the premises, which was carried out on 3 March 2025 by our engineer.
The report, which you will find enclosed, lists the repairs that are needed before the next season begins.

Yours faithfully
Ann Lee
"""


def test_a_warm_letter() -> None:
    style = learnt([WARM])
    assert (style.code, style.opener, style.mark) == ("de", "Hallo", ",")
    assert (style.closing, style.sender) == ("Beste Grüße aus Berlin", "Petra")
    assert (style.address, style.day_form) == (Address.FAMILIAR, "{d}.{m}.{y}")
    assert style.length is Length.SHORT


def test_a_stiff_letter() -> None:
    style = learnt([STIFF])
    assert (style.opener, style.closing, style.sender) == ("Dear", "Yours faithfully", "Ann Lee")
    assert style.day_form == "{d} {month} {y}"
    assert style.words > 15
    assert style.tone is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Guten Tag,\n\nwir haben Ihr Schreiben erhalten und danken Ihnen.\n", Address.POLITE),
        ("Bonjour,\n\nmerci de ton message, je te réponds demain.\n", Address.FAMILIAR),
        ("Bonjour,\n\nnous vous remercions de votre message.\n", Address.POLITE),
        ("Der Zug ist pünktlich in Bonn angekommen.\n", None),
    ],
)
def test_the_form_of_address(text: str, address: Address | None) -> None:
    assert learnt([text]).address is address


def test_what_most_letters_do_counts_and_nothing_is_made_up() -> None:
    other = WARM.replace("Beste Grüße aus Berlin", "Bis bald")
    assert learnt([WARM, WARM, other]).closing == "Beste Grüße aus Berlin"
    assert learnt([]) == Style()
    assert learnt(["x"]).closing == ""


def test_a_style_of_another_language_gives_the_name_alone() -> None:
    style = learnt([WARM])
    assert style.in_language("de") == style
    assert style.in_language("en") == Style(sender="Petra")


def test_short_sentences_are_plain() -> None:
    assert (
        learnt(["Hello Bo,\n\nWe have your car. It is ready now. Please come at ten.\n\nRegards\nAl"]).tone
        is Tone.PLAIN
    )


@pytest.mark.parametrize(
    ("opener", "name", "address", "said"),
    [
        ("Guten Tag", "Frau Dr. Öz", Address.POLITE, "Guten Tag Frau Dr. Öz,"),
        ("Liebe", "Herr Tom Vogel", Address.POLITE, "Lieber Herr Vogel,"),
        ("Liebe", "Tom Vogel", Address.POLITE, ""),
        ("Hallo", "Tom Vogel", Address.FAMILIAR, "Hallo Tom,"),
        ("Hallo", "", Address.FAMILIAR, ""),
        ("Hallo", "Hafen GmbH", Address.POLITE, ""),
    ],
)
def test_a_person_greets_as_they_do_where_no_gender_has_to_be_guessed(
    opener: str, name: str, address: Address, said: str
) -> None:
    assert own_salutation(opener, ",", name, "de", address) == said
