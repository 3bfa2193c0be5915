"""The list of conversations, by keyboard; and the view model that keeps one answer to one conversation."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterator

import pytest
from PySide6.QtCore import QDate, QDateTime, QLocale, QPoint, Qt, QTime, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QStyle, QStyleOptionFrame
from pytestqt.qtbot import QtBot
from scenes.looks import Look, dressed

from app.words.catalogue import say
from engine.cancel import CancelToken
from rag.storing.said import Said
from rag.types import Answer, AnswerDelta, AnswerDone, AnswerEvent, Conversation, Outcome, SearchScope, Turn
from ui.chat.conversations import Conversations
from ui.chat.viewmodel import ChatViewModel
from ui.parts.tasks import Tasks
from ui.parts.theme import BODY_POINTS, LIGHT, sheet

LISTED = (Conversation(7, "Breaches", 0.0, 2.0), Conversation(3, "", 0.0, 1.0))
DAY = 86_400.0


@pytest.fixture
def panel(qtbot: QtBot) -> Conversations:
    made = Conversations()
    qtbot.addWidget(made)
    made.resize(300, 300)
    made.show()
    made.show_list(LISTED, 7)
    return made


def rename(qtbot: QtBot, panel: Conversations, title: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    qtbot.keyClick(panel.list, Qt.Key.Key_F2)
    editor = panel.list.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, title)
    with qtbot.waitSignal(panel.list.itemDelegate().closeEditor):
        qtbot.keyClick(editor, end)


def test_the_open_conversation_is_chosen_and_untitled_ones_have_a_name(panel: Conversations) -> None:
    assert panel.list.currentItem().text() == "Breaches"
    assert rows(panel)[1:] == ["Breaches", "New conversation"]


def test_the_menu_of_another_conversation_leaves_the_shown_one_chosen(
    qtbot: QtBot, panel: Conversations
) -> None:
    """The other one stayed chosen in the list, where this one was still shown."""
    at = panel.list.visualItemRect(panel.list.item(2)).center()
    opened: list[int] = []
    marked: list[tuple[int, list[str]]] = []
    panel.opened.connect(opened.append)

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            QTimer.singleShot(5, look)
            return
        marked.append((panel.list.called_row, [one.text() for one in panel.list.selectedItems()]))
        menu.close()

    QTimer.singleShot(0, look)
    right_click(qtbot, panel, at)
    panel.list.customContextMenuRequested.emit(at)
    assert marked == [(2, ["Breaches"])]  # the row is marked only while its menu is open
    assert panel.list.called_row == -1
    assert panel.list.currentItem().text() == "Breaches"
    assert opened == []


def right_click(qtbot: QtBot, panel: Conversations, at: QPoint) -> None:
    qtbot.mousePress(panel.list.viewport(), Qt.MouseButton.RightButton, pos=at)
    qtbot.mouseRelease(panel.list.viewport(), Qt.MouseButton.RightButton, pos=at)


def rows(panel: Conversations) -> list[str]:
    return [panel.list.item(at).text() for at in range(panel.list.count())]


def test_they_stand_by_the_day_they_were_used_and_pinned_ones_above(panel: Conversations) -> None:
    now = time.time()
    ages = {1: 0.0, 2: 1 * DAY, 3: 400 * DAY, 4: 402 * DAY}
    found = [Conversation(id_, f"No. {id_}", 0.0, now - age, id_ == 4) for id_, age in ages.items()]
    panel.show_list(found, 2)
    heads = [panel.list.item(at) for at in range(panel.list.count())]
    told = [one.text() for one in heads if not one.flags()]
    assert told[:3] == ["Pinned", "Today", "Yesterday"]
    assert len(told) == 4
    assert told[3][-4:].isdigit()
    assert rows(panel)[1] == "No. 4"
    assert panel.list.currentItem().text() == "No. 2"


def test_the_same_week_of_another_year_is_not_this_week(panel: Conversations) -> None:
    today = QDate.currentDate()
    week, year = today.weekNumber()
    days = (today.addDays(-days) for days in range(300, 400))
    then = next(one for one in days if one.weekNumber() == (week, year - 1))
    at = QDateTime(then, QTime(12, 0)).toSecsSinceEpoch()
    panel.show_list([Conversation(1, "Rent", 0.0, float(at))], 1)
    assert rows(panel)[0] == say(
        "chat.list.month", month=f"{QLocale().standaloneMonthName(then.month())}", year=then.year()
    )


def test_headings_grow_and_shrink_with_the_letters(
    qtbot: QtBot, qapp: QApplication, panel: Conversations
) -> None:
    """They stayed as they were until the list was made anew."""

    def high(row: int) -> int:
        return panel.list.visualItemRect(panel.list.item(row)).height()

    def write(points: float) -> None:
        font = qapp.font()
        font.setPointSizeF(points)
        qapp.setFont(font)
        qapp.setStyleSheet(sheet(LIGHT, points))

    with dressed(qapp, Look("usual", 300, 300, LIGHT)):
        small = high(0)
        write(2 * BODY_POINTS)
        qtbot.waitUntil(lambda: 1.4 * small < high(0) < high(1))
        large = high(0)
        write(BODY_POINTS)
        qtbot.waitUntil(lambda: 1.4 * high(0) < large)
        assert high(0) < high(1)


def test_the_keyboard_passes_over_headings(qtbot: QtBot, panel: Conversations) -> None:
    now = time.time()
    panel.show_list([Conversation(1, "a", 0.0, now), Conversation(2, "b", 0.0, now - 400 * DAY)], 1)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert panel.list.currentItem().text() == "b"


def test_what_is_typed_is_looked_for_and_found_turns_open(qtbot: QtBot, panel: Conversations) -> None:
    with qtbot.waitSignal(panel.looked_for) as looked:
        qtbot.keyClicks(panel.field, "heron")
    assert looked.args == ["heron"]
    panel.show_found([Said(20, 3, "Birds", "Where is it?", "The heron nests here.", 0.0)])
    assert rows(panel) == ["Where is it?\nThe heron nests here."]
    panel.show_list(LISTED, 7)
    assert len(rows(panel)) == 1, "what is found stays while the list changes"
    with qtbot.waitSignal(panel.found_opened) as opened:
        qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert opened.args == [3, 20, "heron"]
    with qtbot.assertNotEmitted(panel.deleted):
        panel.list.setCurrentRow(0)
        qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    with qtbot.waitSignal(panel.looked_for) as looked:
        qtbot.keyClick(panel.field, Qt.Key.Key_Escape)
    assert looked.args == [""]
    panel.show_found(None)
    assert rows(panel)[1:] == ["Breaches", "New conversation"]
    panel.show_found([])
    assert rows(panel) == ["Nothing found"]


def test_the_menu_of_a_row_pins_exports_and_removes(qtbot: QtBot, panel: Conversations) -> None:
    menu = panel.menu_of(panel.list.item(1))
    told = {one.text(): one for one in menu.actions()}
    assert list(told) == ["Pin", "Rename", "Export…", "Delete"]
    for name, signal, args in (
        ("Pin", panel.pinned, [7, True]),
        ("Export…", panel.exported, [7]),
        ("Delete", panel.deleted, [7]),
    ):
        with qtbot.waitSignal(signal) as sent:
            told[name].trigger()
        assert sent.args == args


def test_f2_renames(qtbot: QtBot, panel: Conversations) -> None:
    with qtbot.waitSignal(panel.renamed) as renamed:
        rename(qtbot, panel, "Notification")
    assert renamed.args == [7, "Notification"]


@pytest.mark.parametrize("points", [BODY_POINTS, 2 * BODY_POINTS])
def test_the_name_that_is_written_can_be_read(
    qtbot: QtBot, qapp: QApplication, panel: Conversations, points: float
) -> None:
    """The field had the room of its own padding left, and showed half of its letters."""
    before = qapp.styleSheet()
    qapp.setStyleSheet(sheet(LIGHT, points))
    try:
        qtbot.keyClick(panel.list, Qt.Key.Key_F2)
        editor = panel.list.findChild(QLineEdit)
        assert editor is not None
        inside = QStyleOptionFrame()
        editor.initStyleOption(inside)
        room = editor.style().subElementRect(QStyle.SubElement.SE_LineEditContents, inside, editor)
        assert room.height() >= editor.fontMetrics().height()
        assert editor.geometry().right() <= panel.list.viewport().width()
    finally:
        qapp.setStyleSheet(before)


def test_escape_leaves_the_old_name(qtbot: QtBot, panel: Conversations) -> None:
    with qtbot.assertNotEmitted(panel.renamed):
        rename(qtbot, panel, "Notification", Qt.Key.Key_Escape)
    assert panel.list.item(1).text() == "Breaches"


def test_an_empty_name_leaves_the_old_one(qtbot: QtBot, panel: Conversations) -> None:
    with qtbot.assertNotEmitted(panel.renamed):
        rename(qtbot, panel, "   ")
    assert panel.list.item(1).text() == "Breaches"


def test_delete_asks_to_delete_the_chosen_one(qtbot: QtBot, panel: Conversations) -> None:
    panel.list.setCurrentRow(2)
    with qtbot.waitSignal(panel.deleted) as deleted:
        qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert deleted.args == [3]


def test_enter_and_a_click_open(qtbot: QtBot, panel: Conversations) -> None:
    with qtbot.waitSignal(panel.opened) as opened:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert opened.args == [7]
    with qtbot.waitSignal(panel.opened) as opened:
        at = panel.list.visualItemRect(panel.list.item(2)).center()
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened.args == [3]


def test_a_new_list_keeps_a_name_being_written(qtbot: QtBot, panel: Conversations) -> None:
    qtbot.keyClick(panel.list, Qt.Key.Key_F2)
    editor = panel.list.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "Half a na")
    panel.show_list(LISTED, 7)
    editor = panel.list.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "me")
    with qtbot.waitSignal(panel.renamed) as renamed:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert renamed.args == [7, "Half a name"]


class Held:
    """Conversations whose answers wait until the test lets them end."""

    def __init__(self) -> None:
        self.kept = {
            1: [Turn(10, 1, "One?", answer("One."), 0.0)],
            2: [Turn(20, 2, "Two?", answer("Two."), 0.0)],
        }
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.search = None
        self.calls: list[tuple[object, ...]] = []

    def conversations(self) -> list[Conversation]:
        return [Conversation(key, f"No. {key}", 0.0, 0.0) for key in self.kept]

    def create(self) -> Conversation:
        number = len(self.kept) + 1
        self.kept[number] = []
        return Conversation(number, "", 0.0, 0.0)

    def turns(self, conversation_id: int) -> list[Turn]:
        return list(self.kept[conversation_id])

    def ask(
        self,
        conversation_id: int,
        question: str,
        cancel: CancelToken,
        scope: SearchScope | None = None,
        at_hand: Collection[int] = (),
    ) -> Iterator[AnswerEvent]:
        self.calls.append(("ask", conversation_id, question))
        yield AnswerDelta("Begun")
        self.begun.set()
        assert self.go_on.wait(20)
        done = answer("Begun and ended.")
        self.kept[conversation_id].append(Turn(99, conversation_id, question, done, 0.0))
        yield AnswerDone(done)

    def regenerate(self, turn_id: int, cancel: CancelToken) -> Iterator[AnswerEvent]:
        self.calls.append(("regenerate", turn_id))
        yield AnswerDone(answer("Again."))


def answer(text: str) -> Answer:
    return Answer("?", text, (), Outcome.ANSWERED, "tiny", 1.0, 10.0)


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
def chat(qtbot: QtBot, held: Held) -> Iterator[ChatViewModel]:
    tasks = Tasks()
    made = ChatViewModel(held, tasks)  # type: ignore[arg-type]  # the part of Chats that is used
    with qtbot.waitSignal(made.opened):
        made.load()
    yield made
    held.go_on.set()
    tasks.close()


def test_an_answer_left_behind_does_not_run_into_another_conversation(
    qtbot: QtBot, chat: ChatViewModel, held: Held
) -> None:
    seen: list[AnswerEvent] = []
    chat.answering.connect(seen.append)
    chat.ask("How soon?")
    qtbot.waitUntil(lambda: seen == [AnswerDelta("Begun")])
    with qtbot.waitSignal(chat.opened) as opened:
        chat.open(2)
    assert [turn.question for turn in opened.args[0]] == ["Two?"]
    with qtbot.waitSignal(chat.busy) as busy:
        held.go_on.set()
    assert busy.args == [False]
    assert seen == [AnswerDelta("Begun")]
    with qtbot.waitSignal(chat.opened) as opened:
        chat.open(1)
    assert [turn.question for turn in opened.args[0]] == ["One?", "How soon?"]


def test_a_question_after_leaving_goes_to_the_new_conversation(
    qtbot: QtBot, chat: ChatViewModel, held: Held
) -> None:
    chat.new()
    chat.ask("First?")
    assert held.begun.wait(20)
    chat.new()
    with qtbot.waitSignal(chat.busy):
        held.go_on.set()
    with qtbot.waitSignal(chat.ended):
        chat.ask("Second?")
    assert [call[1:] for call in held.calls] == [(3, "First?"), (4, "Second?")]


def test_answering_again_keeps_the_question_and_asks_for_other_words(
    qtbot: QtBot, chat: ChatViewModel, held: Held
) -> None:
    asked: list[tuple[str, int]] = []
    chat.asked.connect(lambda question, kept: asked.append((question, kept)))
    with qtbot.waitSignal(chat.ended):
        chat.regenerate(10)
    assert held.calls == [("regenerate", 10)]
    assert asked == [("One?", 0)]
