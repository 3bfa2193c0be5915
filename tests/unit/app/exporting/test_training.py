"""Training data: the prompt that the model is given, with what the documents supported, or their silence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import FileUnwritable
from app.exporting.training import lines, of_answers, of_corrections, save
from engine.types import Message, Speaker
from rag.layout.corrections import Correction
from rag.prompting.prompts import SILENT, answer_messages
from rag.types import Answer, Box, Citation, Hit, Intent, Outcome, Sentence, Support, Turn

TEXT = "The notice period is three months. The rent is due on the third day of the month."
QUESTION = "How long is the notice period?"


def hit(document: int = 1, start: int = 0, text: str = TEXT) -> Hit:
    return Hit(start, document, "lease.txt", None, 1, 1, "", start, start + len(text), 1.0, text)


def cited(document: int = 1, start: int = 0) -> tuple[Citation, ...]:
    return (Citation(document, "lease.txt", 1, "", start, start + 34, TEXT[:34]),)


def answered(*sentences: Sentence, outcome: Outcome = Outcome.ANSWERED) -> Answer:
    return Answer(QUESTION, " ".join(one.text for one in sentences), sentences, outcome, "m", 1.0, 9.0)


def sentence(text: str, support: Support = Support.SUPPORTED, cite: tuple[Citation, ...] = ()) -> Sentence:
    return Sentence(0, len(text), text, support, cite)


RIGHT = answered(sentence("It is three months.", cite=cited()), sentence("It is long.", Support.UNSUPPORTED))
SILENCE = replace(answered(outcome=Outcome.SILENT), read=3)


def turn(answer: Answer | None, question: str = QUESTION, number: int = 1, created: float = 0.0) -> Turn:
    return Turn(number, 1, question, answer, created)


def examples(*turns: Turn, found: Sequence[Hit] = (hit(),)) -> list[list[Message]]:
    return list(of_answers(turns, lambda _: found))


def test_an_answer_is_taught_in_the_prompt_that_asks_for_it() -> None:
    (one,) = examples(turn(RIGHT))
    assert one[:-1] == answer_messages(QUESTION, [hit()])
    assert one[-1] == Message(Speaker.ASSISTANT, "It is three months.")


def test_what_is_cited_comes_first_and_others_follow() -> None:
    others = [hit(2, 100 * number, f"Other {number}.") for number in range(1, 9)]
    (one,) = examples(turn(RIGHT), found=[*others, hit()])
    assert one[:-1] == answer_messages(QUESTION, [hit(), *others[:4]])


def test_silence_is_taught_where_something_was_read() -> None:
    (one,) = examples(turn(SILENCE))
    assert one[-1].text == SILENT
    assert not examples(turn(replace(SILENCE, read=0)))


@pytest.mark.parametrize(
    "answer",
    [
        None,
        replace(RIGHT, stopped=True),
        replace(RIGHT, intent=Intent.CODE, outcome=Outcome.GENERAL),
        replace(RIGHT, outcome=Outcome.CLOSEST),
        answered(sentence("Nobody says so.", Support.UNSUPPORTED)),
    ],
)
def test_what_nobody_should_learn_is_left_out(answer: Answer | None) -> None:
    assert not examples(turn(answer))


def test_an_answer_whose_passages_are_gone_is_left_out() -> None:
    assert not examples(turn(RIGHT), found=[hit(7)])
    assert not examples(turn(RIGHT), found=[])


def test_a_question_that_leans_on_the_one_before_is_left_out() -> None:
    assert not examples(turn(RIGHT, "And for the garage?"))


def test_the_latest_answer_to_a_question_is_taught() -> None:
    later = answered(sentence("Three months.", cite=cited()))
    (one,) = examples(turn(later, number=2, created=2.0), turn(RIGHT, created=1.0))
    assert one[-1].text == "Three months."


def test_a_corrected_line_is_taught() -> None:
    edit = Correction(1, Box(0, 0, 1, 1), "Tbe rent is 9S0 euros", "The rent is 950 euros")
    (one,) = of_corrections([edit])
    assert "Tbe rent is 9S0 euros" in one[0].text
    assert one[-1] == Message(Speaker.ASSISTANT, "The rent is 950 euros")


def test_each_line_is_an_example_in_the_chat_form(tmp_path: Path) -> None:
    path = tmp_path / "training.jsonl"
    assert save(path, examples(turn(RIGHT), turn(SILENCE, "How high is the deposit?", 2))) == 2
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert all(set(row) == {"messages"} for row in rows)
    roles = [[one["role"] for one in row["messages"]] for row in rows]
    assert all(told[-1] == "assistant" for told in roles)
    assert all(told[-2] == "user" for told in roles)
    assert list(tmp_path.iterdir()) == [path]
    (line,) = lines([[Message(Speaker.USER, "Größe\u2028?")]])
    assert "\n" not in line
    assert "Größe" in line


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(FileUnwritable):
        save(tmp_path / "none" / "training.jsonl", [])
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileUnwritable):
        save(tmp_path / "folder", examples(turn(RIGHT)))
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]
