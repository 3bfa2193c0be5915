"""The window before its library is open, and what the menus hold once it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from steps import built
from window import drop

from app.settings import Settings
from app.words import catalogue
from app.words.catalogue import say
from app.words.languages import languages
from app.words.messages import PRESSED
from ui.library.desk import LibraryDesk
from ui.library.panel import LibraryPanel
from ui.parts.overlays import DropTarget
from ui.parts.tasks import Tasks
from ui.parts.theme import LIGHT
from ui.window.main_window import MainWindow

PATIENCE = 30_000
RULE = ""
MENUS = {
    "&File": [
        "&Add documents…",
        "Add a &folder…",
        "Add and &summarise…",
        "&Paste a picture…",
        "Record…",
        "Save the recording as a file…",
        RULE,
        "&Watched folders…",
        "S&hared collections…",
        RULE,
        "&Matters…",
        "Mo&ve to a matter…",
        RULE,
        "&Lock now",
        "Loc&king…",
        "&Unlocking…",
        RULE,
        "&Quit",
    ],
    "&Edit": [
        "&Undo removal or tags",
        RULE,
        "Cu&t",
        "&Copy",
        "&Paste",
        "Select &all",
        "Copy w&ith its source",
        "&Highlight what is selected",
        "Write a &note…",
        "Sa&ve the notes…",
        "Fin&d in the document",
        RULE,
        "Search the &words…",
        "&Go to…",
        RULE,
        "Tag&s…",
        "&Removed documents…",
        "Rem&oved conversations…",
        "Ma&ke a collection",
        "Move to co&llection…",
        "Name the speakers of the recording…",
        RULE,
        "S&ettings…",
    ],
    "&Conversation": [
        "&New conversation",
        "&Ask",
        "Search conve&rsations",
        "Dictate, or stop",
        "Ask and listen hands-free",
        "Words for dictation…",
        RULE,
        "Ask &each document",
        "&Tables of answers",
        "&General questions in the model’s own words",
        RULE,
        "Copy the last answer",
        "Ask the last question again exactly",
        "E&xport the conversation…",
        "Read the last answer aloud, or stop",
        "Open the page of what is read",
        RULE,
        "&Stop the answer, or close the page",
    ],
    "&Work": [
        "&Summarise…",
        "&Compare with…",
        "Find con&tradictions…",
        RULE,
        "&Extract values…",
        "Classi&fy…",
        "Check a&gainst a playbook…",
        "&Moderate…",
        RULE,
        "&Draft…",
        "&Redact…",
        "F&orecast…",
        RULE,
        "Check w&hat was read…",
        "What corrections ta&ught…",
        RULE,
        "&Kept work…",
        "Rec&ipes…",
        "&Activity…",
        "Tell me when &long work ends",
    ],
    "&Models": [
        "&Get and choose models…",
        "&Which model does what…",
        "&Compare models…",
        RULE,
        "&Save training data…",
        RULE,
        "On &battery…",
    ],
    "&View": [
        "Go to the &library",
        "Show or hide the librar&y",
        "&Outline and pages",
        "Note&s beside the page",
        RULE,
        "&Previous page",
        "&Next page",
        "&Back to where you were",
        "For&ward again",
        "Play the recording from here",
        RULE,
        "Larger page",
        "Smaller page",
        "Page fits the width",
        RULE,
        "Larger text",
        "Smaller text",
        RULE,
        "Follow the system",
        "Light",
        "Dark",
    ],
    "&Help": ["&Keyboard", "First &steps…", RULE, "&About Confidant"],
}


@pytest.mark.parametrize("title", MENUS)
def test_no_two_entries_of_a_menu_have_one_letter(title: str) -> None:
    """The second press of a letter that two have opens neither: it only moves the choice."""
    letters = [entry[entry.index("&") + 1].lower() for entry in MENUS[title] if "&" in entry]
    assert len(set(letters)) == len(letters), sorted(letters)


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, tasks: Tasks) -> Iterator[MainWindow]:
    opened = MainWindow(LIGHT, Settings(tmp_path / "settings.json"), tasks)
    opened.resize(1200, 800)
    opened.show()
    yield opened
    opened.hide()
    opened.deleteLater()
    QApplication.sendPostedEvents()


@pytest.fixture
def house(tmp_path: Path, tasks: Tasks) -> Iterator[House]:
    """Closed after the lanes of the window."""
    opened = House(tmp_path / "home")
    yield opened
    tasks.close()
    opened.close()


def listed(window: MainWindow) -> dict[str, list[str]]:
    menus = [action.menu() for action in window.menuBar().actions()]
    return {menu.title(): [action.text() for action in menu.actions()] for menu in menus}


def test_every_menu_is_there_before_the_library_is_open(window: MainWindow) -> None:
    assert list(listed(window)) == list(MENUS)
    of_desks = (
        "Go to the &library",
        "&Outline and pages",
        "Note&s beside the page",
        "For&ward again",
        "Play the recording from here",
    )
    assert listed(window)["&View"] == [line for line in MENUS["&View"] if line not in of_desks]
    for action in window.findChildren(QAction):
        if action.text() in ("&Next page", "&Stop the answer, or close the page"):
            action.trigger()


def test_the_menus_hold_everything_in_its_place(window: MainWindow, house: House) -> None:
    built(window.building(house.services))
    assert listed(window) == MENUS
    names = [name for _, keyed in window.menus.shortcuts() for name, _ in keyed]
    assert names[:4] == ["Add documents", "Add a folder", "Lock now", "Quit"]
    assert names[-1] == "Keyboard"


@pytest.mark.parametrize("language", languages())
def test_the_letters_of_a_menu_are_its_own_in_every_language(
    qtbot: QtBot, tmp_path: Path, tasks: Tasks, house: House, language: str
) -> None:
    catalogue.use(language)
    try:
        window = MainWindow(LIGHT, Settings(tmp_path / "settings.json"), tasks)
        qtbot.addWidget(window)
        built(window.building(house.services))
        lines = {**listed(window), "": [*listed(window)]}
    finally:
        catalogue.use(catalogue.ENGLISH)
    twice = {
        title: sorted(one for one in letters if letters.count(one) > 1)
        for title, entries in lines.items()
        if (letters := [line[line.index("&") + 1].lower() for line in entries if "&" in line])
    }
    assert not {title: letters for title, letters in twice.items() if letters}


def test_files_dropped_while_the_library_is_opened_are_added_then(
    qtbot: QtBot, window: MainWindow, house: House, tmp_path: Path
) -> None:
    path = tmp_path / "lease.txt"
    path.write_text("Notice is given three months before the end.", encoding="utf-8")
    drop(window, [path], DropTarget.ADD)
    built(window.building(house.services))
    rows = window.view(LibraryPanel).list.model()
    qtbot.waitUntil(lambda: rows.rowCount() == 1, timeout=PATIENCE)
    assert window.desk(LibraryDesk).model.rows.documents()[0].name == "lease.txt"
    qtbot.waitUntil(
        lambda: window.desk(LibraryDesk).model.rows.documents()[0].passages == 1, timeout=PATIENCE
    )


def test_what_a_notice_says_to_press_stands_in_the_menus(window: MainWindow, house: House) -> None:
    built(window.building(house.services))
    lines = [line.entry for _, line in window.menus.lines]
    there = {(say(f"window.menu.{entry.menu.value}"), entry.name) for entry in lines}
    assert {tuple(map(say, keys)) for keys in PRESSED.values() if len(keys) == 2} <= there
