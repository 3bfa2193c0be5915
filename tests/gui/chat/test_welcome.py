"""The questions to begin with are understood as what they ask, in every language that offers them."""

from __future__ import annotations

import pytest
from legible import flaws
from pausing import pause
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.words import catalogue
from app.words.languages import known
from rag.answering.intents.bare import bare
from rag.answering.intents.wishes import intent_of
from rag.types import Intent
from ui.chat.welcome import Welcome

MEANT = [Intent.LIST, Intent.MENTIONS, Intent.CAPABILITY]


@pytest.mark.parametrize("language", known())
def test_an_example_is_understood_or_not_offered(qtbot: QtBot, language: str) -> None:
    catalogue.use(language)
    try:
        welcome = Welcome()
    finally:
        catalogue.use(catalogue.ENGLISH)
    qtbot.addWidget(welcome)
    offered = [one.text() for one in welcome._examples.findChildren(QPushButton)]
    asked = [(one, bare(one)) for one in offered]
    told = [intent_of(text, found.whole, found.language)[0] for text, found in asked]
    assert told == MEANT


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_its_questions_stay_whole_in_a_low_pane(qtbot: QtBot, language: str) -> None:
    """Below a banner and beside a page, where it has a third of the height that it would like."""
    catalogue.use(language)
    try:
        welcome = Welcome()
        qtbot.addWidget(welcome)
        welcome.show_documents(1)
        welcome.show_model(False)
        welcome.show_examples([f"How much is the fee for a replacement card of kind {n}?" for n in range(4)])
        welcome.resize(520, 260)
        welcome.show()
        pause(50)
        found = flaws(welcome)
    finally:
        catalogue.use(catalogue.ENGLISH)
    asked = welcome._examples.findChildren(QPushButton)
    assert all(one.height() >= one.fontMetrics().height() for one in asked)
    assert not found, "\n".join(found)
