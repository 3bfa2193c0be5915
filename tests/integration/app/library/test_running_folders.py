"""Folders that stay current while the program runs and things happen in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes.words import LineReader
from followed import Desk
from house import PATIENCE, House

from rag.types import Document, DocumentState

READY, FAILED = DocumentState.READY, DocumentState.FAILED


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.house.close()


def test_what_the_user_cancels_is_not_read_again(tmp_path: Path) -> None:
    reader = LineReader()
    desk = Desk(tmp_path)
    desk.house.close()
    desk.house = House(desk.home, reader=reader, timing=desk.timing)
    try:
        reader.before_page = lambda _: desk.house.library.cancel(desk.documents()["a.txt"].id)
        desk.write("a.txt", "winter")
        assert desk.sync() == []
        reader.before_page = lambda _: None
        assert desk.sync() == []
        assert desk.house.library.documents() == []
    finally:
        desk.house.close()


# --- while the program runs ---------------------------------------------------------------------------------


def until(desk: Desk, fits: Callable[[dict[str, Document]], bool]) -> None:
    """Wait, from event to event, until the library is as it should be."""
    while not fits(desk.documents()):
        desk.house.events.get(timeout=PATIENCE)


def test_a_running_program_follows_what_happens(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    try:
        desk.write("before.txt", "was here")
        desk.house.folders.start()
        until(desk, lambda found: "before.txt" in found and found["before.txt"].state is READY)
        desk.write("deep/new.txt", "winter")
        until(desk, lambda found: "new.txt" in found and found["new.txt"].state is READY)
        number = desk.documents()["new.txt"].id
        (desk.root / "deep" / "new.txt").rename(desk.root / "moved.txt")
        until(desk, lambda found: "moved.txt" in found)
        assert desk.documents()["moved.txt"].id == number
        (desk.root / "moved.txt").write_text("a longer summer", encoding="utf-8")
        until(desk, lambda found: found["moved.txt"].id != number and len(found) == 2)
        (desk.root / "before.txt").unlink()
        until(desk, lambda found: list(found) == ["moved.txt"])
    finally:
        desk.house.close()


def test_a_followed_file_whose_document_is_in_the_bin_stays_there(desk: Desk) -> None:
    path = desk.write("lease.txt", "The rent is due in May.")
    desk.write("will.txt", "The mill goes to the heirs.")
    desk.sync()
    lease = desk.documents()["lease.txt"]
    desk.house.removals.put([lease.id])
    assert desk.sync() == []
    os.utime(path, ns=(1, 1))
    assert desk.sync() == []
    desk.restart()
    assert desk.sync() == []
    assert list(desk.documents()) == ["will.txt"]
    path.unlink()
    desk.sync()
    desk.house.removals.restore([lease.id])
    assert desk.documents()["lease.txt"].id == lease.id
    assert desk.sync() == []
    assert set(desk.documents()) == {"lease.txt", "will.txt"}, "a person brought it back"
