"""The application around the window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from ui.window.application import translate_qt
from ui.window.sleep import SleepWatch, slept_seconds

Button = QDialogButtonBox.StandardButton


def cancel_button(qtbot: QtBot) -> str:
    box = QDialogButtonBox(Button.Cancel)
    qtbot.addWidget(box)
    return box.button(Button.Cancel).text().replace("&", "")


def test_the_buttons_of_qt_speak_the_language_of_the_window(qtbot: QtBot, qapp: QApplication) -> None:
    try:
        for language, cancel in (("en", "Cancel"), ("tlh", "Cancel"), ("de", "Abbrechen")):
            translate_qt(qapp, language)
            assert cancel_button(qtbot) == cancel
    finally:
        for translator in qapp.findChildren(QTranslator):
            qapp.removeTranslator(translator)
            translator.deleteLater()


_SIZES = """
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QListView, QTreeView

from app.paths import Paths
from app.types import Appearance
from ui.window.application import Application

qt = QApplication([])
home = Path(sys.argv[1])
started = Application(Paths(home, home / "models"))
parts = [started.window.menuBar(), *started.window.findChildren(QListView)]
parts += started.window.findChildren(QTreeView)
before = [part.fontInfo().pointSizeF() for part in parts]
started._choose(Appearance.DARK)
after = [part.fontInfo().pointSizeF() for part in parts]
print(before == after, len(parts), before, after)
started.tasks.close()
"""


def test_letters_have_their_size_from_the_start(tmp_path: Path) -> None:
    """Menus and lists had the desktop's size until the appearance was changed for the first time."""
    ran = subprocess.run(
        [sys.executable, "-c", _SIZES, str(tmp_path)], capture_output=True, text=True, timeout=120, check=True
    )
    same, count, *_ = ran.stdout.split()
    assert same == "True", ran.stdout
    assert int(count) > 1


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
asked = []


def answer(dialog):
    asked.append((dialog.windowTitle(), hits(masked[0]), running.services is None))
    dialog.first.setText("correct horse battery")
    return True


module.PassphraseDialog.exec = answer
running = Application(paths, passphrase="correct horse battery")
opened = running._opened


def on_open(services):
    first = not masked
    if first:
        masked.append(bytes(byte ^ MASK for byte in services.vault._key))
    opened(services)
    documents.append(running.window)
    QTimer.singleShot(200, running.lock if first else qt.quit)


documents = []
running._opened = on_open
running.start()
QTimer.singleShot(100_000, qt.quit)
qt.exec()
print(len(asked), asked, len(documents), documents[0] is not documents[-1], running.services is not None)
running.close()
"""


def test_a_locked_library_is_out_of_sight_and_its_key_out_of_memory(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    ran = subprocess.run(
        [sys.executable, "-c", _LOCKED, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(root), str(root / "tests" / "helpers")))},
    )
    assert ran.stdout.startswith("1 [('Unlock your library', {'raw': 0, 'hex': 0}, True)] 2 True True"), (
        ran.stdout + ran.stderr
    )


def test_waking_is_told_once(qtbot: QtBot) -> None:
    slept, told = [0.0], []
    parent = QObject()
    watch = SleepWatch(parent, lambda: told.append(1), lambda: slept[0])
    for now in (0.0, 1.0, 30.0, 30.5, 31.0, 3000.0):
        slept[0] = now
        watch.look()
    assert len(told) == 2
    assert slept_seconds() > -1.0
