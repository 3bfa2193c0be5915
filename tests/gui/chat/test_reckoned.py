"""What was reckoned is shown as that: no document says it, and no model."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from rag.language.languages import language_of
from rag.reckoning.reckoning import reckoned
from rag.types import Answer, Intent, Outcome, Sentence, Support
from ui.chat.turn_card import TurnCard
from ui.parts.theme import DARK, LIGHT, Palette

QUESTIONS = (
    "What is 30 working days after 3 April 2025 in Bavaria?",
    "Was ist 30 Arbeitstage nach dem 3. April 2025 in Bayern?",
    "12 * 7.5",
)


def answer_to(question: str) -> Answer:
    text = reckoned(question, language_of(question)) or ""
    said = Sentence(0, len(text), text, Support.NEUTRAL)
    return Answer(question, text, (said,), Outcome.GENERAL, "", 0.0, 0.0, intent=Intent.RECKON)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_card_says_how_it_was_come_by(qtbot: QtBot, question: str, palette: Palette) -> None:
    card = TurnCard(question, palette)
    qtbot.addWidget(card)
    card.show_answer(answer_to(question))
    assert card.answer.parentWidget().property("own") is True
    assert card.answer.toPlainText() == answer_to(question).text
    labels = [one.text() for one in card.findChildren(QLabel)]
    assert any("Reckoned by rules, not from your documents" in one for one in labels)
