"""Every view and every dialog of the menus, at several sizes and on every ground: nothing in them is cut, and
whatever the keyboard stops at has a name and a role for those who hear it.

With CONFIDANT_GALLERY=FOLDER each is saved there as a picture, to be looked at.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from dialogs import NOTICE, PATIENCE, each_dialog, filled, named
from heard import unheard
from legible import flaws
from PySide6.QtCore import QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from window import open_window

from app.words.catalogue import ENGLISH, say, use
from ui.library.desk import LibraryDesk
from ui.library.search_desk import SearchDesk
from ui.parts.palettes import DARK, DARK_MORE, LIGHT, LIGHT_MORE, Palette
from ui.parts.theme import qt_palette, sheet
from ui.window.main_window import MainWindow
from ui.window.translating import settle_language

pytestmark = pytest.mark.model


@dataclass(frozen=True, slots=True)
class Look:
    name: str
    width: int
    height: int
    palette: Palette
    points: float
    language: str = ENGLISH


_LOOKS = 10
LOOKS = (
    Look("small-light", 1024, 640, LIGHT, 10.5),
    Look("large-dark", 1440, 900, DARK, 10.5),
    Look("letters-twice", 1440, 900, DARK_MORE, 21.0),
    Look("letters-small", 1024, 640, LIGHT_MORE, 7.9),
    Look("german", 1024, 640, LIGHT, 10.5, "de"),
    Look("arabic", 1440, 900, DARK, 10.5, "ar"),  # from right to left
)


@pytest.fixture(params=LOOKS, ids=lambda look: look.name)
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Look]:
    """The application dressed as a person would have it, and as it was again."""
    asked: Look = request.param
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    font = type(before[2])(before[2])
    font.setPointSizeF(asked.points)
    qapp.setFont(font)
    qapp.setPalette(qt_palette(asked.palette))
    qapp.setStyleSheet(sheet(asked.palette, asked.points))
    use(asked.language)
    settle_language(qapp, asked.language)
    yield asked
    use(ENGLISH)
    for spoken in qapp.findChildren(QTranslator):
        qapp.removeTranslator(spoken)
    settle_language(qapp, ENGLISH)
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    qapp.setFont(before[2])


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, look: Look) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", NOTICE) as opened:
        opened.retint(look.palette)
        opened.resize(look.width, look.height)
        QApplication.processEvents()
        yield opened


def judged(shown: QWidget, look: Look, name: str) -> list[str]:
    """What cannot be read of what is shown, or heard; it is saved too where pictures are asked for."""
    QApplication.processEvents()
    for _ in range(_LOOKS):  # what slides, or is laid out once more, comes to rest
        if not flaws(shown):
            break
        QTest.qWait(100)
    folder = os.environ.get("CONFIDANT_GALLERY")
    if folder:
        file = re.sub(r"\W+", "-", name.lower()).strip("-")
        Path(folder).mkdir(parents=True, exist_ok=True)
        shown.grab().save(str(Path(folder) / f"{file}-{look.name}.png"))
    return [f"{name}, {flaw}" for flaw in (*flaws(shown), *unheard(shown))]


def test_nothing_of_the_window_is_cut(qtbot: QtBot, window: MainWindow, look: Look, tmp_path: Path) -> None:
    placeholder = window.panes.composer.field.placeholderText
    qtbot.waitUntil(lambda: placeholder() != say("window.opening"), timeout=PATIENCE)
    qtbot.wait(100)
    found = judged(window, look, "empty")
    for line in ("activity.menu", "runs.desk.list", "runs.desk.tables"):
        command(window, line)()
        found += judged(window, look, f"{line} empty")
        window.show_conversation()
    filled(qtbot, window, tmp_path)
    found += judged(window, look, "answer")
    window.browse(window.desk(LibraryDesk).model.rows.documents()[0])
    qtbot.waitUntil(window.panes.reader.text.isVisible, timeout=PATIENCE)
    found += judged(window, look, "page")
    window.panes.reader.hide()
    search = window.desk(SearchDesk)
    search.look_for("deposit")
    qtbot.waitUntil(lambda: search.view._pages.currentIndex() == 1, timeout=PATIENCE)
    found += judged(window, look, "search")
    command(window, "runs.desk.each")()
    window.show_conversation()
    found += judged(window, look, "ask each")
    assert not found, "\n".join(found)


def test_nothing_of_the_dialogs_is_cut(
    qtbot: QtBot, window: MainWindow, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(qtbot, window, tmp_path)
    window.panes.library.list.setCurrentIndex(window.panes.library.list.model().index(0, 0))
    found: list[str] = []

    def look_at(dialog: QDialog, line: str) -> None:
        found.extend(judged(dialog, look, line))

    opened = each_dialog(qtbot, window, monkeypatch, look_at)
    assert len(opened) >= 14, opened
    assert not found, "\n".join(found)


def command(window: MainWindow, key: str) -> Callable[[], None]:
    """The line of the menus that has the words of a key."""
    return next(line.action.trigger for _, line in window.menus.lines if line.name == named(key))
