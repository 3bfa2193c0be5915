"""What Qt itself says, in the language of the program."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from app.words.catalogue import ENGLISH


def translate_qt(application: QApplication, language: str) -> None:
    """Let Qt's own buttons and dialogs speak a language too; English where Qt has no words of it."""
    if language == ENGLISH:
        return
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language}", folder):
        application.installTranslator(translator)
