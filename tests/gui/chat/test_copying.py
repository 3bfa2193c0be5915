"""An answer on the clipboard, in forms for whoever pastes it; and the sign that it is there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from rag.types import Answer, Outcome, Sentence, Support
from ui.chat.answer_text import AnswerText
from ui.chat.turn_card import TurnCard
from ui.parts.theme import LIGHT

TEXT = "The **rent** is due."
SAID = (Sentence(0, len(TEXT), TEXT, Support.NEUTRAL, ()),)


@pytest.fixture
def card(qtbot: QtBot) -> TurnCard:
    made = TurnCard("What is due?", LIGHT)
    qtbot.addWidget(made)
    made.show_answer(Answer("What is due?", TEXT, SAID, Outcome.ANSWERED, "m", 1.0, 1.0))
    made.show()
    return made


def test_the_button_says_for_a_moment_that_it_is_copied(
    qtbot: QtBot, card: TurnCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("ui.parts.telling.announce", lambda _, words: told.append(words))
    card.actions_row.findChild(QTimer).setInterval(50)
    one = card.actions_row.first
    assert one.accessibleName() == "Copy"
    drawn = one.icon().cacheKey()
    card.show_copied()
    assert (one.accessibleName(), one.toolTip(), QToolTip.text()) == ("Copied",) * 3
    assert one.icon().cacheKey() != drawn
    assert told == ["Copied"]
    qtbot.waitUntil(lambda: one.accessibleName() == one.toolTip() == "Copy")


def test_a_card_asks_for_its_looks_by_the_button_and_for_markdown_in_the_menu(
    qtbot: QtBot, card: TurnCard
) -> None:
    with qtbot.waitSignal(card.copied):
        qtbot.mouseClick(card.actions_row.first, Qt.MouseButton.LeftButton)
    (markdown,) = (one for one in card.actions() if one.text() == "Copy as Markdown")
    with qtbot.waitSignal(card.markdown):
        markdown.trigger()
    assert card.as_plain() == "What is due?\n\nThe rent is due.\n"
    assert card.as_markdown().startswith("**What is due?**")
    assert "<b>rent</b>" in card.as_html()


def test_code_that_is_copied_says_so(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("ui.parts.telling.announce", lambda _, words: told.append(words))
    view = AnswerText(LIGHT)
    qtbot.addWidget(view)
    view.show_answer("```\na\n```", ())
    view.show()
    view.show_copied()
    assert told == [QToolTip.text()] == ["Copied"]
