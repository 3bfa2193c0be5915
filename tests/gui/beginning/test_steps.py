"""The steps of the first run: one page, one action each, back, later, gone on with, and opened again."""

from __future__ import annotations

from pathlib import Path

import pytest
from dialogs import named
from heard import unheard
from legible import flaws
from pausing import pause
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QStyle, QWidget
from pytestqt.qtbot import QtBot
from window import open_window

from app.events import EventBus
from app.models.first_look import Looked, looked
from app.models.models import Models
from app.settings import Settings
from app.types import FirstStep, Notice
from app.words.catalogue import ENGLISH, use
from app.words.languages import known
from ui.beginning.document import DocumentStep
from ui.beginning.model import ModelStep
from ui.beginning.others import OtherModels
from ui.beginning.page import FirstPage
from ui.beginning.protect import ProtectStep
from ui.parts import secret_copying

PATIENCE = 30_000
MINILM = "all-MiniLM-L6-v2"
RENT = "The yearly rent is 640 euros and falls due on the first of May.\nBoats are varnished in the yard.\n"


@pytest.fixture
def page(qtbot: QtBot) -> FirstPage:
    made = FirstPage()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


def choosing(page: FirstPage, *, keyring: bool) -> ProtectStep:
    page.protect.begin()
    page.open(FirstStep.PROTECT)
    page.protect.show_keyring(there=keyring)
    return page.protect


@pytest.mark.parametrize("language", known())
def test_nothing_of_the_steps_is_cut_or_unheard(qtbot: QtBot, language: str) -> None:
    use(language)
    try:
        page = FirstPage()
        qtbot.addWidget(page)
        page.resize(1024, 640)
        page.show()
        step = choosing(page, keyring=True)
        step.passphrase.setChecked(True)
        step.first_field.setText("password1")
        found = looked_at(page)
        page.open(FirstStep.MODEL)
        page.model.show_looked(Looked("", 0, False, 8 << 30, (), "Qwen3 4B Instruct 2507", "2.5 GB", MINILM))
        found += looked_at(page)
        page.open(FirstStep.DOCUMENT)
        found += looked_at(page)
    finally:
        use(ENGLISH)
    assert not found, "\n".join(found)


def height_of(page: FirstPage, one: QWidget) -> int:
    pause(20)
    return one.mapTo(page, one.rect().topLeft()).y()


def test_all_steps_begin_at_one_height(qtbot: QtBot, page: FirstPage) -> None:
    step = choosing(page, keyring=True)
    at = {height_of(page, page.where)}
    step.passphrase.setChecked(True)
    at.add(height_of(page, page.where))
    step.first_field.setText("password1")
    at.add(height_of(page, page.where))
    for name in (FirstStep.MODEL, FirstStep.DOCUMENT):
        page.open(name)
        at.add(height_of(page, page.where))
    assert len(at) == 1


def test_no_field_moves_once_it_is_there(qtbot: QtBot, page: FirstPage) -> None:
    """That there is no keyring was told above the fields, which moved while somebody typed."""
    page.protect.begin()
    page.open(FirstStep.PROTECT)
    pause(20)
    assert not page.protect.first_field.isVisible(), "nobody knows yet whether it will be needed"
    assert not page.main.isVisible()
    page.protect.show_keyring(there=False)
    assert page.protect.first_field.isVisible()
    assert page.protect.none.isVisible()
    assert page.main.isVisible()


def looked_at(page: FirstPage) -> list[str]:
    pause(50)
    return [*flaws(page), *unheard(page)]


def test_with_a_keyring_one_press_protects(qtbot: QtBot, page: FirstPage) -> None:
    step = choosing(page, keyring=True)
    assert step.keyring.isChecked()
    assert step.keyring.isVisible()
    assert not step.first_field.isVisible()
    with qtbot.waitSignal(step.chosen) as told:
        page.main.click()
    assert told.args == ["", True]
    assert not page.main.isEnabled(), "the key is being made"


def test_without_one_a_passphrase_is_needed_and_its_strength_is_told(qtbot: QtBot, page: FirstPage) -> None:
    step = choosing(page, keyring=False)
    assert not step.keyring.isVisible()
    assert not page.later.isVisible(), "without a key there is no library"
    QTest.keyClicks(step.first_field, "password1")
    assert step.strength.text().startswith("Weak")
    assert not page.main.isEnabled()
    step.first_field.clear()
    QTest.keyClicks(step.first_field, "three blue herons at noon")
    assert step.strength.text().startswith("Strong")
    QTest.keyClicks(step.second_field, "three blue herons at noo")
    assert "differ" in step.strength.text() or "not" in step.strength.text()
    assert not page.main.isEnabled()
    QTest.keyClicks(step.second_field, "n")
    with qtbot.waitSignal(step.chosen) as told:
        QTest.keyClick(step.second_field, Qt.Key.Key_Return)
    assert told.args == ["three blue herons at noon", True]


def test_not_now_takes_the_keyring_alone(qtbot: QtBot, page: FirstPage) -> None:
    step = choosing(page, keyring=True)
    with qtbot.waitSignal(step.chosen) as told:
        page.later.click()
    assert told.args == ["", False]


def test_a_code_is_shown_once_and_saved_where_one_says(
    page: FirstPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = choosing(page, keyring=True)
    words = " ".join(f"word{chr(97 + n)}" for n in range(16))
    step.show_code(words)
    file = tmp_path / "code.txt"
    monkeypatch.setattr("ui.parts.choosing.QFileDialog.getSaveFileName", lambda *_: (str(file), ""))
    step.save.click()
    assert all(word in file.read_text(encoding="utf-8") for word in words.split())
    assert str(file) in step.told.text()
    page.main.click()
    assert page.at is FirstStep.MODEL
    assert not step.code.text()
    page.back.click()
    assert page.at is FirstStep.PROTECT
    assert not step.code.isVisible()


def test_a_code_is_copied_and_taken_off_the_clipboard_again(page: FirstPage) -> None:
    step, clipboard = choosing(page, keyring=True), QApplication.clipboard()
    words = " ".join(f"word{chr(97 + n)}" for n in range(16))
    step.show_code(words)
    step.copy.click()
    assert clipboard.text() == words
    assert step.told.text() == "On the clipboard for 60 seconds."
    assert secret_copying._later().isActive()
    clipboard.setText("something else")
    secret_copying.take_off()
    assert clipboard.text() == "something else", "what was copied since is nobody else's to take"
    step.copy.click()
    secret_copying.take_off()
    assert clipboard.text() == ""


def test_a_second_enter_passes_over_no_code(qtbot: QtBot, page: FirstPage) -> None:
    step, over = choosing(page, keyring=False), list[str]()
    step.done.connect(lambda: over.append("done"))
    step.chosen.connect(lambda *_: step.show_code("heron river boat"))
    step.first_field.setText("correct horse battery")
    step.second_field.setText("correct horse battery")
    page.activateWindow()
    step.second_field.setFocus()
    qtbot.keyClick(step.second_field, Qt.Key.Key_Return)
    assert step.code.text()
    for _ in range(2):
        assert page.main.text() == "I have kept it"
        assert not page.main.hasFocus()
        qtbot.keyClick(page, Qt.Key.Key_Return)  # where nothing else has the keys
    assert over == []
    page.take_keyboard()
    assert step.save.hasFocus()
    qtbot.mouseClick(page.main, Qt.MouseButton.LeftButton)
    assert over == ["done"]


def test_the_words_of_a_code_stand_in_columns_where_one_reads_from_the_right(qtbot: QtBot) -> None:
    use("ar")
    try:
        QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        page = FirstPage()
        qtbot.addWidget(page)
        page.resize(900, 700)
        page.show()
        choosing(page, keyring=False).show_code(" ".join(f"word{chr(97 + n)}" for n in range(16)))
        pause(50)
        code = page.protect.code
        assert QStyle.visualAlignment(page.layoutDirection(), code.alignment()) & Qt.AlignmentFlag.AlignLeft
        assert code.width() < page.protect.sentence.width()
        assert code.mapTo(page, code.rect().topRight()).x() > page.width() / 2, "where one begins to read"
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        use(ENGLISH)


def test_what_could_not_be_protected_is_told_and_tried_again(page: FirstPage) -> None:
    step = choosing(page, keyring=True)
    page.main.click()
    step.fail(Notice("No room", "The disk is full.", "Make room."))
    assert step.told.text() == "The disk is full. Make room."
    assert page.main.isEnabled()


def test_nothing_can_be_pressed_while_models_are_looked_for(page: FirstPage) -> None:
    """“Go on without a model” could be, before anybody knew whether there is one."""
    page.open(FirstStep.MODEL)
    page.activateWindow()
    assert not page.main.isVisible()
    page.model.show_looked(Looked("Small", 1 << 30, True, 8 << 30, (), "Big", "2 GB"))
    assert page.main.isVisible()
    assert page.main.isEnabled()
    assert page.focusWidget() is page.main


def test_one_can_go_on_where_models_cannot_be_looked_for(page: FirstPage) -> None:
    page.open(FirstStep.MODEL)
    page.model.fail("The folder cannot be read.")
    assert page.main.isVisible()
    assert page.main.isEnabled()


def test_a_model_is_told_with_what_it_takes_and_none_is_no_end(page: FirstPage, tmp_path: Path) -> None:
    page.open(FirstStep.MODEL)
    step: ModelStep = page.model
    step.show_looked(Looked("", 0, False, 8 << 30, ((tmp_path / "tiny.gguf", 5 << 20),), "Big", "2 GB"))
    assert page.main.text() == "Go on without a model"
    assert "sentences of your documents" in step.there.text()
    assert "tiny" in step.beside[0].text()
    step.show_looked(Looked("Small", 1 << 30, True, 8 << 30, (), "Big", "2 GB"))
    assert page.main.text() == "Use it"
    assert not step.get.isVisible()
    step.show_looked(Looked("Large", 9 << 30, False, 8 << 30, (), "Big", "2 GB"))
    assert "more than" in step.there.text()
    assert "by their words" not in step.there.text()
    step.show_looked(Looked("Small", 1 << 30, True, 8 << 30, (), "Big", "2 GB", MINILM))
    assert f"{MINILM}, which finds by meaning, is missing" in step.there.text()


def there_is_none(folder: Path) -> Looked:
    """What is looked up on a computer that has no model yet."""
    return looked(
        Models(folder / "models", Settings(folder / "settings.json"), EventBus()), folder / "models"
    )


def test_other_models_that_fit_are_offered_beside_the_one(
    qtbot: QtBot, page: FirstPage, tmp_path: Path
) -> None:
    """One model was offered, and nothing said that there are others."""
    found = there_is_none(tmp_path)
    assert found.others
    assert found.offered not in [row.model.name for row in found.others]
    assert all(row.fits and not row.installed for row in found.others)
    sizes = [row.model.parameters for row in found.others]
    assert sizes == sorted(sizes, reverse=True)
    page.open(FirstStep.MODEL)
    page.model.show_looked(found)
    assert page.model.others.isVisible()
    with qtbot.waitSignal(page.model.others_asked):
        page.model.others.click()
    page.model.show_looked(Looked("Small", 1 << 30, True, 8 << 30, (), "Big", "2 GB"))
    assert not page.model.others.isVisible()


@pytest.mark.parametrize("language", known())
def test_another_model_is_told_with_its_amounts_and_chosen(
    qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    use(language)
    try:
        rows = there_is_none(tmp_path).others
        dialog = OtherModels(None, rows)
        qtbot.addWidget(dialog)
        dialog.show()
        pause(50)
        found = [*flaws(dialog), *unheard(dialog)]
        gets = [one for one in dialog.findChildren(QPushButton) if rows[0].model.name in one.accessibleName()]
        gets[0].click()
    finally:
        use(ENGLISH)
    assert not found, "\n".join(found)
    assert dialog.chosen == rows[0].model.id
    assert dialog.result() == OtherModels.DialogCode.Accepted


def test_while_a_model_comes_one_can_go_on(qtbot: QtBot, page: FirstPage) -> None:
    """Whoever had begun a download could do nothing but wait for its end."""
    page.open(FirstStep.MODEL)
    page.model.show_looked(Looked("", 0, False, 8 << 30, (), "Big", "2 GB"))
    page.model.show_busy("Big · 12 %")
    assert page.main.text() == "Go on"
    assert page.main.isEnabled()
    assert not page.model.get.isEnabled(), "one comes at a time"
    with qtbot.waitSignal(page.went) as told:
        page.main.click()
    assert told.args == [FirstStep.DOCUMENT]
    page.model.fail("It did not come.")
    assert page.model.get.isEnabled()


def test_a_first_document_is_read_asked_and_cited(qtbot: QtBot, tmp_path: Path) -> None:
    home = tmp_path / "home"
    Settings(home / "settings.json").update(first_step=FirstStep.DOCUMENT)
    with open_window(home, "The yearly rent is 640 euros.") as window:
        page, step = window.panes.first, window.panes.first.document
        assert page.isVisible(), "it goes on where the program was closed"
        assert isinstance(step, DocumentStep)
        file = tmp_path / "lease.txt"
        file.write_text(RENT, encoding="utf-8")
        window._arrivals._add([file])
        qtbot.waitUntil(lambda: not page.isVisible(), timeout=PATIENCE)
        qtbot.waitUntil(lambda: len(window.panes.transcript.cards) == 1, timeout=PATIENCE)
        card = window.panes.transcript.cards[0]
        assert card.question.text() == "How much is the yearly rent?"
        qtbot.waitUntil(lambda: card.answered is not None, timeout=PATIENCE)
        qtbot.waitUntil(window.panes.reader.isVisible, timeout=PATIENCE)
    assert Settings(home / "settings.json").preferences.first_step is FirstStep.DONE


def test_while_the_first_document_is_read_one_can_go_on(qtbot: QtBot, page: FirstPage) -> None:
    """The only way on was “Not now”, after somebody had just done it."""
    page.open(FirstStep.DOCUMENT)
    page.document.show_reading("lease.txt")
    assert page.main.text() == "Go on"
    assert page.main.isEnabled()
    assert not page.later.isVisible()
    page.document.fail("It cannot be read.")
    assert page.main.text() == "Choose files…"
    assert page.later.isVisible()
    page.document.show_reading("lease.txt")
    with qtbot.waitSignal(page.went) as told:
        page.main.click()
    assert told.args == [FirstStep.DONE]


def test_enter_goes_on_after_a_click_beside_everything(qtbot: QtBot, page: FirstPage) -> None:
    page.open(FirstStep.DOCUMENT)
    page.document.show_reading("lease.txt")
    page.activateWindow()
    beside = page.childAt(5, 5)
    QTest.mouseClick(beside, Qt.MouseButton.LeftButton)
    assert not page.main.hasFocus()
    with qtbot.waitSignal(page.went) as told:
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    assert told.args == [FirstStep.DONE]


def test_enter_in_a_field_is_heard_once(qtbot: QtBot, page: FirstPage) -> None:
    step, heard = choosing(page, keyring=False), list[str]()
    step.chosen.connect(lambda words, _: heard.append(words))
    for field in (step.first_field, step.second_field):
        QTest.keyClicks(field, "three blue herons at noon")
    QTest.keyClick(step.second_field, Qt.Key.Key_Return)
    assert len(heard) == 1


def test_a_document_that_cannot_be_read_leaves_room_for_another(qtbot: QtBot, tmp_path: Path) -> None:
    home = tmp_path / "home"
    Settings(home / "settings.json").update(first_step=FirstStep.DOCUMENT)
    with open_window(home, "") as window:
        file = tmp_path / "empty.txt"
        file.touch()
        window._arrivals._add([file])
        step = window.panes.first.document
        qtbot.waitUntil(lambda: step.told.property("role") == "danger", timeout=PATIENCE)
        assert "empty.txt" in step.told.text()
        assert step.sample.isEnabled()


def test_whoever_was_here_before_is_not_asked_and_finds_the_steps_in_the_menu(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(tmp_path / "home", "") as window:
        page = window.panes.first
        assert not page.isVisible()
        line = next(line for _, line in window.menus.lines if line.name == named("beginning.menu"))
        line.action.trigger()
        assert page.at is FirstStep.PROTECT
        for at in (FirstStep.MODEL, FirstStep.DOCUMENT):
            page.main.click()
            assert page.at is at
            if at is FirstStep.MODEL:
                qtbot.waitUntil(lambda: page.main.isEnabled() and bool(page.model.there.text()))
        page.later.click()
        assert not page.isVisible()
        QApplication.processEvents()
        assert window.panes.composer.field.isVisible()
        assert Settings(tmp_path / "home" / "settings.json").preferences.first_step is FirstStep.DONE


def test_a_code_that_nobody_said_to_have_kept_is_told_at_the_next_start(qtbot: QtBot, tmp_path: Path) -> None:
    home = tmp_path / "home"
    Settings(home / "settings.json").update(first_step=FirstStep.CODE)
    with open_window(home, "") as window:
        page = window.panes.first
        assert page.at is FirstStep.PROTECT
        assert "before the program was closed" in page.protect.sentence.text()
        page.main.click()
        assert page.at is FirstStep.MODEL
    assert Settings(home / "settings.json").preferences.first_step is FirstStep.MODEL
