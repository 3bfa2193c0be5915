"""The desks are built piece by piece once the library is open; keys and drawing come in between."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from gui import document
from house import House
from models import model_path
from pytestqt.qtbot import QtBot
from window import SMALLEST, open_window

from app.events import Event, LibraryChanged
from app.models.models import Models
from app.settings import Settings
from rag.guarding import injection
from rag.reading.reader import DocumentReader
from ui.chat import mentions
from ui.library import viewmodel
from ui.library.desk import LibraryDesk
from ui.parts.desk import Desk
from ui.parts.tasks import Tasks
from ui.parts.theme import LIGHT
from ui.window.desks import DESKS
from ui.window.loading import load
from ui.window.main_window import MainWindow

PATIENCE = 30_000


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(
        tmp_path / "house",
        reader=DocumentReader(),
        models=model_path(SMALLEST).parent.parent,
        model=SMALLEST,
    )
    yield made
    made.services.runs.close()
    made.close()


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def test_what_happens_while_desks_are_built_reaches_all_of_them(
    qtbot: QtBot, tmp_path: Path, house: House, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow(LIGHT, Settings(tmp_path / "settings.json"), tasks)
    qtbot.addWidget(window)
    window.show()
    taken: list[type[Desk]] = []
    take = LibraryDesk.take
    last = DESKS[-1]

    def first_takes(self: LibraryDesk, event: Event) -> None:
        taken.append(LibraryDesk)
        take(self, event)

    monkeypatch.setattr(LibraryDesk, "take", first_takes)
    monkeypatch.setattr(last, "take", lambda *_: taken.append(last))
    pieces, between = 0, 0

    def counted() -> Iterator[None]:
        nonlocal pieces
        for _ in window.building(house.services):
            pieces += 1
            if pieces == len(DESKS) // 2:
                house.bus.publish(LibraryChanged(document(7)))
            assert taken == []
            yield

    over: list[int] = []
    tasks.in_turns(counted(), lambda: over.append(pieces))
    while not over:
        assert not window.stands
        between += 1
        qtbot.wait(1)
    assert window.stands
    assert pieces > len(DESKS)  # the largest desk in several
    assert between > 3
    qtbot.waitUntil(lambda: len(taken) >= 2, timeout=PATIENCE)
    assert set(taken) == {LibraryDesk, last}


def test_what_takes_long_of_many_documents_or_of_the_disk_is_done_beside_the_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names without their accents took the first "@" 60 ms of ten thousand, what was read of them 50."""
    done: list[tuple[str, threading.Thread]] = []

    def noting(of: object, name: str) -> None:
        does = getattr(of, name)

        def noted(*given: object) -> object:
            done.append((name, threading.current_thread()))
            return does(*given)

        monkeypatch.setattr(of, name, noted)

    noting(viewmodel, "library_summary")
    noting(mentions, "folded")
    noting(Models, "known")
    with open_window(tmp_path, "Nothing.") as window:
        model, field = window.desk(LibraryDesk).model, window.panes.composer.field
        paths = [tmp_path / f"procès {number}.txt" for number in range(3)]
        for path in paths:
            path.write_text(f"The heron of {path.stem} nests by the river.", encoding="utf-8")
        model.add(paths)
        window.desk(LibraryDesk).given.services.library.wait_idle()
        mentions_ = window.panes.composer.mentions
        qtbot.waitUntil(lambda: len(mentions_._documents) == len(paths), timeout=PATIENCE)
        field.setFocus()
        qtbot.keyClicks(field, "@proces")
        assert mentions_.list.count() == len(paths)
        qtbot.waitUntil(lambda: {"library_summary", "known"} <= {one for one, _ in done})
    main = [name for name, thread in done if thread is threading.main_thread()]
    assert set(main) <= {"folded"}
    assert main.count("folded") <= len("@proces")  # of what is typed, and of no name


def test_patterns_of_all_languages_are_made_with_what_is_loaded_beside_the_window() -> None:
    patterns = (injection._told, injection._named, injection._dropping)
    for one in patterns:
        one.cache_clear()
    load()
    assert all(one.cache_info().currsize == 1 for one in patterns)
