"""What a model may word by itself: courtesies, and what was given; nothing that tells of anything else."""

from __future__ import annotations

import pytest

from rag.drafting.courtesies import is_courtesy
from rag.language.languages import languages

KNOWN = "thank the customer for the order of a red chair; recipient: Bo"


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Thank you for your order of the red chair.", True),
        ("We appreciate your trust.", True),
        ("Your chair was shipped yesterday.", False),
        ("Thank you for your order of 3 chairs.", False),
        ("Thank you, Mr Smith.", False),
        ("Thank you for your order, [Your Name].", False),
        ("I hope this email finds you well.", False),
        ("Vielen Dank für Ihr Vertrauen und Ihre Hilfe.", False),
    ],
)
def test_in_english(text: str, stands: bool) -> None:
    english = languages()[0]
    assert is_courtesy(text, KNOWN, english) is stands


def test_in_german() -> None:
    german = next(one for one in languages() if one.code == "de")
    assert is_courtesy("Wir danken Ihnen herzlich für Ihr Vertrauen.", "danke für den Auftrag", german)
    assert not is_courtesy("Der Auftrag wird am Montag geliefert.", "danke für den Auftrag", german)
