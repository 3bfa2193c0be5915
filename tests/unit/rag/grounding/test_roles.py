"""Who owes what to whom."""

import pytest

from rag.grounding.roles import exchanged, stitched
from rag.language.languages import language_of

NOTICE = "The tenant shall notify the owner of a burst pipe within 3 days."
GERMAN = "Der Pächter meldet dem Vorstand den Schaden."
WORKS = "The Owner repairs the roof and the well. The Tenant repairs the fence."


@pytest.mark.parametrize(
    ("claim", "source", "swapped"),
    [
        ("The owner shall notify the tenant of a burst pipe.", NOTICE, True),
        ("The tenant must notify the owner of a burst pipe.", NOTICE, False),
        ("Within 3 days, the tenant notifies the owner.", NOTICE, False),
        ("The owner is notified by the tenant.", NOTICE, False),
        ("Der Vorstand meldet dem Pächter den Schaden.", GERMAN, True),
        ("Den Schaden meldet der Pächter dem Vorstand.", GERMAN, False),
    ],
)
def test_an_exchange_of_roles_is_told(claim: str, source: str, swapped: bool) -> None:
    assert exchanged(claim, source, language_of(source)) is swapped


@pytest.mark.parametrize(
    ("claim", "mixed"),
    [
        ("The Tenant has to repair the roof and the well.", True),
        ("The Tenant repairs the fence.", False),
        ("The Owner repairs the well.", False),
        ("The fence is repaired.", False),
    ],
)
def test_one_sentence_is_not_made_of_two(claim: str, mixed: bool) -> None:
    assert stitched(claim, WORKS, language_of(WORKS)) is mixed
