"""What is done with a matter in its dialog, by mouse and keys: closed, handed over, taken in, destroyed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from matters import PASSPHRASE, Chambers
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.errors import MatterClosed
from app.matters.handing import own_key
from app.security.recovery import sheet_of
from rag.errors import PassphraseWrong
from rag.storing.documents import DocumentStore
from rag.storing.terms import terms_of
from ui.matters.dialog import MattersDialog
from ui.matters.form import DestroyForm, Form, RenameForm, SecretForm
from ui.matters.keys import KeyForm, RecoveryForm
from ui.matters.passing import BringForm, HandOverForm, TakeInForm
from ui.matters.viewmodel import MattersViewModel, Told
from ui.parts.tasks import Tasks

F = TypeVar("F", bound=Form)

OTHER = "another wall, higher"
LEFT = Qt.MouseButton.LeftButton
PATIENCE = 60_000


@pytest.fixture
def chambers(tmp_path: Path) -> Chambers:
    return Chambers(tmp_path / "home")


@contextmanager
def shown(qtbot: QtBot, chambers: Chambers, brought: list[int] | None = None) -> Iterator[MattersDialog]:
    """The dialog over the library."""
    tasks = Tasks()
    with chambers.matters() as matters:
        model = MattersViewModel(matters, tasks, (brought if brought is not None else []).extend)
        dialog = MattersDialog(None, model)
        qtbot.addWidget(dialog)
        dialog.show()
        try:
            yield dialog
        finally:
            tasks.close()


def when(kind: type[F], do: Callable[[F], None]) -> None:
    """Do something in a dialog of a kind as soon as it is there."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, kind):
            do(found)
        else:
            QTimer.singleShot(5, look)

    QTimer.singleShot(0, look)


def press(qtbot: QtBot, dialog: MattersDialog, one: QPushButton) -> Told:
    """Press a button and wait for how it ended."""
    assert one.isVisible()
    assert one.isEnabled()
    with qtbot.waitSignal(dialog._model.ended, timeout=PATIENCE) as ended:
        qtbot.mouseClick(one, LEFT)
    told: Told = ended.args[0]
    return told


def refused(qtbot: QtBot, dialog: MattersDialog, one: QPushButton) -> str:
    with qtbot.waitSignal(dialog._model.refused, timeout=PATIENCE):
        qtbot.mouseClick(one, LEFT)
    return dialog.hint.text()


def twice(qtbot: QtBot, form: SecretForm | HandOverForm, passphrase: str) -> None:
    for field in (form.secrets.first, form.secrets.second):
        assert not form.do.isEnabled()
        qtbot.keyClicks(field, passphrase)
    qtbot.mouseClick(form.do, LEFT)


def saved(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))


def test_a_matter_is_closed_changed_and_opened_again(qtbot: QtBot, chambers: Chambers) -> None:
    crane = chambers.new("Crane")
    with shown(qtbot, chambers) as dialog:
        assert not dialog.acts["passphrase"].isVisible()
        when(SecretForm, lambda form: twice(qtbot, form, PASSPHRASE))
        assert "closed" in press(qtbot, dialog, dialog.acts["close"]).words
        assert dialog.list.currentItem().text() == "Crane (closed)"
        assert dialog.told.isVisible()
        with pytest.raises(MatterClosed), dialog._model._matters.opened(dialog._model.all()[0]):
            pass
        assert not dialog.acts["let-open"].isEnabled()
        qtbot.keyClicks(dialog.secret, "not this one")
        assert "passphrase" in refused(qtbot, dialog, dialog.acts["let-open"]).casefold()
        dialog.secret.clear()
        qtbot.keyClicks(dialog.secret, PASSPHRASE)
        when(SecretForm, lambda form: twice(qtbot, form, OTHER))
        press(qtbot, dialog, dialog.acts["passphrase"])
        with pytest.raises(PassphraseWrong):
            dialog._model._matters.slots(crane.home).unlock(PASSPHRASE)
        qtbot.keyClicks(dialog.secret, OTHER)
        press(qtbot, dialog, dialog.acts["let-open"])
        assert dialog.list.currentItem().text() == "Crane"
        assert dialog.acts["passphrase"].isVisible(), "it still has one, which can be changed"
        with dialog._model._matters.opened(dialog._model.all()[0]) as vault:
            assert DocumentStore(vault).list() == []


def test_a_recovery_code_is_shown_and_opens_it(qtbot: QtBot, chambers: Chambers) -> None:
    crane = chambers.new("Crane", PASSPHRASE)
    seen: list[RecoveryForm] = []

    def look(form: RecoveryForm) -> None:
        seen.append(form)
        form.copy.click()
        qtbot.mouseClick(form.do, LEFT)

    with shown(qtbot, chambers) as dialog:
        qtbot.keyClicks(dialog.secret, PASSPHRASE)
        when(RecoveryForm, look)
        code = press(qtbot, dialog, dialog.acts["recovery"]).code
        qtbot.waitUntil(lambda: bool(seen), timeout=PATIENCE)
        assert seen[0].words.text() == sheet_of(code)
        assert QApplication.clipboard().text() == code
        assert sheet_of(code) in seen[0].html
        assert dialog._model._matters.slots(crane.home).unlock(code)


def test_a_matter_goes_in_a_file_and_comes_back(
    qtbot: QtBot, chambers: Chambers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crane = chambers.new("Crane")
    chambers.add(tmp_path / "birds.txt", "The heron was seen in May.", crane)
    chambers.add(tmp_path / "tigers.txt", "Nobody saw the tiger.", crane)
    chambers.add(tmp_path / "tigers.txt", "Nobody saw the tiger.")
    path = tmp_path / "crane.matter"
    saved(monkeypatch, path)
    brought: list[int] = []

    def open_with(form: TakeInForm, place: int = 1) -> None:
        qtbot.keyClicks(form.secret, OTHER)
        form.whereto.setCurrentIndex(place)
        qtbot.mouseClick(form.do, LEFT)

    with shown(qtbot, chambers, brought) as dialog:
        when(HandOverForm, lambda form: twice(qtbot, form, OTHER))
        assert "2 documents" in press(qtbot, dialog, dialog.acts["hand-over"]).words
        assert path.stat().st_size > 0
        when(TakeInForm, lambda form: qtbot.mouseClick(form.do, LEFT))
        assert "does not open" in refused(qtbot, dialog, dialog.take_in) or "locked" in dialog.hint.text()
        when(TakeInForm, open_with)
        told = press(qtbot, dialog, dialog.take_in).words
        assert "1 document of “Crane” came into “Library”: birds.txt." in told
        assert "1 was there already: tigers.txt." in told
        assert len(brought) == 1, "only what was not there"
        when(TakeInForm, lambda form: open_with(form, 0))
        assert "name of another matter" in refused(qtbot, dialog, dialog.take_in)

        def named(form: TakeInForm) -> None:
            qtbot.keyClicks(form.name, "Heron")
            open_with(form, 0)

        when(TakeInForm, named)
        assert "2 documents" in press(qtbot, dialog, dialog.take_in).words
        assert [one.name for one in dialog._model.all()] == ["Crane", "Heron"]
        assert dialog._model._matters.unknown() == [], "nothing of what was only passed through stays"
        assert dialog.chosen is not None
        assert dialog.chosen.name == "Heron"
    assert sorted(chambers.names()) == ["birds.txt", "tigers.txt"]


def test_it_is_locked_for_a_key_with_an_end_and_for_reading(
    qtbot: QtBot, chambers: Chambers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chambers.new("Crane")
    path = tmp_path / "crane.matter"
    saved(monkeypatch, path)
    keys: list[str] = []

    def choose(form: HandOverForm) -> None:
        assert not form.terms_words.isVisible()
        qtbot.mouseClick(form.with_key, LEFT)
        form.key.setText(keys[0])
        form.ends.click()
        form.read_only.click()
        assert form.terms_words.isVisible()
        qtbot.mouseClick(form.do, LEFT)

    def copy(form: KeyForm) -> None:
        qtbot.mouseClick(form.copy, LEFT)
        keys.append(QApplication.clipboard().text())
        qtbot.mouseClick(form.do, LEFT)

    def take(form: TakeInForm) -> None:
        qtbot.keyClicks(form.name, "Read")
        qtbot.mouseClick(form.do, LEFT)

    with shown(qtbot, chambers) as dialog:
        when(KeyForm, copy)
        press(qtbot, dialog, dialog.key)
        qtbot.waitUntil(lambda: bool(keys), timeout=PATIENCE)
        assert keys == [own_key(dialog._model._matters)]
        when(HandOverForm, choose)
        press(qtbot, dialog, dialog.acts["hand-over"])
        when(TakeInForm, take)
        press(qtbot, dialog, dialog.take_in)
        assert dialog.chosen is not None
        with dialog._model._matters.opened(dialog.chosen) as vault:
            assert terms_of(vault).read_only
            assert terms_of(vault).expires
        when(BringForm, lambda form: qtbot.mouseClick(form.do, LEFT))
        assert "handed over to be read" in refused(qtbot, dialog, dialog.acts["bring"])


def test_handing_over_is_stopped_and_leaves_nothing(
    qtbot: QtBot, chambers: Chambers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crane = chambers.new("Crane")
    chambers.add(tmp_path / "birds.txt", "The heron was seen in May.", crane)
    path = tmp_path / "crane.matter"
    saved(monkeypatch, path)
    with shown(qtbot, chambers) as dialog:
        # Escape as soon as it has begun: the lane looks before its first row
        dialog._model.began.connect(lambda *_: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
        when(HandOverForm, lambda form: twice(qtbot, form, OTHER))
        assert press(qtbot, dialog, dialog.acts["hand-over"]).words.startswith("Stopped.")
        assert dialog.isVisible()
        assert dialog.list.isEnabled()
    assert not path.exists()
    assert [one.name for one in crane.home.iterdir() if one.name == "apart"] == []


def test_a_matter_is_destroyed_once_its_name_is_typed(
    qtbot: QtBot, chambers: Chambers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crane = chambers.new("Crane v Heron", PASSPHRASE)
    certificate = tmp_path / "certificate.json"
    saved(monkeypatch, certificate)

    def confirm(form: DestroyForm) -> None:
        qtbot.keyClicks(form.name, "Crane")
        assert not form.do.isEnabled()
        qtbot.keyClick(form.name, Qt.Key.Key_Return)
        assert form.isVisible()
        qtbot.keyClicks(form.name, " v Heron")
        qtbot.keyClick(form.name, Qt.Key.Key_Return)

    with shown(qtbot, chambers) as dialog:
        qtbot.keyClicks(dialog.secret, PASSPHRASE)
        when(DestroyForm, confirm)
        press(qtbot, dialog, dialog.acts["destroy"])
        assert dialog.list.count() == 0
    assert not crane.home.exists()
    assert json.loads(certificate.read_text())["name"] == "Crane v Heron"


def test_a_matter_is_renamed_also_while_it_is_closed(qtbot: QtBot, chambers: Chambers) -> None:
    chambers.new("Heron")
    wall = chambers.new("Wall", PASSPHRASE)
    with shown(qtbot, chambers) as dialog:

        def rename(form: RenameForm) -> None:
            assert form.name.text() == form.name.selectedText() == "Wall"
            assert not form.do.isEnabled(), "it is called so already"
            qtbot.keyClicks(form.name, "heron")
            qtbot.keyClick(form.name, Qt.Key.Key_Return)
            assert form.isVisible()
            assert form.hint.text(), "another one is called so"
            form.name.selectAll()
            qtbot.keyClicks(form.name, "  Great   Wall ")
            assert not form.hint.isVisible()
            qtbot.keyClick(form.name, Qt.Key.Key_Return)

        dialog.list.setCurrentRow(1)
        assert dialog.chosen is not None
        assert dialog.chosen.id == wall.id
        when(RenameForm, rename)
        assert dialog.acts["rename"].isEnabled()
        qtbot.mouseClick(dialog.acts["rename"], LEFT)
        assert [dialog.list.item(row).text() for row in range(2)] == ["Great Wall (closed)", "Heron"]
        assert dialog.chosen is not None
        assert (dialog.chosen.id, dialog.chosen.name) == (wall.id, "Great Wall")
        when(RenameForm, lambda form: qtbot.keyClick(form, Qt.Key.Key_Escape))
        qtbot.mouseClick(dialog.acts["rename"], LEFT)
    with chambers.matters() as matters:
        assert [one.name for one in matters.all()] == ["Great Wall", "Heron"]
