"""The panel of what works in the background: opened from the status bar and by key, used as a hand would."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive import archive_pdf, rule_of
from fakes.generator import FakeGenerator, SteppedGenerator
from house import House
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot
from summarised import PATIENCE, add, kept, notes, summarise, wait_states
from window import drop, open_window

from app.activity.work import Sort, Standing
from engine.cancel import CancelToken
from engine.errors import ModelMissing
from rag.reading.reader import DocumentReader
from rag.runs.types import Done, RunState
from ui.activity.desk import ActivityDesk
from ui.activity.row import Deed, WorkRow
from ui.library.desk import LibraryDesk
from ui.runs.desk import RunDesk
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model


def panel(qtbot: QtBot, window: MainWindow) -> ActivityDesk:
    desk = window.desk(ActivityDesk)
    if not desk.is_shown:
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert desk.is_shown
    return desk


def row(qtbot: QtBot, desk: ActivityDesk, sort: Sort, standing: Standing) -> WorkRow:
    """The row of such a work, once it is there."""

    def found() -> list[WorkRow]:
        return [one for one in desk.panel.shown if (one.work.sort, one.work.standing) == (sort, standing)]

    qtbot.waitUntil(lambda: bool(found()), timeout=PATIENCE)
    return found()[0]


def press(qtbot: QtBot, made: WorkRow, deed: Deed) -> None:
    qtbot.waitUntil(made.button(deed).isVisible, timeout=PATIENCE)
    qtbot.mouseClick(made.button(deed), Qt.MouseButton.LeftButton)


def test_nothing_works_and_nothing_is_said(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.panes.status.activity.isVisible(), timeout=PATIENCE)
    desk = panel(qtbot, window)
    assert not desk.panel.shown
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not desk.is_shown


def test_a_run_is_paused_and_gone_on_with_where_it_stands(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path
) -> None:
    documents = add(qtbot, window, archive_pdf(tmp_path / "archive.pdf"))
    summarise(window, documents)
    wait_states(qtbot, window, RunState.RUNNING)
    status = window.panes.status.activity
    qtbot.waitUntil(lambda: status.isVisible() and "Executive" in status.text(), timeout=PATIENCE)
    qtbot.mouseClick(status, Qt.MouseButton.LeftButton)
    desk = window.desk(ActivityDesk)
    assert desk.is_shown
    working = row(qtbot, desk, Sort.RUN, Standing.WORKING)
    assert "archive.pdf" in working.name.toolTip()
    assert working.bar.isVisible()
    press(qtbot, working, Deed.PAUSE)
    wait_states(qtbot, window, RunState.STOPPED)
    paused = row(qtbot, desk, Sort.RUN, Standing.PAUSED)
    assert "Paused after 0 of" in paused.told.text()
    qtbot.waitUntil(lambda: not status.isVisible(), timeout=PATIENCE)
    press(qtbot, paused, Deed.GO_ON)
    wait_states(qtbot, window, RunState.RUNNING)
    generator.let()
    wait_states(qtbot, window, RunState.DONE)
    done = row(qtbot, desk, Sort.RUN, Standing.FINISHED)
    assert "Finished" in done.told.text()
    assert not done.bar.isVisible()
    press(qtbot, done, Deed.OPEN)
    qtbot.waitUntil(lambda: window.centre.currentWidget() is window.desk(RunDesk).view, timeout=PATIENCE)


def test_those_in_line_wait_below_the_one_that_is_made(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    summarise(window, add(qtbot, window, *notes(tmp_path, "a.txt", "b.txt", "c.txt")))
    wait_states(qtbot, window, RunState.RUNNING, RunState.QUEUED, RunState.QUEUED)
    desk = panel(qtbot, window)
    qtbot.waitUntil(
        lambda: (
            [one.work.standing for one in desk.panel.shown if one.work.sort is Sort.RUN]
            == [Standing.WORKING, Standing.WAITING, Standing.WAITING]
        ),
        timeout=PATIENCE,
    )
    assert window.panes.status.activity.text().endswith(" · 2 wait")
    waiting = row(qtbot, desk, Sort.RUN, Standing.WAITING)
    press(qtbot, waiting, Deed.PAUSE)
    wait_states(qtbot, window, RunState.RUNNING, RunState.STOPPED, RunState.QUEUED)
    row(qtbot, desk, Sort.RUN, Standing.PAUSED)


def test_what_could_not_be_made_says_why_and_is_tried_again(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path
) -> None:
    documents = add(qtbot, window, archive_pdf(tmp_path / "archive.pdf"))
    generator.fault = ModelMissing(model="none")
    summarise(window, documents)
    wait_states(qtbot, window, RunState.STOPPED)
    status = window.panes.status.activity
    qtbot.waitUntil(lambda: status.isVisible() and status.text() == "1 failed", timeout=PATIENCE)
    desk = panel(qtbot, window)
    failed = row(qtbot, desk, Sort.RUN, Standing.FAILED)
    assert "model" in failed.told.text().lower()
    assert not status.isVisible(), "it was looked at"
    generator.fault = None
    generator.let()
    press(qtbot, failed, Deed.AGAIN)
    wait_states(qtbot, window, RunState.DONE)
    row(qtbot, desk, Sort.RUN, Standing.FINISHED)


def test_documents_are_read_paused_and_taken_out(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    services = window.desk(ActivityDesk).given.services
    services.library.pause(True)
    drop(window, notes(tmp_path, "a.txt", "b.txt", "c.txt"))
    desk = panel(qtbot, window)
    reading = row(qtbot, desk, Sort.READING, Standing.PAUSED)
    assert "paused" in reading.told.text()
    press(qtbot, reading, Deed.GO_ON)
    read = row(qtbot, desk, Sort.READING, Standing.FINISHED)
    assert read.name.toolTip() == "3 documents were read"
    services.library.pause(True)
    drop(window, notes(tmp_path, "d.txt", "e.txt"))
    reading = row(qtbot, desk, Sort.READING, Standing.PAUSED)
    answered: list[str] = []

    def answer(name: str) -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            answered.append(box.informativeText())
            made = next(one for one in box.buttons() if one.text() == name)
            qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
        else:
            QTimer.singleShot(50, lambda: answer(name))

    QTimer.singleShot(50, lambda: answer("Go on reading"))
    press(qtbot, reading, Deed.CANCEL)
    assert answered[0].startswith("2 documents that are not read yet")
    assert len(services.activity.unread) == 2
    QTimer.singleShot(50, lambda: answer("Take them out"))
    press(qtbot, reading, Deed.CANCEL)
    row(qtbot, desk, Sort.READING, Standing.CANCELLED)
    assert sorted(one.name for one in services.library.documents()) == ["a.txt", "b.txt", "c.txt"]
    services.library.pause(False)


def test_a_document_that_cannot_be_read_says_why_and_is_read_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and nothing more")
    drop(window, [broken])
    desk = panel(qtbot, window)
    failed = row(qtbot, desk, Sort.DOCUMENT, Standing.FAILED)
    assert failed.name.toolTip() == "broken.pdf"
    archive_pdf(broken)
    press(qtbot, failed, Deed.AGAIN)
    read = row(qtbot, desk, Sort.READING, Standing.FINISHED)
    assert read.name.toolTip() == "broken.pdf was read"
    assert not [one for one in desk.panel.shown if one.work.standing is Standing.FAILED]


def test_what_the_end_of_the_program_interrupted_is_said_and_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    home, file = tmp_path / "home", archive_pdf(tmp_path / "archive.pdf")
    house = House(home, reader=DocumentReader(), generator=FakeGenerator(rule_of))
    (addition,) = house.library.add([file])
    house.library.wait_idle()
    assert addition.document_id is not None
    (cut,) = house.summaries.create([addition.document_id], "executive")
    for event in house.runs.run(cut.id, CancelToken()):
        if isinstance(event, Done):
            break  # the program ends
    done, total = house.runs.get(cut.id).done, house.runs.get(cut.id).total
    assert 0 < done < total
    house.close()
    slow = SteppedGenerator(rule_of)
    with open_window(home, "", slow) as window:
        banner = window.banner
        qtbot.waitUntil(banner.isVisible, timeout=PATIENCE)
        assert banner.accessibleName() == f"“archive.pdf” goes on after {done} of {total} parts"
        slow.let()
        wait_states(qtbot, window, RunState.DONE)
        desk = panel(qtbot, window)
        row(qtbot, desk, Sort.RUN, Standing.FINISHED)
        assert len(kept(window)) == 1


def test_what_ended_before_is_there_after_a_restart(qtbot: QtBot, tmp_path: Path) -> None:
    home, file = tmp_path / "home", archive_pdf(tmp_path / "archive.pdf")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and nothing more")
    house = House(home, reader=DocumentReader(), generator=FakeGenerator(rule_of))
    additions = house.library.add([file, broken])
    house.library.wait_idle()
    (made,) = house.summaries.create([additions[0].document_id or 0], "executive")
    list(house.runs.run(made.id, CancelToken()))
    house.close()
    with open_window(home, "", FakeGenerator(rule_of)) as window:
        desk = panel(qtbot, window)
        assert row(qtbot, desk, Sort.RUN, Standing.FINISHED).work.earlier
        failed = row(qtbot, desk, Sort.DOCUMENT, Standing.FAILED)
        archive_pdf(broken).write_bytes(file.read_bytes() + b"\n")
        press(qtbot, failed, Deed.AGAIN)
        qtbot.waitUntil(
            lambda: all(one.passages for one in window.desk(LibraryDesk).model.rows.documents()),
            timeout=PATIENCE,
        )
        qtbot.waitUntil(
            lambda: not [one for one in desk.panel.shown if one.work.standing is Standing.FAILED],
            timeout=PATIENCE,
        )
