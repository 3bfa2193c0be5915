"""While one document is embedded the next is read; that changes nothing but the time it takes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.held import HeldEmbedder
from house import PATIENCE, House

from app.events import LibraryChanged
from engine.errors import Cancelled
from rag.types import DocumentState

READING, EMBEDDING, READY = DocumentState.READING, DocumentState.EMBEDDING, DocumentState.READY


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.embedder = HeldEmbedder()
        self.house = House(folder / "home", embedder=self.embedder)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def until(self, name: str, state: DocumentState) -> int:
        found = self.house.next_event(
            LibraryChanged, lambda event: (event.document.name, event.document.state) == (name, state)
        )
        return int(found.document.id)

    def until_read_ahead(self) -> None:
        """Wait until a document is read and waits for its vectors."""
        queue = self.house.library._queue
        with queue._changed:
            assert queue._changed.wait_for(lambda: bool(queue._read), PATIENCE)

    def states(self) -> dict[str, DocumentState]:
        return {one.name: one.state for one in self.house.library.documents()}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.embedder.released.set()
    made.house.close()


def test_the_next_is_read_and_no_more(desk: Desk) -> None:
    additions = desk.house.library.add([desk.write(f"{n}.txt", f"text {n}") for n in range(4)])
    assert desk.embedder.reached.wait(PATIENCE)
    desk.until("1.txt", READING)
    desk.until_read_ahead()
    assert desk.states() == {
        "0.txt": EMBEDDING,
        "1.txt": EMBEDDING,
        "2.txt": DocumentState.QUEUED,
        "3.txt": DocumentState.QUEUED,
    }
    desk.embedder.released.set()
    assert [one.outcome.result(PATIENCE).state for one in additions] == [READY] * 4
    assert desk.house.reader.read_paths == ["0.txt", "1.txt", "2.txt", "3.txt"]


def test_a_file_that_changes_meanwhile_waits_for_itself(desk: Desk) -> None:
    path = desk.write("a.txt", "winter")
    (first,) = desk.house.library.add([path])
    assert desk.embedder.reached.wait(PATIENCE)
    desk.write("a.txt", "summer time")
    (second,) = desk.house.library.add([path])
    assert desk.house.reader.read_paths == ["a.txt"]
    desk.embedder.released.set()
    assert first.outcome.result(PATIENCE).state is READY
    assert second.outcome.result(PATIENCE).state is READY
    assert desk.house.reader.read_paths == ["a.txt", "a.txt"]
    assert [hit.text for hit in desk.house.library.search("winter", 5)] == ["summer time"]
    assert len(desk.house.vectors) == 1


def test_a_document_that_was_read_ahead_can_be_cancelled(desk: Desk) -> None:
    first, second = desk.house.library.add([desk.write("a.txt", "winter"), desk.write("b.txt", "summer")])
    assert desk.embedder.reached.wait(PATIENCE)
    number = desk.until("b.txt", READING)
    desk.until_read_ahead()
    desk.house.library.cancel(number)
    assert isinstance(second.outcome.exception(PATIENCE), Cancelled)
    desk.embedder.released.set()
    assert first.outcome.result(PATIENCE).state is READY
    assert desk.states() == {"a.txt": READY}


def test_taking_a_document_out_takes_its_copies_that_wait(desk: Desk) -> None:
    first, second = desk.house.library.add([desk.write("a.txt", "winter"), desk.write("b.txt", "winter")])
    assert desk.embedder.reached.wait(PATIENCE)
    desk.until_read_ahead()
    assert first.document_id is not None
    desk.house.library.remove(first.document_id)
    assert isinstance(second.outcome.exception(PATIENCE), Cancelled)
    desk.embedder.released.set()
    assert first.outcome.exception(PATIENCE) is not None
    assert desk.states() == {}


def test_what_was_read_ahead_is_kept_for_the_next_start(desk: Desk) -> None:
    desk.house.library.add([desk.write("a.txt", "winter"), desk.write("b.txt", "summer")])
    assert desk.embedder.reached.wait(PATIENCE)
    desk.until_read_ahead()
    closing = threading.Thread(target=desk.house.close)
    closing.start()
    desk.embedder.released.set()
    closing.join(PATIENCE)
    again = House(desk.folder / "home")
    try:
        again.library.wait_idle()
        assert {one.name: one.state for one in again.library.documents()} == {
            "a.txt": READY,
            "b.txt": READY,
        }
        assert again.reader.read_paths == []
    finally:
        again.close()


def test_long_work_waits_for_what_is_read_and_for_nothing_else(desk: Desk) -> None:
    queue = desk.house.library._queue
    queue.wait_idle()
    assert not queue.is_at_work
    (one,) = desk.house.library.add([desk.write("a.txt", "winter")])
    assert desk.embedder.reached.wait(PATIENCE)
    assert queue.is_at_work
    desk.embedder.released.set()
    assert one.outcome.result(PATIENCE).state is READY
    queue.wait_idle()
    assert not queue.is_at_work
    desk.house.library.add([desk.write("b.txt", "spring")])
    queue.close()
    assert not queue.is_at_work, "its threads have ended, and it would be waited for"
