"""The library as a person uses it: add, watch, cancel, retry, remove, and go on after the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from fakes.held import HeldEmbedder, HeldReader
from fakes.words import LineReader, WordEmbedder
from house import PATIENCE, House

from app.events import DocumentProgress, DocumentRemoved, LibraryChanged
from app.library.files import readable_files
from engine.cancel import CancelToken
from engine.errors import Cancelled, UnknownFault
from rag.errors import FileMissing, FormatUnknown
from rag.layout.corrections import Correction
from rag.types import DocumentState, Page, ReadEvent, SearchScope

LEASE = "# Notice\nThe tenant gives notice three months before the end.\n\nRent is due on the first day."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "home")
    yield opened
    opened.close()


def lease(folder: Path, name: str = "lease.txt", text: str = LEASE) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_added_in_the_background_and_told_step_by_step(house: House, tmp_path: Path) -> None:
    (addition,) = house.library.add([lease(tmp_path)])
    document = addition.outcome.result(PATIENCE)
    assert document.state is DocumentState.READY
    assert (document.pages, document.passages) == (4, 2)
    states = []
    while not states or states[-1] is not DocumentState.READY:
        event = house.next_event(LibraryChanged)
        assert event.document.id == addition.document_id
        states.append(event.document.state)
    told = list(dict.fromkeys(states))
    steps = [DocumentState.QUEUED, DocumentState.READING, DocumentState.EMBEDDING, DocumentState.READY]
    assert told in (steps, steps[1:])  # it may have begun before it is told that it waits
    house.library.wait_idle()
    assert [hit.document for hit in house.library.search("notice of the tenant", 1)] == ["lease.txt"]


def test_progress_counts_pages_then_passages(house: House, tmp_path: Path) -> None:
    house.library.add([lease(tmp_path)])
    reading = house.next_event(DocumentProgress, lambda event: event.done > 0)
    assert (reading.state, reading.done, reading.total) == (DocumentState.READING, 4, 4)
    embedding = house.next_event(DocumentProgress, lambda event: event.state is DocumentState.EMBEDDING)
    assert (embedding.done, embedding.total) == (0, 2)


def test_folders_are_searched_without_hidden_files_or_loops(tmp_path: Path) -> None:
    root = tmp_path / "matter"
    wanted = [lease(root, "a.txt"), lease(root, "deep/er/b.md"), lease(root, "z.pdf")]
    lease(root, ".hidden.txt")
    lease(root, ".git/c.txt")
    lease(root, "photo.raw")
    (root / "deep" / "loop").symlink_to(root, target_is_directory=True)
    assert list(readable_files([root])) == [wanted[0], wanted[2], wanted[1]]
    assert list(readable_files([root / "photo.raw"])) == [root / "photo.raw"], "a file that is named is meant"


def test_what_of_a_folder_cannot_be_read_is_told_and_why(house: House, tmp_path: Path) -> None:
    root = tmp_path / "Akte"
    lease(root, "ohne Endung")
    lease(root, "plan.dwg")
    lease(root, ".DS_Store")
    lease(root, "Thumbs.db")
    (root / "Bild").write_bytes(bytes(range(256)))
    told = {one.path.name: one for one in house.library.add([root])}
    assert sorted(told) == ["Bild", "ohne Endung", "plan.dwg"]
    assert not told["ohne Endung"].passed_over
    for name in ("Bild", "plan.dwg"):
        assert told[name].passed_over
        assert isinstance(told[name].outcome.exception(PATIENCE), FormatUnknown)


def test_a_document_is_named_in_any_spelling_and_by_its_folder(house: House, tmp_path: Path) -> None:
    decomposed = lease(tmp_path / "2024", "Pru\u0308fplan.txt")
    bytes_ = lease(tmp_path, b"Gr\xf6\xdfe.txt".decode("utf-8", "surrogateescape"), "another text")
    for addition in house.library.add([decomposed, bytes_]):
        assert addition.outcome.result(PATIENCE).state is DocumentState.READY
    assert [one.path for one in house.library.named("2024/Prüfplan.txt")] == [str(decomposed)]
    assert [one.path for one in house.library.named("Größe.txt")] == [str(bytes_)]
    assert house.library.search("text", scope=SearchScope("größe.txt"))


def test_a_missing_file_leaves_no_row(house: House, tmp_path: Path) -> None:
    (addition,) = house.library.add([tmp_path / "gone.txt"])
    assert isinstance(addition.outcome.exception(PATIENCE), FileMissing)
    assert house.library.documents() == []


def test_a_damaged_file_fails_alone_and_can_be_tried_again(house: House, tmp_path: Path) -> None:
    broken, good = lease(tmp_path, "broken.txt", "fine\n!"), lease(tmp_path)
    first, second = house.library.add([broken, good])
    failed = first.outcome.result(PATIENCE)
    assert (failed.state, failed.error_code) == (DocumentState.FAILED, "file-corrupt")
    assert second.outcome.result(PATIENCE).state is DocumentState.READY
    broken.write_text("fine now", encoding="utf-8")
    again = house.library.retry(failed.id)
    assert again.document_id == failed.id
    assert again.outcome.result(PATIENCE).state is DocumentState.READY


def test_the_same_content_is_kept_once(house: House, tmp_path: Path) -> None:
    first, second, third = house.library.add([lease(tmp_path), lease(tmp_path, "copy.txt"), lease(tmp_path)])
    ids = {addition.outcome.result(PATIENCE).id for addition in (first, second, third)}
    assert ids == {first.document_id}
    assert [document.name for document in house.library.documents()] == ["lease.txt"]
    gone = house.next_event(DocumentRemoved)
    assert gone.document_id == second.document_id


def test_a_waiting_document_is_cancelled_at_once_and_a_running_one_too(tmp_path: Path) -> None:
    reader = HeldReader()
    house = House(tmp_path / "home", reader=reader)
    try:
        running, waiting = house.library.add([lease(tmp_path), lease(tmp_path, "other.txt", "another text")])
        assert reader.reached.wait(PATIENCE)
        assert waiting.document_id is not None
        house.library.cancel(waiting.document_id)
        assert isinstance(waiting.outcome.exception(PATIENCE), Cancelled)
        assert [document.id for document in house.library.documents()] == [running.document_id]
        assert running.document_id is not None
        house.library.cancel(running.document_id)
        reader.released.set()
        assert isinstance(running.outcome.exception(PATIENCE), Cancelled)
        assert house.library.documents() == []
    finally:
        reader.released.set()
        house.close()


def test_removing_leaves_nothing_to_find(house: House, tmp_path: Path) -> None:
    (addition,) = house.library.add([lease(tmp_path)])
    document = addition.outcome.result(PATIENCE)
    house.library.remove(document.id)
    house.library.remove(document.id)
    assert house.library.documents() == []
    assert house.library.search("notice", 5) == []
    assert len(house.vectors) == 0
    assert house.next_event(DocumentRemoved).document_id == document.id


def test_a_document_removed_while_it_is_read_does_not_come_back(tmp_path: Path) -> None:
    reader = HeldReader()
    house = House(tmp_path / "home", reader=reader)
    try:
        (addition,) = house.library.add([lease(tmp_path)])
        assert reader.reached.wait(PATIENCE)
        assert addition.document_id is not None
        house.library.remove(addition.document_id)
        reader.released.set()
        assert addition.outcome.exception(PATIENCE) is not None
        assert house.library.documents() == []
    finally:
        reader.released.set()
        house.close()


def test_indexing_waits_while_someone_waits_for_an_answer(house: House, tmp_path: Path) -> None:
    with house.scheduler.foreground():
        (addition,) = house.library.add([lease(tmp_path)])
        house.next_event(LibraryChanged, lambda event: event.document.state is DocumentState.READING)
        assert not addition.outcome.done()
    assert addition.outcome.result(PATIENCE).state is DocumentState.READY


@pytest.mark.parametrize("where", ["reading", "embedding"])
def test_what_the_end_interrupts_goes_on_at_the_next_start(tmp_path: Path, where: str) -> None:
    reader = HeldReader() if where == "reading" else LineReader()
    embedder = HeldEmbedder() if where == "embedding" else WordEmbedder()
    held = reader if isinstance(reader, HeldReader) else embedder
    assert isinstance(held, HeldReader | HeldEmbedder)
    house = House(tmp_path / "home", reader=reader, embedder=embedder)
    house.library.add([lease(tmp_path), lease(tmp_path, "other.txt", "waits its turn")])
    assert held.reached.wait(PATIENCE)
    closing = threading.Thread(target=house.close)
    closing.start()
    held.released.set()
    closing.join(PATIENCE)

    again = House(tmp_path / "home")
    try:
        again.library.wait_idle()
        states = {document.name: document.state for document in again.library.documents()}
        assert states == {"lease.txt": DocumentState.READY, "other.txt": DocumentState.READY}
        read = again.reader.read_paths
        assert ("lease.txt" in read) == (where == "reading"), "what was read is not read again"
    finally:
        again.close()


def test_a_command_that_only_looks_leaves_interrupted_work_alone(tmp_path: Path) -> None:
    reader = HeldReader()
    house = House(tmp_path / "home", reader=reader)
    house.library.add([lease(tmp_path)])
    assert reader.reached.wait(PATIENCE)
    closing = threading.Thread(target=house.close)
    closing.start()
    reader.released.set()
    closing.join(PATIENCE)
    again = House(tmp_path / "home", resume=False)
    try:
        again.library.wait_idle()
        assert [document.state for document in again.library.documents()] == [DocumentState.READING]
    finally:
        again.close()


def test_vectors_of_earlier_runs_are_searched(tmp_path: Path) -> None:
    first = House(tmp_path / "home")
    first.library.add([lease(tmp_path), lease(tmp_path, "menu.txt", "Soup of the day with bread.")])
    first.library.wait_idle()
    first.close()
    again = House(tmp_path / "home")
    try:
        assert again.library.search("soup bread", 1)[0].document == "menu.txt"
        assert len(again.vectors) == 3
        assert again.library.search("soup", 5, SearchScope(document="lease.txt"))[0].document == "lease.txt"
    finally:
        again.close()


class BuggyReader(LineReader):
    def read(
        self,
        path: Path,
        password: str | None,
        cancel: CancelToken,
        corrections: Sequence[Correction] = (),
        *,
        whole: bool = False,
        member: str = "",
        laid: Callable[[bytes], None] | None = None,
        known: Sequence[Page] = (),
        held: bytes | None = None,
    ) -> Iterator[ReadEvent]:
        if path.name == "bug.txt":
            raise ZeroDivisionError
        return super().read(path, password, cancel)


def test_a_bug_ends_one_document_and_not_the_queue(tmp_path: Path) -> None:
    house = House(tmp_path / "home", reader=BuggyReader())
    try:
        bug, good = house.library.add([lease(tmp_path, "bug.txt", "x"), lease(tmp_path)])
        assert isinstance(bug.outcome.exception(PATIENCE), UnknownFault)
        assert good.outcome.result(PATIENCE).state is DocumentState.READY
        states = {document.name: document.state for document in house.library.documents()}
        assert states["bug.txt"] is DocumentState.FAILED
    finally:
        house.close()


def test_another_embedder_makes_new_vectors_for_old_documents(tmp_path: Path) -> None:
    first = House(tmp_path / "home", embedder=WordEmbedder("words"))
    try:
        (added,) = first.library.add([lease(tmp_path)])
        document = added.outcome.result(PATIENCE)
    finally:
        first.close()
    other = House(tmp_path / "home", embedder=WordEmbedder("other words"))
    try:
        other.next_event(DocumentProgress, lambda event: event.state is DocumentState.READY)
        assert len(other.store.embeddings.places(document.id, "other words")) == document.passages
        assert other.library.search("When is rent due?", 1)[0].document == "lease.txt"
    finally:
        other.close()
