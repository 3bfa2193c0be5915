"""Cross-references: which words are one, and which place they speak of."""

from __future__ import annotations

import pytest

from rag.structuring.references import Places, find_references

LABELS = [
    ("CHAPTER IV", 90),
    ("Article 33", 100),
    ("Article 34", 200),
    ("4.2", 300),
    ("4.2.1", 320),
    ("4.2.1.(a)", 340),
    ("APP4.A4.6.16", 400),
    ("Annex II", 500),
]


def found(text: str, labels: list[tuple[str, int]] = LABELS) -> list[tuple[str, int]]:
    """What is a reference in `text`, far behind the places, and where it leads."""
    places = Places(labels)
    return [
        (text[one.start - 9000 : one.end - 9000], one.target) for one in find_references(text, 9000, places)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("as laid down in Article 33(1) of this", [("Article 33(1)", 100)]),
        ("under Articles 33 and 34", [("Articles 33", 100), ("34", 200)]),
        ("subject to Rule 4.2.1(a),", [("Rule 4.2.1(a)", 340)]),
        ("subject to Rule 4.2.1(b),", [("Rule 4.2.1(b)", 320)]),
        ("see 4.2.1 for more", [("4.2.1", 320)]),
        ("listed in Annex II", [("Annex II", 500)]),
        ("of Chapter IV apply", [("Chapter IV", 90)]),
        ("in accordance with Rule A4.6.16", [("Rule A4.6.16", 400)]),
    ],
)
def test_a_reference_leads_to_the_clause_it_names(text: str, expected: list[tuple[str, int]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Article 99 of another law",
        "it grew by 4.2 million",
        "version 4.2",
        "a total of $4.2.1",
        "in Part 7",
        "the article of clothing",
    ],
)
def test_what_leads_nowhere_is_none(text: str) -> None:
    assert found(text) == []


def test_a_heading_does_not_refer_to_itself() -> None:
    places = Places([("Article 33", 100)])
    assert list(find_references("Article 33\nNotification", 100, places)) == []


def test_one_kind_does_not_stand_for_another() -> None:
    assert found("see Annex 33") == []
    assert found("see Rule 33", [("33", 10)]) == [("Rule 33", 10)]
