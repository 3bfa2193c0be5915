"""What dictation is told of: a person's own words, and what documents are called."""

from __future__ import annotations

from dataclasses import replace

from gui import document

from app.dictating.names import names_of, told_names


def test_names_are_words_without_what_belongs_to_the_file() -> None:
    found = names_of(
        [
            document(1, "2024-11-30_Hartmann_Feinmechanik.pdf"),
            replace(document(2, "scan0001.pdf"), title="Lease of Sequoia Instruments Ltd.", added=2.0),
            document(3, "2024-11-30.pdf"),
            document(4, "Hartmann Feinmechanik 3.docx"),
        ]
    )
    assert found == ("Lease of Sequoia Instruments Ltd.", "Hartmann Feinmechanik")


def test_no_more_than_the_model_can_be_told() -> None:
    assert (
        len(names_of([document(number, f"Letter{number} of {'x' * 90}.pdf") for number in range(90)])) == 12
    )


def test_own_words_come_first_and_names_fill_what_room_is_left() -> None:
    documents = [document(number, f"Lease of house {chr(97 + number)}.pdf") for number in range(20)]
    assert told_names(("Kowalczyk", "Szymanski"), documents)[:3] == (
        "Kowalczyk",
        "Szymanski",
        "Lease of house a",
    )
    many = tuple(f"Kowalczyk{number}" for number in range(16))
    assert told_names(many, documents) == many
