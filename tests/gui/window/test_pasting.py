"""Ctrl+V with a picture on the clipboard: saved where the user says, then added; text is pasted as ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.types import Notice
from ui.window.pasting import Pastes


class Asked:
    """Stands in for the dialog, and for the window behind it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.titles: list[str] = []
        self.added: list[list[Path]] = []
        self.refused: list[Notice] = []

    def save_name(self, _parent: QWidget, title: str, *_: str) -> tuple[str, str]:
        self.titles.append(title)
        return self.name, ""


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[QPlainTextEdit]:
    window = QWidget()
    qtbot.addWidget(window)
    made = QPlainTextEdit()
    QVBoxLayout(window).addWidget(made)
    window.show()
    made.setFocus()
    yield made
    window.hide()


@pytest.fixture(autouse=True)
def clipboard() -> Iterator[None]:
    held = QMimeData()
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    held.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(held)
    yield
    QGuiApplication.clipboard().clear()


def watched(field: QPlainTextEdit, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> QWidget:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", asked.save_name)
    window = field.window()
    Pastes(window, field, asked.added.append, asked.refused.append)
    return window


def test_a_picture_is_saved_under_the_chosen_name_and_added(
    qtbot: QtBot, field: QPlainTextEdit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(str(tmp_path / "notice"))
    window = watched(field, asked, monkeypatch)
    for widget in (field, window):
        qtbot.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert asked.added == [[tmp_path / "notice.png"]] * 2
    assert asked.titles[0] == "Save the pasted picture and add it"
    assert QImage(str(tmp_path / "notice.png")).size().width() == 40


def test_nothing_is_saved_where_no_name_is_given_or_the_field_holds_text(
    qtbot: QtBot, field: QPlainTextEdit, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked("")
    watched(field, asked, monkeypatch)
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    field.setPlainText("A question")
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (len(asked.titles), asked.added, asked.refused) == (1, [], [])


def test_text_is_pasted_as_text(qtbot: QtBot, field: QPlainTextEdit, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked("")
    watched(field, asked, monkeypatch)
    QGuiApplication.clipboard().setText("Which deadline?")
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.toPlainText() == "Which deadline?"
    assert asked.titles == []


def test_a_place_that_cannot_be_written_is_told(
    qtbot: QtBot, field: QPlainTextEdit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(str(tmp_path / "missing" / "a.png"))
    watched(field, asked, monkeypatch)
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert asked.added == []
    assert "a.png" in asked.refused[0].sentence


@pytest.mark.parametrize("written", ["", "A question"])
def test_copied_files_are_added_wherever_they_are_pasted(
    qtbot: QtBot, field: QPlainTextEdit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    asked = Asked("")
    window = watched(field, asked, monkeypatch)
    files = [tmp_path / "lease of the mill.txt", tmp_path / "letter.txt"]
    for file in files:
        file.write_text("Words.", encoding="utf-8")
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    QGuiApplication.clipboard().setMimeData(held)
    field.setPlainText(written)
    for widget in (field, window):
        qtbot.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert asked.added == [files, files]
    assert field.toPlainText() == written
    assert asked.titles == []


def test_an_address_is_pasted_as_text(
    qtbot: QtBot, field: QPlainTextEdit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked("")
    watched(field, asked, monkeypatch)
    held = QMimeData()
    held.setUrls([QUrl("https://example.org/a.pdf"), QUrl.fromLocalFile(str(tmp_path / "gone.txt"))])
    held.setText("https://example.org/a.pdf")
    QGuiApplication.clipboard().setMimeData(held)
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert asked.added == []
    assert "example.org" in field.toPlainText()
