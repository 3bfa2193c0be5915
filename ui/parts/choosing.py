"""Where files are asked for: each dialog begins in the folder that was used last, whichever asked for it.

Where a program is started says nothing of where a person keeps files: Qt alone would begin there.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


class _Folder:
    """The one that was used last, until the program is closed."""

    def __init__(self) -> None:
        self._last: Path | None = None

    @property
    def path(self) -> Path:
        if self._last is not None and self._last.is_dir():
            return self._last
        told = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(told) if told and Path(told).is_dir() else Path.home()

    def note(self, folder: Path) -> None:
        self._last = folder


_folder = _Folder()


def save_name(parent: QWidget | None, title: str, named: str, kinds: str = "") -> tuple[str, str]:
    """Where a file is to be written, offered by a name, and the kind that was chosen; "" for none."""
    chosen, kind = QFileDialog.getSaveFileName(parent, title, str(_folder.path / named), kinds)
    _note_file(chosen)
    return chosen, kind


def open_name(parent: QWidget | None, title: str, kinds: str = "") -> str:
    """A file that is there; "" for none."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(_folder.path), kinds)
    _note_file(chosen)
    return chosen


def open_names(parent: QWidget | None, title: str, kinds: str = "") -> list[str]:
    """Files that are there."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, str(_folder.path), kinds)
    _note_file(chosen[0] if chosen else "")
    return chosen


def folder_name(parent: QWidget | None, title: str, begin: str = "") -> str:
    """A folder, looked for from `begin` where that is known; "" for none."""
    chosen = QFileDialog.getExistingDirectory(parent, title, begin or str(_folder.path))
    if chosen:
        _folder.note(Path(chosen))
    return chosen


def _note_file(chosen: str) -> None:
    if chosen:
        _folder.note(Path(chosen).parent)
