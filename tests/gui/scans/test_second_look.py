"""Doubtful lines shown to a vision model from the window: progress, stop, faults, and edits meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.picture_reader import FakePictureReader
from fakes.scan_reader import ScanReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window import drop, open_window

from app.events import IndexingPaused
from app.types import PauseReason
from engine.cancel import CancelToken
from engine.errors import WorkerDied
from engine.types import GenerationDone, GenerationEvent, Picture, Sampling, StopReason, TextDelta
from rag.runs.types import RunState
from rag.types import Document, DocumentState
from ui.library.rows import DocumentRole
from ui.parts.tasks import Lane
from ui.runs.desk import RunDesk
from ui.scans.desk import ScanDesk
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
LETTER = """\
0.97 My dear Sir
0.61 I hove jost ~leamcd ot thc oceidcnt
0.62 whieh hopcncd ot thc vorks
0.63 Mcmoriol ~Chnreh ycstcrdoy
0.97 Your ~obediant servant

0.60 ~Jane ~Stamford
"""


class SlowSeeing(FakePictureReader):
    """Says a line once the test lets it; a cancelled one ends at once, as the model's process does."""

    def __init__(self, *lines: str, name: str = "slow-vision") -> None:
        super().__init__(lines or ("unreadable",), name=name)
        self.let = threading.Semaphore(0)
        self.fault: Exception | None = None
        self.asked = 0

    def read(
        self, picture: Picture, instruction: str, sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        self.asked += 1
        withdraw = cancel.on_cancel(self.let.release)
        self.let.acquire()
        withdraw()
        if self.fault is not None:
            raise self.fault
        if cancel.cancelled:
            yield GenerationDone(StopReason.CANCELLED, 1, 0, 0, 0.0, 0.0)
            return
        yield TextDelta(self._lines[(self.asked - 1) % len(self._lines)])
        yield GenerationDone(StopReason.END, 1, 0, 1, 0.0, 0.0)


@pytest.fixture
def seeing() -> SlowSeeing:
    return SlowSeeing(
        "I have just learned of the accident",
        "which happened at the works",
        "Memorial Church yesterday",
        "Jane Stamford",
    )


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, seeing: SlowSeeing) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "No.", reader=ScanReader(), seeing=seeing) as opened:
        qtbot.waitUntil(lambda: not opened.panes.composer.field.placeholderText().startswith("Opening"))
        yield opened


@pytest.fixture
def desk(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> ScanDesk:
    """A window in which a letter is checked."""
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, encoding="utf-8")
    drop(window, [path])
    rows = window.panes.library.list.model()

    def document() -> Document:
        found: Document = rows.index(0, 0).data(DocumentRole)
        return found

    qtbot.waitUntil(
        lambda: rows.rowCount() == 1 and document().state is DocumentState.READY, timeout=PATIENCE
    )
    window.panes.library.check_asked.emit(document())
    found = window.desk(ScanDesk)
    qtbot.waitUntil(lambda: found.view.lines.rows.rowCount() == 5, timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(found.view.look.toolTip()), timeout=PATIENCE)
    return found


def text(desk: ScanDesk, place: int) -> str:
    return str(desk.view.lines.rows.index(place).data())


def reads(qtbot: QtBot, desk: ScanDesk, place: int, words: str) -> None:
    """Wait until a line is renewed: its page is read again a moment after it was looked at."""
    qtbot.waitUntil(lambda: text(desk, place) == words, timeout=PATIENCE)


def press(desk: ScanDesk) -> None:
    assert desk.view.look.isEnabled()
    QTest.mouseClick(desk.view.look, Qt.MouseButton.LeftButton)


def looked(qtbot: QtBot, desk: ScanDesk, words: str) -> None:
    qtbot.waitUntil(lambda: desk.view.looking.words.text().startswith(words), timeout=PATIENCE)


def test_lines_are_renewed_one_by_one(
    qtbot: QtBot, desk: ScanDesk, window: MainWindow, seeing: SlowSeeing
) -> None:
    assert desk.view.look.toolTip() == "Let slow-vision weigh the lines that could not be read for sure"
    press(desk)
    assert desk.view.looking.isVisible()
    assert not desk.view.look.isEnabled()
    looked(qtbot, desk, "Line 1 of 4")
    seeing.let.release()
    looked(qtbot, desk, "Line 2 of 4")
    reads(qtbot, desk, 1, "I have just learned of the accident")
    assert text(desk, 2) == "whieh hopcncd ot thc vorks"
    assert desk.view.looking.bar.value() == 1
    seeing.let.release(3)
    qtbot.waitUntil(lambda: not desk.view.looking.isVisible(), timeout=PATIENCE)
    assert window.panes.banner._title.text() == "4 lines looked at again, 3 read otherwise."
    reads(qtbot, desk, 3, "Memorial Church yesterday")


def test_what_is_being_typed_stays_and_a_correction_does_not_wait(
    qtbot: QtBot, desk: ScanDesk, window: MainWindow, seeing: SlowSeeing
) -> None:
    press(desk)
    looked(qtbot, desk, "Line 1 of 4")
    field = desk.view.lines.editor.field
    assert field.hasFocus()
    field.selectAll()
    QTest.keyClicks(field, "I have just heard")
    seeing.let.release()
    looked(qtbot, desk, "Line 2 of 4")
    reads(qtbot, desk, 1, "I have just learned of the accident")
    assert desk.model.place == 1
    assert field.toPlainText() == "I have just heard"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.toPlainText() == "I have just learned of the accident", "what stands below the edit now"
    field.selectAll()
    QTest.keyClicks(field, "I have just heard")
    QTest.keyClick(field, Qt.Key.Key_Return)
    scans, document = window.desk(ScanDesk).given.services.scans, desk.model.document
    qtbot.waitUntil(lambda: scans.page(document.id, 1).lines[1].is_corrected, timeout=PATIENCE)
    assert desk.second_look.is_busy, "the second line is still being looked at"
    seeing.let.release()
    looked(qtbot, desk, "Line 3 of 4")
    reads(qtbot, desk, 2, "which happened at the works")
    assert text(desk, 1) == "I have just heard"


def test_stop_keeps_what_is_done(
    qtbot: QtBot, desk: ScanDesk, window: MainWindow, seeing: SlowSeeing
) -> None:
    press(desk)
    looked(qtbot, desk, "Line 1 of 4")
    seeing.let.release()
    looked(qtbot, desk, "Line 2 of 4")
    QTest.mouseClick(desk.view.looking.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.view.looking.isVisible(), timeout=PATIENCE)
    assert window.panes.banner._title.text() == "Stopped. 1 line looked at again, 1 read otherwise."
    kept = window.desk(ScanDesk).given.services.scans.page(desk.model.document.id, 1)
    assert kept.lines[1].text == "I have just learned of the accident"
    assert desk.view.look.isEnabled(), "the rest can be looked at later"


def test_a_fault_is_told_and_it_can_be_tried_again(
    qtbot: QtBot, desk: ScanDesk, window: MainWindow, seeing: SlowSeeing
) -> None:
    seeing.fault = WorkerDied(reason="memory", exit_code=1, detail="")
    press(desk)
    seeing.let.release(2)  # one line may fail by itself
    qtbot.waitUntil(window.panes.banner.isVisible, timeout=PATIENCE)
    assert "stopped" in window.panes.banner._title.text()
    assert not desk.view.looking.isVisible()
    assert desk.view.look.isEnabled()


def test_leaving_the_page_ends_it(
    qtbot: QtBot,
    desk: ScanDesk,
    window: MainWindow,
    seeing: SlowSeeing,
) -> None:
    press(desk)
    looked(qtbot, desk, "Line 1 of 4")
    qtbot.waitUntil(lambda: seeing.asked == 1, timeout=PATIENCE)
    desk.leave()
    assert not desk.second_look.is_busy
    with qtbot.waitCallback() as over:
        window._tasks.run(Lane.RUN, lambda: None, over)
    assert seeing.asked == 1
    assert not window.panes.banner.isVisible()
    (kept,) = desk.given.services.runs.runs()
    assert kept.state is RunState.STOPPED, "it can be gone on with"


def test_it_says_for_what_it_waits(
    qtbot: QtBot, desk: ScanDesk, window: MainWindow, seeing: SlowSeeing
) -> None:
    press(desk)
    looked(qtbot, desk, "Line 1 of 4")
    desk.take(IndexingPaused(frozenset({PauseReason.BATTERY})))
    assert desk.view.looking.words.text() == "Line 1 of 4 · waits: on battery"
    desk.take(IndexingPaused(frozenset()))
    assert desk.view.looking.words.text() == "Line 1 of 4"


def test_another_view_ends_it_too(
    qtbot: QtBot, desk: ScanDesk, window: MainWindow, seeing: SlowSeeing
) -> None:
    press(desk)
    looked(qtbot, desk, "Line 1 of 4")
    window.desk(RunDesk).show_list()
    qtbot.waitUntil(lambda: not desk.second_look.is_busy, timeout=PATIENCE)
    assert not desk.is_shown


def test_the_window_closes_while_a_line_is_looked_at(
    qtbot: QtBot, desk: ScanDesk, seeing: SlowSeeing
) -> None:
    press(desk)
    qtbot.waitUntil(lambda: seeing.asked == 1, timeout=PATIENCE)
    assert desk.second_look.is_busy, "the end of the fixture waits for the lane"


def test_tab_stops_at_a_doubtful_word_of_a_sure_line(desk: ScanDesk) -> None:
    assert desk.view.left.text().endswith("1 other line with a doubtful word")
    for place in (2, 3, 4):
        QTest.keyClick(desk.view.lines.editor.field, Qt.Key.Key_Tab)
        assert desk.model.place == place
    assert desk.view.lines.editor.field.textCursor().selectedText() == "obediant"
    desk.view.doubtful_only.setChecked(True)
    assert [text(desk, row)[:4] for row in range(desk.view.lines.rows.rowCount())][-1] == "Your"


class TestWithoutAVisionModel:
    @pytest.fixture
    def seeing(self) -> SlowSeeing:
        return SlowSeeing(name="")

    def test_the_button_says_what_to_do(self, desk: ScanDesk) -> None:
        assert not desk.view.look.isEnabled()
        assert "Get and choose models" in desk.view.look.toolTip()
        assert "two GGUF files" in desk.view.look.toolTip()
