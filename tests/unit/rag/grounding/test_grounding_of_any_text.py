"""No sentence ends an answer: whatever was asked, found and answered, its support is told."""

from __future__ import annotations

from any_text import any_text, as_hits, fuzzed
from hypothesis import given
from hypothesis import strategies as st

from rag.grounding.grounder import Grounder, is_silent
from rag.types import PageBox, Support


class _Pages:
    """Everything stands on the first page."""

    def boxes(self, document_id: int, start: int, end: int) -> tuple[PageBox, ...]:
        return ()

    def page_at(self, document_id: int, start: int) -> tuple[int, str]:
        return 1, "page 1"

    def is_poor(self, document_id: int, page: int) -> bool:
        return False


@fuzzed
@given(any_text, any_text, st.lists(any_text, max_size=3), any_text, any_text)
def test_support(question: str, sentence: str, texts: list[str], section: str, document: str) -> None:
    grounder = Grounder(question, as_hits(texts, section, document), _Pages())
    for said in (sentence, *texts):
        grounding = grounder.ground(said)
        assert (grounding.support is Support.SUPPORTED) == bool(grounding.citations)
        is_silent(said)


def test_an_answer_with_a_number_grouped_in_two_ways_is_grounded() -> None:
    text = "Total revenue of the group was EUR 1 234,567,890 in the year under review."
    grounder = Grounder("What was the revenue?", as_hits([text]), _Pages())
    assert grounder.ground("Total revenue was EUR 1 234,567,890.").support is Support.SUPPORTED
