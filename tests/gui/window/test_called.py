"""A second start: the window that is open comes forward and takes the files that were opened; a command that
has the library open does not.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from rag.storing.lock import HomeLock
from ui.window.called import CALL, Called, answered, handed_over

SECOND = """
import sys
from pathlib import Path
from ui.window.called import answered
print(answered(Path(sys.argv[1]), [Path(one) for one in sys.argv[2:]]))
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home that is open here."""
    with HomeLock.acquire(tmp_path / "home"):
        yield tmp_path / "home"


def test_the_window_that_is_open_hears_a_second_start(qtbot: QtBot, home: Path) -> None:
    come: list[list[Path]] = []
    parent = QObject()
    Called(parent, home, lambda files: come.append(list(files)))
    second = subprocess.Popen([sys.executable, "-c", SECOND, str(home)], stdout=subprocess.PIPE, text=True)
    try:
        qtbot.waitUntil(lambda: come == [[]], timeout=20_000)
        said, _ = second.communicate(timeout=20)
    finally:
        second.kill()
    assert said.strip() == "True"
    assert not (home / CALL).exists()
    parent.deleteLater()


def test_the_window_that_is_open_takes_the_files_of_a_second_start(
    qtbot: QtBot, home: Path, tmp_path: Path
) -> None:
    """Also those whose names no text holds: a name is bytes on this system."""
    names = ["lease of the mill.pdf", "Prüfung\n2024.txt", *(["caf\udce9.txt"] if os.name == "posix" else [])]
    files = [tmp_path / name for name in names]
    come: list[list[Path]] = []
    parent = QObject()
    Called(parent, home, lambda given: come.append(list(given)))
    second = subprocess.Popen(
        [sys.executable, "-c", SECOND, str(home), *files], stdout=subprocess.PIPE, text=True
    )
    try:
        qtbot.waitUntil(lambda: come == [files], timeout=20_000)
        said, _ = second.communicate(timeout=20)
    finally:
        second.kill()
    assert said.strip() == "True"
    assert not list(home.glob(f"{CALL}*"))
    parent.deleteLater()


def test_names_of_files_do_not_stay_behind(home: Path) -> None:
    """Where no window came, and where a start was killed before one did."""
    assert not answered(home, [home / "secret.pdf"], 0.1)
    assert not list(home.glob(f"{CALL}*"))
    (home / CALL).write_text('["/secret.pdf"]')
    come: list[object] = []
    parent = QObject()
    Called(parent, home, come.append)
    assert not (home / CALL).exists()
    assert come == []
    parent.deleteLater()


@pytest.mark.parametrize("said", [b"", b"{", b"\xff", b"3", b'{"a": 1}', b'["near.txt", 3, null]'])
def test_a_call_that_names_no_whole_path_brings_no_file(said: bytes) -> None:
    assert handed_over(said) == []


def test_nobody_comes_where_a_command_has_the_library_open(home: Path) -> None:
    assert not answered(home, (), 0.1)
    assert not (home / CALL).exists()


def test_a_home_that_nobody_has_open_is_opened(tmp_path: Path) -> None:
    assert not answered(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    (tmp_path / "closed").mkdir()
    assert not answered(tmp_path / "closed")


def test_a_call_that_was_left_behind_is_no_call(qtbot: QtBot, home: Path) -> None:
    """Of a second start that was killed, while a command has the library open."""
    (home / CALL).touch()
    assert not answered(home, (), 0.1)
