"""Keys are called in menus as they are in everything else that is said."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QStyleOptionMenuItem
from pytestqt.qtbot import QtBot
from scenes.looks import Look, dressed

from ui.parts.keys import KeyedMenu, key_words
from ui.parts.theme import BODY_POINTS, LIGHT


@pytest.mark.parametrize(
    ("keys", "spanish", "french"),
    [
        ("Ctrl+Shift+K", "Ctrl+Mayús+K", "Ctrl+Maj+K"),
        ("Ctrl++", "Ctrl++", "Ctrl++"),
        ("Shift+Del", "Mayús+Supr", "Maj+Suppr"),
        ("Esc", "Esc", "Échap"),
        ("Ctrl+PgUp", "Ctrl+Re Pág", "Ctrl+Page préc"),
    ],
)
def test_spanish_keys_are_short(
    qtbot: QtBot, qapp: QApplication, keys: str, spanish: str, french: str
) -> None:
    """Qt spells them out, and “Control+Mayúsculas” is on no keyboard."""
    for language, words in (("es", spanish), ("fr", french), ("en", keys)):
        with dressed(qapp, Look("keys", 1024, 600, LIGHT, BODY_POINTS, language)):
            sequence = QKeySequence(keys)
            assert key_words(sequence) == words
            menu = KeyedMenu("")
            qtbot.addWidget(menu)
            action = menu.addAction("Control")
            action.setShortcut(sequence)
            option = QStyleOptionMenuItem()
            menu.initStyleOption(option, action)
            assert option.text == f"Control\t{words}"
