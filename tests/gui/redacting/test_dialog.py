"""The dialog of redacted copies, driven by keyboard, over its own reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from reportlab.pdfgen import canvas

from app.activity.work import Sort as WorkSort
from app.activity.work import Standing
from app.redacting.redacting import Redacting
from rag.reading.reader import DocumentReader
from ui.parts.tasks import Tasks
from ui.parts.theme import DARK, LIGHT
from ui.redacting.dialog import RedactDialog

PATIENCE = 120_000


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


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "letter.pdf"
    drawn = canvas.Canvas(str(file))
    for number, line in enumerate(
        (
            "Dear Mrs Roe,",
            "we write to jane.roe@example.com about Project Heron.",
            "Yours sincerely,",
            "Peter Lang",
        )
    ):
        drawn.drawString(72, 760 - 18 * number, line)
    drawn.save()
    return file


def opened(qtbot: QtBot, tasks: Tasks, reader: DocumentReader, file: Path) -> RedactDialog:
    dialog = RedactDialog(None, Redacting(reader), reader, tasks, LIGHT)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.begin(str(file), file.name)
    qtbot.waitUntil(dialog.items.isEnabled, timeout=PATIENCE)
    return dialog


def rows(dialog: RedactDialog) -> dict[str, list[str]]:
    groups = [dialog.items.topLevelItem(place) for place in range(dialog.items.topLevelItemCount())]
    return {
        group.text(0): [group.child(place).text(0) for place in range(group.childCount())]
        for group in groups
        if group is not None
    }


def saved(qtbot: QtBot, dialog: RedactDialog, target: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(target), ""))
    dialog.export.setFocus()
    QTest.keyClick(dialog.export, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.items.isEnabled() and target.name in dialog.words.text(), timeout=PATIENCE)
    told = dialog._activity.snapshot().ended[0]
    assert (told.sort, told.standing) == (WorkSort.REDACTION, Standing.FINISHED)
    return dialog.words.text()


def test_a_text_is_kept_another_added_and_a_copy_saved(
    qtbot: QtBot,
    tasks: Tasks,
    reader: DocumentReader,
    letter: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = opened(qtbot, tasks, reader, letter)
    assert rows(dialog) == {"Name": ["Roe", "Peter Lang"], "E-mail": ["jane.roe@example.com"]}
    qtbot.waitUntil(lambda: len(dialog.page.boxes) == 3, timeout=PATIENCE)

    row = dialog.items.row_of("Peter Lang")
    dialog.items.setCurrentItem(row)
    QTest.keyClick(dialog.items, Qt.Key.Key_Space)
    assert [one.text for one in dialog.items.kept()] == ["Peter Lang"]
    assert len(dialog.page.boxes) == 2
    QTest.keyClicks(dialog.also, "project heron")
    QTest.keyClick(dialog.also, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.items.isEnabled() and "Added by you" in rows(dialog), timeout=PATIENCE)
    assert [one.text for one in dialog.items.kept()] == ["Peter Lang"]

    told = saved(qtbot, dialog, tmp_path / "copy.pdf", monkeypatch)
    assert "3 places were taken out" in told
    assert "1 page read again" in told
    assert "The copy is shown" in told
    qtbot.waitUntil(lambda: not dialog.page.boxes, timeout=PATIENCE)
    dialog.items.setCurrentItem(dialog.items.row_of("Roe"))
    qtbot.waitUntil(lambda: len(dialog.page.boxes) == 3, timeout=PATIENCE)
    text = pypdf.PdfReader(tmp_path / "copy.pdf").pages[0].extract_text()
    assert "Peter" in text
    assert "Lang" in text
    for gone in ("Roe", "jane", "Heron", "Project"):
        assert gone not in text


def test_a_word_file_is_shown_as_text_and_saved_with_pseudonyms(
    qtbot: QtBot, tasks: Tasks, reader: DocumentReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = docx.Document()
    document.add_paragraph("Name: Jane Roe")
    document.save(str(tmp_path / "a.docx"))
    dialog = opened(qtbot, tasks, reader, tmp_path / "a.docx")
    assert "Name: Jane Roe" in dialog.text.toPlainText()
    assert dialog.text.extraSelections()

    QTest.keyClick(dialog.pseudonyms, Qt.Key.Key_Space)
    saved(qtbot, dialog, tmp_path / "b", monkeypatch)

    assert [one.text for one in docx.Document(str(tmp_path / "b.docx")).paragraphs] == ["Name: Person 1"]


def test_a_document_without_anything_personal(
    qtbot: QtBot, tasks: Tasks, reader: DocumentReader, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("The pump is red.", encoding="utf-8")

    dialog = opened(qtbot, tasks, reader, tmp_path / "a.txt")

    assert rows(dialog) == {}
    assert "Nothing personal was found" in dialog.words.text()
    assert dialog.export.isEnabled()


def test_a_file_that_is_gone_is_told(
    qtbot: QtBot, tasks: Tasks, reader: DocumentReader, tmp_path: Path
) -> None:
    dialog = RedactDialog(None, Redacting(reader), reader, tasks, DARK)
    qtbot.addWidget(dialog)

    dialog.begin(str(tmp_path / "gone.pdf"), "gone.pdf")

    qtbot.waitUntil(lambda: "gone.pdf" in dialog.words.text(), timeout=PATIENCE)
    assert not dialog.export.isEnabled()
