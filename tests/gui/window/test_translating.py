"""What Qt does by language, and that its numbers are those of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from app.words import catalogue
from app.words.days import day_words
from app.words.directions import bare
from app.words.languages import known
from ui.window.translating import settle_language

LONG_DAYS = {"en": "MMMM d, yyyy"}  # Qt's English is American; ours is not


@pytest.fixture(params=known())
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """Everything goes by a language, and by English again."""
    before = QLocale()
    catalogue.use(request.param)
    settle_language(qapp, request.param)
    yield request.param
    catalogue.use(catalogue.ENGLISH)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(before)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_numbers_days_and_direction_are_those_of_the_language(language: str, qapp: QApplication) -> None:
    here = QLocale()
    assert here.name().split("_")[0] == language
    filled = catalogue._Facts(language)
    for number in (7, 999, 1234, 12345, 1234567):
        assert filled.vformat("{n:,}", (), {"n": number}) == here.toString(number)
    assert filled.vformat("{n:,.1f}", (), {"n": 12345.6}) == here.toString(12345.6, "f", 1)
    day = date(2026, 3, 14)
    written = here.toString(
        day, here.dateFormat(QLocale.FormatType.LongFormat).replace("dddd", "").strip(" ,،")
    )
    assert language in LONG_DAYS or bare(day_words(day)) == written
    assert qapp.layoutDirection() is here.textDirection()
    assert catalogue.right_to_left() is (language == "ar")
    assert catalogue.listed(["a", "b"]) == here.createSeparatedList(["a", "b"])
