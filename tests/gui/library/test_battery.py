"""What happens on battery: chosen in the window, and told while something waits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.generator import SteppedGenerator
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from summarised import PATIENCE, add, notes, settled, summarise, wait_states
from window import open_window

from app.library.power import LOW_PERCENT
from engine.power import Supply
from rag.runs.types import RunState
from ui.library.folder_desk import FolderDesk
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model


class Battery:
    def __init__(self) -> None:
        self.supply = Supply(on_battery=False, percent=60.0)


@pytest.fixture
def battery() -> Battery:
    return Battery()


@pytest.fixture
def generator() -> SteppedGenerator:
    return SteppedGenerator(lambda _: "The invoices of office a are kept for 3 years.")


@pytest.fixture
def window(
    qtbot: QtBot, tmp_path: Path, battery: Battery, generator: SteppedGenerator
) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "", generator, supply=lambda: battery.supply) as opened:
        qtbot.waitUntil(lambda: not opened.panes.composer.field.placeholderText().startswith("Opening"))
        yield opened


def said(window: MainWindow) -> str:
    return "\n".join(one.text() for one in window.findChildren(QLabel) if one.isVisible())


def test_a_summary_waits_for_a_low_battery_and_the_window_says_so(
    qtbot: QtBot, window: MainWindow, battery: Battery, generator: SteppedGenerator, tmp_path: Path
) -> None:
    power = window.desk(FolderDesk).given.services.power
    found = add(qtbot, window, *notes(tmp_path, "a.txt"))
    battery.supply = Supply(on_battery=True, percent=LOW_PERCENT - 5)
    power.check()
    generator.let()
    summarise(window, found)
    qtbot.waitUntil(lambda: "waits: the battery is low" in said(window), timeout=PATIENCE)
    status = window.panes.status
    assert status._library.text() == "Reading and summaries wait: the battery is low"
    assert status.go_on.isVisible()
    battery.supply = Supply(on_battery=False, percent=LOW_PERCENT - 5)
    power.check()
    wait_states(qtbot, window, RunState.DONE)
    qtbot.waitUntil(lambda: status._library.text() == "", timeout=PATIENCE)
    settled(qtbot, window)


def test_a_window_that_is_opened_on_battery_says_what_waits(
    qtbot: QtBot, tmp_path: Path, generator: SteppedGenerator
) -> None:
    low = Supply(on_battery=True, percent=LOW_PERCENT - 5)
    with open_window(tmp_path / "home", "", generator, supply=lambda: low, watched=True) as opened:
        words = opened.panes.status._library
        qtbot.waitUntil(lambda: "the battery is low" in words.text(), timeout=PATIENCE)
        opened.desk(FolderDesk).given.services.power.close()
