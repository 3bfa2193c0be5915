"""Files that the program is started with, or that a second start hands over, are added to the library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from surroundings import environment

# The whole program in a process of its own: it is started with a file, then once more with another while it
# is open, then once more while it is locked, and unlocked.
_STARTED = """
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from pausing import until

from app.paths import Paths
from rag.types import DocumentState
from ui.library.rows import DocumentRole
from ui.window import application as module
from ui.window.application import Application
from ui.window.program import Program

room = Path(sys.argv[1])
home = room / "home"
second = "import sys; from pathlib import Path; from ui.window.called import answered; "
second += "print(answered(Path(sys.argv[1]), [Path(sys.argv[2])]))"


def names(count):
    rows = running.window.panes.library.list.model()
    until(lambda: rows.rowCount() == count)
    found = [rows.index(row, 0).data(DocumentRole) for row in range(count)]
    return sorted(one.name for one in found)


def start_again(file):
    words = [sys.executable, "-c", second, str(home), str(room / file)]
    return subprocess.Popen(words, stdout=subprocess.PIPE)


def finish(started):
    until(lambda: started.poll() is not None)
    return started.stdout.read().decode().strip()


qt = Program([])
paths = Paths(home, room / "models")
running = Application(paths, passphrase="correct horse battery", files=[room / "first.txt"])
qt.handed.connect(running.come)
running.start()
until(lambda: running.services is not None)
print(names(1))
print(finish(start_again("second.txt")), names(2), running.window.isVisible())


def answer(dialog):
    running.come([room / "third.txt"])  # a start while it is locked: nobody sees what is in the library
    print("locked", running.services is None)
    dialog.first.setText("correct horse battery")
    return True


module.PassphraseDialog.exec = answer
running.lock()
until(lambda: running.services is not None)
print(names(3))
came = []
qt.handed.connect(came.append)
for url in (QUrl.fromLocalFile(str(room / "fourth.txt")), QUrl.fromLocalFile(str(room / "fifth.txt"))):
    qt.sendEvent(qt, QFileOpenEvent(url))  # as macOS hands over what is opened with a program that runs
qt.sendEvent(qt, QFileOpenEvent(QUrl("https://example.org/a.pdf")))
print(list(came), names(5), [len(files) for files in came])
running.close()
"""


def test_files_come_into_the_library_that_is_shown(tmp_path: Path) -> None:
    for name in ("first", "second", "third", "fourth", "fifth"):
        (tmp_path / f"{name}.txt").write_text(f"The {name} paper is about the mill.\n")
    ran = subprocess.run(
        [sys.executable, "-c", _STARTED, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env=environment(),
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.splitlines() == [
        "['first.txt']",
        "True ['first.txt', 'second.txt'] True",
        "locked True",
        "['first.txt', 'second.txt', 'third.txt']",
        "[] ['fifth.txt', 'first.txt', 'fourth.txt', 'second.txt', 'third.txt'] [2]",
    ]
