"""What is left of a run, below its name: less with every second, and nothing where it is long over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from archive import archive_pdf
from fakes.generator import SteppedGenerator
from pytestqt.qtbot import QtBot
from summarised import PATIENCE, add, summarise

from ui.runs import counting
from ui.runs.desk import RunDesk
from ui.window.main_window import MainWindow


def test_an_estimate_runs_down_while_a_part_takes_long(
    qtbot: QtBot,
    window: MainWindow,
    generator: SteppedGenerator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    summarise(window, add(qtbot, window, archive_pdf(tmp_path / "archive.pdf")))
    view = window.desk(RunDesk).view
    qtbot.waitUntil(lambda: view.about.text() == "Reading part 1 of 6", timeout=PATIENCE)
    generator.let(1)
    qtbot.waitUntil(lambda: " · about " in view.about.text(), timeout=PATIENCE)
    now: Callable[[], float] = counting.monotonic
    monkeypatch.setattr(counting, "monotonic", lambda: now() + 1_000)
    qtbot.waitUntil(lambda: " · about " not in view.about.text(), timeout=PATIENCE)
    assert view.about.text().startswith("Reading part ")
    generator.let()
