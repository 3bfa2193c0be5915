"""The first page, the library beside it, the conversation, what is looked for: empty, busy, full, failed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fakes.speaker import FakeSpeaker
from PySide6.QtWidgets import QListWidget
from scenes.stage import Stage
from window import DropTarget

from app.models.first_look import Looked
from app.settings import Settings
from app.types import FirstStep
from app.words.amounts import size_text
from app.words.catalogue import say
from app.words.messages import notice_of
from engine.errors import ModelMissing
from rag.errors import NoText
from rag.types import DocumentState
from ui.beginning.others import OtherModels
from ui.chat.aloud_desk import AloudDesk
from ui.chat.desk import ChatDesk
from ui.library.search_desk import SearchDesk
from ui.models.desk import ModelDesk
from ui.parts.tasks import Tasks
from ui.window.going import GoTo
from ui.window.main_window import MainWindow

NOTICE = "The Tenant gives notice in writing three months before the end of a calendar quarter."
LEASE = f"""Lease of the workshop between Hartmann Feinmechanik GmbH and Sequoia Instruments Ltd
1. The rent is 1,200 euros a month, due on the third working day.
2. {NOTICE}
3. The deposit of 3,600 euros is returned within 60 days.
"""
LONG = "Protokoll-der-ausserordentlichen-Gesellschafterversammlung-2024-11-30.txt"
QUESTION = "When does the tenant give notice?"


def letters(folder: Path) -> list[Path]:
    paths = [folder / "lease.txt", folder / LONG]
    for path in paths:
        path.write_text(f"{path.stem}\n{LEASE}", encoding="utf-8")
    return paths


def opening(stage: Stage) -> None:
    """The window before its library is open."""
    tasks = Tasks()
    window = MainWindow(stage.window._palette, Settings(stage.folder / "none.json"), tasks)
    window.resize(stage.window.size())
    window.show()
    stage.show("first page", "busy", window)
    window.hide()
    tasks.close()
    window.deleteLater()


def first_page(stage: Stage) -> None:
    window = stage.window
    placeholder = window.panes.composer.field.placeholderText
    stage.until(lambda: placeholder() != say("window.opening"))
    stage.settle()
    stage.show("first page", "empty")
    stage.desk(SearchDesk).open()
    stage.show("search", "empty")
    stage.rest()


def first_steps(stage: Stage) -> None:
    """The steps of the first run, each with as much in it as it can have."""
    page = stage.window.panes.first
    page.protect.begin()
    page.open(FirstStep.PROTECT)
    page.protect.show_keyring(there=True)
    stage.settle()
    stage.show("first steps", "protect")
    page.protect.passphrase.setChecked(True)
    page.protect.first_field.setText("password1")
    stage.show("first steps", "passphrase")
    page.protect.show_code(" ".join(["heron"] * 16))
    stage.show("first steps", "code")
    page.protect.show_done()
    page.open(FirstStep.MODEL)
    stage.until(page.model.get.text)
    file = stage.folder / "tiny.gguf"
    found = Looked(
        "", 0, False, 8 << 30, ((file, 5 << 20),), "Qwen3 4B", size_text(2_500_000_000), "all-MiniLM-L6-v2"
    )
    rows = stage.desk(ModelDesk).given.services.models.list()
    others = tuple(row for row in rows if row.fits and not row.installed)
    page.model.show_looked(replace(found, others=others))
    stage.show("first steps", "model")
    stage.in_next(OtherModels, lambda dialog: stage.show("first steps", "other models", dialog))
    page.model.others.click()
    stage.settle()
    page.open(FirstStep.DOCUMENT)
    stage.show("first steps", "document")
    page.document.fail(notice_of(NoText(path="scan.pdf", pages=1)).sentence)
    stage.show("first steps", "error")
    page.close_page()
    stage.rest()


def reading(stage: Stage) -> None:
    """Documents while they are read, one that cannot be, one that asks for a password, and all read."""
    from files.documents import encrypted_pdf

    window = stage.window
    stage.reader.door.shut()
    wrong = stage.folder / "scan of the contract.pdf"
    wrong.write_bytes(b"%PDF-1.7\nnothing of the kind")
    locked = encrypted_pdf(stage.folder / "payroll.pdf", "heron")
    paths = [*letters(stage.folder), wrong, locked]
    window._add(paths, DropTarget.ADD)
    stage.until(lambda: [one.state for one in stage.documents].count(DocumentState.READING) >= 1)
    stage.until(lambda: len(stage.documents) == len(paths))
    stage.settle()
    stage.show("library", "busy")
    stage.reader.door.open()
    ended = (DocumentState.READY, DocumentState.FAILED)
    stage.until(lambda: all(one.state in ended for one in stage.documents))
    stage.settle()
    stage.qtbot.wait(400)  # until it is counted what failed
    stage.show("library", "error")
    stage.rest()
    stage.show("first page", "full")


def conversation(stage: Stage) -> None:
    window, model = stage.window, stage.desk(ChatDesk).model
    cards = window.panes.transcript
    stage.model.door.shut(after=6)
    stage.ask(QUESTION)
    stage.until(lambda: len(cards.cards) == 1)
    stage.qtbot.wait(600)
    stage.show("conversation", "busy")
    stage.model.door.open()
    stage.until(lambda: cards.cards[-1].answered is not None and not model.is_busy)
    stage.settle()
    stage.show("conversation", "full")
    aloud = stage.desk(AloudDesk)
    aloud.given.services.aloud.speaker = FakeSpeaker(held=True)
    cards.cards[-1].actions_row.sound.click()
    stage.until(lambda: aloud.read)
    stage.show("conversation", "read aloud")
    aloud.escape()
    dictated(stage)
    stage.ask("What is the speed of light in a fibre?")
    stage.until(lambda: len(cards.cards) == 2 and cards.cards[-1].answered is not None and not model.is_busy)
    stage.settle()
    stage.show("conversation", "not found")
    window.banner.show_notice(notice_of(ModelMissing(model="none")), say("window.repair.offer"), lambda: None)
    stage.show("conversation", "error")
    window.banner.hide()
    field = window.panes.composer.field
    field.setFocus()
    stage.qtbot.keyClicks(field, "What does @")
    stage.qtbot.wait(100)
    stage.show("conversation", "mention")
    mentions = window.panes.composer.findChild(QListWidget, "mentions")
    assert isinstance(mentions, QListWidget)
    stage.show("mentions", "full", mentions)
    field.clear()
    window.panes.drop.cover()
    window.panes.drop.show()
    stage.show("drop", "full")
    window.panes.drop.hide()


def dictated(stage: Stage) -> None:
    """The field while somebody is listened to. Nobody is: how far it has come is then no matter of time."""
    dictation = stage.window.panes.composer.dictation
    dictation.blockSignals(True)
    dictation.turn()
    dictation.sound(0.6, 7.4)
    dictation.show("Which notice must the tenant give, and by when is the deposit returned?")
    stage.show("conversation", "dictating")
    dictation.discard()
    dictation.blockSignals(False)


def looking(stage: Stage) -> None:
    """The search of words, and going to anything."""
    search = stage.desk(SearchDesk)
    search.look_for("deposit")
    stage.until(lambda: search.view._pages.currentIndex() == 1)
    stage.show("search", "full")
    search.look_for("xylophone")
    stage.settle()
    stage.show("search", "nothing")
    stage.rest()
    for typed, state in (("", "full"), ("de", "typed"), ("qqqq", "nothing")):
        stage.window.go_to()
        dialog = stage.window.findChildren(GoTo)[-1]
        stage.settle()
        stage.qtbot.keyClicks(dialog.field, typed)
        stage.settle()
        stage.show("go to", state, dialog)
        dialog.close()
        stage.settle()


def menus(stage: Stage) -> None:
    """Each menu, opened."""
    bar = stage.window.menuBar()
    for place, action in enumerate(bar.actions()):
        menu = action.menu()
        if menu is not None:
            menu.popup(stage.window.mapToGlobal(stage.window.rect().topLeft()))
            stage.qtbot.wait(30)
            stage.show("menu", f"{place}", menu)
            menu.close()
