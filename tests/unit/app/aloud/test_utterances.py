"""What is said of an answer: its words in order, each with its place and what it rests on; no marks."""

from __future__ import annotations

from cited_answer import FIRST, SECOND, answer

from app.aloud.utterances import utterances
from rag.types import Sentence, Support


def _said(text: str) -> list[str]:
    return [one.said for one in utterances(text, ())]


def test_sentences_come_one_by_one_with_their_sources() -> None:
    given = answer()
    first, second, third = utterances(given.text, given.sentences)
    assert given.text[first.start : first.end] == first.said == "Within 72 hours."
    assert first.citations == (FIRST,)
    assert second.citations == (SECOND, FIRST)
    assert third.said == "The moon is cheese."
    assert third.citations == ()


def test_marks_are_not_said() -> None:
    said = _said("# Notice\n\n- **Three** months\n- `code` too\n\n> quoted\n\n---")
    assert said == ["Notice", "Three months", "code too", "quoted"]


def test_the_number_of_an_item_is_said_once() -> None:
    text = "3. One thing. Another."
    cut = (Sentence(3, 13, "One thing.", Support.NEUTRAL), Sentence(14, 22, "Another.", Support.NEUTRAL))
    assert [one.said for one in utterances(text, cut)] == ["3. One thing.", "Another."]


def test_a_table_is_said_by_its_rows() -> None:
    said = _said("| Name | Sum |\n|---|---|\n| Rent | 1,200 |\n| Deposit | |")
    assert said == ["Name, Sum", "Rent, 1,200", "Deposit"]


def test_code_is_passed_over() -> None:
    assert _said("Do this:\n\n```python\nprint(1)\n```\n\nDone.") == ["Do this:", "Done."]


def test_of_nothing_nothing_is_said() -> None:
    assert _said("") == []
    assert _said("***\n\n…") == []
