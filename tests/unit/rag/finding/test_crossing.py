"""Words of several in one, of which other languages have the parts, are looked for where they stand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.finding.crossing import is_of_its_own
from rag.language.languages import languages
from rag.types import IndexedDocument

BY_CODE = {one.code: one for one in languages()}
OWN = [IndexedDocument(1, "hallenordnung.txt", 1, 9)]
OTHERS = [IndexedDocument(2, "verwerkersovereenkomst.txt", 10, 19)]
HELD = {1: "ordnungsdienst geldstrafe schaden", 2: "mietvertrag boete"}


def holding(word: str, documents: Sequence[IndexedDocument]) -> list[IndexedDocument]:
    return [one for one in documents if word in HELD[one.id].split()]


@pytest.mark.parametrize(
    ("question", "code", "its_own"),
    [
        ("Wer muss den Ordnungsdienst stellen?", "de", True),
        ("Wie hoch ist die Geldstrafe, wenn die Hecklampe nicht brennt?", "de", False),
        ("Wie hoch ist der Schaden?", "de", False),
        ("What is the notice period?", "en", False),
    ],
)
def test_a_word_of_several_tells_whose_documents_are_meant(question: str, code: str, its_own: bool) -> None:
    assert is_of_its_own(question, BY_CODE[code], OWN, OTHERS, holding) is its_own


def test_without_documents_of_its_own_language_others_are_asked() -> None:
    assert not is_of_its_own("Wer muss den Ordnungsdienst stellen?", BY_CODE["de"], [], OTHERS, holding)
