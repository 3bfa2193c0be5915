"""What rules alone take for items of a list."""

from __future__ import annotations

import pytest

from rag.extracting.candidates import candidates
from rag.types import Hit

TEXT = (
    "A breach is notified within 72 hours. Records are kept for seven years. The fee is 20 EUR."
    " The rate is 4 %. The register of processing activities is open to everybody."
)
HIT = Hit(1, 1, "act.pdf", None, 1, 1, "", 100, 100 + len(TEXT), 1.0, TEXT)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (
            "List all time limits",
            ["A breach is notified within 72 hours.", "Records are kept for seven years."],
        ),
        ("every fee", ["The fee is 20 EUR."]),
        ("all percentages", ["The rate is 4 %."]),
        ("What is the processing register?", ["The register of processing activities is open to everybody."]),
        ("List every item", []),
        ("the register", []),
    ],
)
def test_sentences_are_told_by_units_or_by_the_words_asked_for(asked: str, found: list[str]) -> None:
    assert [quote.text for quote in candidates(asked, [HIT])] == found
