"""Which pages of a document are held against their pictures."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.examining.sample import sample


def pages(count: int) -> list[tuple[int, int]]:
    return [(number, 2000) for number in range(1, count + 1)]


def test_all_pages_of_a_short_document_are_compared() -> None:
    assert sorted(sample(pages(3), 0)) == [1, 2, 3]
    assert sample([], 0) == []


def test_pages_of_a_long_one_come_from_all_over_and_from_the_shortest() -> None:
    long = pages(400)
    long[332] = (333, 40)
    found = sample(long, 0)
    assert len(found) == 12
    assert 333 in found
    assert {number * 4 // 401 for number in found} == {0, 1, 2, 3}


def test_where_something_is_missing_more_is_looked_at() -> None:
    assert len(sample(pages(400), 1)) == 24
    assert sample(pages(400), 1)[:12] == sample(pages(400), 0)
    assert len(sample(pages(400), 9)) == 32


@given(st.lists(st.integers(0, 3000), max_size=90), st.integers(0, 5))
def test_any_document_has_its_sample(lengths: list[int], losses: int) -> None:
    found = sample(list(enumerate(lengths, 1)), losses)
    assert len(set(found)) == len(found) <= 32
    assert set(found) <= set(range(1, len(lengths) + 1))
    assert len(found) >= min(len(lengths), 4)
