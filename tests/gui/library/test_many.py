"""A folder of hundreds: each document is told of by itself, nothing of all is made anew for each."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from gui import document
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window import open_window

from app.events import LibraryChanged
from app.library.library import Library
from rag.surveying.types import SurveyScope
from rag.types import Document
from ui.library import viewmodel
from ui.library.desk import LibraryDesk
from ui.library.panel import LibraryPanel
from ui.library.rows import LibraryRows
from ui.parts.theme import LIGHT
from ui.runs.survey_bar import SurveyBar

PATIENCE = 30_000


def test_a_hundred_changes_are_summed_up_and_listed_together(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[int] = []
    documents = Library.documents

    def counted(library: Library) -> list[Document]:
        listed.append(1)
        return documents(library)

    with open_window(tmp_path, "Nothing.") as window:
        model = window.desk(LibraryDesk).model
        summed: list[str] = []
        model.summed.connect(summed.append)
        qtbot.waitUntil(lambda: bool(summed))  # of the library as it was opened
        qtbot.wait(500)
        summed.clear()
        monkeypatch.setattr(Library, "documents", counted)
        for number in range(1, 101):
            window.desk(LibraryDesk).given.services.bus.publish(
                LibraryChanged(document(number, f"{number}.pdf"))
            )
        qtbot.waitUntil(lambda: bool(summed) and bool(listed), timeout=PATIENCE)
        qtbot.wait(1000)
        assert len(model.rows.documents()) == 100
        assert summed[-1]
        assert len(summed) < 20
        assert len(listed) < 20


def test_a_library_is_put_in_order_and_summed_up_beside_the_window(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of ten thousand documents that took the window 80 ms when the library was opened."""
    done: dict[str, threading.Thread] = {}

    def noting(name: str) -> None:
        does = getattr(viewmodel, name)

        def noted(found: object) -> object:
            done.setdefault(name, threading.current_thread())
            return does(found)

        monkeypatch.setattr(viewmodel, name, noted)

    noting("arranged")
    noting("library_summary")
    with open_window(tmp_path, "Nothing."):
        qtbot.waitUntil(lambda: len(done) == 2, timeout=PATIENCE)
    assert threading.main_thread() not in done.values()


def test_a_document_that_comes_is_laid_out_without_asking_python_of_each_row(qtbot: QtBot) -> None:
    panel, rows = LibraryPanel(LIGHT), LibraryRows()
    qtbot.addWidget(panel)
    panel.set_rows(rows)
    rows.fill([document(number) for number in range(1, 1001)])
    panel.set_count(1000, 1000)
    panel.show()
    qtbot.waitExposed(panel)
    QApplication.processEvents()
    asked: list[int] = []
    sys.setprofile(lambda _frame, event, _of: asked.append(1) if event == "call" else None)
    try:
        rows.put(document(2000))
        QApplication.processEvents()
    finally:
        sys.setprofile(None)
    assert len(asked) < 900


def test_names_of_what_is_chosen_are_found_without_a_search_for_each(qtbot: QtBot) -> None:
    """With ten thousand selected, each of ten thousand was looked for among them: seconds of the window."""
    bar = SurveyBar(LIGHT)
    qtbot.addWidget(bar)
    bar.show_documents([document(number) for number in range(1, 11)])
    assert bar._named(SurveyScope(documents=_Unsearched(range(1, 11)))) == "10 chosen documents"


class _Unsearched(tuple[int, ...]):
    """Ids that may be gone through, and not searched one by one."""

    __slots__ = ()

    def __contains__(self, one: object) -> bool:
        raise AssertionError(f"{one} is searched")
