"""What moves by itself asks first, and stands still where it may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.types import Motion
from ui.parts import motion
from ui.parts.settling import Settling

UI = Path(__file__).resolve().parents[3] / "ui"


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    motion.choose(Motion.SYSTEM)


def test_a_bar_that_runs_without_end_stands_still_where_nothing_may_move(qtbot: QtBot) -> None:
    bar = QProgressBar()
    qtbot.addWidget(bar)
    motion.choose(Motion.ALL)
    motion.wait_in(bar)
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    motion.choose(Motion.NONE)
    motion.wait_in(bar)
    assert (bar.minimum(), bar.maximum(), bar.value()) == (0, 1, 0)


@pytest.mark.parametrize(("chosen", "slides"), [(Motion.ALL, True), (Motion.NONE, False)])
def test_a_pane_slides_or_is_there_at_once(qtbot: QtBot, chosen: Motion, slides: bool) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    layout = QVBoxLayout(pane)
    inner = QWidget()
    inner.setFixedHeight(300)
    layout.addWidget(inner)
    layout.addStretch()
    pane.show()
    settling = Settling(pane)
    motion.choose(chosen)
    settling.hold()
    inner.setFixedHeight(20)
    settling.settle()
    assert (pane.minimumHeight() > 0) is slides
    qtbot.waitUntil(lambda: pane.minimumHeight() == 0)


@pytest.mark.parametrize(
    ("file", "text", "still"),
    [
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n", True),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0.5\n", False),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=0\n", True),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations = False\n", True),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=true\n", False),
        ("gtk-3.0/settings.ini", "gtk-enable-animations=0\n", False),  # no section: not its form
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=%d\x00\n", False),
        ("unrelated", "", False),
    ],
)
def test_the_desktop_tells_in_its_files(tmp_path: Path, file: str, text: str, still: bool) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    assert motion.desktop_is_still("linux", tmp_path) is still


def test_what_the_desktop_says_holds_where_nobody_chose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motion, "desktop_is_still", lambda: True)
    motion.choose(Motion.SYSTEM)
    assert not motion.moves()
    motion.choose(Motion.ALL)
    assert motion.moves()


def test_nothing_moves_without_having_asked() -> None:
    """An animation, or a bar without end, that is begun elsewhere would move for those whom it makes ill."""
    moving = re.compile(r"QVariantAnimation|QTimeLine|QMovie|setRange\(0, 0\)|QPropertyAnimation\(")
    found = {path.name for path in UI.rglob("*.py") if moving.search(path.read_text(encoding="utf-8"))}
    assert found == {"settling.py", "working.py"}  # which ask how long it may take, and whether it may


class Called:
    """A function of a library of the system, which keeps what it was called with."""

    def __init__(self, answer: Callable[..., object]) -> None:
        self.answer = answer
        self.argtypes: object = None
        self.restype: object = None

    def __call__(self, *given: object) -> object:
        return self.answer(*given)


class AppKit:
    """The Objective-C runtime as far as it is asked: names stand for classes and selectors."""

    def __init__(self, reduced: bool, workspace: str | None = "workspace") -> None:
        self.loaded: list[str] = []
        told = {"sharedWorkspace": workspace, "accessibilityDisplayShouldReduceMotion": reduced}
        self.objc_getClass = Called(lambda name: name.decode())
        self.sel_registerName = Called(lambda name: name.decode())
        self.objc_msgSend = Called(lambda _, asked: told[asked])

    def __call__(self, name: str) -> AppKit:
        self.loaded.append(name)
        return self


@pytest.mark.parametrize("reduced", [True, False])
def test_macos_says_whether_motion_is_reduced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reduced: bool
) -> None:
    system = AppKit(reduced)
    monkeypatch.setattr("ctypes.CDLL", system)
    assert motion.desktop_is_still("darwin", tmp_path) is reduced
    assert [Path(one).name for one in system.loaded] == ["AppKit", "libobjc.A.dylib"]


def test_a_macos_that_does_not_answer_moves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def none(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr("ctypes.CDLL", none)
    assert not motion.desktop_is_still("darwin", tmp_path)
    monkeypatch.setattr("ctypes.CDLL", AppKit(reduced=True, workspace=None))
    assert not motion.desktop_is_still("darwin", tmp_path)
