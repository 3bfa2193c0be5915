"""Matters in the window: chosen in a dialog, opened in place of the library, and left for it again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from matters import PASSPHRASE, Chambers
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from surroundings import environment

from ui.matters.dialog import MattersDialog
from ui.matters.viewmodel import MattersViewModel
from ui.parts.tasks import Tasks


@pytest.fixture
def chambers(tmp_path: Path) -> Chambers:
    return Chambers(tmp_path / "home")


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def test_a_matter_is_made_and_chosen(qtbot: QtBot, tasks: Tasks, chambers: Chambers) -> None:
    with chambers.matters() as matters:
        dialog = MattersDialog(None, MattersViewModel(matters, tasks))
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.chosen is None
        assert dialog.focusWidget() is dialog.name
        assert not dialog.open_button.isEnabled()
        assert not dialog.make.isEnabled()
        dialog.name.setText("Crane <b>v</b> Heron")
        qtbot.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
        assert dialog.chosen is not None
        assert dialog.list.currentItem().text() == "Crane <b>v</b> Heron"
        assert (dialog.open_button.isEnabled(), dialog.secret.isVisible()) == (True, False)
        dialog.name.setText("crane <b>v</b> heron")
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
        assert dialog.list.count() == 1, "a name is one matter's"
        assert dialog.result() == 0
        qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
        assert dialog.result() == 1
        assert dialog.passphrase is None


def test_without_a_matter_the_dialog_says_what_one_is_and_offers_to_make_it(
    qtbot: QtBot, tasks: Tasks, chambers: Chambers
) -> None:
    """An empty box stood there beside nine grey buttons."""
    with chambers.matters() as matters:
        dialog = MattersDialog(None, MattersViewModel(matters, tasks))
        qtbot.addWidget(dialog)
        dialog.show()
        said = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
        assert any("each client or case" in words for words in said), said
        assert not dialog.list.isVisible()
        useless = (dialog.open_button, *dialog.acts.values())
        assert not [one.text() for one in useless if one.isVisible()]
        dialog.name.setText("Crane v Heron")
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
        assert dialog.list.isVisible()
        assert dialog.open_button.isVisible()
        assert dialog.acts["close"].isVisible()
        said = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
        assert not any("each client or case" in words for words in said)


def test_a_closed_matter_asks_for_its_passphrase(qtbot: QtBot, tasks: Tasks, chambers: Chambers) -> None:
    chambers.new("Wall", PASSPHRASE)
    with chambers.matters() as matters:
        dialog = MattersDialog(None, MattersViewModel(matters, tasks))
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.list.item(0).text() == "Wall (closed)"
        assert (dialog.open_button.isEnabled(), dialog.secret.isVisible()) == (False, True)
        qtbot.keyClicks(dialog.secret, PASSPHRASE)
        assert dialog.open_button.isEnabled()
        assert dialog.passphrase == PASSPHRASE


_THERE_AND_BACK = """
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.paths import Paths
from ui.matters import dialog as dialogs
from ui.window import application as module
from ui.window.application import Application

qt = QApplication([])
paths = Paths(Path(sys.argv[1]) / "home", Path(sys.argv[1]) / "models")
seen = []


def choose(dialog):
    if not seen[1:]:
        dialog.name.setText("Crane")
        dialog._make()
    return True


def ask(dialog):
    seen.append("asked")
    dialog.first.setText("correct horse battery")
    return True


dialogs.MattersDialog.exec = choose
dialogs.wants_back = lambda parent, matter: seen.append(f"leaves {matter}") or True
module.PassphraseDialog.exec = ask
running = Application(paths, passphrase="correct horse battery")
stands = running._stands


def on_stands(*found):
    stands(*found)
    called = running.window.panes.library.called.toolTip()
    assert ("Crane" in called) == ("Crane" in running.window.windowTitle()), called
    seen.append((running.window.windowTitle(), running.services.paths.home.parent.name))
    if len([one for one in seen if isinstance(one, tuple)]) < 3:
        QTimer.singleShot(0, running.window.matters_asked.emit)
    elif seen[-1][0] == "Confidant" and "locked" not in seen:
        seen.append("locked")
        QTimer.singleShot(0, running.window.matters_asked.emit)
    elif seen[-1][0] != "Confidant":
        QTimer.singleShot(0, running.lock)
    else:
        QTimer.singleShot(0, qt.quit)


running._stands = on_stands
running.start()
QTimer.singleShot(200_000, qt.quit)
qt.exec()
running.close()
for one in seen:
    print(one)
"""


def test_the_window_goes_into_a_matter_and_back(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _THERE_AND_BACK, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env=environment(),
    )
    assert ran.returncode == 0, ran.stderr
    folder = tmp_path.name
    assert ran.stdout.splitlines() == [
        str(("Confidant", folder)),
        str(("Crane — Confidant", "matters")),
        "leaves Crane",
        "asked",  # the library's passphrase, which the window had not kept
        str(("Confidant", folder)),
        "locked",
        str(("Crane — Confidant", "matters")),
        "asked",  # a locked matter is left for the library
        str(("Confidant", folder)),
    ]
