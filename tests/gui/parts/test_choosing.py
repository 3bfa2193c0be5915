"""Where dialogs for files begin: in the folder that was used last, else with the person's documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from window import open_window

from ui.models.desk import ModelDesk
from ui.parts import choosing

UI = Path(choosing.__file__).parents[1]


class Dialogs:
    """Stands for those of the desktop: notes where each begins, and gives what is `chosen`."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.chosen = ""

    def file(self, _parent: object, _title: str, begin: str, _kinds: str = "") -> tuple[str, str]:
        self.begun.append(begin)
        return self.chosen, ""

    def files(self, _parent: object, _title: str, begin: str, _kinds: str = "") -> tuple[list[str], str]:
        self.begun.append(begin)
        return [self.chosen] if self.chosen else [], ""

    def folder(self, _parent: object, _title: str, begin: str) -> str:
        self.begun.append(begin)
        return self.chosen


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "Documents"
    found.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(found))
    return found


@pytest.fixture
def dialogs(documents: Path, monkeypatch: pytest.MonkeyPatch) -> Dialogs:
    made = Dialogs()
    monkeypatch.setattr(choosing, "_folder", choosing._Folder())  # as when the program has just begun
    monkeypatch.setattr(QFileDialog, "getSaveFileName", made.file)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", made.file)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", made.files)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", made.folder)
    return made


def test_the_first_dialog_begins_with_the_persons_documents(dialogs: Dialogs, documents: Path) -> None:
    choosing.save_name(None, "Save", "code.txt")
    choosing.open_name(None, "Open")
    choosing.open_names(None, "Open")
    choosing.folder_name(None, "Folder")
    assert dialogs.begun == [str(documents / "code.txt"), *[str(documents)] * 3]


def test_without_documents_it_begins_at_home(dialogs: Dialogs, documents: Path) -> None:
    documents.rmdir()
    choosing.open_name(None, "Open")
    assert dialogs.begun == [str(Path.home())]


def test_the_next_one_begins_where_the_last_one_ended(
    dialogs: Dialogs, documents: Path, tmp_path: Path
) -> None:
    (tmp_path / "letters").mkdir()
    for ask in (
        lambda: choosing.open_name(None, "Open"),
        lambda: choosing.open_names(None, "Open"),
        lambda: choosing.save_name(None, "Save", "a.txt"),
    ):
        dialogs.chosen = str(tmp_path / "letters" / "one.txt")
        ask()
        dialogs.chosen = ""
        choosing.open_name(None, "Open")  # left without a file: the folder stays
        choosing.save_name(None, "Save", "b.txt")
        assert dialogs.begun[-2:] == [str(tmp_path / "letters"), str(tmp_path / "letters" / "b.txt")]
        dialogs.chosen = str(documents)
        choosing.folder_name(None, "Folder")
        choosing.open_name(None, "Open")
        assert dialogs.begun[-1] == str(documents)


def test_a_folder_that_has_gone_is_not_begun_in(dialogs: Dialogs, documents: Path, tmp_path: Path) -> None:
    dialogs.chosen = str(tmp_path / "gone" / "one.txt")
    choosing.open_name(None, "Open")
    choosing.open_name(None, "Open")
    assert dialogs.begun[-1] == str(documents)


def test_whatever_asks_for_a_file_asks_here() -> None:
    asking = [one.name for one in UI.rglob("*.py") if "QFileDialog" in one.read_text(encoding="utf-8")]
    assert asking == ["choosing.py"]


def test_training_data_gets_its_ending(qtbot: QtBot, tmp_path: Path, dialogs: Dialogs) -> None:
    with open_window(tmp_path / "home", "") as window:
        desk, saved = window.desk(ModelDesk), list[Path]()
        desk.given.services.training.save = lambda path: saved.append(path) or 1  # type: ignore[method-assign,func-returns-value]
        for name in ("mine", "mine.txt"):
            dialogs.chosen = str(tmp_path / name)
            desk.save_training()
        qtbot.waitUntil(lambda: len(saved) == 2)
    assert saved == [tmp_path / "mine.jsonl", tmp_path / "mine.txt"]
