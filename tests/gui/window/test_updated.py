"""An update that is installed while the window is open is told, once."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.window.updated import UpdateWatch


def test_another_file_in_the_programs_place_is_told_once(qtbot: QtBot, tmp_path: Path) -> None:
    program, newer, told = tmp_path / "confidant", tmp_path / "confidant.dpkg-new", []
    program.write_bytes(b"older")
    parent = QObject()
    watch = UpdateWatch(parent, lambda: told.append(1), program)
    watch.look()
    os.utime(program.parent)
    watch.look()
    assert not told
    newer.write_bytes(b"newer")
    program.unlink()
    watch.look()
    assert not told, "an update is not yet there, or the program was removed"
    newer.replace(program)
    watch.look()
    watch.look()
    assert told == [1]
