"""Sentences that may answer: a heading is none, and stands with what it heads."""

from __future__ import annotations

import pytest

from rag.answering.quoting.pieces import is_heading, pieces_of
from rag.language.languages import language_of, languages
from rag.types import Hit


@pytest.mark.parametrize(
    ("code", "text", "heading"),
    [
        ("en", "6. Covenant Not to Recruit Personnel.", True),
        ("en", "12.3 Governing Law and Place of Jurisdiction.", True),
        ("en", "Section 4. Return of Materials.", True),
        ("en", "(a) Permitted Use.", True),
        ("en", "Indemnification by the Supplier.", True),
        ("en", "6. Fees.", True),
        ("en", "6. Hens may not be kept on plots.", False),
        ("en", "The Tenant pays the Rent.", False),
        ("en", "The board lets 64 plots.", False),
        ("en", "Mateo Ferrer keeps the accounts.", False),
        ("de", "6. Kündigung des Vertrages.", True),
        ("de", "§ 7 Haftung und Gewährleistung.", True),
        ("de", "6. Der Mieter zahlt die Kaution.", False),
        ("fr", "6. Résiliation du Contrat.", True),
        ("es", "6. Ley Aplicable.", True),
        ("es", "6. El arrendatario paga la fianza.", False),
    ],
)
def test_what_a_heading_is(code: str, text: str, heading: bool) -> None:
    language = next(one for one in languages() if one.code == code)
    assert is_heading(text, language) is heading
    assert language_of(text).code  # told from words of any language


class _Words:
    """A vocabulary of plain words."""

    def told(self, text: str, _language: object) -> list[str]:
        return text.lower().split()


CLAUSE = (
    "6. Covenant Not to Recruit Personnel. During employment and for two years after it, Employee will not: "
    "recruit any employee of Company. Notices go to the secretary. 7. Severability."
)


def test_a_title_stands_with_what_it_heads_and_a_colon_with_what_follows() -> None:
    english = language_of("the and of is")
    hit = Hit(1, 1, "nda.pdf", None, 1, 1, "", 0, len(CLAUSE), 1.0, CLAUSE)
    found = [piece.text for piece in pieces_of(0, hit, _Words(), english)]
    assert found[0].startswith("6. Covenant Not to Recruit Personnel. During employment")
    assert found[0].endswith("recruit any employee of Company.")
    assert "Notices go to the secretary." in found
    assert not any(one.startswith("7.") for one in found), "a title with nothing below it answers nothing"
