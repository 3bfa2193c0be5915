"""What is chosen above the question, over a new start of the program and in each conversation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from house import House
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import Document, DocumentState, SearchScope
from ui.chat.desk import ChatDesk
from ui.collecting.desk import CollectingDesk
from ui.library.desk import LibraryDesk
from ui.library.panel import LibraryPanel
from ui.runs.survey_bar import SurveyBar
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
LIBRARY = "The whole library ({n})"
QUESTION = "When does the tenant give notice?"
TEXTS = {
    "office lease.txt": "The Tenant of the office gives notice three months before the end of a quarter.",
    "shop lease.txt": "The Tenant of the shop gives notice six weeks before the end of a month.",
    "yard lease.txt": "The Tenant of the yard gives notice one year before the end of the term.",
}


@contextmanager
def started(qtbot: QtBot, home: Path, there: int = 3) -> Iterator[MainWindow]:
    """The program with its library in view."""
    with open_window(home / "home", "") as opened:
        if not (home / "office lease.txt").exists():
            for name, text in TEXTS.items():
                (home / name).write_text(text, encoding="utf-8")
            drop(opened, [home / name for name in TEXTS])
        rows = opened.desk(LibraryDesk).model.rows
        ready = [DocumentState.READY] * there
        qtbot.waitUntil(lambda: [one.state for one in rows.documents()] == ready, timeout=PATIENCE)
        bar = opened.view(SurveyBar)
        qtbot.waitUntil(lambda: len(bar.documents) == there, timeout=PATIENCE)
        yield opened


def document(window: MainWindow, name: str) -> Document:
    return next(one for one in window.desk(LibraryDesk).model.rows.documents() if one.name == name)


def pick(qtbot: QtBot, window: MainWindow, words: str) -> None:
    bar = window.view(SurveyBar)

    def offered() -> list[str]:
        bar.scope.opening.emit()
        return [bar.scope.itemText(at) for at in range(bar.scope.count())]

    qtbot.waitUntil(lambda: words in offered(), timeout=PATIENCE)
    bar.scope.setCurrentIndex(offered().index(words))
    bar.scope.activated.emit(bar.scope.currentIndex())


def shown(qtbot: QtBot, window: MainWindow, words: str) -> None:
    bar = window.view(SurveyBar)
    qtbot.waitUntil(lambda: bar.scope.currentText() == words, timeout=PATIENCE)
    chosen = "The whole library" not in words
    assert bool(bar.scope.property("chosen")) is chosen
    assert (window.desk(ChatDesk).model.scope == SearchScope()) is not chosen


def ask(qtbot: QtBot, window: MainWindow) -> set[str]:
    """Ask, and which documents the answer was asked of; empty for all."""
    field, cards, model = window.panes.composer.field, window.panes.transcript, window.desk(ChatDesk).model
    before = len(cards.cards)
    field.setPlainText(QUESTION)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(cards.cards) == before + 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: cards.cards[-1].answered is not None and not model.is_busy, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(model.turns) == before + 1, timeout=PATIENCE)
    answer = cards.cards[-1].answered
    assert answer is not None
    return {one.citation.document for one in answer.quotes} if not answer.only else set(answer.only)


def told(window: MainWindow) -> str:
    note = window.panes.composer._note
    return note.text() if note.isVisible() else ""


def test_ticked_documents_are_chosen_again_after_a_start(qtbot: QtBot, tmp_path: Path) -> None:
    with started(qtbot, tmp_path) as window:
        ids = tuple(document(window, name).id for name in ("office lease.txt", "shop lease.txt"))
        window.view(SurveyBar).choose(ids)
    with started(qtbot, tmp_path) as window:
        shown(qtbot, window, "2 chosen documents")
        assert ask(qtbot, window) == {"office lease.txt", "shop lease.txt"}
        pick(qtbot, window, LIBRARY.format(n=3))
    with started(qtbot, tmp_path) as window:
        shown(qtbot, window, LIBRARY.format(n=3))
        assert told(window) == ""


def test_a_question_at_once_after_the_start_goes_to_what_was_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    """Also where nobody knows yet what that was."""
    with started(qtbot, tmp_path) as window:
        window.view(SurveyBar).add(document(window, "yard lease.txt").id)
    with open_window(tmp_path / "home", "") as window:
        assert window.desk(ChatDesk).model.scope is None
        assert ask(qtbot, window) == {"yard lease.txt"}


def test_a_collection_is_chosen_again_under_its_new_name(qtbot: QtBot, tmp_path: Path) -> None:
    with started(qtbot, tmp_path) as window:
        collections = window.desk(LibraryDesk).given.services.collections
        collections.make("Leases")
        collections.move([document(window, "yard lease.txt").id], "Leases")
        pick(qtbot, window, "“Leases” (1)")
        window.desk(CollectingDesk).section.renamed.emit("Leases", "Rents")
        shown(qtbot, window, "“Rents” (1)")  # and at once, where it is seen
    with started(qtbot, tmp_path) as window:
        shown(qtbot, window, "“Rents” (1)")
        assert ask(qtbot, window) == {"yard lease.txt"}


def test_a_tag_is_chosen_again_with_what_got_it_since(qtbot: QtBot, tmp_path: Path) -> None:
    with started(qtbot, tmp_path) as window:
        tagging = window.desk(LibraryDesk).given.services.tagging
        tagging.put([document(window, "shop lease.txt").id], ["Due"])
        pick(qtbot, window, "tagged “Due” (1)")
        tagging.put([document(window, "yard lease.txt").id], ["Due"])
        shown(qtbot, window, "tagged “Due” (2)")
    with started(qtbot, tmp_path) as window:
        shown(qtbot, window, "tagged “Due” (2)")
        assert window.view(SurveyBar).asked == window.view(SurveyBar).chosen.documents
        assert ask(qtbot, window) == {"shop lease.txt", "yard lease.txt"}


def test_a_conversation_that_is_opened_brings_what_was_asked_there(qtbot: QtBot, tmp_path: Path) -> None:
    with started(qtbot, tmp_path) as window:
        model = window.desk(ChatDesk).model
        window.view(SurveyBar).add(document(window, "yard lease.txt").id)
        assert ask(qtbot, window) == {"yard lease.txt"}
        of_yard = model.current
        model.new()
        shown(qtbot, window, "yard lease.txt")
        pick(qtbot, window, LIBRARY.format(n=3))
        ask(qtbot, window)
        of_all = model.current
        window.view(SurveyBar).add(document(window, "shop lease.txt").id)
        model.open(of_yard)
        shown(qtbot, window, "yard lease.txt")
        model.open(of_all)
        shown(qtbot, window, LIBRARY.format(n=3))
        pick(qtbot, window, LIBRARY.format(n=3))
        model.reload()  # the same one is shown anew: what was chosen since stays
        window.view(SurveyBar).add(document(window, "shop lease.txt").id)
        qtbot.waitUntil(lambda: not model._coming.is_under_way, timeout=PATIENCE)
        shown(qtbot, window, "shop lease.txt")
    with started(qtbot, tmp_path) as window:
        shown(qtbot, window, "shop lease.txt")
        model = window.desk(ChatDesk).model
        qtbot.waitUntil(lambda: bool(model.turns), timeout=PATIENCE)
        model.open(of_yard)
        shown(qtbot, window, "yard lease.txt")


def test_what_is_gone_falls_back_and_is_told_once(qtbot: QtBot, tmp_path: Path) -> None:
    with started(qtbot, tmp_path) as window:
        library = window.desk(LibraryDesk).given.services.library
        ids = [document(window, name).id for name in TEXTS]
        window.view(SurveyBar).choose((ids[0], ids[1]))
        library.remove(ids[0])
        shown(qtbot, window, "shop lease.txt")
        assert told(window) == "1 document that had been chosen is no longer there. The rest are asked."
    with started(qtbot, tmp_path, there=2) as window:
        shown(qtbot, window, "shop lease.txt")
        assert told(window) == ""
    house = House(tmp_path / "home")  # removed while no window looks
    house.services.library.remove(ids[1])
    house.close()
    gone = "What had been chosen to be asked is no longer there. The whole library is asked."
    with started(qtbot, tmp_path, there=1) as window:
        qtbot.waitUntil(lambda: told(window) == gone, timeout=PATIENCE)
        shown(qtbot, window, LIBRARY.format(n=1))
        ask(qtbot, window)
        assert told(window) == ""
    with started(qtbot, tmp_path, there=1) as window:
        shown(qtbot, window, LIBRARY.format(n=1))
        assert told(window) == ""


def test_what_is_brought_back_is_chosen_again(qtbot: QtBot, tmp_path: Path) -> None:
    """Nothing is said to be gone that is there, and no question goes to more than was chosen."""
    with started(qtbot, tmp_path) as window:
        model, bar = window.desk(LibraryDesk).model, window.view(SurveyBar)
        office, shop = (document(window, name) for name in ("office lease.txt", "shop lease.txt"))
        bar.choose((office.id, shop.id))
        model.remove([office])
        shown(qtbot, window, "shop lease.txt")
        model.remove([shop])
        shown(qtbot, window, LIBRARY.format(n=1))
        gone = "What had been chosen to be asked is no longer there. The whole library is asked."
        assert told(window) == gone
        model.bring_back([shop])
        shown(qtbot, window, "shop lease.txt")
        assert told(window) == "1 document that had been chosen is no longer there. The rest are asked."
        model.bring_back([office])
        shown(qtbot, window, "2 chosen documents")
        assert told(window) == ""
        pick(qtbot, window, LIBRARY.format(n=3))
        model.remove([office])
        qtbot.waitUntil(lambda: len(bar.documents) == 2, timeout=PATIENCE)
        model.bring_back([office])
        shown(qtbot, window, LIBRARY.format(n=3))  # chosen since: what was chosen before is past


def test_a_list_that_is_narrowed_to_a_tag_narrows_the_next_start_too(qtbot: QtBot, tmp_path: Path) -> None:
    with started(qtbot, tmp_path) as window:
        services = window.desk(LibraryDesk).given.services
        ids = [document(window, name).id for name in TEXTS]
        services.tagging.put(ids[:2], ["Due"])
        services.collections.make("Leases")
        services.collections.move(ids[1:], "Leases")
        pick(qtbot, window, "“Leases” (2)")
        tags = window.view(LibraryPanel).tags
        qtbot.waitUntil(tags.isVisible, timeout=PATIENCE)
        tags.narrow("Due")
        ask(qtbot, window)
        answer = window.panes.transcript.cards[-1].answered
        assert answer is not None
        assert answer.within == "Due"
        assert {one.citation.document for one in answer.quotes} == {"shop lease.txt"}
    with started(qtbot, tmp_path) as window:
        shown(qtbot, window, "“Leases” (2)")
        qtbot.waitUntil(lambda: window.view(LibraryPanel).tags.chosen == "Due", timeout=PATIENCE)
        assert window.desk(ChatDesk).model.scope == SearchScope(collection="Leases", tag="Due")


def test_a_new_conversation_asks_for_one_answer(qtbot: QtBot, tmp_path: Path) -> None:
    with started(qtbot, tmp_path) as window:
        switch = window.view(SurveyBar).switch
        qtbot.waitUntil(switch.isVisible, timeout=PATIENCE)
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
        assert switch.isChecked()
        window.activateWindow()
        qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: not switch.isChecked(), timeout=PATIENCE)
