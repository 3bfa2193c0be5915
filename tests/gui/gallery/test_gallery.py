"""Every view and every dialog of the menus, at several sizes and on every ground: nothing in them is cut, and
whatever the keyboard stops at has a name and a role for those who hear it.

With CONFIDANT_GALLERY=FOLDER each is saved there as a picture, to be looked at. `make.py bench gallery DIR`
goes through all sizes, colours and languages.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from dialogs import each_dialog
from heard import unheard
from legible import flaws
from models import model_path
from pausing import pause
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from scenes import boxes, reading, recorder, talk, work
from scenes.looks import ARABIC, GERMAN, LARGE, SMALL, TWICE, Look, asked, dressed
from scenes.stage import Stage, staged

from app.words.messages import say_in_window

pytestmark = pytest.mark.model

FOLDER = "CONFIDANT_GALLERY"
_LOOKS = 10


def looks(*every_day: Look) -> pytest.MarkDecorator:
    """A test over these looks, or over those that `bench gallery` asks for."""
    chosen = asked(*every_day)
    return pytest.mark.parametrize("look", chosen, ids=[one.name for one in chosen], indirect=True)


@pytest.fixture
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Look]:
    chosen: Look = request.param
    with dressed(qapp, chosen):
        yield chosen


@pytest.fixture
def found() -> list[str]:
    """What cannot be read or heard, of all that was shown."""
    return []


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, look: Look, found: list[str]) -> Iterator[Stage]:
    def judge(shown: QWidget, view: str, state: str) -> None:
        found.extend(judged(shown, look, view, state))

    with staged(qtbot, tmp_path, (look.width, look.height), judge) as made:
        made.window.retint(look.palette)
        say_in_window()
        QApplication.processEvents()
        yield made


def judged(shown: QWidget, look: Look, view: str, state: str) -> list[str]:
    """What cannot be read of what is shown, or heard; it is saved too where pictures are asked for."""
    screen = QSize(look.width, look.height)
    for _ in range(_LOOKS):  # what slides, or is laid out once more, comes to rest
        small = not isinstance(shown, QDialog) or shown.size() == shown.size().boundedTo(screen)
        if small and not flaws(shown):
            break
        if not small:
            shown.resize(shown.size().boundedTo(screen))  # as a screen of that size makes it
        pause(100)
    folder = os.environ.get(FOLDER)
    if folder:
        name = "--".join(re.sub(r"\W+", "-", part) for part in (view, state, look.name))
        Path(folder).mkdir(parents=True, exist_ok=True)
        shown.grab().save(str(Path(folder) / f"{name}.png"))
    found = [*flaws(shown), *unheard(shown)]
    if isinstance(shown, QDialog) and shown.size() != shown.size().boundedTo(screen):
        found.append(f"{shown.width()} by {shown.height()} pixels, larger than its screen")
    return [f"{view}, {state}: {flaw}" for flaw in found]


@looks(TWICE, LARGE, GERMAN, ARABIC)
def test_nothing_of_the_window_is_cut(stage: Stage, found: list[str]) -> None:
    talk.opening(stage)
    talk.first_page(stage)
    talk.first_steps(stage)
    work.nothing_yet(stage)
    talk.reading(stage)
    talk.conversation(stage)
    talk.looking(stage)
    recorder.recording(stage)
    recorder.hands_free(stage)
    talk.menus(stage)
    assert not found, "\n".join(found)


@pytest.mark.model
@looks(TWICE, LARGE, GERMAN, ARABIC)
def test_nothing_of_a_corrected_recording_is_cut(stage: Stage, found: list[str]) -> None:
    model_path("whisper-tiny.en")
    recorder.corrected(stage)
    assert not found, "\n".join(found)


@looks(GERMAN, ARABIC)
def test_nothing_of_a_page_is_cut(stage: Stage, found: list[str]) -> None:
    stage.add(talk.letters(stage.folder))
    reading.kinds(stage)
    reading.pages(stage)
    assert not found, "\n".join(found)


@looks(TWICE, LARGE, ARABIC)
def test_nothing_of_what_is_made_is_cut(stage: Stage, found: list[str]) -> None:
    work.summary(stage)
    work.tables(stage)
    assert not found, "\n".join(found)


@looks(TWICE, LARGE, GERMAN)
def test_nothing_of_the_dialogs_within_is_cut(stage: Stage, found: list[str]) -> None:
    boxes.locked(stage)
    boxes.matters(stage)
    stage.add(talk.letters(stage.folder))
    boxes.rules(stage)
    boxes.read(stage)
    boxes.forecast(stage)
    assert not found, "\n".join(found)


@looks(SMALL, TWICE, LARGE, GERMAN, ARABIC)
def test_nothing_of_the_dialogs_of_the_menus_is_cut(
    stage: Stage, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.add(talk.letters(stage.folder))

    def look_at(dialog: QDialog, _: str) -> None:
        boxes.of_menu(stage, dialog, "opened")

    opened = each_dialog(stage.qtbot, stage.window, monkeypatch, look_at)
    assert len(opened) >= 14, opened
    assert not found, "\n".join(found)
