"""The key screens look as they did: compared with kept pictures, in letters that come with the tests.

Where one is meant to look otherwise, `python make.py bench gallery --remake` makes the pictures anew; look at
each before it is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from scenes import reading, talk, work
from scenes.looks import Look, dressed
from scenes.resembling import differences, keep, picture
from scenes.stage import Stage, staged

from ui.options.desk import OptionsDesk
from ui.options.dialog import OptionsDialog
from ui.parts.palettes import LIGHT

pytestmark = pytest.mark.model

KEPT = Path(__file__).resolve().parents[2] / "data" / "gallery"
OFFERED = "How much is the rent?"  # what the first page offers to ask, once the documents were looked at
REMAKE = "CONFIDANT_GALLERY_REMAKE"
LOOK = Look("kept", 1024, 640, LIGHT)
SCREENS = {
    ("first page", "full"),
    ("conversation", "full"),
    ("search", "full"),
    ("go to", "typed"),
    ("reader", "marked page"),
    ("reader", "sheet"),
    ("notes", "full"),
    ("summary", "full"),
    ("activity", "error"),
    ("table of answers", "full"),
    ("settings", "full"),
}


@pytest.fixture
def letters() -> QFont:
    """Letters that are the same on every computer: those of a library that the tests bring."""
    import reportlab

    folder = Path(reportlab.__file__).parent / "fonts"
    added = [QFontDatabase.addApplicationFont(str(folder / name)) for name in ("Vera.ttf", "VeraBd.ttf")]
    if min(added) < 0:
        pytest.skip("Qt cannot load the letters that the pictures were made with")
    font = QFont(QFontDatabase.applicationFontFamilies(added[0])[0])
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@pytest.fixture
def unlike() -> list[str]:
    """Where what was shown is not as it was kept."""
    return []


@pytest.fixture
def stage(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, letters: QFont, unlike: list[str]
) -> Iterator[Stage]:
    seen: set[tuple[str, str]] = set()

    def judge(shown: QWidget, view: str, state: str) -> None:
        if (view, state) not in SCREENS or (view, state) in seen:
            return
        seen.add((view, state))
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()  # a cursor blinks
        QApplication.processEvents()
        for one in shown.findChildren(QToolButton):
            if one.property("opacity") is not None and one.isVisible():
                one.setProperty("opacity", 1.0)  # what empties a field fades in, for as long as Qt likes
        path = KEPT / f"{view}-{state}.png".replace(" ", "-")
        now = picture(shown)
        if os.environ.get(REMAKE):
            keep(now, path)
            return
        with Image.open(path) as kept:
            found = differences(kept, now)
        if found:
            now.save(tmp_path / path.name)
            unlike.extend(f"{path.stem}: {one}; see {tmp_path / path.name}" for one in found)

    with dressed(qapp, LOOK, letters), staged(qtbot, tmp_path, (LOOK.width, LOOK.height), judge) as made:
        made.window.retint(LOOK.palette)
        yield made


def test_the_conversation_looks_as_it_did(stage: Stage, unlike: list[str]) -> None:
    talk.first_page(stage)
    stage.add(talk.letters(stage.folder))
    stage.rest()
    stage.settle()
    stage.until(lambda: not stage.window.panes.status.activity.isVisible())  # reading is told until after it
    stage.until(lambda: OFFERED in {one.text() for one in stage.window.findChildren(QAbstractButton)})
    stage.settle()
    stage.show("first page", "full")
    talk.conversation(stage)
    talk.looking(stage)
    desk = stage.desk(OptionsDesk)
    stage.in_next(OptionsDialog, lambda dialog: stage.show("settings", "full", dialog))
    desk.show()
    assert not unlike, "\n".join(unlike)


def test_pages_look_as_they_did(stage: Stage, unlike: list[str]) -> None:
    stage.add(talk.letters(stage.folder))
    reading.kinds(stage)
    reading.pages(stage)
    assert not unlike, "\n".join(unlike)


def test_what_is_made_looks_as_it_did(stage: Stage, unlike: list[str]) -> None:
    work.summary(stage)
    work.tables(stage)
    assert not unlike, "\n".join(unlike)


def test_what_moves_goes_or_changes_its_colour_is_seen_and_other_letters_are_not(stage: Stage) -> None:
    talk.first_page(stage)
    window = stage.window
    kept = picture(window)
    assert not differences(kept, picture(window))
    for radius in (0.4, 0.7):
        assert not differences(kept, kept.filter(ImageFilter.GaussianBlur(radius))), "drawn more softly"
    send, switch = window.panes.composer.send, window.panes.survey_bar.switch
    for one in (send, switch):
        place = one.pos()
        one.move(place + QPoint(12, 0))
        assert differences(kept, picture(window)), "moved"
        one.move(place)
        assert not differences(kept, picture(window))
    switch.setVisible(False)
    assert differences(kept, picture(window)), "gone"
    switch.setVisible(True)
    QApplication.processEvents()
    assert not differences(kept, picture(window))
    window.panes.sidebar.setStyleSheet("#sidebar { background: #e4dccb; }")
    assert differences(kept, picture(window)), "of another colour"
