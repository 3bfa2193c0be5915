"""Looking further down for a figure that none of what is read at first has."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.answering.deeper import deeper
from rag.answering.quoting.ranking import ranked
from rag.answering.quoting.standing import Ranked
from rag.types import Hit

RECITALS = (
    "Penalties for infringements should include administrative fines.",
    "The criteria for fixing administrative fines should be indicated.",
    "Administrative fines should be imposed by the authority.",
)
AMOUNT = "Infringements are subject to administrative fines up to 20 000 000 EUR."
WEATHER = "In the valley the weather is mild for most of the year, and the rivers are low."


def hits(*texts: str) -> list[Hit]:
    return [
        Hit(at, 1, "act.pdf", None, 1, 1, "", 0, len(one), 1 / at, one) for at, one in enumerate(texts, 1)
    ]


def by_words(question: str, found: Sequence[Hit]) -> list[Ranked]:
    return ranked(question, found)


@pytest.mark.parametrize(
    "question", ["How high can administrative fines be?", "What do administrative fines cost?"]
)
def test_the_passage_of_an_amount_further_down_is_read_first(question: str) -> None:
    own = hits(*RECITALS)
    all_of_them = hits(*RECITALS, WEATHER, AMOUNT)
    found = deeper(question, own, lambda: all_of_them, lambda some: by_words(question, some))
    assert found is not None
    assert [one.text for one in found] == [AMOUNT, *RECITALS]


def test_nothing_else_is_read_where_nothing_further_down_answers() -> None:
    question = "How high can administrative fines be?"
    found = deeper(
        question, hits(*RECITALS), lambda: hits(*RECITALS, WEATHER), lambda some: by_words(question, some)
    )
    assert found is None


@pytest.mark.parametrize(
    ("question", "own"),
    [
        ("Who imposes administrative fines?", hits(*RECITALS)),  # no figure is asked for
        ("How high can administrative fines be?", hits(AMOUNT, *RECITALS)),  # it is read already
    ],
)
def test_no_second_search_is_made_where_none_is_needed(question: str, own: list[Hit]) -> None:
    def search() -> list[Hit]:
        raise AssertionError

    assert deeper(question, own, search, lambda some: by_words(question, some)) is None
