"""The application around the window."""

from __future__ import annotations

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from ui.window.application import translate_qt

Button = QDialogButtonBox.StandardButton


def cancel_button(qtbot: QtBot) -> str:
    box = QDialogButtonBox(Button.Cancel)
    qtbot.addWidget(box)
    return box.button(Button.Cancel).text().replace("&", "")


def test_the_buttons_of_qt_speak_the_language_of_the_window(qtbot: QtBot, qapp: QApplication) -> None:
    try:
        for language, cancel in (("en", "Cancel"), ("tlh", "Cancel"), ("de", "Abbrechen")):
            translate_qt(qapp, language)
            assert cancel_button(qtbot) == cancel
    finally:
        for translator in qapp.findChildren(QTranslator):
            qapp.removeTranslator(translator)
            translator.deleteLater()
