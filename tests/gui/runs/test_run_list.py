"""The list of all kept work, and the line in which it waits: found, opened, paused, gone on with, deleted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from archive import archive_pdf
from fakes.generator import FakeGenerator, SteppedGenerator
from fakes.picture_reader import FakePictureReader
from fakes.scan_reader import ScanReader
from house import House
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from summarised import PATIENCE, add, kept, notes, runs, settled, states, summarise, wait_states
from window import open_window

from engine.cancel import CancelToken
from engine.errors import ModelMissing
from engine.types import Message
from rag.reading.reader import DocumentReader
from rag.runs.types import Done, RunState
from rag.summarising.types import Length
from rag.surveying.types import SurveyScope
from ui.parts.rows import StatusRole
from ui.runs.desk import RunDesk
from ui.runs.list import KINDS
from ui.runs.list_rows import RunRole
from ui.scans.desk import ScanDesk
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

DONE, QUEUED, RUNNING, STOPPED = RunState.DONE, RunState.QUEUED, RunState.RUNNING, RunState.STOPPED
LETTER = """\
0.97 My dear Sir
0.61 I hove jost ~leamcd ot thc oceidcnt
0.97 Your obedient servant
"""


DAY = re.compile(r"Done · \d.*")


def listed(window: MainWindow) -> list[tuple[str, str]]:
    """Name and state of the rows in view, without the day on which one was done."""
    rows = window.desk(RunDesk).list.rows
    found = [rows.index(row) for row in range(rows.rowCount())]
    return [(one.data(), DAY.sub("Done", one.data(StatusRole))) for one in found]


def test_those_in_line_wait_and_can_be_paused_together(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path
) -> None:
    desk = window.desk(RunDesk)
    summarise(window, add(qtbot, window, *notes(tmp_path, "a.txt", "b.txt", "c.txt")))
    wait_states(qtbot, window, RUNNING, QUEUED, QUEUED)
    desk.show_list()
    qtbot.waitUntil(lambda: desk.list.rows.rowCount() == 3, timeout=PATIENCE)
    desk.line.open(kept(window)[2].id, asked=True)
    qtbot.waitUntil(lambda: desk.view.about.text() == "Waits for 2 others", timeout=PATIENCE)
    assert desk.view.empty_words.startswith("In line")
    desk.show_list()
    qtbot.waitUntil(desk.list.pause_all.isVisible, timeout=PATIENCE)
    qtbot.mouseClick(desk.list.pause_all, Qt.MouseButton.LeftButton)
    wait_states(qtbot, window, STOPPED, STOPPED, STOPPED)
    settled(qtbot, window)
    assert [one.done for one in kept(window)] == [0, 0, 0]
    assert [bool(one.total) for one in kept(window)] == [True, False, False], "only the first was begun"


def test_what_the_end_of_the_program_interrupted_goes_on_by_itself(qtbot: QtBot, tmp_path: Path) -> None:
    home, file = tmp_path / "home", archive_pdf(tmp_path / "archive.pdf")
    house = House(home, reader=DocumentReader(), generator=FakeGenerator("No."))
    (addition,) = house.library.add([file])
    house.library.wait_idle()
    waiting, cut, paused = (house.summaries.create([addition.document_id], "executive")[0] for _ in range(3))
    house.runs.stop(paused.id)
    for event in house.runs.run(cut.id, CancelToken()):
        if isinstance(event, Done) and event.done == 3:
            house.runs.close()
    assert [house.runs.get(one.id).state for one in (waiting, cut, paused)] == [QUEUED, RUNNING, STOPPED]
    house.close()
    with open_window(home, "No.") as window:
        wait_states(qtbot, window, DONE, DONE, STOPPED)
        first, second, _ = kept(window)
        assert second.updated <= first.updated, "what was interrupted goes first"
        qtbot.waitUntil(lambda: not window.desk(RunDesk).line.line, timeout=PATIENCE)


def test_without_a_model_the_line_waits(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path
) -> None:
    found = add(qtbot, window, *notes(tmp_path, "a.txt", "b.txt"))
    generator.fault = ModelMissing(model="starter")
    desk = window.desk(RunDesk)
    summarise(window, found)
    qtbot.waitUntil(desk.view.go_on.isVisible, timeout=PATIENCE)
    assert desk.view.empty_words.startswith("A model is not installed")
    assert window.panes.banner.isVisible()
    assert states(window) == [STOPPED, QUEUED], "the next would not fare better"
    generator.fault = None
    generator.let()
    qtbot.mouseClick(desk.view.go_on, Qt.MouseButton.LeftButton)
    wait_states(qtbot, window, DONE, DONE)
    settled(qtbot, window)


def test_the_list_finds_opens_and_deletes(
    qtbot: QtBot, made: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = made.desk(RunDesk)
    (first,) = kept(made)
    (*_, note) = add(qtbot, made, *notes(tmp_path, "a.txt"))
    summarise(made, [note], "key_points", Length.BRIEF)
    wait_states(qtbot, made, DONE, DONE)
    qtbot.waitUntil(lambda: desk.view.title.text() == "a.txt", timeout=PATIENCE)
    settled(qtbot, made)
    qtbot.mouseClick(desk.view.kept, Qt.MouseButton.LeftButton)
    rows = desk.list.rows
    qtbot.waitUntil(lambda: rows.rowCount() == 2, timeout=PATIENCE)
    qtbot.keyClicks(desk.list.search, "executive")
    qtbot.waitUntil(lambda: rows.rowCount() == 1, timeout=PATIENCE)
    assert rows.index(0).data(RunRole).id == first.id
    desk.list.list.setFocus()
    desk.list.list.setCurrentIndex(rows.index(0))
    qtbot.keyClick(desk.list.list, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: desk.view.title.text() == "archive.pdf" and desk.view.isVisible(), timeout=PATIENCE
    )
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    qtbot.mouseClick(desk.view.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: first.id not in [one.id for one in kept(made)], timeout=PATIENCE)
    qtbot.waitUntil(desk.list.isVisible, timeout=PATIENCE)
    desk.list.search.setText("nothing like it")
    qtbot.waitUntil(lambda: rows.rowCount() == 0, timeout=PATIENCE)
    assert desk.list.search.isVisible(), "the way back"
    assert desk.list._pages.currentIndex() == 2, "no such words"
    desk.list.search.clear()
    qtbot.waitUntil(lambda: rows.rowCount() == 1, timeout=PATIENCE)
    desk.list.show_only(next(makers for key, makers in KINDS if key == "draft"))
    qtbot.waitUntil(lambda: rows.rowCount() == 0, timeout=PATIENCE)
    assert desk.list._pages.currentIndex() == 3, "none of the kind: nobody looked for words"


def test_one_being_made_stops_before_it_is_deleted(
    qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path
) -> None:
    summarise(window, add(qtbot, window, archive_pdf(tmp_path / "archive.pdf")))
    qtbot.waitUntil(
        lambda: [(one.state, one.total) for one in kept(window)] == [(RUNNING, 6)], timeout=PATIENCE
    )
    window.desk(RunDesk).line.delete(kept(window)[0].id)
    qtbot.waitUntil(lambda: not kept(window), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.desk(RunDesk).line.line, timeout=PATIENCE)
    assert not generator.together, "no part was read"


def test_with_nothing_kept_the_window_says_how_to_make_some(qtbot: QtBot, window: MainWindow) -> None:
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_L, shift)
    desk = window.desk(RunDesk)
    qtbot.waitUntil(desk.list.isVisible)
    assert desk.list._pages.currentIndex() == 1
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not desk.is_shown


def say_both(messages: Sequence[Message]) -> str:
    """The first line of a letter, to whatever is asked of it."""
    return "My dear Sir" if "My dear Sir" in messages[-1].text else "Not in your documents."


def test_all_kinds_of_work_stand_in_one_list_and_wait_in_one_line(qtbot: QtBot, tmp_path: Path) -> None:
    generator = SteppedGenerator(say_both)
    seeing = FakePictureReader(("I have just learned of the accident",))
    with open_window(tmp_path / "home", "", generator, ScanReader(), seeing) as window:
        desk = window.desk(RunDesk)
        (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
        (letter,) = add(qtbot, window, tmp_path / "letter.txt")
        window.panes.library.check_asked.emit(letter)
        look = window.desk(ScanDesk).view.look
        qtbot.waitUntil(look.isEnabled, timeout=PATIENCE)
        qtbot.mouseClick(look, Qt.MouseButton.LeftButton)
        wait_states(qtbot, window, DONE)
        qtbot.waitUntil(lambda: not desk.line.line, timeout=PATIENCE)
        summarise(window, [letter])
        wait_states(qtbot, window, DONE, RUNNING)
        desk.asking.ask("Who is written to?", SurveyScope())
        qtbot.waitUntil(lambda: desk.view.about.text() == "Waits for 1 other", timeout=PATIENCE)
        assert states(window) == [DONE, RUNNING, QUEUED]
        desk.show_list()
        qtbot.waitUntil(
            lambda: (
                listed(window)
                == [
                    ("Who is written to?", "Table of answers · Waits for 1 other"),
                    ("letter.txt", "Executive summary, one page · 0 of 1 part"),
                    ("letter.txt", "Second look · Done"),
                ]
            ),
            timeout=PATIENCE,
        )
        which = desk.list.which
        for name, first in (("Tables", 0), ("Summaries", 1), ("Second looks", 2)):
            which.setCurrentIndex(which.findText(name))
            wanted = runs(window).runs()[first].id
            qtbot.waitUntil(
                lambda wanted=wanted: (  # type: ignore[misc]
                    [desk.list.rows.index(row).data(RunRole).id for row in range(desk.list.rows.rowCount())]
                    == [wanted]
                ),
                timeout=PATIENCE,
            )
        which.setCurrentIndex(which.findText("Everything"))
        qtbot.waitUntil(lambda: len(listed(window)) == 3, timeout=PATIENCE)
        generator.let()
        wait_states(qtbot, window, DONE, DONE, DONE)
        settled(qtbot, window)
        _, summary, table = kept(window)
        assert summary.updated <= table.updated, "the table is made after the summary"
        assert table.done == table.total == 1
        qtbot.waitUntil(
            lambda: [state.rpartition(" · ")[2] for _, state in listed(window)] == ["Done"] * 3,
            timeout=PATIENCE,
        )
