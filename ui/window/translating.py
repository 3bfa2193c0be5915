"""What Qt does by language: its own buttons and dialogs, its numbers and days, where a line begins."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from app.words.catalogue import ENGLISH, right_to_left

# Where a language writes its numbers in two ways, the one of our own catalogue: pages and figures of
# documents stand beside them, in the digits that these have.
_LOCALES = {"ar": "ar_AE"}


def translate_qt(application: QApplication, language: str) -> None:
    """Let Qt's own buttons and dialogs speak a language too; English where Qt has no words of it."""
    if language == ENGLISH:
        return
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language}", folder):
        application.installTranslator(translator)


def settle_language(application: QApplication, language: str) -> None:
    """Let everything of Qt go by a language, which the catalogue speaks. Where the system speaks it too, its
    own manner is kept: Swiss numbers, an American day.
    """
    translate_qt(application, language)
    system = QLocale.system()
    own = system.name().split("_")[0] == language and language not in _LOCALES
    QLocale.setDefault(system if own else QLocale(_LOCALES.get(language, language)))
    rightward = Qt.LayoutDirection.RightToLeft if right_to_left() else Qt.LayoutDirection.LeftToRight
    application.setLayoutDirection(rightward)
