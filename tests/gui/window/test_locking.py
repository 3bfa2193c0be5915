"""Locking: at once, and where nobody has used the program for a while; the key leaves the memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from programs.searched_memory import hits
from surroundings import environment


def run(program: str, home: Path) -> str:
    """What a program of the application says on its standard output."""
    ran = subprocess.run(
        [sys.executable, "-c", program, str(home)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env=environment(),
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


_LOCKED = """
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QListView

from app.paths import Paths
from app.services import open_services
from programs.searched_memory import hits
from ui.window import application as module
from ui.window.application import Application

MASK = 0x5A
qt = QApplication([])
home = Path(sys.argv[1]) / "home"
paths = Paths(home, Path(sys.argv[1]) / "models")
masked = []
unlock = module.PassphraseDialog.exec
asked, behind = [], []


def answer(dialog):
    asked.append((dialog.windowTitle(), hits(masked[0]), running.services is None))
    shown = running.window.panes
    behind.append((shown.welcome._title.text(), shown.composer.field.placeholderText()))
    dialog.first.setText("correct horse battery")
    return True


module.PassphraseDialog.exec = answer
running = Application(paths, passphrase="correct horse battery")
stands = running._stands


def on_stands(*found):
    first = not masked
    if first:
        masked.append(bytes(byte ^ MASK for byte in running.services.vault._key.view))
    stands(*found)
    documents.append(running.window)
    QTimer.singleShot(200, running.lock if first else qt.quit)


documents = []
running._stands = on_stands
running.start()
QTimer.singleShot(100_000, qt.quit)
qt.exec()
print(len(asked), asked, len(documents), documents[0] is not documents[-1], running.services is not None)
print(behind)
running.close()
"""


def test_a_locked_library_is_out_of_sight_and_its_key_out_of_memory(tmp_path: Path) -> None:
    told = run(_LOCKED, tmp_path)
    assert told.startswith("1 [('Unlock your library', {'raw': 0, 'hex': 0}, True)] 2 True True"), told
    locked = "Your library is locked"
    assert told.splitlines()[1] == str([(locked, locked)]), told


_SEARCHED = """
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.paths import Paths
from engine.sealing.own_process import close_to_others
from ui.window import application as module
from ui.window.application import Application

close_to_others()
qt = QApplication([])
home = Path(sys.argv[1]) / "home"
running = Application(Paths(home, Path(sys.argv[1]) / "models"), passphrase="correct horse battery")
stands = running._stands


def wait(word):
    print(word, flush=True)
    sys.stdin.readline()


def on_stands(*found):
    stands(*found)
    wait(bytes(byte ^ 0x5A for byte in running.services.vault._key.view).hex())
    QTimer.singleShot(0, running.lock)


def answer(dialog):
    wait("locked")
    return False


running._stands = on_stands
module.PassphraseDialog.exec = answer
running.start()
qt.exec()
running.close()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is searched through /proc")
def test_nobody_finds_the_key_from_outside_once_the_window_is_locked(tmp_path: Path) -> None:
    """As root, who may read what is closed to other programs of the same user."""
    with subprocess.Popen(
        [sys.executable, "-c", _SEARCHED, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as window:
        assert window.stdin is not None
        assert window.stdout is not None
        masked = bytes.fromhex(window.stdout.readline())
        try:
            there = hits(masked, window.pid)
        except PermissionError:
            window.kill()
            pytest.skip("this system lets nobody look into other processes")
        assert there["raw"] >= 1, "the search finds it while it is there"
        print(file=window.stdin, flush=True)
        assert window.stdout.readline() == "locked\n"
        assert hits(masked, window.pid) == {"raw": 0, "hex": 0}
        print(file=window.stdin, flush=True)
        assert window.wait(60) == 0


_ABOUT = """
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.paths import Paths
from app.types import LockAfter, LockedWork
from ui.window import application as module
from ui.window.application import Application
from ui.window.behind import Opened

now, said, opened = [0.0], [], []
qt = QApplication([])
home = Path(sys.argv[1]) / "home"
running = Application(Paths(home, Path(sys.argv[1]) / "models"), passphrase="correct horse battery",
                      clock=lambda: now[0])
QTimer.singleShot(100_000, qt.quit)
seen = running._stands


def on_stands(*found):
    seen(*found)
    opened.append(running.window)
    QTimer.singleShot(200, steps.pop(0))


running._stands = on_stands


def later(seconds):
    now[0] += seconds
    running._left[1].look()
    return running.services is None

"""

_IDLE = (
    _ABOUT
    + """
def answer(dialog):
    later(10_000)  # nothing to lock again while the passphrase is being typed
    said.append((dialog.windowTitle(), len(opened), dialog.isVisible()))
    dialog.first.setText("correct horse battery")
    return True


module.PassphraseDialog.exec = answer


def first():
    said.append(later(14 * 60))
    QTest.keyClick(running.window.windowHandle(), Qt.Key.Key_A)
    said.append(later(14 * 60))
    said.append(later(61))


def second():
    running._settings.update(lock_after=LockAfter.OFF)
    said.append(later(100_000))
    qt.quit()


steps = [first, second]
running.start()
qt.exec()
print(said)
running.close()
"""
)


def test_the_library_locks_itself_after_a_quarter_of_an_hour_without_input(tmp_path: Path) -> None:
    told = run(_IDLE, tmp_path)
    assert told.startswith("[False, False, True, ('Unlock your library', 1, False), False]"), told


_GOES_ON = (
    _ABOUT
    + """
asked = []


def answer(dialog):
    said.append(("locked", opened[0].isVisible(), behind().vault.path.name))
    if not asked:
        asked.append(1)
        dialog.first.setText("something else")
        return True
    dialog.first.setText("correct horse battery")
    return True


def behind():
    return running._behind.services


module.PassphraseDialog.exec = answer
window = []


def first():
    window.append(running.window)
    running._settings.update(locked_work=LockedWork.GOES_ON)
    kept = running.services
    Opened.has_work = property(lambda opened: working[0])
    running.lock()
    QTimer.singleShot(50, wait)
    services.append(kept)


working, services = [True], []


def wait():
    if running.services is None:
        QTimer.singleShot(50, wait)
        return
    said.append(("unlocked", running.window is window[0], running.services is services[0]))
    with running.services.vault.read() as db:
        said.append(db.execute("SELECT 1").fetchone()[0])
    module.PassphraseDialog.exec = never
    running.lock()
    QTimer.singleShot(50, done)


def never(dialog):
    working[0] = False
    running._behind_timer.timeout.emit()
    said.append(("over", running._behind is None))
    try:
        services[0].vault.read().__enter__()
    except Exception as fault:
        said.append(type(fault).__name__)
    return False


def done():
    qt.quit()


steps = [first]
running.start()
qt.exec()
print(said)
running.close()
"""
)


def test_work_goes_on_behind_the_lock_where_a_person_said_so_and_the_key_leaves_when_it_is_done(
    tmp_path: Path,
) -> None:
    told = run(_GOES_ON, tmp_path)
    assert told.startswith(
        "[('locked', False, 'vault.db'), ('locked', False, 'vault.db'), ('unlocked', True, True), 1, "
        "('over', True), 'VaultLocked']"
    ), told
