"""Letters that are typed where nothing takes them begin a question."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.chat.composer import Composer

_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def begins_question(event: QKeyEvent, composer: Composer) -> bool:
    """Put what was typed into the field of questions and have the keyboard there.

    False where it is no letter, or the field is not in view. A space scrolls, and presses buttons.
    """
    letters = event.text()
    if event.modifiers() & _COMMANDS or not letters.isprintable() or not letters.strip():
        return False
    field = composer.field
    if not field.isVisible() or not field.isEnabled():
        return False
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    field.insertPlainText(letters)
    return True
