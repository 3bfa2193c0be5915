"""A program that was ended before it could close says so at its next start, and only then."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.ending import MARK, begin, end
from app.paths import Paths
from app.words.activity import broken_off_notice
from rag.errors import VaultBusy
from ui.window.called import hold
from ui.window.running import run_window

_WINDOW = """
import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.paths import Paths
from ui.parts.tasks import Lane
from ui.window import running

home, then = Path(sys.argv[1]), sys.argv[2]
made = []

class Watched(running.Application):
    def start(self):
        made.append(self)
        super().start()

running.Application = Watched

def tell():
    banner = made[0].window.banner
    print(banner.accessibleName() if banner.isVisible() else "", "|", banner._words.text(), flush=True)
    match then:
        case "close":
            made[0].window.close()
        case "kill":
            os._exit(9)
        case _:
            os.kill(os.getpid(), getattr(signal, then))

def look():
    if not made or made[0].services is None:
        return
    timer.stop()
    made[0].tasks.run(Lane.LIBRARY, lambda: None, lambda _: tell())

timer = QTimer()
application = QApplication([])
timer.timeout.connect(look)
timer.start(20)
sys.exit(running.run_window(Paths(home, home / "models"), passphrase="some words of a passphrase"))
"""


def window(home: Path, then: str) -> tuple[int, str]:
    """Start the program, and end it so once its library stands; its status, and what it said by itself."""
    ran = subprocess.run(
        [sys.executable, "-c", _WINDOW, str(home), then],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "|" in ran.stdout, ran.stderr
    return ran.returncode, ran.stdout.strip().strip("| ")


def test_it_is_told_once_that_the_program_was_broken_off(tmp_path: Path) -> None:
    """A crash was not told, and whoever came back did not know what had become of the library."""
    home = tmp_path / "home"
    assert window(home, "kill") == (9, ""), "there was no time before"
    status, told = window(home, "close")
    assert status == 0
    assert told == "Confidant ended unexpectedly last time | Nothing in your library was lost."
    assert window(home, "close") == (0, "")
    assert not (home / MARK).exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows sends no such signals")
@pytest.mark.parametrize("signal", ["SIGTERM", "SIGINT"])
def test_a_program_that_the_system_ends_closes(tmp_path: Path, signal: str) -> None:
    """At the end of a session, and with Ctrl+C in a terminal."""
    home = tmp_path / "home"
    assert window(home, signal) == (0, "")
    assert window(home, "close") == (0, "")


def test_a_second_start_that_brings_the_first_forward_changes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    held = hold(home)
    assert held is not None
    assert not begin(home)
    with pytest.raises(VaultBusy):  # as nobody comes
        run_window(Paths(home, home / "models"))
    assert (home / MARK).exists()
    end(home)
    held.release()
    assert not (home / MARK).exists()


def test_a_mark_is_set_anew_and_only_for_its_owner(tmp_path: Path) -> None:
    assert not begin(tmp_path)
    assert begin(tmp_path), "it was not ended"
    assert (tmp_path / MARK).stat().st_size == 0
    end(tmp_path)
    end(tmp_path)
    assert not begin(tmp_path)
    assert not begin(tmp_path / "nowhere")


def test_what_goes_on_is_told_with_it() -> None:
    notice = broken_off_notice("2 documents are still being read")
    assert notice.sentence == "Nothing in your library was lost."
    assert notice.remedy == "2 documents are still being read."
    assert not broken_off_notice("").remedy
