"""Of what a person corrects, the words that dictation may be told of."""

from __future__ import annotations

import pytest

from app.dictating.corrected import corrected_words


@pytest.mark.parametrize(
    ("heard", "corrected", "words"),
    [
        ("Send it to Mrs. Carol Nick today.", "Send it to Mrs. Kowalczyk today.", ["Kowalczyk"]),
        ("We act for this angle here.", "We act for Thyssengas here.", ["Thyssengas"]),
        ("Sasha will take the minutes.", "Saoirse will take the minutes.", ["Saoirse"]),
        ("The use of fruct of the flat.", "The usufruct of the flat.", ["usufruct"]),
        ("Der Nies brauch an der Wohnung.", "Der Nießbrauch an der Wohnung.", ["Nießbrauch"]),
        ("La société Vente privet a saisi.", "La société Vattenfall a saisi.", ["Vattenfall"]),
        ("The patent of my Virgin Anthony in three years.", "The patent of Zymergen ends in three years.",
         ["Zymergen"]),
        ("وقع العقد مع شركة الخوارزم.", "وقع العقد مع شركة أدكوبكو.", ["أدكوبكو"]),
    ],
)  # fmt: skip
def test_a_name_or_a_term_that_was_heard_as_something_else_is_one(
    heard: str, corrected: str, words: list[str]
) -> None:
    assert corrected_words(heard, corrected) == words


@pytest.mark.parametrize(
    ("heard", "corrected"),
    [
        ("It is inspected once a month.", "It is inspected twice a month."),
        ("The landlord in a pension fund.", "The landlord is a pension fund."),
        ("the hearing was moved", "The hearing was moved."),
        ("Er hat das Haus gekauft.", "Er hat die Häuser verkauft."),
        ("Le loyer est du chaque mois.", "Le loyer est dû chaque mois."),
        ("It ends on the third of March.", "It ends on 3 March 2024."),
        ("Kowalczyk came and went.", "Kowalczyk came."),
        ("Kowalczyk came, said Smith.", "Smith came, said Kowalczyk."),
        ("We act for the buyer.", "Thyssengas and Xanthopoulos ask for a hearing at Szymanski's house."),
        ("Send it before Friday.", "Send it to Kowalczyk before Friday."),
    ],
)  # fmt: skip
def test_common_words_other_sentences_and_what_was_only_added_are_none(heard: str, corrected: str) -> None:
    assert corrected_words(heard, corrected) == []


def test_what_is_written_otherwise_than_it_was_heard_is_one_though_it_sounds_alike() -> None:
    assert corrected_words("We act for thyssengas here.", "We act for Thyssengas here.") == ["Thyssengas"]
