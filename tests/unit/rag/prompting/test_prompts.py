"""The prompt: rules first, sources with their places, earlier turns, the question last."""

import pytest

from rag.prompting.prompts import SILENT, answer_messages, fill, source_text, template
from rag.types import Answer, Hit, Outcome, Turn

HIT = Hit(
    1,
    1,
    "act.pdf",
    None,
    163,
    163,
    "Chapter IV › Section 2 › Article 33",
    0,
    30,
    1.0,
    "Notify {now} within\n72 hours.",
)


def turn(question: str, text: str) -> Turn:
    return Turn(1, 1, question, Answer(question, text, (), Outcome.ANSWERED, "m", 1.0, 1.0), 0.0)


def test_a_source_names_document_page_and_inner_headings() -> None:
    assert source_text(2, HIT) == (
        "[2] act.pdf, page 163, Section 2, Article 33\nNotify {now} within 72 hours."
    )


def test_the_rules_come_first_and_never_change() -> None:
    one = answer_messages("How long?", [HIT])
    other = answer_messages("Who?", [])
    assert one[0] == other[0]
    assert SILENT in one[1].text


def test_leave_to_refuse_comes_late_so_that_asking_again_reads_nothing_twice() -> None:
    allowed = answer_messages("How long?", [HIT])[1].text.splitlines()
    pressed = answer_messages("How long?", [HIT], may_refuse=False)[1].text.splitlines()
    assert allowed[:-2] == pressed[:-1]
    assert SILENT in allowed[-2]
    assert SILENT not in "".join(pressed)


def test_the_way_out_is_not_what_a_prompt_ends_with() -> None:
    assert SILENT not in answer_messages("How long?", [HIT])[1].text.splitlines()[-1]


def test_sources_then_earlier_questions_then_the_question() -> None:
    text = answer_messages("And then?", [HIT], [turn("How long?", "72 hours.")])[1].text
    places = [text.index(part) for part in ("[1] act.pdf", "How long?", "Question to answer now: And then?")]
    assert places == sorted(places)
    assert "72 hours.\n\n" not in text.split("Earlier")[1]


def test_an_earlier_answer_is_not_told() -> None:
    text = answer_messages("And?", [], [turn("Q1", "Because of the weather.")])[1].text
    assert "weather" not in text


def test_braces_in_a_field_stay_as_they_are() -> None:
    assert "{question}" in fill(
        "sources", sources="{question}", conversation="", label="Question", question="x", closing=""
    )


def test_a_field_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("sources", sources="")


def test_a_template_that_is_missing_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        template("no-such-template")
