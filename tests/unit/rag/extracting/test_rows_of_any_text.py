"""No text ends a finder of rows: whatever the passages say, it lists or it does not."""

from __future__ import annotations

from any_text import any_text, as_hits, fuzzed
from hypothesis import given
from hypothesis import strategies as st

from rag.extracting.candidates import candidates
from rag.extracting.dates import by_day, iso
from rag.extracting.listing import _items, item_key, merged
from rag.extracting.rows import deadlines
from rag.extracting.rules import FINDERS


@fuzzed
@given(st.lists(any_text, max_size=4), any_text)
def test_finders(texts: list[str], section: str) -> None:
    hits = as_hits(texts, section)
    for find in FINDERS.values():
        for row in find(hits):
            assert 0 <= row.start < row.end <= len(row.hit.text)


@fuzzed
@given(any_text, st.lists(any_text, max_size=3))
def test_candidates(asked: str, texts: list[str]) -> None:
    assert all(0 <= one.start < one.end <= len(one.hit.text) for one in candidates(asked, as_hits(texts)))


@fuzzed
@given(st.one_of(any_text, st.from_regex(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,5}|\d{1,3} \w{3,9}\.?,? \d{4}")))
def test_dates(text: str) -> None:
    assert len(iso(text)) in (0, 4, 10)
    by_day([text])
    deadlines(text)


@fuzzed
@given(st.lists(any_text, max_size=6))
def test_lines_that_a_model_lists(lines: list[str]) -> None:
    for item in _items(lines):
        item_key(item)
    merged([])
