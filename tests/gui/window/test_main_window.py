"""The whole window: drop, ask, read, open the page, and everything by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from files.documents import encrypted_pdf, pdf, picture_pdf
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from window import drop, marker_share, open_window

from rag.types import DocumentState
from ui.chat.desk import ChatDesk
from ui.library.desk import LibraryDesk
from ui.library.rows import DocumentRole
from ui.library.search_desk import SearchDesk
from ui.models.desk import ModelDesk
from ui.models.dialog import ModelsDialog
from ui.parts.rows import StatusRole
from ui.parts.theme import LIGHT
from ui.window.main_window import MainWindow
from ui.window.shortcuts import ShortcutsDialog
from ui.window.unlock import PassphraseDialog

pytestmark = pytest.mark.model

PATIENCE = 60_000
BREACH = "# Article 33\n\nThe controller shall notify a breach to the authority within 72 hours of it."
REPLY = "The controller shall notify a breach to the authority within 72 hours."


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", REPLY) as opened:
        qtbot.waitUntil(lambda: not opened.panes.composer.field.placeholderText().startswith("Opening"))
        yield opened


def states(window: MainWindow) -> list[DocumentState]:
    model = window.panes.library.list.model()
    return [model.index(row, 0).data(DocumentRole).state for row in range(model.rowCount())]


def add(qtbot: QtBot, window: MainWindow, path: Path, state: DocumentState) -> None:
    before = len(states(window))
    drop(window, [path])
    qtbot.waitUntil(
        lambda: states(window)[: -before or None] == [state], timeout=PATIENCE
    )  # above the others


def ask(qtbot: QtBot, window: MainWindow, question: str) -> None:
    field = window.panes.composer.field
    field.setFocus()
    qtbot.keyClicks(field, question)
    before = len(window.panes.transcript.cards)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.panes.transcript.cards) == before + 1, timeout=PATIENCE)
    card = window.panes.transcript.cards[-1]
    qtbot.waitUntil(lambda: card.answered is not None, timeout=PATIENCE)
    # The next question is taken once the answer is kept, a moment after it is shown.
    qtbot.waitUntil(lambda: not window.desk(ChatDesk).model.is_busy, timeout=PATIENCE)


def test_a_new_library_says_what_to_do_first(window: MainWindow) -> None:
    assert window.panes.welcome.isVisible()
    assert window.panes.welcome._title.text() == "Drop your documents here"


def test_from_a_dropped_file_to_the_marked_page(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    filler = "Nothing of interest stands on this page about anything."
    add(qtbot, window, pdf(tmp_path / "law.pdf", [filler, BREACH]), DocumentState.READY)
    ask(qtbot, window, "Within how many hours is a breach notified to the authority?")
    card = window.panes.transcript.cards[-1]
    assert card.text == REPLY
    assert [one.page for one in card.answer.citations] == [2]
    card.answer.anchorClicked.emit(QUrl("cite:1"))
    reader = window.panes.reader
    qtbot.waitUntil(lambda: reader.shown is not None, timeout=PATIENCE)
    assert reader.isVisible()
    assert reader.shown.number == 2
    qtbot.waitUntil(lambda: bool(reader.page.boxes), timeout=PATIENCE)
    qtbot.waitUntil(lambda: marker_share(reader.page.viewport(), reader.page.mark()) > 0.3, timeout=PATIENCE)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not reader.isVisible())


def test_a_text_without_pages_is_shown_with_its_passage_marked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "note.txt"
    path.write_text("😀 Preface without meaning.\n\n" + BREACH, encoding="utf-8")
    add(qtbot, window, path, DocumentState.READY)
    ask(qtbot, window, "Within how many hours is a breach notified to the authority?")
    reader = window.panes.reader
    for _ in range(2):  # opened again, its text is drawn anew where the mark stands
        window.panes.transcript.cards[-1].answer.anchorClicked.emit(QUrl("cite:1"))
        qtbot.waitUntil(lambda: reader.shown is not None, timeout=PATIENCE)
        qtbot.waitUntil(lambda: bool(reader.text.toPlainText()), timeout=PATIENCE)
        document = reader.text.document()
        marked = "".join(
            document.characterAt(place)
            for place in range(document.characterCount())
            if _marked(reader.text, place)
        )
        assert "72 hours" in marked
        assert "Preface" not in marked


def test_escape_ends_what_has_the_keyboard_first(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(BREACH, encoding="utf-8")
    add(qtbot, window, path, DocumentState.READY)
    window.browse(window.desk(LibraryDesk).model.rows.documents()[0])
    reader, search = window.panes.reader, window.desk(SearchDesk)
    qtbot.waitUntil(reader.isVisible, timeout=PATIENCE)
    search.open()
    search.view.field.setFocus()
    qtbot.keyClick(search.view.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not search.is_shown)
    assert reader.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not reader.isVisible())


def _marked(browser: object, place: int) -> bool:
    cursor = browser.textCursor()  # type: ignore[attr-defined]
    cursor.setPosition(place)
    cursor.movePosition(cursor.MoveOperation.Right)
    return bool(cursor.charFormat().background().color().name() == LIGHT.mark)


def test_a_failed_file_says_why_and_the_rest_goes_on(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing follows")
    add(qtbot, window, broken, DocumentState.FAILED)
    add(qtbot, window, picture_pdf(tmp_path / "scan.pdf"), DocumentState.FAILED)
    add(qtbot, window, pdf(tmp_path / "law.pdf", [BREACH]), DocumentState.READY)
    model = window.panes.library.list.model()
    words = [model.index(row, 0).data(StatusRole) for row in range(model.rowCount())]
    assert len(set(words)) == 3
    assert "1 page" in words[0]


def test_a_protected_file_asks_for_its_password(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    add(qtbot, window, encrypted_pdf(tmp_path / "secret.pdf", "sesame"), DocumentState.FAILED)
    document = window.panes.library.list.model().index(0, 0).data(DocumentRole)
    assert document.error_code == "password-needed"
    window.desk(LibraryDesk).model.retry(document, "sesame")
    qtbot.waitUntil(lambda: states(window) == [DocumentState.READY], timeout=PATIENCE)


def test_removing_a_document_can_be_undone(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    add(qtbot, window, pdf(tmp_path / "law.pdf", [BREACH]), DocumentState.READY)
    rows = window.panes.library.list
    rows.setFocus()
    rows.setCurrentIndex(rows.model().index(0, 0))
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: states(window) == [] and window.panes.banner.isVisible(), timeout=PATIENCE)
    qtbot.mouseClick(window.panes.banner._action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: states(window) == [DocumentState.READY], timeout=PATIENCE)


def test_several_documents_are_removed_at_once_and_one_undo_brings_all_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    drop(window, [pdf(tmp_path / name, [BREACH, name]) for name in ("law.pdf", "lease.pdf")])
    qtbot.waitUntil(lambda: states(window) == [DocumentState.READY] * 2, timeout=PATIENCE)
    rows = window.panes.library.list
    rows.setFocus()
    rows.selectAll()
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: states(window) == [] and window.panes.banner.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "2 documents" in window.panes.banner.accessibleName(), timeout=PATIENCE)
    qtbot.mouseClick(window.panes.banner._action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: states(window) == [DocumentState.READY] * 2, timeout=PATIENCE)


def test_an_answer_that_went_with_its_document_is_shown_no_more(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    add(qtbot, window, pdf(tmp_path / "law.pdf", [BREACH]), DocumentState.READY)
    ask(qtbot, window, "Within how many hours is a breach notified?")
    transcript, field = window.panes.transcript, window.panes.composer.field
    qtbot.keyClicks(field, "And what")
    rows = window.panes.library.list
    rows.setFocus()
    rows.setCurrentIndex(rows.model().index(0, 0))
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: [one.answered for one in transcript.cards] == [None], timeout=PATIENCE)
    assert transcript.cards[0].as_markdown() == "**Within how many hours is a breach notified?**\n"
    assert field.toPlainText() == "And what", "what is being typed stays"


def test_conversations_are_kept_renamed_and_opened_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    add(qtbot, window, pdf(tmp_path / "law.pdf", [BREACH]), DocumentState.READY)
    ask(qtbot, window, "Within how many hours is a breach notified?")
    ask(qtbot, window, "To which authority is a breach notified?")
    assert len(window.panes.transcript.cards) == 2
    listed = window.panes.conversations.list
    qtbot.waitUntil(lambda: listed.count() == 2, timeout=PATIENCE)
    field = window.panes.composer.field
    qtbot.keyClicks(field, "And what")
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.panes.transcript.cards)
    assert field.toPlainText() == "And what", "what is being typed stays"
    assert listed.item(0).text() == "Today"
    listed.item(1).setText("Breaches")
    qtbot.waitUntil(lambda: listed.count() == 2 and listed.item(1).text() == "Breaches")
    window.panes.conversations.opened.emit(listed.item(1).data(Qt.ItemDataRole.UserRole + 1))
    qtbot.waitUntil(lambda: len(window.panes.transcript.cards) == 2, timeout=PATIENCE)


def test_an_edited_question_takes_the_place_of_the_old_one(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    add(qtbot, window, pdf(tmp_path / "law.pdf", [BREACH]), DocumentState.READY)
    ask(qtbot, window, "Within how many hours is a breach notified?")
    qtbot.waitUntil(
        lambda: len(window.desk(ChatDesk).model.turns) == 1 and not window.desk(ChatDesk).model.is_busy,
        timeout=PATIENCE,
    )
    window.panes.transcript.cards[0].edited.emit()
    assert window.panes.composer.field.toPlainText() == "Within how many hours is a breach notified?"
    another = "Who shall notify a breach to the authority?"
    window.panes.composer.field.setPlainText(another)
    qtbot.keyClick(window.panes.composer.field, Qt.Key.Key_Return)
    cards = window.panes.transcript
    qtbot.waitUntil(
        lambda: (
            [one.question.text() for one in cards.cards] == ["Who shall notify a breach to the authority?"]
        ),
        timeout=PATIENCE,
    )
    qtbot.waitUntil(lambda: cards.cards[0].answered is not None, timeout=PATIENCE)


def test_copying_puts_the_answer_on_the_clipboard(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    add(qtbot, window, pdf(tmp_path / "law.pdf", [BREACH]), DocumentState.READY)
    ask(qtbot, window, "Within how many hours is a breach notified?")
    (card,) = window.panes.transcript.cards
    card.copied.emit()
    clipboard = QApplication.clipboard()
    assert "72 hours" in clipboard.text()
    assert "**" not in clipboard.text()
    assert "<b>Within how many hours is a breach notified?</b>" in clipboard.mimeData().html()
    assert card.actions_row.first.accessibleName() == "Copied"
    card.markdown.emit()
    assert clipboard.text().startswith("**Within how many hours is a breach notified?**")
    assert not clipboard.mimeData().hasHtml()


def test_an_answer_is_asked_for_again_exactly(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    add(qtbot, window, pdf(tmp_path / "law.pdf", [BREACH]), DocumentState.READY)
    ask(qtbot, window, "Within how many hours is a breach notified?")
    (card,) = window.panes.transcript.cards
    (exactly,) = (one for one in card.actions() if one.text() == "Ask again exactly")
    banner = window.panes.banner
    qtbot.waitUntil(lambda: len(window.desk(ChatDesk).model.turns) == 1, timeout=PATIENCE)  # its id is known
    exactly.trigger()
    qtbot.waitUntil(
        lambda: banner.isVisible() and "the same answer" in banner.accessibleName(), timeout=PATIENCE
    )
    assert card.text == REPLY
    assert len(window.panes.transcript.cards) == 1
    qtbot.waitUntil(lambda: not window.desk(ChatDesk).model.is_busy, timeout=PATIENCE)
    window.desk(LibraryDesk).given.services.library.remove(1)
    window.desk(ChatDesk)._last_exactly()
    # With its document went what it was made of.
    qtbot.waitUntil(lambda: "is not kept" in banner._words.text(), timeout=PATIENCE)


def test_the_sheet_of_shortcuts_lists_every_one(qtbot: QtBot, window: MainWindow) -> None:
    dialog = ShortcutsDialog(window, window.menus.shortcuts())
    qtbot.addWidget(dialog)
    texts = {one.text() for one in dialog.findChildren(QLabel)}
    assert {"Ctrl+O", "Ctrl+N", "F1", "Esc"} <= texts


def test_models_are_listed_with_what_can_be_done(qtbot: QtBot, window: MainWindow) -> None:
    dialog = ModelsDialog(window, window.desk(ModelDesk).given.services.models, window._tasks)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog._list.count() > 3, timeout=PATIENCE)
    words = {one.text() for one in dialog.findChildren(QLabel)}
    assert "SmolLM2 135M Instruct" in words
    assert "Answers now" in words


def test_a_new_passphrase_is_long_and_entered_twice(qtbot: QtBot) -> None:
    dialog = PassphraseDialog(None, new=True)
    qtbot.addWidget(dialog)
    for first, second, good in (
        ("short", "short", False),
        ("long enough", "other", False),
        ("long enough",) * 2 + (True,),
    ):
        dialog.first.setText(first)
        dialog.second.setText(second)
        assert dialog._accept.isEnabled() is good


@pytest.mark.parametrize("code", [True, False])
def test_who_forgot_the_passphrase_is_told_of_the_code_where_there_is_one(qtbot: QtBot, code: bool) -> None:
    dialog = PassphraseDialog(None, new=False, code=code)
    qtbot.addWidget(dialog)
    words = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert ("Your recovery code opens the library too" in words) is code


def test_every_control_can_be_reached_and_is_named(qtbot: QtBot, window: MainWindow) -> None:
    nameless = [
        type(one).__name__
        for one in window.findChildren(type(window.panes.composer.send))
        if not one.accessibleName()
    ]
    assert not nameless
    assert window.childAt(QPoint(600, 780)) is not None
