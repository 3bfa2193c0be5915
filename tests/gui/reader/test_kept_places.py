"""A document opens where it was read last: page, how far down, how large. A citation changes none of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from files.documents import labelled_pdf
from pausing import pause
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import Citation, Document, DocumentState
from ui.library.desk import LibraryDesk
from ui.reader.desk import ReaderDesk
from ui.reader.kinds import Place
from ui.reader.pane import ReaderPane
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
PAGES = [f"# Article {number}\nThe wood of tree {number} is felled in winter." for number in range(1, 13)]
LONG = "\n\n".join(f"{number}. The rent of flat {number} is paid on the first." for number in range(1, 400))


def _filled(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    made = labelled_pdf(folder / "wood.pdf", PAGES, [(0, 1, "/D", "")])
    text = folder / "rents.txt"
    text.write_text(LONG, encoding="utf-8")
    drop(window, [made, text])
    rows = window.desk(LibraryDesk).model.rows
    ready = [DocumentState.READY] * 2
    qtbot.waitUntil(lambda: [one.state for one in rows.documents()] == ready, timeout=PATIENCE)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "") as opened:
        _filled(qtbot, opened, tmp_path)
        yield opened


def document(window: MainWindow, name: str) -> Document:
    return next(one for one in window.desk(LibraryDesk).model.rows.documents() if one.name == name)


def browse(qtbot: QtBot, window: MainWindow, name: str) -> ReaderPane:
    """Open a document by itself, and wait until it has come to rest."""
    pane, found = window.panes.reader, document(window, name)
    window.browse(found)
    qtbot.waitUntil(
        lambda: pane.shown is not None and pane.shown.document.id == found.id and pane.isVisible(),
        timeout=PATIENCE,
    )
    pause(1_000)
    return pane


def cited(window: MainWindow, page: int) -> Citation:
    one = document(window, "wood.pdf")
    desk = window.desk(ReaderDesk)
    sheet = desk._reading.sheets(one.id)[page - 1]
    return desk._reading.clause(one.id, sheet.start)


def close_to(place: Place, page: int, down: float) -> bool:
    return place.page == page and abs(place.down - down) < 0.05


def test_a_document_opens_where_it_was_read_in_its_size(qtbot: QtBot, window: MainWindow) -> None:
    """It opened at page 1 again, however far one had read."""
    pane = browse(qtbot, window, "wood.pdf")
    pane.change_zoom(1)
    pane.page.go(Place(7, 0.4))
    place, zoom = pane.page.place, pane.page.zoom
    assert zoom > 1.0
    browse(qtbot, window, "rents.txt")
    pane.page.change_zoom(0)  # as another document may have left it
    browse(qtbot, window, "wood.pdf")
    assert close_to(pane.page.place, place.page, place.down), pane.page.place
    assert pane.page.zoom == zoom
    assert pane.shown is not None
    assert pane.shown.number == 7


def test_a_text_opens_where_it_was_read(qtbot: QtBot, window: MainWindow) -> None:
    pane = browse(qtbot, window, "rents.txt")
    pane.kind.go(Place(1, 0.5))
    pause(100)
    place = pane.kind.place
    assert 0.4 < place.down < 0.6
    browse(qtbot, window, "wood.pdf")
    browse(qtbot, window, "rents.txt")
    assert close_to(pane.kind.place, place.page, place.down), (pane.kind.place, place)


def test_it_is_kept_over_a_new_start_and_a_close_just_after_scrolling(qtbot: QtBot, tmp_path: Path) -> None:
    with open_window(tmp_path / "home", "") as window:
        _filled(qtbot, window, tmp_path)
        pane = browse(qtbot, window, "wood.pdf")
        pane.page.go(Place(9, 0.2))
        assert window.close()
    with open_window(tmp_path / "home", "") as window:
        qtbot.waitUntil(lambda: len(window.desk(LibraryDesk).model.rows.documents()) == 2, timeout=PATIENCE)
        pane = browse(qtbot, window, "wood.pdf")
        assert close_to(pane.page.place, 9, 0.2), pane.page.place


def test_a_citation_goes_to_its_passage_and_is_only_a_look(qtbot: QtBot, window: MainWindow) -> None:
    pane = browse(qtbot, window, "wood.pdf")
    pane.page.go(Place(9, 0.0))
    browse(qtbot, window, "rents.txt")
    window.cite(cited(window, 3))
    qtbot.waitUntil(lambda: pane.shown is not None and pane.shown.number == 3, timeout=PATIENCE)
    pause(1_000)
    browse(qtbot, window, "rents.txt")
    browse(qtbot, window, "wood.pdf")
    assert pane.page.page == 9, "looking at a citation is no reading"
    window.cite(cited(window, 3))
    qtbot.waitUntil(lambda: pane.shown is not None and pane.shown.number == 3, timeout=PATIENCE)
    pause(1_000)
    pane.page.go(Place(5, 0.0))
    browse(qtbot, window, "rents.txt")
    browse(qtbot, window, "wood.pdf")
    assert pane.page.page == 5, "somebody read on from there"


def test_a_page_that_is_named_is_opened_and_what_is_open_stays(qtbot: QtBot, window: MainWindow) -> None:
    pane = browse(qtbot, window, "wood.pdf")
    pane.page.go(Place(9, 0.0))
    pause(100)
    browse(qtbot, window, "wood.pdf")
    assert pane.page.page == 9
    browse(qtbot, window, "rents.txt")
    window.desk(ReaderDesk).browse(document(window, "wood.pdf"), 4)
    qtbot.waitUntil(lambda: pane.shown is not None and pane.shown.number == 4, timeout=PATIENCE)


def test_the_place_goes_with_its_document(qtbot: QtBot, window: MainWindow) -> None:
    pane = browse(qtbot, window, "wood.pdf")
    pane.page.go(Place(7, 0.0))
    browse(qtbot, window, "rents.txt")
    store = window.desk(ReaderDesk).given.services.store
    one = document(window, "wood.pdf")
    qtbot.waitUntil(lambda: store.places.of(one.id) is not None, timeout=PATIENCE)
    store.remove(one.id)
    assert store.places.of(one.id) is None
    window.desk(ReaderDesk)._reading.keep_place(one.id, 3, 0.0, 1.0)
    assert store.places.of(one.id) is None, "nothing is kept of what is gone"
