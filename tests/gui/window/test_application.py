"""The application around the window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from ui.window.translating import translate_qt

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


_STYLED = """
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from app.paths import Paths
from app.types import Appearance
from ui.window.application import Application

class Styled(QObject):
    times = 0

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.StyleChange and watched is started.window:
            Styled.times += 1
        return False

qt = QApplication([])
home = Path(sys.argv[1])
started = Application(Paths(home, home / "models"))
started._choose(Appearance.LIGHT)
looking = Styled()
qt.installEventFilter(looking)
started.window.show()
qt.processEvents()
started._choose(Appearance.LIGHT)
again = Styled.times
started._choose(Appearance.DARK)
print(again, Styled.times)
started.tasks.close()
"""


_FOCUSED = """
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from app.paths import Paths
from ui.window.application import Application

class Focused(QObject):
    seen = []

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            Focused.seen.append(watched)
        return False

qt = QApplication([])
home = Path(sys.argv[1])
started = Application(Paths(home, home / "models"), passphrase="some words of a passphrase")
looking = Focused()
qt.installEventFilter(looking)
started.start()
while not Focused.seen:
    qt.processEvents()
print(Focused.seen[0] is started.window.panes.composer.field)
started.close()
"""


def test_the_question_has_the_keyboard_from_the_start(tmp_path: Path) -> None:
    """And not the button that adds a folder, while the library opens."""
    ran = subprocess.run(
        [sys.executable, "-c", _FOCUSED, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert ran.stdout.split() == ["True"]


def test_what_is_worn_already_is_not_put_on_again(tmp_path: Path) -> None:
    """Every widget is styled anew by that: a third of what making the window took went to doing it twice."""
    ran = subprocess.run(
        [sys.executable, "-c", _STYLED, str(tmp_path)], capture_output=True, text=True, check=True
    )
    again, then = map(int, ran.stdout.split())
    assert again == 0
    assert then > 0


def test_letters_have_their_size_from_the_start(tmp_path: Path) -> None:
    """Menus and lists had the desktop's size until the appearance was changed for the first time."""
    ran = subprocess.run(
        [sys.executable, "-c", _SIZES, str(tmp_path)], capture_output=True, text=True, timeout=120, check=True
    )
    same, count, *_ = ran.stdout.split()
    assert same == "True", ran.stdout
    assert int(count) > 1
