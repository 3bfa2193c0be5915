"""What documents are called, as words that may be said."""

from __future__ import annotations

from dataclasses import replace

from gui import document

from app.dictating.names import names_of


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
