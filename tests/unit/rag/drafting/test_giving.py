"""What a person writes for a draft, taken apart into slots and the rest."""

from __future__ import annotations

import pytest

from rag.drafting.giving import Asked, given, of_row, questions_in


@pytest.mark.parametrize(
    ("text", "values", "rest"),
    [
        ("recipient: Ms Adler; subject: The lift", {"recipient": "Ms Adler", "subject": "The lift"}, ""),
        ("recipient=Herr Vogel, due date=1 May", {"recipient": "Herr Vogel", "due date": "1 May"}, ""),
        ("Empfänger: Frau Öz\nBetrag: 1.250,00 €", {"Empfänger": "Frau Öz", "Betrag": "1.250,00 €"}, ""),
        ("Please note: we are closed at 10:30.", {}, "Please note: we are closed at 10:30."),
        ("recipient: Ms Adler; thank her", {"recipient": "Ms Adler"}, "thank her"),
        ("See https://example.org/a=b", {}, "See https://example.org/a=b"),
        ("Say yes. recipient: Ms Adler", {"recipient": "Ms Adler"}, "Say yes."),
        ("message: We thank you; we will come", {"message": "We thank you; we will come"}, ""),
        ("", {}, ""),
    ],
)
def test_names_of_slots_take_what_follows(text: str, values: dict[str, str], rest: str) -> None:
    found = given(text)
    assert (dict(found.values), found.rest) == (values, rest)


def test_a_slot_of_the_template_counts_too() -> None:
    assert given("colour: blue").values == {}
    assert given("colour: blue", ["Colour"]).values == {"colour": "blue"}


def test_a_value_is_found_by_any_of_its_names() -> None:
    asked = given("Empfänger: Frau Öz")
    assert asked.value("recipient") == "Frau Öz"
    assert asked.value("sender") is None


def test_a_row_counts_before_the_person_unless_its_cell_is_empty() -> None:
    row = of_row(("Name", "Betrag", "", "Name"), ("Kim", "", "x"))
    asked = row.over(Asked({"Betrag": "5 €", "sender": "Ada"}, "hello"))
    assert asked.value("recipient") == "Kim"
    assert asked.value("amount") == "5 €"
    assert (asked.value("sender"), asked.rest) == ("Ada", "hello")
    assert of_row(("Name", "Betrag"), ("Kim",)).value("amount") == ""


def test_a_question_is_taken_out_of_a_text() -> None:
    assert questions_in("Thank you. How long is the notice period? Bye.") == "How long is the notice period?"
    assert questions_in("Thank you.") == ""
