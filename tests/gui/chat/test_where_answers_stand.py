"""Where the last answer stands in the conversation: seen with its question, without empty room below it."""

from __future__ import annotations

import pytest
from cited_answer import answer
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot
from scenes.looks import Look, dressed

from rag.types import Answer, AnswerDelta, AnswerDone, Outcome, Turn
from ui.chat.transcript import Transcript
from ui.parts.theme import BODY_POINTS, LIGHT, Space
from ui.window.panes import Panes

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


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [500, 788, 1000, 1400])
def test_cards_stand_in_line_with_the_question_s_field_with_a_scroll_bar_and_without(
    qtbot: QtBot, qapp: QApplication, width: int, language: str
) -> None:
    """The bar took 11 pixels of the cards' right side, or moved them off the middle by half of that."""
    with dressed(qapp, Look("lined", width, 600, LIGHT, BODY_POINTS, language)):
        window = QMainWindow()
        qtbot.addWidget(window)
        panes = Panes(window, LIGHT)
        panes.sidebar.hide()
        panes.centre.setCurrentWidget(panes.transcript)
        window.resize(width, 600)
        window.show()
        for count in (1, 6):
            panes.transcript.show_turns(turns(count))
            bar = panes.transcript.verticalScrollBar()
            qtbot.waitUntil(lambda bar=bar, count=count: bar.isVisible() is (count > 1))  # type: ignore[misc]
            QApplication.processEvents()
            card, field = panes.transcript.cards[-1], panes.composer
            assert sides(card, window) == sides(field, window)


def sides(widget: QWidget, window: QWidget) -> tuple[int, int]:
    left = widget.mapTo(window, QPoint()).x()
    return left, left + widget.width()
