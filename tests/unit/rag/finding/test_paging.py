"""Pages that a question names, by what is printed on them."""

from __future__ import annotations

import pytest

from rag.finding.paging import pages_named


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("What does page iv say about boilers?", ("iv",)),
        ("Was steht auf Seite A-3 oben?", ("a-3",)),
        ("page 12", ("12",)),
        ("see p. 7", ("7",)),
        ("compare page XII with page 4", ("xii", "4")),
        ("¿Qué dice la página 3?", ("3",)),
        ("Co jest na stronie 5?", ("5",)),
        ("Co zawiera strona 5?", ("5",)),
        ("pages 3-5", ("3-5", "3", "4", "5")),
        ("the page I read", ()),
        ("the page is missing", ()),
        ("page mixture of gases", ()),
        ("Which pages mention 30 % of it?", ()),
        ("page 30%", ()),
    ],
)
def test_labels(question: str, labels: tuple[str, ...]) -> None:
    assert pages_named(question) == labels
