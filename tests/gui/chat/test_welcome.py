"""The questions to begin with are understood as what they ask, in every language that offers them."""

from __future__ import annotations

import pytest
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
