"""What every scene has at hand: the window, where files lie, how a view is shown to those who judge it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from dialogs import named
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot
from scenes.players import HeldReader, Player
from window import drop, open_window

from rag.types import Document, DocumentState
from ui.library.desk import LibraryDesk
from ui.parts.desk import Desk
from ui.parts.tasks import Lane
from ui.window.main_window import MainWindow

PATIENCE = 60_000
D = TypeVar("D", bound=Desk)
Show = Callable[[QWidget, str, str], None]  # what is shown, the view, its state: empty, busy, full, error …


@dataclass(frozen=True, slots=True)
class Stage:
    qtbot: QtBot
    window: MainWindow
    folder: Path
    model: Player
    reader: HeldReader
    judge: Show

    def show(self, view: str, state: str, shown: QWidget | None = None) -> None:
        """The window, or what is given, is a view in a state now."""
        QApplication.processEvents()
        self.judge(shown or self.window, view, state)

    def until(self, so: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(so()), timeout=PATIENCE)

    def desk(self, kind: type[D]) -> D:
        return self.window.desk(kind)

    def command(self, key: str) -> None:
        """Take the line of the menus that has the words of a key."""
        next(line for _, line in self.window.menus.lines if line.name == named(key)).action.trigger()

    @property
    def documents(self) -> list[Document]:
        return list(self.desk(LibraryDesk).model.rows.documents())

    def document(self, name: str) -> Document:
        return next(one for one in self.documents if one.name == name)

    def add(self, paths: Sequence[Path]) -> None:
        """Let files go on the window, and wait until each is read, or is not."""
        before = len(self.documents)
        drop(self.window, paths)
        ended = (DocumentState.READY, DocumentState.FAILED)
        self.until(lambda: len(self.documents) == before + len(paths))
        self.until(lambda: all(one.state in ended for one in self.documents))
        # What was read is summed up with rests: the line with it stands in every picture.
        self.until(lambda: not self.desk(LibraryDesk).model._sums.is_behind)
        self.settle()

    def settle(self) -> None:
        """Until what the lanes of the window were asked for is told."""
        tasks = self.window._tasks
        for lane in (Lane.LIBRARY, Lane.PLAN, Lane.PICTURE, Lane.LIBRARY):
            done: list[None] = []
            tasks.run(lane, lambda: None, done.append)
            self.until(lambda done=done: done)
        self.qtbot.wait(50)

    def rest(self) -> None:
        """Back to the conversation, nothing beside it and nothing told."""
        self.window.panes.reader.hide()
        self.window.banner.hide()
        self.window.show_conversation()

    def ask(self, question: str) -> None:
        field = self.window.panes.composer.field
        field.setPlainText(question)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)

    def in_next(self, kind: type[QDialog] | type[QMenu], do: Callable[[QWidget], None]) -> list[bool]:
        """Do something in the next dialog or menu of a kind, which blocks whoever opens it, and leave it."""
        met: list[bool] = []

        def later() -> None:
            found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind)]
            shown = next((one for one in found if one.isVisible()), None)
            if shown is None:
                QTimer.singleShot(30, later)
                return
            met.append(True)
            try:
                do(shown)
            finally:
                shown.reject() if isinstance(shown, QDialog) else shown.close()

        QTimer.singleShot(30, later)
        return met


@contextmanager
def staged(qtbot: QtBot, folder: Path, size: tuple[int, int], show: Show) -> Iterator[Stage]:
    """A window over a new library, of a size, in front of whoever judges it."""
    model, reader = Player(), HeldReader()
    with open_window(folder / "home", "", model, reader) as window:
        window.resize(*size)
        QApplication.processEvents()
        yield Stage(qtbot, window, folder, model, reader, show)
        model.door.open()
        model.let()
        reader.door.open()
