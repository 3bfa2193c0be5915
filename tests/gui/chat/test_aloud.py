"""Reading an answer aloud in the window: what is heard is marked, and one key or button ends it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from cited_answer import FIRST, answer
from fakes.speaker import FakeSpeaker
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot
from window import drop, open_window

from app.words.catalogue import say
from rag.types import AnswerDone, DocumentState, Hit, PassagesFound, Quoted, QuotesFound, Sentence, Support
from ui.chat.aloud_desk import AloudDesk
from ui.chat.turn_card import TurnCard
from ui.library.desk import LibraryDesk
from ui.parts.tasks import Lane
from ui.reader.desk import ReaderDesk
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
NOTICE = "The Tenant gives notice in writing three months before the end of a calendar quarter."
SECOND = "The deposit of 3,600 euros is returned within 60 days."


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", f"{NOTICE} {SECOND}") as opened:
        path = tmp_path / "lease.txt"
        path.write_text(f"Lease\n\n{NOTICE}\n\n{SECOND}", encoding="utf-8")
        drop(opened, [path])
        rows = opened.desk(LibraryDesk).model.rows
        qtbot.waitUntil(
            lambda: [one.state for one in rows.documents()] == [DocumentState.READY], timeout=PATIENCE
        )
        field = opened.panes.composer.field
        field.setFocus()
        qtbot.keyClicks(field, "When does the tenant give notice, and when is the deposit returned?")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        cards = opened.panes.transcript
        qtbot.waitUntil(lambda: bool(cards.cards) and cards.cards[-1].answered is not None, timeout=PATIENCE)
        yield opened


def _with(window: MainWindow, speaker: FakeSpeaker) -> tuple[AloudDesk, TurnCard]:
    desk = window.desk(AloudDesk)
    desk.given.services.aloud.speaker = speaker
    return desk, window.panes.transcript.cards[-1]


def _marked(card: TurnCard) -> str:
    soft = card.answer.colors.color("accent_soft")
    found = [
        one.cursor.selectedText()
        for one in QTextEdit.extraSelections(card.answer)
        if one.format.background().color() == soft
    ]
    return "".join(found)


def _entry(desk: AloudDesk, name: str) -> tuple[Callable[[], object], bool]:
    entry = next(one for one in desk.entries() if one.name == say(name))
    assert entry.possible is not None
    return entry.do, entry.possible()


def test_what_is_heard_is_marked_and_its_page_opens(qtbot: QtBot, window: MainWindow) -> None:
    speaker = FakeSpeaker(held=True)
    desk, card = _with(window, speaker)
    assert _entry(desk, "chat.aloud.open")[1] is False
    card.actions_row.sound.click()
    qtbot.waitUntil(lambda: "three months" in _marked(card), timeout=PATIENCE)
    assert "3,600" not in _marked(card)
    assert card.actions_row.sound.accessibleName() == say("chat.aloud.stop")
    open_page, possible = _entry(desk, "chat.aloud.open")
    assert possible
    open_page()
    qtbot.waitUntil(
        lambda: window.desk(ReaderDesk).is_shown or window.panes.reader.isVisible(), timeout=PATIENCE
    )
    qtbot.waitUntil(lambda: len(speaker.played) == 1, timeout=PATIENCE)
    speaker.let()
    qtbot.waitUntil(lambda: "3,600" in _marked(card), timeout=PATIENCE)
    speaker.let()
    qtbot.waitUntil(
        lambda: card.actions_row.sound.accessibleName() == say("chat.aloud.read"), timeout=PATIENCE
    )
    assert _marked(card) == ""
    assert desk.read is None


@pytest.mark.parametrize("how", ["escape", "button", "key", "new"])
def test_it_is_silent_at_once(qtbot: QtBot, window: MainWindow, how: str) -> None:
    speaker = FakeSpeaker(held=True)
    desk, card = _with(window, speaker)
    read, possible = _entry(desk, "chat.aloud.last")
    assert possible
    read()
    qtbot.waitUntil(lambda: bool(speaker.played), timeout=PATIENCE)
    match how:
        case "escape":
            qtbot.keyClick(window, Qt.Key.Key_Escape)
        case "button":
            card.actions_row.sound.click()
        case "key":
            read()
        case _:
            window.panes.conversations.new_asked.emit()
    qtbot.waitUntil(lambda: speaker.stopped == 1, timeout=PATIENCE)
    assert desk.read is None
    assert len(speaker.played) == 1
    if how != "new":
        assert _marked(card) == ""
        assert card.actions_row.sound.accessibleName() == say("chat.aloud.read")


def test_without_a_loudspeaker_it_says_so(qtbot: QtBot, window: MainWindow) -> None:
    _, card = _with(window, FakeSpeaker(absent=True))
    card.actions_row.sound.click()
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    assert card.actions_row.sound.accessibleName() == say("chat.aloud.read")
    assert card.answered is not None


def test_of_an_answer_that_is_being_worded_the_quote_is_heard_first(qtbot: QtBot, tmp_path: Path) -> None:
    with _worded(qtbot, tmp_path) as (window, desk, card, speaker):
        cards = window.panes.transcript
        qtbot.waitUntil(lambda: len(speaker.played) == 1, timeout=PATIENCE)
        cards.take(AnswerDone(answer()))
        qtbot.waitUntil(lambda: len(speaker.played) == 4, timeout=PATIENCE)
        _silent(qtbot, card)
        assert desk.read is None


def test_what_was_heard_as_a_quote_is_not_said_again_without_its_marks(qtbot: QtBot, tmp_path: Path) -> None:
    with _worded(qtbot, tmp_path) as (window, _, card, speaker):
        cards = window.panes.transcript
        qtbot.waitUntil(lambda: len(speaker.played) == 1, timeout=PATIENCE)
        text = f"{FIRST.quote.capitalize()}."
        same = Sentence(0, len(text), text, Support.SUPPORTED, (FIRST,))
        cards.take(AnswerDone(replace(answer(), text=text, sentences=(same,))))
        _silent(qtbot, card)
        assert len(speaker.played) == 1


@contextmanager
def _worded(qtbot: QtBot, folder: Path) -> Iterator[tuple[MainWindow, AloudDesk, TurnCard, FakeSpeaker]]:
    """A window in which the quote of an answer to come is being read aloud."""
    with open_window(folder / "home", "") as window:
        told: list[None] = []
        window.desk(AloudDesk).given.tasks.run(Lane.LIBRARY, lambda: None, told.append)
        qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)  # the conversation of before is shown
        cards = window.panes.transcript
        cards.begin("How soon?", 0)
        desk, card = _with(window, speaker := FakeSpeaker())
        assert not _entry(desk, "chat.aloud.last")[1]
        hit = Hit(1, 1, "gdpr.pdf", None, 163, 163, "Article 33", 0, 9, 1.0, "72 hours")
        cards.take(PassagesFound((hit,)))
        cards.take(QuotesFound((Quoted(FIRST, 0.9),)))
        read, possible = _entry(desk, "chat.aloud.last")
        assert possible
        read()
        yield window, desk, card, speaker


def _silent(qtbot: QtBot, card: TurnCard) -> None:
    sound = card.actions_row.sound
    qtbot.waitUntil(lambda: sound.accessibleName() == say("chat.aloud.read"), timeout=PATIENCE)
