"""The open conversation as it scrolls: which cards there are, and what stays in view."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from cited_answer import FIRST, answer
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from rag.types import (
    AnswerDelta,
    AnswerDone,
    Drafted,
    Quoted,
    QuotesFound,
    Turn,
)
from ui.chat.transcript import Transcript
from ui.chat.turn_card import TurnCard
from ui.parts.theme import LIGHT

PATIENCE = 30_000


@pytest.fixture
def transcript(qtbot: QtBot) -> Transcript:
    made = Transcript(LIGHT)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    return made


def turns(count: int) -> list[Turn]:
    return [Turn(i, 1, f"Question {i}", answer(), 0.0) for i in range(count)]


def test_the_end_of_a_conversation_is_in_view(qtbot: QtBot, transcript: Transcript) -> None:
    transcript.show_turns(turns(12))
    bar = transcript.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())


def in_view(transcript: Transcript) -> list[str]:
    """The questions whose cards reach into view."""
    top = transcript.verticalScrollBar().value()
    bottom = top + transcript.viewport().height()
    return [
        one.question.text() for one in transcript.cards if one.y() < bottom and one.y() + one.height() > top
    ]


def settled(qtbot: QtBot, transcript: Transcript) -> None:
    """Until every card is there that is to be."""
    qtbot.waitUntil(lambda: not transcript._fill_timer.isActive(), timeout=PATIENCE)


def test_cards_are_made_where_they_are_looked_at_and_go_when_they_are_far(
    qtbot: QtBot, transcript: Transcript
) -> None:
    transcript.show_turns(turns(400))
    bar = transcript.verticalScrollBar()
    qtbot.waitUntil(
        lambda: bar.maximum() > 10_000 and "Question 399" in in_view(transcript), timeout=PATIENCE
    )
    for share, wanted in ((0.0, "Question 0"), (0.5, "Question"), (1.0, "Question 399")):
        bar.setValue(round(bar.maximum() * share))
        qtbot.waitUntil(
            lambda wanted=wanted: any(wanted in one for one in in_view(transcript)), timeout=PATIENCE
        )
        qtbot.waitUntil(lambda: len(transcript.cards) < 40, timeout=PATIENCE)
    with qtbot.waitSignal(transcript.edited) as edited:
        transcript.cards[-1].edited.emit()
    assert edited.args == [399, "Question 399"]


def test_what_is_read_stays_where_it_is_while_cards_are_made_above(
    qtbot: QtBot, transcript: Transcript
) -> None:
    transcript.show_turns(turns(200))
    transcript.point(100, "")
    card = transcript.card_of(100)
    assert card is not None
    bar = transcript.verticalScrollBar()
    qtbot.waitUntil(lambda: transcript.card_of(98) is not None, timeout=PATIENCE)
    settled(qtbot, transcript)
    assert abs(card.y() - bar.value()) < 40
    assert "Question 100" in in_view(transcript)


def test_reading_further_up_does_not_jump_while_an_answer_is_written(
    qtbot: QtBot, transcript: Transcript
) -> None:
    transcript.show_turns(turns(12))
    transcript.begin("How soon?", 12)
    bar = transcript.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 500)
    bar.setValue(bar.maximum() // 2)
    settled(qtbot, transcript)
    read = in_view(transcript)[0]
    top = next(one for one in transcript.cards if one.question.text() == read)
    before = top.y() - bar.value()
    transcript.take(AnswerDelta("It goes on and on. " * 200))
    qtbot.wait(300)
    assert top.y() - bar.value() == before
    assert bar.value() < bar.maximum() - 300


def test_a_card_is_as_high_as_what_it_shows(qtbot: QtBot, transcript: Transcript) -> None:
    transcript.resize(700, 900)
    transcript.begin("How soon?", 0)
    card = transcript.cards[0]
    qtbot.waitUntil(lambda: 0 < card.height() < 150)
    transcript.take(AnswerDone(answer()))
    qtbot.waitUntil(lambda: card.height() > 150)
    assert card.height() < 300


def test_asking_in_place_of_a_turn_drops_what_follows(transcript: Transcript) -> None:
    transcript.show_turns(turns(3))
    transcript.begin("Another?", 1)
    assert [one.question.text() for one in transcript.cards] == ["Question 0", "Another?"]


def test_nothing_jumps_when_a_draft_goes(qtbot: QtBot, transcript: Transcript) -> None:
    transcript.begin("How soon?", 0)
    transcript.take(QuotesFound((Quoted(FIRST, 0.9),)))
    transcript.take(Drafted("Within a fortnight, I should say, or later. " * 40))
    draft = transcript.findChild(QLabel, "draft")
    frame = draft.parentWidget()
    layout = frame.layout()
    qtbot.waitUntil(lambda: draft.isVisible() and draft.height() > 50)
    qtbot.waitUntil(lambda: frame.height() == layout.totalHeightForWidth(frame.width()))
    transcript.take(Drafted(""))
    qtbot.waitUntil(lambda: not draft.isVisible())
    held = frame.minimumHeight()
    assert held > layout.totalHeightForWidth(frame.width())
    qtbot.waitUntil(lambda: frame.height() >= held)
    transcript.take(AnswerDone(answer()))
    qtbot.waitUntil(lambda: frame.height() < held and frame.minimumHeight() == 0)


def test_a_card_is_made_in_several_steps_between_other_things(
    qtbot: QtBot, transcript: Transcript, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of one took the window up to 60 ms on a busy machine, while the conversation was scrolled."""
    transcript.show_turns(turns(60))
    settled(qtbot, transcript)
    done: list[str] = []
    monkeypatch.setattr(TurnCard, "__init__", noting(TurnCard.__init__, "made", done))
    monkeypatch.setattr(TurnCard, "show_answer", noting(TurnCard.show_answer, "answered", done))
    monkeypatch.setattr(transcript._stretch, "put", noting(transcript._stretch.put, "put", done))
    transcript._fill_timer.timeout.connect(lambda: done.append("pass"))
    bar = transcript.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    settled(qtbot, transcript)
    assert any("Question 3" in one or "Question 2" in one for one in in_view(transcript))
    worked = [one for one in done if one != "pass"]
    assert worked == ["made", "answered", "put"] * (len(worked) // 3)
    assert len(worked) >= 6
    for work, after in pairwise(done):
        assert "pass" in (work, after)


def noting(does: Callable[..., Any], name: str, done: list[str]) -> Callable[..., Any]:
    def noted(*given: Any, **more: Any) -> Any:
        done.append(name)
        return does(*given, **more)

    return noted
