"""The window is closed while something works: asked once, nothing lost, in the tray where there is one."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from archive import archive_pdf
from fakes.generator import SteppedGenerator
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QSystemTrayIcon
from pytestqt.qtbot import QtBot
from summarised import PATIENCE, add, notes, summarise, wait_states
from window import drop

from app.activity.activity import Snapshot
from app.activity.work import Sort, Work
from app.words.activity import left_words
from engine.errors import ModelMissing
from rag.runs.types import RunState
from ui.activity.desk import ActivityDesk
from ui.activity.question import stopped_by_leaving
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A desktop with a tray, and what is told there."""
    found: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))

    def show(_: QSystemTrayIcon, __: str, words: str, *___: object) -> None:
        found.append(words)

    monkeypatch.setattr(QSystemTrayIcon, "showMessage", show)
    return found


@pytest.fixture
def quits(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    found: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", staticmethod(lambda: found.append(True)))
    return found


def answered(name: str | None) -> list[tuple[str, list[str]]]:
    """Press a button of the next question, None for Escape; what it said, and its buttons."""
    found: list[tuple[str, list[str]]] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(50, answer)
            return
        found.append((box.informativeText(), sorted(one.text() for one in box.buttons())))
        if name is None:
            box.reject()
        else:
            next(one for one in box.buttons() if one.text() == name).click()

    QTimer.singleShot(50, answer)
    return found


def making(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    """A window in which a summary is being made."""
    summarise(window, add(qtbot, window, archive_pdf(tmp_path / "archive.pdf")))
    wait_states(qtbot, window, RunState.RUNNING)
    qtbot.waitUntil(lambda: window.desk(ActivityDesk).given.services.activity.has_work)


def test_nothing_is_asked_where_nothing_works(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.desk(ActivityDesk).given.services.activity.has_work, timeout=PATIENCE)
    assert window.close()
    assert not window.isVisible()


@pytest.mark.parametrize("pressed", [None, "Keep open"])
def test_escape_and_stay_change_nothing(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path, pressed: str | None
) -> None:
    making(qtbot, window, tmp_path)
    asked = answered(pressed)
    assert not window.close()
    assert window.isVisible()
    words, buttons = asked[0]
    assert words.split("\n\n") == [
        "archive.pdf (Executive summary, one page).\nThis goes on at the next start, from where it stopped.",
        "If you wait, Confidant closes by itself when all is done.",
    ]
    assert buttons == ["Keep open", "Quit now"], "there is no tray here"
    generator.let()
    wait_states(qtbot, window, RunState.DONE)


def test_what_is_stopped_by_leaving_is_as_far_as_it_came(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path
) -> None:
    making(qtbot, window, tmp_path)
    generator.let(1)
    services = window.desk(ActivityDesk).given.services
    qtbot.waitUntil(lambda: services.runs.runs()[0].done > 0, timeout=PATIENCE)
    answered("Quit now")
    assert window.close()
    assert services.runs.runs()[0].state is RunState.RUNNING, "it goes on at the next start"


def test_documents_that_were_read_are_not_still_to_be_read() -> None:
    """All that were dropped were told, when most of them had been read."""
    words = left_words([Work("reading:1", Sort.READING, name="d.txt", done=3, total=7, amount=7)])
    assert "Reading 4 documents" in words


def test_what_goes_on_by_itself_is_not_called_lost() -> None:
    """Speakers told apart go on at the next start, as documents that are read do."""
    words = left_words([Work("speakers:1", Sort.SPEAKERS, name="call.flac")])
    assert words == "Speakers of call.flac.\nThis goes on at the next start, from where it stopped."
    laid = Work("laying:1", Sort.LAYING, name="lease.docx")
    assert not stopped_by_leaving(Snapshot((laid,), ())), "whoever goes does not wait for its page"


def asking(qtbot: QtBot, window: MainWindow, then: Callable[[QMessageBox], None]) -> None:
    """Close the window; what is asked stands there meanwhile, and is not answered before `then` is over."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(50, look)
            return
        then(box)

    QTimer.singleShot(50, look)
    window.close()


def test_what_is_asked_follows_what_works_and_answers_itself_when_nothing_does(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path
) -> None:
    making(qtbot, window, tmp_path)
    activity = window.desk(ActivityDesk).given.services.activity
    told: list[tuple[str, str]] = []

    def then(box: QMessageBox) -> None:
        told.append((box.text(), box.informativeText()))
        with activity.begin(Sort.MODEL, "secret"):
            qtbot.waitUntil(lambda: "secret" in box.informativeText(), timeout=PATIENCE)
        qtbot.waitUntil(lambda: "secret" not in box.informativeText(), timeout=PATIENCE)
        generator.let()
        qtbot.waitUntil(lambda: "closes now" in box.informativeText(), timeout=PATIENCE)
        told.append((box.text(), box.informativeText()))

    asking(qtbot, window, then)
    assert [title for title, _ in told] == ["Quit while work is under way?", "Everything is done"]
    assert not window.isVisible(), "it closed by itself"


def test_what_is_asked_stays_where_something_failed_meanwhile(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path
) -> None:
    making(qtbot, window, tmp_path)
    activity = window.desk(ActivityDesk).given.services.activity

    def then(box: QMessageBox) -> None:
        with suppress(ModelMissing), activity.begin(Sort.MODEL, "secret"):
            raise ModelMissing(model="secret")
        generator.let()
        qtbot.waitUntil(lambda: "failed meanwhile" in box.informativeText(), timeout=PATIENCE)
        qtbot.wait(3000)
        assert box.isVisible()
        assert sorted(one.text() for one in box.buttons()) == ["Keep open", "Quit"]
        box.reject()

    asking(qtbot, window, then)
    assert window.isVisible()


def test_it_goes_on_in_the_tray_says_so_at_the_end_and_ends(
    qtbot: QtBot,
    window: MainWindow,
    generator: SteppedGenerator,
    tmp_path: Path,
    told: list[str],
    quits: list[bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.activity.telling.LONG", 0.0)
    making(qtbot, window, tmp_path)
    desk = window.desk(ActivityDesk)
    desk.leaving._ending.setInterval(300)
    asked = answered("Keep working in the tray")
    assert not window.close()
    assert asked[0][1] == ["Keep open", "Keep working in the tray", "Quit now"]
    assert not window.isVisible()
    qtbot.wait(500)
    assert not quits, "something still works"
    generator.let()
    wait_states(qtbot, window, RunState.DONE)
    qtbot.waitUntil(lambda: bool(quits), timeout=PATIENCE)
    assert told == ["1 summary is made"]


def test_the_window_comes_back_from_the_tray(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, told: list[str], quits: list[bool]
) -> None:
    making(qtbot, window, tmp_path)
    answered("Keep working in the tray")
    window.close()
    desk = window.desk(ActivityDesk)
    assert desk.leaving.is_away
    desk.leaving._tray.opened.emit()
    assert window.isVisible()
    assert not desk.leaving.is_away
    assert QApplication.quitOnLastWindowClosed()
    asked = answered("Keep open")
    assert not window.close(), "asked again, now that somebody is here"
    assert asked
    assert not quits


def test_what_the_system_tells_can_be_switched_off(
    qtbot: QtBot, window: MainWindow, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.activity.telling.LONG", 0.0)
    monkeypatch.setattr(QApplication, "activeWindow", staticmethod(lambda: None))
    desk = window.desk(ActivityDesk)
    activity = desk.given.services.activity
    with activity.begin(Sort.MODEL, "secret"):
        pass
    qtbot.waitUntil(lambda: told == ["1 model is here"], timeout=PATIENCE)
    line = next(line for _, line in window.menus.lines if line.name == "Tell me when long work ends")
    line.action.trigger()
    assert not desk.given.services.settings.preferences.notify
    with activity.begin(Sort.MODEL, "secret"):
        pass
    qtbot.wait(500)
    assert told == ["1 model is here"]


def test_leaving_while_a_document_is_read_is_quick(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("\n\n".join(f"The rent of flat {n} is {n} EUR." for n in range(60_000)), encoding="utf-8")
    services = window.desk(ActivityDesk).given.services
    drop(window, [long, *notes(tmp_path, "a.txt", "b.txt")])
    qtbot.waitUntil(lambda: services.activity.has_work, timeout=PATIENCE)
    qtbot.wait(1500)
    assert not services.library.is_idle
    began = time.monotonic()
    window.hide()
    services.runs.close()
    services.library.close()
    taken = time.monotonic() - began
    assert taken < 10, f"{taken:.1f} s"
