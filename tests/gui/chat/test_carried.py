"""What is wished for in the conversation: read at once, written after Enter, taken back; by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from window import drop, open_window

from app.services import Services
from rag.types import Answer, DocumentState, Errand, Intent, Outcome, Wish
from ui.chat.desk import ChatDesk
from ui.chat.offers import Offers
from ui.chat.turn_card import TurnCard
from ui.forecasting.dialog import ForecastDialog
from ui.library.search_desk import SearchDesk
from ui.parts.desk import Offer
from ui.runs.desk import RunDesk
from ui.window.main_window import MainWindow

PATIENCE = 30_000
TEXTS = {
    "NDA_Acme.txt": "Non-disclosure agreement\n\nThis is between Acme Ltd and Globex Corporation.\n",
    "lease.txt": "Lease\n\nThe tenant shall prune the trees in February.\n",
    "sales.csv": "Month,Cost,Sales\n"
    + "".join(f"2024-{month:02}-01,{month},{20 - month}\n" for month in range(1, 13)),
}


def _answer(tool: str, **arguments: object) -> Answer:
    wish = Wish((1,), plain=True, errand=Errand(tool, arguments))
    return Answer("?", "It does.", (), Outcome.ACTION, "", 0.1, 0.0, intent=Intent.CARRY, wish=wish)


@pytest.mark.parametrize(
    ("tool", "words"),
    [("tag", "Put the tags on"), ("extract", "Make the table"), ("open_page", "Open the page"),
     ("search", "Search"), ("forecast", "Forecast…")],
)  # fmt: skip
def test_each_call_has_its_button(qtbot: QtBot, tool: str, words: str) -> None:
    offers = Offers()
    qtbot.addWidget(offers)
    offers.show_for(_answer(tool))
    (button,) = offers.buttons.values()
    assert button.text() == words
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


pytestmark = pytest.mark.model


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Not in your documents.") as opened:
        paths = [tmp_path / name for name in TEXTS]
        for path in paths:
            path.write_text(TEXTS[path.name], encoding="utf-8")
        drop(opened, paths)
        library = services(opened).library
        qtbot.waitUntil(
            lambda: [one.state for one in library.documents()] == [DocumentState.READY] * 3, timeout=PATIENCE
        )
        yield opened


def services(window: MainWindow) -> Services:
    return window.desk(ChatDesk).given.services


def ask(qtbot: QtBot, window: MainWindow, question: str) -> TurnCard:
    qtbot.keyClicks(window.panes.composer.field, question)
    with qtbot.waitSignal(window.desk(ChatDesk).model.ended, timeout=PATIENCE):
        qtbot.keyClick(window.panes.composer.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.desk(ChatDesk).model.is_busy, timeout=PATIENCE)
    return window.panes.transcript.cards[-1]


def tags(window: MainWindow) -> list[str]:
    return [one.tag.name for one in services(window).tagging.tags() if one.documents]


def test_tags_wait_for_enter_and_are_taken_back(qtbot: QtBot, window: MainWindow) -> None:
    card = ask(qtbot, window, "Tag all NDAs as signed")
    assert "“signed”" in card.text
    assert "NDA_Acme.txt" in card.text
    button = card.offers.buttons[Offer.CARRY]
    assert tags(window) == []
    qtbot.waitUntil(button.hasFocus)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tags(window) == ["signed"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: Offer.UNDO in card.offers.buttons, timeout=PATIENCE)
    assert "taken back" in card.findChild(QLabel, "unread").text()
    again = card.offers.buttons[Offer.UNDO]
    again.setFocus()
    qtbot.keyClick(again, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: tags(window) == [], timeout=PATIENCE)
    qtbot.waitUntil(lambda: Offer.CARRY in card.offers.buttons, timeout=PATIENCE)


def test_tags_that_are_there_already_are_told(qtbot: QtBot, window: MainWindow) -> None:
    (lease,) = (one for one in services(window).library.documents() if one.name == "lease.txt")
    services(window).tagging.put([lease.id], ["urgent"])
    card = ask(qtbot, window, "Put the tag urgent on lease.txt")
    qtbot.keyClick(card.offers.buttons[Offer.CARRY], Qt.Key.Key_Return)
    banner = window.desk(ChatDesk).given.frame.banner
    qtbot.waitUntil(banner.isVisible, timeout=PATIENCE)
    assert any("already" in one.text() for one in banner.findChildren(QLabel))
    assert Offer.CARRY in card.offers.buttons


def test_nothing_is_done_where_another_question_is_asked(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, "Tag all NDAs as signed")
    window.panes.composer.field.setFocus()
    ask(qtbot, window, "Which documents do I have?")
    assert tags(window) == []


def test_a_table_is_made_and_opened(qtbot: QtBot, window: MainWindow) -> None:
    card = ask(qtbot, window, "Extract the parties of the NDAs")
    assert services(window).runs.runs() == []
    button = card.offers.buttons[Offer.CARRY]
    qtbot.waitUntil(button.hasFocus)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: Offer.OPEN in card.offers.buttons, timeout=PATIENCE)
    assert len(services(window).runs.runs()) == 1
    qtbot.mouseClick(card.offers.buttons[Offer.OPEN], Qt.MouseButton.LeftButton)
    view = window.desk(RunDesk).view
    qtbot.waitUntil(lambda: window.centre.currentWidget() is view, timeout=PATIENCE)


def test_a_page_is_opened_at_once(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, "Open page 1 of lease.txt")
    qtbot.waitUntil(window.panes.reader.isVisible, timeout=PATIENCE)


def test_words_are_searched_for_at_once(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, "Search for 'prune the trees'")
    view = window.desk(SearchDesk).view
    qtbot.waitUntil(lambda: window.centre.currentWidget() is view, timeout=PATIENCE)
    assert view.field.text() == "prune the trees"


def test_a_forecast_opens_its_dialog_with_the_table(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[ForecastDialog] = []
    monkeypatch.setattr(ForecastDialog, "exec", lambda dialog: shown.append(dialog) or 0)
    ask(qtbot, window, "Forecast the sales in sales.csv for 6 months")
    qtbot.waitUntil(lambda: bool(shown) and shown[0].start.isEnabled(), timeout=PATIENCE)
    dialog = shown[0]
    assert (dialog.name.text(), dialog.date.currentText()) == ("sales.csv", "Month")
    assert (dialog.value.currentText(), dialog.horizon.value()) == ("Sales", 6)
