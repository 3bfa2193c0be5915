"""A summary in the real window, taken along: on the clipboard, in a file of every format, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from summarised import PATIENCE

from app.exporting.register import FORMATS, Format
from ui.runs.desk import RunDesk
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

POINT = "The contracts are kept for 4 years in the archive."


def test_the_summary_is_copied_as_rich_text(qtbot: QtBot, made: MainWindow) -> None:
    qtbot.mouseClick(made.desk(RunDesk).view.copy, Qt.MouseButton.LeftButton)
    clipboard = QApplication.clipboard()
    told = made.panes.banner._title
    qtbot.waitUntil(lambda: told.text() == "It is on the clipboard.", timeout=PATIENCE)
    assert POINT in clipboard.mimeData().html()
    assert POINT in clipboard.text()
    assert not clipboard.text().startswith("#"), "plain text has no marks"


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.suffix)
def test_the_summary_is_saved(
    qtbot: QtBot, made: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Format
) -> None:
    path = tmp_path / f"summary.{form.suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    action = made.desk(RunDesk).view.export.menu().actions()[FORMATS.index(form)]
    assert action.text() == f"{form.name}…"
    action.trigger()
    qtbot.waitUntil(lambda: path.exists() and path.stat().st_size > 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: made.panes.banner._title.text().startswith("Saved as"), timeout=PATIENCE)
    if form.suffix == "pdf":
        assert path.read_bytes().startswith(b"%PDF")
    elif form.suffix in ("docx", "xlsx"):
        assert path.read_bytes().startswith(b"PK")
    else:
        assert POINT in path.read_text(encoding="utf-8")


def test_the_summary_is_printed(
    qtbot: QtBot, made: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "printed.pdf"

    def accept(dialog: QPrintDialog) -> bool:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(path))
        return True

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    qtbot.mouseClick(made.desk(RunDesk).view.print, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "printer" in made.panes.banner._title.text(), timeout=PATIENCE)
    assert path.read_bytes().startswith(b"%PDF")
