"""Documents in the window's library, and what is made of them: added, waited for, looked up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pytestqt.qtbot import QtBot
from window import drop

from app.runs.runs import Runs
from rag.runs.types import Run, RunState
from rag.summarising.types import Length
from rag.types import Document, DocumentState
from ui.library.rows import DocumentRole
from ui.runs.desk import RunDesk
from ui.window.main_window import MainWindow

PATIENCE = 30_000


def runs(window: MainWindow) -> Runs:
    """The service behind the window."""
    return window.desk(RunDesk).given.services.runs


def kept(window: MainWindow) -> list[Run]:
    """What is kept, the oldest first."""
    return sorted(runs(window).runs(), key=lambda one: one.id)


def states(window: MainWindow) -> list[RunState]:
    """How that stands."""
    return [one.state for one in kept(window)]


def wait_states(qtbot: QtBot, window: MainWindow, *wanted: RunState) -> None:
    qtbot.waitUntil(lambda: states(window) == list(wanted), timeout=PATIENCE)


def settled(qtbot: QtBot, window: MainWindow) -> None:
    """Until nothing is in line and the view has heard of it."""
    desk = window.desk(RunDesk)

    def quiet() -> bool:
        report = desk.line.current
        shown = report is not None and report.run.state in (RunState.DONE, RunState.STOPPED)
        return shown and not desk.line.line and not desk.view.pause.isVisible()

    qtbot.waitUntil(quiet, timeout=PATIENCE)


def summarise(
    window: MainWindow, documents: Sequence[Document], kind: str = "executive", length: Length = Length.PAGE
) -> None:
    window.desk(RunDesk).asking.summarise([one.id for one in documents], kind, length)


def add(qtbot: QtBot, window: MainWindow, *paths: Path) -> list[Document]:
    """Let files go on the window, wait until they are read, and give them in that order."""
    before = len(documents(window))
    drop(window, paths)
    wait_ready(qtbot, window, before + len(paths))
    by_name = {one.name: one for one in documents(window)}
    return [by_name[path.name] for path in paths]


def wait_ready(qtbot: QtBot, window: MainWindow, count: int) -> None:
    """Until so many documents are in the library, and all are read."""
    qtbot.waitUntil(
        lambda: [one.state for one in documents(window)] == [DocumentState.READY] * count, timeout=PATIENCE
    )


def documents(window: MainWindow) -> list[Document]:
    """The rows of the library."""
    rows = window.panes.library.list.model()
    return [rows.index(row, 0).data(DocumentRole) for row in range(rows.rowCount())]


def notes(folder: Path, *names: str) -> list[Path]:
    """Small files, a part each."""
    paths = [folder / name for name in names]
    for path in paths:
        said = f"The invoices of office {path.stem} are kept for five years in a dry cellar of the town hall."
        path.write_text(said, encoding="utf-8")
    return paths


def shown(window: MainWindow) -> str:
    """The text of the summary in view."""
    return window.desk(RunDesk).view.points.text.toPlainText()
