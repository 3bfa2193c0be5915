"""A second start: the window that is there, open or locked, comes forward and takes the files that were
opened; a command that has the library open does not.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from rag.errors import VaultBusy
from rag.storing.lock import HomeLock
from ui.window.called import CALL, Called, answered, handed_over, hold

SECOND = """
import sys
from pathlib import Path
from rag.errors import VaultBusy
from ui.window.called import answered, hold
try:
    hold(Path(sys.argv[1]))
    print("alone")
except VaultBusy:
    print(answered(Path(sys.argv[1]), [Path(one) for one in sys.argv[2:]]))
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home that a window is over here."""
    held = hold(tmp_path / "home")
    assert held is not None
    with held:
        yield tmp_path / "home"


@pytest.fixture
def come(home: Path) -> Iterator[list[list[Path]]]:
    """What a window over it was called for."""
    found: list[list[Path]] = []
    called = Called(home, lambda files: found.append(list(files)))
    yield found
    called.close()


def test_the_window_that_is_there_hears_a_second_start(
    qtbot: QtBot, home: Path, come: list[list[Path]]
) -> None:
    assert second(qtbot, home, lambda: come == [[]]) == "True"
    assert not (home / CALL).exists()


def test_the_window_that_is_there_takes_the_files_of_a_second_start(
    qtbot: QtBot, home: Path, come: list[list[Path]], tmp_path: Path
) -> None:
    """Also those whose names no text holds: a name is bytes on this system."""
    names = ["lease of the mill.pdf", "Prüfung\n2024.txt", *(["caf\udce9.txt"] if os.name == "posix" else [])]
    files = [tmp_path / name for name in names]
    assert second(qtbot, home, lambda: come == [files], *files) == "True"
    assert not list(home.glob(f"{CALL}*"))


def test_a_call_of_before_the_window_could_hear_it_is_heard(qtbot: QtBot, home: Path, tmp_path: Path) -> None:
    """Of two starts at once the second calls while the first is still being loaded: its files were lost."""
    come: list[list[Path]] = []
    made: list[Called] = []

    def begin() -> bool:
        if (home / CALL).exists() and not made:
            made.append(Called(home, lambda files: come.append(list(files))))
        return bool(come)

    assert second(qtbot, home, begin, tmp_path / "a.pdf") == "True"
    assert come == [[tmp_path / "a.pdf"]]
    made[0].close()


def second(qtbot: QtBot, home: Path, until: Callable[[], bool], *files: Path) -> str:
    """Start it once more; what that start found."""
    command = [sys.executable, "-c", SECOND, str(home), *files]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        qtbot.waitUntil(until, timeout=20_000)
        said, _ = started.communicate(timeout=20)
    finally:
        started.kill()
    return said.strip()


def test_names_of_files_do_not_stay_behind(tmp_path: Path) -> None:
    """Where no window came, and where a start was killed before one did."""
    home = tmp_path / "home"
    home.mkdir()
    assert not answered(home, [home / "secret.pdf"], 0.1)
    assert not list(home.glob(f"{CALL}*"))
    (home / CALL).write_text('["/secret.pdf"]')
    held = hold(home)
    assert held is not None
    held.release()
    assert not (home / CALL).exists()


def test_there_is_one_window_over_a_home(home: Path) -> None:
    """Whoever has the vault open meanwhile: a window that is locked has not."""
    with pytest.raises(VaultBusy):
        hold(home)
    HomeLock.acquire(home).release()


def test_a_window_is_alone_where_a_command_has_the_library_open(tmp_path: Path) -> None:
    with HomeLock.acquire(tmp_path):
        held = hold(tmp_path)
        assert held is not None
        held.release()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_home_that_cannot_be_written_is_told_when_it_is_opened(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert hold(tmp_path / "home") is None
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("said", [b"", b"{", b"\xff", b"3", b'{"a": 1}', b'["near.txt", 3, null]'])
def test_a_call_that_names_no_whole_path_brings_no_file(said: bytes) -> None:
    assert handed_over(said) == []
