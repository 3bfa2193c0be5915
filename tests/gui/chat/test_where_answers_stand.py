"""Where the last answer stands in the conversation: seen with its question, without empty room below it."""

from __future__ import annotations

import pytest
from cited_answer import answer
from pytestqt.qtbot import QtBot

from rag.types import Answer, AnswerDelta, AnswerDone, Outcome, Turn
from ui.chat.transcript import Transcript
from ui.parts.theme import LIGHT, Space

PATIENCE = 30_000


@pytest.fixture
def transcript(qtbot: QtBot) -> Transcript:
    made = Transcript(LIGHT)
    qtbot.addWidget(made)
    made.resize(700, 450)
    made.show()
    return made


def turns(count: int) -> list[Turn]:
    return [Turn(i, 1, f"Question {i}", answer(), 0.0) for i in range(count)]


def long_answer(times: int) -> Answer:
    """Of so many paragraphs that take several lines each, with what else wraps below them."""
    said = "Whoever has received a notice answers it within a fortnight, in writing and with reasons. " * 4
    text = "\n".join([said] * times)
    not_read = tuple(f"A notice from the landlord of {year}.pdf" for year in range(2020, 2024))
    return Answer("How soon?", text, (), Outcome.CLOSEST, "tiny", 1.5, 40.0, unread=not_read, read=3)


def question_of(transcript: Transcript) -> tuple[int, int]:
    """Where in the view the last question begins, and where its card ends."""
    card, top = transcript.cards[-1], transcript.verticalScrollBar().value()
    return card.y() - top, card.y() + card.height() - top


LONG_QUESTION = "How soon does whoever has received a notice have to answer it, and in what form? " * 2


def test_nothing_but_its_margin_is_below_the_last_answer(qtbot: QtBot, transcript: Transcript) -> None:
    """Words that wrap were given the lines they take in a narrow window: a blank tail."""
    transcript.show_turns(turns(2))
    transcript.begin(LONG_QUESTION, 2)
    transcript.take(AnswerDone(long_answer(3)))
    bar = transcript.verticalScrollBar()
    qtbot.waitUntil(lambda: transcript.cards[-1].height() > 300)
    card = transcript.cards[-1]
    qtbot.waitUntil(
        lambda: bar.maximum() + transcript.viewport().height() == card.y() + card.height() + Space.XL
    )


def test_an_answer_that_fits_is_seen_with_its_question(qtbot: QtBot, transcript: Transcript) -> None:
    transcript.show_turns(turns(5))
    transcript.begin(LONG_QUESTION, 5)
    transcript.take(AnswerDelta("It goes on and on. " * 20))
    transcript.take(AnswerDone(long_answer(1)))
    qtbot.waitUntil(lambda: transcript.cards[-1].height() > 200)
    transcript.resize(700, transcript.cards[-1].height() + Space.XL)

    def is_whole() -> bool:
        begins, ends = question_of(transcript)
        return begins >= 0 and ends <= transcript.viewport().height()

    qtbot.waitUntil(is_whole)


def test_the_question_of_an_answer_that_does_not_fit_stands_at_the_top_and_stays(
    qtbot: QtBot, transcript: Transcript
) -> None:
    transcript.show_turns(turns(5))
    transcript.begin(LONG_QUESTION, 5)
    for _ in range(4):
        before = transcript.cards[-1].height()
        transcript.take(AnswerDelta("It goes on and on. " * 60))
        qtbot.waitUntil(lambda before=before: transcript.cards[-1].height() > before)
    qtbot.waitUntil(lambda: question_of(transcript)[1] > transcript.viewport().height() + 100)
    assert 0 <= question_of(transcript)[0] <= Space.L
    stands = question_of(transcript)[0]
    transcript.take(AnswerDone(long_answer(8)))
    qtbot.waitUntil(transcript.cards[-1].actions_row.isVisible)
    assert question_of(transcript)[0] == stands
    transcript.resize(640, 380)
    qtbot.waitUntil(lambda: question_of(transcript)[0] == stands)


def test_who_goes_to_the_end_of_a_long_answer_stays_there_while_it_is_written(
    qtbot: QtBot, transcript: Transcript
) -> None:
    transcript.begin(LONG_QUESTION, 0)
    transcript.take(AnswerDelta("It goes on and on. " * 200))
    bar = transcript.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 300)
    bar.setValue(bar.maximum())
    before = bar.maximum()
    transcript.take(AnswerDelta("It goes on and on. " * 100))
    qtbot.waitUntil(lambda: bar.maximum() > before and bar.value() == bar.maximum())
