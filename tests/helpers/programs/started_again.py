"""The program over a library, started once more with a file while it is in various states; prints what comes
of it, line by line.

python started_again.py ROOM, a folder for the library and the files
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from pausing import until
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.paths import Paths
from app.types import LockedWork
from ui.library.rows import DocumentRole
from ui.window.application import Application
from ui.window.behind import Opened
from ui.window.called import hold
from ui.window.program import Program
from ui.window.unlock import PassphraseDialog

PASSPHRASE = "correct horse battery"
SECOND = """
import sys
from pathlib import Path
from app.paths import Paths
from ui.window import running
running.Application.start = lambda self: print("another window") or sys.exit()
home = Path(sys.argv[1])
print(running.run_window(Paths(home, home / "models"), files=[Path(sys.argv[2])]))
"""

room = Path(sys.argv[1])
home = room / "home"


def file(name: str) -> Path:
    path = room / name
    path.write_text(f"The {path.stem} paper is about the mill.\n")
    return path


def start_again(name: str) -> str:
    """What another start with a file says, once it has ended."""
    words = [sys.executable, "-c", SECOND, str(home), str(file(name))]
    started = subprocess.Popen(words, stdout=subprocess.PIPE)
    until(lambda: started.poll() is not None)
    assert started.stdout is not None
    with started.stdout:
        return started.stdout.read().decode().strip()


def names(running: Application, count: int) -> list[str]:
    """The documents of the library, once there are so many."""
    rows = running.window.panes.library.list.model()
    until(lambda: rows.rowCount() == count)
    found = [rows.index(row, 0).data(DocumentRole) for row in range(count)]
    return sorted(one.name for one in found)


def locked(running: Application, name: str) -> None:
    """Start it again while somebody is asked for the passphrase, who enters it then."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PassphraseDialog)
    windows = len([one for one in QApplication.topLevelWidgets() if one.isVisible()])
    print("locked", running.services is None, start_again(name), end=" ")
    print(QApplication.activeWindow() is dialog, windows)
    QTest.keyClicks(dialog.first, PASSPHRASE)
    dialog.accept()


def asked(then: Callable[[], None]) -> None:
    """Do it as soon as something is asked."""
    timer = QTimer(QApplication.instance(), interval=20)

    def look() -> None:
        if QApplication.activeModalWidget() is not None:
            timer.stop()
            then()

    timer.timeout.connect(look)
    timer.start()


def main() -> None:
    qt = Program([])
    held = hold(home)
    paths = Paths(home, room / "models")
    running = Application(paths, passphrase=PASSPHRASE, files=[file("first.txt")])
    qt.handed.connect(running.come)
    running.start()
    until(lambda: running.services is not None)
    print(names(running, 1))
    print(start_again("second.txt"), names(running, 2), running.window.isVisible())

    asked(lambda: locked(running, "third.txt"))
    running.lock()
    until(lambda: running.services is not None)
    print(names(running, 3))

    came: list[list[Path]] = []
    qt.handed.connect(came.append)
    for name in ("fourth.txt", "fifth.txt"):  # as macOS hands over what is opened with a program that runs
        qt.sendEvent(qt, QFileOpenEvent(QUrl.fromLocalFile(str(file(name)))))
    qt.sendEvent(qt, QFileOpenEvent(QUrl("https://example.org/a.pdf")))
    print(list(came), names(running, 5), [len(files) for files in came])

    assert running.services is not None
    running.services.settings.update(locked_work=LockedWork.GOES_ON)
    has_work, Opened.has_work = Opened.has_work, property(lambda _: True)  # type: ignore[assignment]
    asked(lambda: locked(running, "sixth.txt"))
    running.lock()
    until(lambda: running.services is not None)
    Opened.has_work = has_work  # type: ignore[method-assign]
    print(len(names(running, 6)))
    running.close()

    running = Application(paths)
    asked(lambda: locked(running, "seventh.txt"))
    running.start()
    until(lambda: running.services is not None)
    print(len(names(running, 7)))
    running.close()
    assert held is not None
    held.release()
    print(start_again("eighth.txt"))


if __name__ == "__main__":
    main()
