"""A question that is asked while a conversation is still being opened: neither takes the other's place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator
from house import House
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from steps import built

from engine.cancel import CancelToken
from rag.storing.removed_talks import Sort
from rag.types import Turn
from ui.chat.desk import ChatDesk
from ui.chat.viewmodel import ChatViewModel
from ui.parts.tasks import Lane, Tasks
from ui.parts.theme import LIGHT
from ui.window.main_window import MainWindow

PATIENCE = 20_000
OLD, OTHER, NEW = "What is 17 times 23?", "What is 9 times 9?", "What is 6 times 7?"


@dataclass
class Chat:
    """The view model over real conversations, and what it told in which order."""

    house: House
    tasks: Tasks
    model: ChatViewModel
    old: int  # the conversation that was used last
    other: int
    told: list[tuple[str, object]] = field(default_factory=list)

    def hold(self) -> Callable[[], None]:
        """Let the vault answer nothing from now on, until what is given back is called."""
        gate = threading.Event()
        self.tasks.run(Lane.LIBRARY, lambda: gate.wait(20))
        return gate.set

    def opened(self) -> list[object]:
        return [what for name, what in self.told if name == "opened"]


@pytest.fixture
def chat(qtbot: QtBot, tmp_path: Path) -> Iterator[Chat]:
    house = House(tmp_path / "home", generator=FakeGenerator("Nothing."))
    chats = house.services.chats
    ids = []
    for question in (OTHER, OLD):
        ids.append(chats.create().id)
        list(chats.ask(ids[-1], question, CancelToken()))
    tasks = Tasks()
    made = Chat(house, tasks, ChatViewModel(chats, tasks), old=ids[1], other=ids[0])

    def questions(turns: tuple[Turn, ...]) -> None:
        made.told.append(("opened", [one.question for one in turns]))

    made.model.opened.connect(questions)
    made.model.asked.connect(lambda question, kept: made.told.append(("asked", (question, kept))))
    made.model.ended.connect(lambda answer: made.told.append(("ended", answer.question)))
    yield made
    tasks.close()
    house.close()


def answered(qtbot: QtBot, chat: Chat) -> None:
    """The last question is answered, and kept."""

    def done() -> bool:
        kept = [one.question for one in chat.model.turns]
        return ("ended", NEW) in chat.told and not chat.model.is_busy and NEW in kept

    qtbot.waitUntil(done, timeout=PATIENCE)


@pytest.mark.parametrize("listed", [False, True], ids=["nothing is known yet", "its turns are not there yet"])
def test_a_question_right_after_the_start_stays_in_view(qtbot: QtBot, chat: Chat, *, listed: bool) -> None:
    """It was answered behind the last conversation, which came late and took its place."""
    if listed:
        chat.model.load()
        let_go = chat.hold()
        qtbot.waitUntil(lambda: chat.model.current == chat.old, timeout=PATIENCE)
    else:
        let_go = chat.hold()
        chat.model.load()
    chat.model.ask(NEW)
    let_go()
    answered(qtbot, chat)
    assert chat.opened() == []
    assert chat.model.current not in (chat.old, chat.other)
    assert [one.question for one in chat.model.turns] == [NEW]
    assert [one.question for one in chat.house.services.chats.turns(chat.old)] == [OLD]


def test_without_a_question_the_last_conversation_opens(qtbot: QtBot, chat: Chat) -> None:
    chat.model.load()
    qtbot.waitUntil(lambda: chat.opened() == [[OLD]], timeout=PATIENCE)
    assert chat.model.current == chat.old


def test_a_conversation_that_is_opened_meanwhile_is_not_left_for_the_last(qtbot: QtBot, chat: Chat) -> None:
    let_go = chat.hold()
    chat.model.load()
    chat.model.open(chat.other)
    let_go()
    qtbot.waitUntil(lambda: chat.opened() == [[OTHER]], timeout=PATIENCE)
    with qtbot.waitSignal(chat.model.listed, timeout=PATIENCE):
        chat.model.refresh()
    assert chat.model.current == chat.other
    assert chat.opened() == [[OTHER]]


def test_a_question_waits_for_the_conversation_that_was_chosen(qtbot: QtBot, chat: Chat) -> None:
    """It was put below as many turns as the conversation before had, and was out of view then."""
    chat.model.load()
    qtbot.waitUntil(lambda: chat.opened() == [[OLD]], timeout=PATIENCE)
    let_go = chat.hold()
    chat.model.open(chat.other)
    chat.model.ask(NEW)
    let_go()
    answered(qtbot, chat)
    assert chat.told[1:] == [("opened", [OTHER]), ("asked", (NEW, 1)), ("ended", NEW)]
    assert [one.question for one in chat.model.turns] == [OTHER, NEW]


def kept(chat: Chat, conversation: int) -> list[str]:
    return [one.question for one in chat.house.services.chats.turns(conversation)]


def test_a_question_that_waits_goes_to_the_conversation_it_was_asked_in(qtbot: QtBot, chat: Chat) -> None:
    """It went to whichever was opened last."""
    elsewhere: list[tuple[int, str]] = []
    chat.model.answered.connect(lambda *told: elsewhere.append(told))
    chat.model.load()
    qtbot.waitUntil(lambda: chat.opened() == [[OLD]], timeout=PATIENCE)
    let_go = chat.hold()
    chat.model.open(chat.other)
    chat.model.ask(NEW)
    chat.model.open(chat.old)
    let_go()
    qtbot.waitUntil(lambda: elsewhere == [(chat.other, NEW)], timeout=PATIENCE)
    qtbot.waitUntil(lambda: not chat.model.is_busy, timeout=PATIENCE)
    assert (kept(chat, chat.other), kept(chat, chat.old)) == ([OTHER, NEW], [OLD])
    assert chat.model.current == chat.old
    assert "asked" not in [name for name, _ in chat.told], "nothing of it is in view"
    chat.model.open(chat.other)
    qtbot.waitUntil(lambda: chat.opened()[-1] == [OTHER, NEW], timeout=PATIENCE)


def test_two_questions_that_wait_are_both_asked_each_in_its_own(qtbot: QtBot, chat: Chat) -> None:
    chat.model.load()
    qtbot.waitUntil(lambda: chat.opened() == [[OLD]], timeout=PATIENCE)
    let_go = chat.hold()
    chat.model.open(chat.other)
    chat.model.ask("First?")
    chat.model.open(chat.old)
    chat.model.ask("Second?")
    let_go()
    qtbot.waitUntil(lambda: ("ended", "Second?") in chat.told and not chat.model.is_busy, timeout=PATIENCE)
    assert (kept(chat, chat.other), kept(chat, chat.old)) == ([OTHER, "First?"], [OLD, "Second?"])


def test_a_question_that_cannot_be_asked_yet_keeps_its_conversation(qtbot: QtBot, chat: Chat) -> None:
    """Sent while no model is ready; another conversation is opened before one is."""
    chat.model.load()
    qtbot.waitUntil(lambda: chat.opened() == [[OLD]], timeout=PATIENCE)
    chat.model.wait(NEW)
    chat.model.open(chat.other)
    qtbot.waitUntil(lambda: chat.opened()[-1] == [OTHER], timeout=PATIENCE)
    assert not chat.model.is_busy
    with qtbot.waitSignal(chat.model.answered, timeout=PATIENCE):
        chat.model.ready()
    assert (kept(chat, chat.old), kept(chat, chat.other)) == ([OLD, NEW], [OTHER])
    assert chat.model.current == chat.other


def test_what_waits_from_the_start_is_asked_where_nothing_was_open(qtbot: QtBot, chat: Chat) -> None:
    """The last conversation came into view before it could be asked, and it was asked there."""
    chat.model.load()
    chat.model.stay()
    with qtbot.waitSignal(chat.model.listed, timeout=PATIENCE):
        pass
    qtbot.wait(50)
    assert chat.opened() == []
    chat.model.ask(NEW)
    answered(qtbot, chat)
    assert kept(chat, chat.old) == [OLD]
    assert chat.model.current not in (chat.old, chat.other)


def test_what_is_opened_after_a_turn_was_gone_to_stays(qtbot: QtBot, chat: Chat) -> None:
    chat.model.load()
    qtbot.waitUntil(lambda: chat.opened() == [[OLD]], timeout=PATIENCE)
    let_go = chat.hold()
    chat.model.show_turn(chat.house.services.chats.turns(chat.other)[0].id)
    chat.model.new()
    let_go()
    qtbot.waitUntil(lambda: not chat.model._coming.is_under_way, timeout=PATIENCE)
    assert chat.model.current == 0
    assert chat.opened()[-1] == []


def test_the_window_keeps_a_question_with_its_conversation(qtbot: QtBot, chat: Chat) -> None:
    window = MainWindow(LIGHT, chat.house.services.settings, chat.tasks)
    qtbot.addWidget(window)
    built(window.building(chat.house.services))
    composer, model = window.panes.composer, window.desk(ChatDesk).model
    qtbot.waitUntil(lambda: model.current == chat.old and len(model.turns) == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not composer._reason, timeout=PATIENCE)
    composer.set_reason("No model is ready yet.")
    QTest.keyClicks(composer.field, NEW)
    QTest.keyClick(composer.field, Qt.Key.Key_Return)
    model.open(chat.other)
    assert composer.field.toPlainText() == ""
    assert "own conversation" in composer._note.text()
    qtbot.waitUntil(lambda: [one.question for one in model.turns] == [OTHER], timeout=PATIENCE)
    composer.set_reason("")
    qtbot.waitUntil(lambda: NEW in window.panes.banner.accessibleName(), timeout=PATIENCE)
    assert composer._note.isHidden()
    window.panes.banner._action.click()
    qtbot.waitUntil(lambda: [one.question for one in model.turns] == [OLD, NEW], timeout=PATIENCE)
    assert kept(chat, chat.other) == [OTHER]


def test_a_turn_that_is_gone_to_is_in_view_before_what_is_asked(qtbot: QtBot, chat: Chat) -> None:
    chat.model.load()
    qtbot.waitUntil(lambda: chat.opened() == [[OLD]], timeout=PATIENCE)
    let_go = chat.hold()
    chat.model.show_turn(chat.house.services.chats.turns(chat.other)[0].id)
    chat.model.ask(NEW)
    let_go()
    answered(qtbot, chat)
    assert chat.told[1:] == [("opened", [OTHER]), ("asked", (NEW, 1)), ("ended", NEW)]


def test_a_conversation_that_is_gone_keeps_no_question_waiting(qtbot: QtBot, chat: Chat) -> None:
    refused: list[object] = []
    chat.model.refused.connect(refused.append)
    chat.model.load()
    qtbot.waitUntil(lambda: chat.opened() == [[OLD]], timeout=PATIENCE)
    chat.model.show_turn(987654)
    chat.model.ask(NEW)
    answered(qtbot, chat)
    assert len(refused) == 1
    assert [one.question for one in chat.model.turns] == [OLD, NEW]


def test_what_comes_back_does_not_take_the_place_of_an_answer_being_written(qtbot: QtBot, chat: Chat) -> None:
    chats = chat.house.services.chats
    chat.model.load()
    qtbot.waitUntil(lambda: chat.opened() == [[OLD]], timeout=PATIENCE)
    turn = chat.model.turns[0].id
    chats.bin.put(Sort.TURN, turn)
    let_go = chat.hold()
    chat.model.ask(NEW)
    chats.bin.restore(Sort.TURN, turn)
    chat.model.reload()
    let_go()
    answered(qtbot, chat)
    qtbot.waitUntil(lambda: chat.opened()[-1] == [OLD, NEW], timeout=PATIENCE)
    order = [name for name, _ in chat.told]
    assert order.index("ended") < len(order) - 1 - order[::-1].index("opened")
