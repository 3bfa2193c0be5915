"""A sentence beside a source in another language."""

from __future__ import annotations

import pytest

from rag.grounding.grounder import Grounder
from rag.grounding.rendering import beside
from rag.language.languages import languages
from rag.language.quantities import quantities
from rag.types import Citation, Hit, PageBox, Support

BY_CODE = {one.code: one for one in languages()}
ENGLISH = (
    "The berth holder must report a broken stern lamp to the harbour office within 36 hours. "
    "A night mooring permit costs 1,250 euros a year. The permit may not be transferred."
)
GERMAN_QUESTION = "Wie hoch ist die Gebühr für eine Genehmigung im Hafen und wer muss etwas melden?"


class Nowhere:
    def boxes(self, document_id: int, start: int, end: int) -> tuple[PageBox, ...]:
        return ()

    def page_at(self, document_id: int, start: int) -> tuple[int, str]:
        return 1, "page 1"

    def is_poor(self, document_id: int, page: int) -> bool:
        return False


def grounded(said: str) -> tuple[Support, tuple[Citation, ...]]:
    hit = Hit(1, 1, "harbour.txt", None, 1, 1, "", 0, len(ENGLISH), 1.0, ENGLISH)
    found = Grounder(GERMAN_QUESTION, [hit], Nowhere()).ground(said)
    return found.support, found.citations


def test_what_is_right_in_another_language_rests_on_its_sentence() -> None:
    support, citations = grounded("Eine Genehmigung für das nächtliche Anlegen kostet 1.250 Euro im Jahr.")
    assert support is Support.SUPPORTED
    assert "1,250 euros" in citations[0].quote


@pytest.mark.parametrize(
    "said",
    [
        "Eine Genehmigung für das nächtliche Anlegen kostet 1.350 Euro im Jahr.",  # another number
        "Eine Genehmigung für das nächtliche Anlegen kostet 1,25 Euro im Jahr.",  # the same digits
        "Die defekte Hecklampe soll in der Werkstatt binnen 36 Stunden repariert werden.",  # something else
        "Die Genehmigung darf übertragen werden.",  # a lost "not"
        "Der Inhaber des Liegeplatzes darf eine defekte Hecklampe binnen 36 Stunden melden.",  # a lost "must"
    ],
)
def test_what_differs_rests_on_nothing(said: str) -> None:
    assert grounded(said)[0] is Support.UNSUPPORTED


def test_numbers_are_written_as_the_source_writes_them() -> None:
    there = beside(
        "Die Gebühr beträgt 1.250,50 Euro und gilt zwei Jahre.", "The fee is 80 euros for the year."
    )
    assert [(one.value, one.unit) for one in quantities(there)] == [("1250.5", "EUR"), ("2", "year")]


def test_a_text_of_the_same_language_stays_as_it_is() -> None:
    said = "The fee is 80 euros."
    assert beside(said, "The annual fee is 80 euros.") is said
