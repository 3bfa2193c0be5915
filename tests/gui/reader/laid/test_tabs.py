"""The sheets of a workbook as tabs, named as the language that is spoken has it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.words import catalogue
from app.words.places import place_words
from ui.reader.laid.tabs import SheetTabs

NAMES = ("Sales", "Secrets (hidden)", "R&D", "")


@pytest.fixture
def german() -> Iterator[None]:
    before = catalogue.spoken()
    catalogue.use("de")
    yield
    catalogue.use(before)


def shown(qtbot: QtBot) -> list[str]:
    tabs = SheetTabs()
    qtbot.addWidget(tabs)
    tabs.show_names(NAMES)
    return [tabs.tabText(place) for place in range(tabs.count())]


def test_a_sheet_that_the_file_hides_says_so(qtbot: QtBot) -> None:
    assert shown(qtbot) == ["Sales", "Secrets (hidden)", "R&&D", catalogue.say("reader.grid.only")]


@pytest.mark.usefixtures("german")
def test_it_says_so_in_the_language_that_is_spoken(qtbot: QtBot) -> None:
    assert shown(qtbot)[1] == "Secrets (ausgeblendet)"


@pytest.mark.usefixtures("german")
def test_a_place_in_such_a_sheet_is_said_alike() -> None:
    assert place_words("Secrets (hidden)") == "Secrets (ausgeblendet)"
    assert place_words("Secrets (hidden), rows 201–400") == "Secrets (ausgeblendet), Zeilen 201–400"
    assert place_words("memo (hidden).pdf, page 3") == "memo (hidden).pdf, Seite 3"
