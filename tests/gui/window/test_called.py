"""A second start: the window that is open comes forward, and a command that has the library open does not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from rag.storing.lock import HomeLock
from ui.window.called import CALL, Called, answered

SECOND = """
import sys
from pathlib import Path
from ui.window.called import answered
print(answered(Path(sys.argv[1])))
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home that is open here."""
    with HomeLock.acquire(tmp_path / "home"):
        yield tmp_path / "home"


def test_the_window_that_is_open_hears_a_second_start(qtbot: QtBot, home: Path) -> None:
    come: list[bool] = []
    parent = QObject()
    Called(parent, home, lambda: come.append(True))
    second = subprocess.Popen([sys.executable, "-c", SECOND, str(home)], stdout=subprocess.PIPE, text=True)
    try:
        qtbot.waitUntil(lambda: come == [True], timeout=20_000)
        said, _ = second.communicate(timeout=20)
    finally:
        second.kill()
    assert said.strip() == "True"
    assert not (home / CALL).exists()
    parent.deleteLater()


def test_nobody_comes_where_a_command_has_the_library_open(home: Path) -> None:
    assert not answered(home, 0.1)
    assert not (home / CALL).exists()


def test_a_home_that_nobody_has_open_is_opened(tmp_path: Path) -> None:
    assert not answered(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    (tmp_path / "closed").mkdir()
    assert not answered(tmp_path / "closed")


def test_a_call_that_was_left_behind_is_no_call(qtbot: QtBot, home: Path) -> None:
    """Of a second start that was killed, while a command has the library open."""
    (home / CALL).touch()
    assert not answered(home, 0.1)
