"""A workbook that takes long to be laid out says so, and can be stopped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fakes.generator import FakeGenerator
from files.office import long_xls
from house import House
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.activity.work import Sort, Standing
from rag.reading.reader import DocumentReader
from rag.types import Document
from ui.parts.tasks import Tasks
from ui.parts.theme import LIGHT
from ui.reader.kinds import Opened, Place
from ui.reader.laid import under_way
from ui.reader.laid.view import LaidView

PATIENCE = 60_000
_ROWS = 4000


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """With a workbook of which nothing was noted while it was read, as an earlier version left it."""
    made = House(tmp_path / "home", reader=DocumentReader(), generator=FakeGenerator("Nothing."))
    (added,) = made.library.add([long_xls(tmp_path / "rents.xls", _ROWS)])
    document: Document = added.outcome.result(120)
    with made.services.vault.write() as db:
        db.execute("DELETE FROM laid WHERE document_id = ?", (document.id,))
    yield made
    made.close()


@pytest.fixture
def view(qtbot: QtBot, house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[LaidView]:
    monkeypatch.setattr(under_way, "_PATIENCE_MS", (0, 0))
    tasks, made = Tasks(), LaidView(LIGHT)
    given: Any = SimpleNamespace(services=house.services, tasks=tasks)
    made.attach(given)
    qtbot.addWidget(made)
    made.resize(500, 500)
    made.show()
    yield made
    tasks.close()


def opened(house: House) -> Opened:
    [document] = house.library.documents()
    return Opened(document, tuple(house.store.sheets(document.id)))


def said(view: LaidView) -> str:
    return " ".join(one.text() for one in view.under_way.findChildren(QLabel) if one.isVisible())


def test_it_says_so_here_and_in_the_activity_centre(qtbot: QtBot, view: LaidView, house: House) -> None:
    shares: list[float | None] = []

    def look() -> None:
        shares.extend(
            one.share for one in house.services.activity.snapshot().working if one.sort is Sort.LAYING
        )

    house.services.activity.listen(look)
    view.open(opened(house), Place(1))
    qtbot.waitUntil(lambda: "Laying out the document" in said(view), timeout=PATIENCE)
    assert view.text.isVisible(), "its text is there meanwhile"
    qtbot.waitUntil(lambda: view._view is not None, timeout=PATIENCE)
    assert not view.under_way.isVisible()
    known = [share for share in shares if share is not None]
    assert known == sorted(known)
    assert len(set(known)) > 3, "it moves"
    [done] = [one for one in house.services.activity.snapshot().ended if one.sort is Sort.LAYING]
    assert (done.standing, done.name) == (Standing.FINISHED, "rents.xls")


def test_it_is_stopped_and_its_text_stays(qtbot: QtBot, view: LaidView, house: House) -> None:
    view.open(opened(house), Place(1))
    qtbot.waitUntil(view.under_way.isVisible, timeout=PATIENCE)
    view.under_way.stop.click()
    qtbot.waitUntil(lambda: not view.under_way.isVisible(), timeout=PATIENCE)
    assert view.text.isVisible()
    assert view._view is None
    [done] = [one for one in house.services.activity.snapshot().ended if one.sort is Sort.LAYING]
    assert done.standing is Standing.CANCELLED
