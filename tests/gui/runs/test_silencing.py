"""Proof of silence in the real window: drawn, read document after document by keys, undone, told."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from summarised import PATIENCE, add

from rag.extracting.fields.schema import parsed
from ui.reader.desk import ReaderDesk
from ui.runs.desk import RunDesk
from ui.window.main_window import MainWindow

COLUMNS = [{"name": "due", "type": "date", "labels": ["Due date"]}]


def test_a_sample_is_read_document_after_document(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "dated.txt").write_text("Due date: 2024-05-03", encoding="utf-8")
    for number in range(2):
        (tmp_path / f"silent{number}.txt").write_text(f"Letter {number} names no day.", encoding="utf-8")
    for path in sorted(tmp_path.glob("*.txt")):
        add(qtbot, window, path)
    desk = window.desk(RunDesk)
    ids = [one.id for one in window.desk(RunDesk).given.services.library.documents()]
    desk.asking.extract(parsed(json.dumps({"name": "Dates", "columns": COLUMNS})), ids)
    bar = desk.view.silence
    qtbot.waitUntil(lambda: bar.isVisible() and bar.draw.isVisible(), timeout=PATIENCE)
    told = "Read all 2 documents in which nothing was found. If there is nothing in them, nothing was missed."
    assert bar.told.text() == told  # no sample, no chance, no percent

    qtbot.mouseClick(bar.draw, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.which.text().startswith("1 of 2: silent"), timeout=PATIENCE)
    first = bar.which.text()
    reader = window.desk(ReaderDesk)
    qtbot.waitUntil(lambda: bool(reader.at_hand), timeout=PATIENCE)
    opened = reader.at_hand
    bar.nothing.setFocus()
    qtbot.keyClick(bar.nothing, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: bar.which.text().startswith("2 of 2: silent"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: reader.at_hand != opened, timeout=PATIENCE)
    qtbot.mouseClick(bar.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.which.text() == first, timeout=PATIENCE)
    for _ in range(2):
        told = bar.which.text()
        qtbot.mouseClick(bar.something, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda told=told: bar.which.text() != told, timeout=PATIENCE)
    assert bar.which.text() == "All that was drawn is read."
    assert "All 2 documents in which nothing was found were read by a person" in bar.told.text()
    qtbot.mouseClick(bar.drop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(bar.draw.isVisible, timeout=PATIENCE)


def test_how_many_and_how_sure_are_chosen_and_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"silent{number}.txt").write_text(f"Letter {number} names no day.", encoding="utf-8")
    for path in sorted(tmp_path.glob("*.txt")):
        add(qtbot, window, path)
    desk = window.desk(RunDesk)
    ids = [one.id for one in desk.given.services.library.documents()]
    desk.asking.extract(parsed(json.dumps({"name": "Dates", "columns": COLUMNS})), ids)
    bar = desk.view.silence
    qtbot.waitUntil(lambda: bar.isVisible() and bar.draw.isVisible(), timeout=PATIENCE)
    assert (bar.many.value(), bar.many.maximum(), bar.confidence.currentData()) == (8, 8, 0.95)
    bar.many.setFocus()
    bar.many.selectAll()
    qtbot.keyClicks(bar.many, "5")
    assert "Read 5 of the 8 documents" in bar.told.text()
    at_95 = bar.told.text()
    bar.confidence.setFocus()
    qtbot.keyClick(bar.confidence, Qt.Key.Key_Up)
    assert bar.confidence.currentData() == 0.9
    bar.many.setValue(5)
    assert "at 90 %" in bar.told.text()
    assert bar.told.text() != at_95
    desk.view.silence.show_report(desk.given.services.runs.report(bar._run_id))
    assert bar.many.value() == 5, "what was chosen stays"
    qtbot.mouseClick(bar.draw, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.which.text().startswith("1 of 5: silent"), timeout=PATIENCE)
    assert not bar.many.isVisible()
    sample = desk.given.services.surveys.silence.sample(bar._run_id)
    assert sample is not None
    assert (len(sample.drawn), sample.confidence) == (5, 0.9)
