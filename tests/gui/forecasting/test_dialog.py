"""The dialog of forecasts, over its own processes."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.activity.work import Sort, Standing
from engine.cancel import CancelToken
from engine.types import Method, Predicted
from rag.reading.reader import DocumentReader
from ui.forecasting.dialog import ForecastDialog
from ui.parts.tasks import Tasks
from ui.parts.theme import DARK, LIGHT

PATIENCE = 60_000


class Steady:
    """Says that all stays as it was; waits where it is told to."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()

    def predict(
        self, values: NDArray[np.float64], seasons: Sequence[int], horizon: int, methods: Sequence[Method],
        level: int, cancel: CancelToken,
    ) -> Mapping[Method, Predicted]:  # fmt: skip
        while not self.gate.wait(0.01):
            cancel.raise_if_cancelled()
        return {method: Predicted(np.full(horizon, values[-1]), np.ones(horizon)) for method in methods}

    def close(self) -> None: ...


@pytest.fixture
def table(tmp_path: Path) -> Path:
    rows = [
        f"{shop};{2019 + month // 12}-{month % 12 + 1:02d};{month % 12 * 2 + times}"
        for month in range(48)
        for shop, times in (("North", 10), ("South", 30))
    ]
    (tmp_path / "sales.csv").write_text("\n".join(["Shop;Month;Sold", *rows]), encoding="utf-8")
    return tmp_path / "sales.csv"


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.close()


@pytest.fixture
def reader() -> Iterator[DocumentReader]:
    reader = DocumentReader()
    yield reader
    reader.close()


def read(qtbot: QtBot, dialog: ForecastDialog, path: Path) -> None:
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.start.isEnabled()
    dialog.open(path)
    qtbot.waitUntil(dialog.start.isEnabled, timeout=PATIENCE)


def test_columns_are_guessed_and_each_series_has_its_chart(
    qtbot: QtBot, tasks: Tasks, reader: DocumentReader, table: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    dialog = ForecastDialog(None, reader, tasks, LIGHT)
    read(qtbot, dialog, table)
    assert (dialog.date.currentText(), dialog.value.currentText(), dialog.item.currentText()) == (
        "Month", "Sold", "Shop"
    )  # fmt: skip

    QTest.keyClick(dialog.start, Qt.Key.Key_Space)
    qtbot.waitUntil(dialog.export.isEnabled, timeout=PATIENCE)
    assert [dialog.shown.itemText(place) for place in range(dialog.shown.count())] == ["North", "South"]
    assert "48 monthly values, January 2019 to December 2022." in dialog.words.text()
    (told,) = dialog._activity.snapshot().ended
    assert (told.sort, told.standing) == (Sort.FORECAST, Standing.FINISHED)
    first = dialog.chart.grab().toImage()
    assert first.width() > 300
    dialog.shown.setCurrentIndex(1)
    assert dialog.chart.grab().toImage() != first

    target = tmp_path / "next.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(target), ""))
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "next.xlsx" in dialog.words.text(), timeout=PATIENCE)
    assert openpyxl.load_workbook(target)["Forecast"].max_row == 25


def test_a_sheet_with_a_column_a_month_needs_nothing_chosen(
    qtbot: QtBot, tasks: Tasks, reader: DocumentReader, tmp_path: Path
) -> None:
    months = [f"{2022 + month // 12}-{month % 12 + 1:02d}" for month in range(24)]
    rows = [["Product", *months], ["Pens", *map(str, range(24))], ["Ink", *map(str, range(30, 54))]]
    (tmp_path / "budget.csv").write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    dialog = ForecastDialog(None, reader, tasks, LIGHT, Steady)
    read(qtbot, dialog, tmp_path / "budget.csv")
    QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.export.isEnabled, timeout=PATIENCE)
    assert [dialog.shown.itemText(place) for place in range(dialog.shown.count())] == ["Pens", "Ink"]


def test_it_can_be_stopped_and_begun_again(
    qtbot: QtBot, tasks: Tasks, reader: DocumentReader, table: Path
) -> None:
    steady = Steady()
    steady.gate.clear()
    dialog = ForecastDialog(None, reader, tasks, DARK, lambda: steady)
    read(qtbot, dialog, table)
    begin = dialog.start.text()
    QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    assert dialog.start.text() != begin
    QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.start.text() == begin, timeout=PATIENCE)
    assert not dialog.export.isEnabled()

    steady.gate.set()
    QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.export.isEnabled, timeout=PATIENCE)


def test_what_is_wrong_with_the_columns_is_said(
    qtbot: QtBot, tasks: Tasks, reader: DocumentReader, table: Path
) -> None:
    dialog = ForecastDialog(None, reader, tasks, LIGHT, Steady)
    read(qtbot, dialog, table)
    dialog.date.setCurrentText("Shop")
    QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "holds no dates" in dialog.words.text(), timeout=PATIENCE)
