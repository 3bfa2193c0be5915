"""A summary is read aloud: what is heard is marked, its page opens, and one key or button ends it at once."""

from __future__ import annotations

import pytest
from fakes.speaker import FakeSpeaker
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot
from summarised import PATIENCE

from app.words.catalogue import say
from ui.chat.aloud_desk import AloudDesk
from ui.reader.desk import ReaderDesk
from ui.runs.desk import RunDesk
from ui.runs.points_body import PointsBody
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model


def _with(window: MainWindow, speaker: FakeSpeaker) -> PointsBody:
    window.desk(AloudDesk).given.services.aloud.speaker = speaker
    return window.desk(RunDesk).view.points


def _marked(body: PointsBody) -> str:
    soft = body.text.colors.color("accent_soft")
    marks = QTextEdit.extraSelections(body.text)
    return "".join(one.cursor.selectedText() for one in marks if one.format.background().color() == soft)


def test_each_point_is_marked_as_it_is_heard_and_its_page_opens(qtbot: QtBot, made: MainWindow) -> None:
    speaker = FakeSpeaker(held=True)
    body, desk = _with(made, speaker), made.desk(AloudDesk)
    wanted = [one.said for one in body.readable]
    assert any("kept for 4 years" in one for one in wanted)
    assert body.sound.isVisible()
    body.sound.click()
    seen: list[str] = []
    while len(seen) < min(len(wanted), 3):
        qtbot.waitUntil(lambda: bool(_marked(body)) and _marked(body) not in seen, timeout=PATIENCE)
        seen.append(_marked(body))
        if desk.read is not None and desk.read.citations:
            opening = next(one for one in desk.entries() if one.name == say("chat.aloud.open"))
            opening.do()
            qtbot.waitUntil(lambda: made.desk(ReaderDesk).is_shown, timeout=PATIENCE)
        speaker.let()
    assert seen == wanted[: len(seen)]
    assert made.desk(ReaderDesk).is_shown
    assert desk.escape()
    assert _marked(body) == ""


@pytest.mark.parametrize("how", ["escape", "button", "key", "leave"])
def test_it_is_silent_at_once(qtbot: QtBot, made: MainWindow, how: str) -> None:
    speaker = FakeSpeaker(held=True)
    body, desk = _with(made, speaker), made.desk(AloudDesk)
    read = next(one for one in desk.entries() if one.name == say("chat.aloud.last"))
    assert read.possible is not None
    assert read.possible()
    read.do()
    qtbot.waitUntil(lambda: bool(speaker.played), timeout=PATIENCE)
    match how:
        case "escape":
            qtbot.keyClick(made, Qt.Key.Key_Escape)
        case "button":
            body.sound.click()
        case "key":
            read.do()
        case "leave":
            made.show_conversation()
    qtbot.waitUntil(lambda: speaker.stopped == 1, timeout=PATIENCE)
    assert _marked(body) == ""
    assert body.sound.accessibleName() == say("chat.aloud.read")
    assert made.desk(RunDesk).is_shown == (how != "leave")
