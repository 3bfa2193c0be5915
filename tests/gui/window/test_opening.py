"""A library is unlocked while the rest of the program is loaded, and built over once both are done."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from surroundings import environment

from app.paths import Paths
from app.security.opening import open_vault
from app.services import Services
from rag.errors import PassphraseWrong
from ui.parts.tasks import Tasks
from ui.window import opening as module
from ui.window.opening import Opening

PATIENCE = 60  # seconds


def test_the_key_is_made_while_the_rest_is_loaded(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlocked, loaded, order = threading.Event(), module.load, list[str]()
    made = open_vault

    def load() -> None:
        assert unlocked.wait(PATIENCE), "what is loaded stands before the key"
        loaded()
        order.append("loaded")

    def open_(*given: object, **named: object) -> object:
        found = made(*given, **named)  # type: ignore[arg-type]  # as it was called
        order.append("unlocked")
        unlocked.set()
        return found

    monkeypatch.setattr(module, "load", load)
    monkeypatch.setattr("app.security.opening.open_vault", open_)
    tasks, opened = Tasks(), list[Services]()
    paths = Paths(tmp_path / "home", tmp_path / "models")
    opening = Opening(paths, "correct horse battery", None, None)
    opening.run(tasks, lambda services, _: opened.append(services), lambda error: pytest.fail(str(error)))
    qtbot.waitUntil(lambda: bool(opened), timeout=1000 * PATIENCE)
    tasks.close()
    opened[0].close()
    assert order == ["unlocked", "loaded"]


def test_a_wrong_passphrase_is_told_and_nothing_is_built(qtbot: QtBot, tmp_path: Path) -> None:
    paths = Paths(tmp_path / "home", tmp_path / "models")
    open_vault(paths, "correct horse battery").close()
    tasks, refused = Tasks(), list[Exception]()
    Opening(paths, "another", None, None).run(tasks, lambda *_: pytest.fail("it is open"), refused.append)
    qtbot.waitUntil(lambda: bool(refused), timeout=1000 * PATIENCE)
    tasks.close()
    assert isinstance(refused[0], PassphraseWrong)


# A process of its own: in that of the tests all has been loaded before.
_MADE = """
import sys
from pathlib import Path

from pausing import until
from PySide6.QtWidgets import QApplication

from app.paths import Paths
from ui.parts.tasks import Tasks
from ui.window import opening as module

application = QApplication([])


def made():
    qt = [value for name, value in sys.modules.items() if name.startswith("PySide6.Qt")]
    return {(one.__name__, name) for one in qt for name, made in vars(one).items() if isinstance(made, type)}


def load():
    before = made()
    loaded()
    print(len(before) > 300, sorted(made() - before))


loaded, module.load = module.load, load
tasks, opened = Tasks(), []
home = Path(sys.argv[1])
opening = module.Opening(Paths(home / "home", home / "models"), "correct horse battery", None, None)
opening.run(tasks, lambda services, _: opened.append(services), lambda error: print(error))
until(lambda: opened)
tasks.close()
opened[0].close()
"""


def test_no_lane_makes_a_class_of_qt(tmp_path: Path) -> None:
    """It did, 32 of them, and sometimes the window's thread crashed that looked for another's class."""
    told = subprocess.run(
        [sys.executable, "-c", _MADE, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
        check=False,
        env=environment(),
    )
    assert told.stdout == "True []\n", told.stdout + told.stderr
