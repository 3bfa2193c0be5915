"""Documents read and drawn in child processes: what comes back, and what happens when a child dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from files import annotated, documents
from programs.worker_runs import spec

from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.workers.worker import Limits, Worker
from rag.errors import FileCorrupt, FileMissing, FormatUnknown, PasswordNeeded, ReaderFailed, ReadError
from rag.reading.detection import reader_for
from rag.reading.reader import DocumentReader
from rag.structuring.structure import StructureBuilder
from rag.types import DocumentInfo, Page, ReadEvent, Structure


@pytest.fixture
def reader() -> Iterator[DocumentReader]:
    made = DocumentReader()
    yield made
    made.close()


def read(reader: DocumentReader, path: Path, password: str | None = None) -> list[ReadEvent]:
    return list(reader.read(path, password, CancelToken()))


def in_process(path: Path) -> list[ReadEvent]:
    """What the child should send: the same read in this process."""
    events: list[ReadEvent] = list(reader_for(path)(path, None))
    assert isinstance(events[0], DocumentInfo)
    builder = StructureBuilder(events[0])
    for event in events[1:]:
        assert isinstance(event, Page)
        builder.add(event)
    return [*events, builder.finish()]


def test_a_document_comes_back_whole(reader: DocumentReader, tmp_path: Path) -> None:
    path = documents.pdf(
        tmp_path / "law.pdf",
        ["# Scope\nThis law holds for all.", "# Breaches\n" + documents.BREACH],
        outline=[("Scope", 0, 1), ("Breaches", 0, 2)],
        title="Law",
    )
    found, expected = read(reader, path), in_process(path)
    assert found[0] == expected[0]
    assert found[-1] == expected[-1]
    for event, same in zip(found[1:-1], expected[1:-1], strict=True):
        assert isinstance(event, Page)
        assert isinstance(same, Page)
        assert (event.text, event.number, event.source) == (same.text, same.number, same.source)
        assert [(word.start, word.end) for word in event.words] == [
            (word.start, word.end) for word in same.words
        ]
        assert event.words[0].box.x0 == pytest.approx(same.words[0].box.x0, abs=1e-4)
        assert [line.text for line in event.lines] == [line.text for line in same.lines]
    structure = found[-1]
    assert isinstance(structure, Structure)
    assert [passage.headings for passage in structure.passages] == ["Scope", "Breaches"]
    assert [passage.page_start for passage in structure.passages] == [1, 2]


def test_word_keeps_its_headings_across_the_process(reader: DocumentReader, tmp_path: Path) -> None:
    path = documents.docx(tmp_path / "handbook.docx")
    assert read(reader, path) == in_process(path)


def test_faults_of_the_file_keep_their_kind(reader: DocumentReader, tmp_path: Path) -> None:
    locked = documents.encrypted_pdf(tmp_path / "locked.pdf", "secret")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing of the kind")
    for path, fault in (
        (locked, PasswordNeeded),
        (broken, FileCorrupt),
        (tmp_path / "none.pdf", FileMissing),
    ):
        with pytest.raises(fault) as refused:
            read(reader, path)
        assert refused.value.facts["path"] == str(path)
    assert isinstance(read(reader, locked, "secret")[-1], Structure)


def test_a_reader_over_its_memory_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_text("A line of text. " * 12_000_000, encoding="utf-8")
    reader = DocumentReader(Limits(memory_bytes=120_000_000, idle_seconds=60))
    try:
        with pytest.raises(ReaderFailed) as failed:
            read(reader, path)
        assert failed.value.facts["path"] == str(path)
        assert read(reader, documents.pdf(tmp_path / "fine.pdf"))
    finally:
        reader.close()


def test_a_reader_that_is_killed_is_told_and_the_next_file_is_read(
    reader: DocumentReader, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    path.write_text("name;town\n" + "Ada;London\n" * 100_000, encoding="utf-8")
    events = reader.read(path, None, CancelToken())
    next(events)
    (worker,) = reader._reading
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    with pytest.raises(ReaderFailed):
        list(events)
    assert read(reader, documents.pdf(tmp_path / "next.pdf"))


def test_a_pdf_is_read_on_where_its_reader_was_killed(reader: DocumentReader, tmp_path: Path) -> None:
    texts = [f"# Part {number}\n{documents.BREACH}" for number in range(1, 301)]
    path = documents.pdf(tmp_path / "long.pdf", texts, header="Annual report")
    expected = read(reader, path)
    events = reader.read(path, None, CancelToken())
    found = [next(events) for _ in range(40)]
    (worker,) = reader._reading
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    found += list(events)
    assert found == expected
    assert not reader._reading


@pytest.mark.parametrize(
    ("pictures", "contents"), [((3, 25), ()), ((), (1,)), ((30,), (2, 29))], ids=["pictures", "first", "both"]
)
def test_pages_that_end_the_reader_cost_only_themselves(
    pictures: tuple[int, ...], contents: tuple[int, ...], reader: DocumentReader, tmp_path: Path
) -> None:
    path = documents.bomb_pdf(tmp_path / "bomb.pdf", 30, pictures, contents)
    info, *pages, structure = read(reader, path)
    assert isinstance(info, DocumentInfo)
    assert isinstance(structure, Structure)
    for number, page in enumerate(pages, 1):
        assert isinstance(page, Page)
        assert page.number == number
        assert page.text == ("" if number in contents else documents.own_text(number))
        assert bool(page.unread) is (number in (*pictures, *contents))
    assert {n for passage in structure.passages for n in range(passage.page_start, passage.page_end + 1)} >= (
        set(range(1, 31)) - set(contents)
    )


def test_an_attached_file_that_ends_the_reader_costs_only_itself(
    reader: DocumentReader, tmp_path: Path
) -> None:
    bomb = documents.bomb_pdf(tmp_path / "bomb.pdf", 3, contents=(2,)).read_bytes()
    files = {"a.txt": b"First.", "b.pdf": bomb, "c.txt": b"Last."}
    path = annotated.sheet(tmp_path / "a.pdf", [(60, 760, "Open this portfolio.")], attached=files)
    *_, info, structure = found = read(reader, path)
    pages = [event for event in found if isinstance(event, Page)]
    assert isinstance(info, DocumentInfo)
    assert isinstance(structure, Structure)
    assert info.page_count == len(pages) == 4
    assert [page.number for page in pages] == [1, 2, 3, 4]
    assert pages[1].text == "a.txt\n\nFirst."
    assert pages[2].label == "b.pdf: not read, the reader ended at it and went on after it"
    assert pages[3].text == "c.txt\n\nLast."
    assert any("Last." in passage.text for passage in structure.passages)


def test_a_file_on_which_every_page_ends_the_reader_is_given_up(
    reader: DocumentReader, tmp_path: Path
) -> None:
    path = documents.bomb_pdf(tmp_path / "bomb.pdf", 9, contents=range(1, 10))
    with pytest.raises(ReaderFailed) as failed:
        read(reader, path)
    assert failed.value.facts["path"] == str(path)


def test_cancelling_ends_the_reading(reader: DocumentReader, tmp_path: Path) -> None:
    path = documents.pdf(tmp_path / "long.pdf", [documents.BREACH] * 400)
    cancel = CancelToken()
    events = reader.read(path, None, cancel)
    next(events)
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(events)
    assert not reader._reading


def test_leaving_early_ends_the_process(reader: DocumentReader, tmp_path: Path) -> None:
    events = reader.read(documents.pdf(tmp_path / "a.pdf", [documents.BREACH] * 50), None, CancelToken())
    next(events)
    events.close()  # type: ignore[attr-defined]  # a generator, as every reading is
    assert not reader._reading


def test_the_reader_loads_no_vault(tmp_path: Path) -> None:
    path = documents.pdf(tmp_path / "law.pdf", ["# Breaches\n" + documents.BREACH])
    correction = [1, [0.0, 0.0, 1.0, 1.0], "Breeches", "Breaches"]
    with Worker(spec("programs.telling_reader:build", files=(path,))) as worker:
        frames = list(worker.request("read", {"path": str(path), "corrections": [correction]}))
        assert frames[-1].header["event"] == "structure"
        loaded = worker.call("modules").header["modules"]
    assert isinstance(loaded, list)
    assert {"rag.reading.pages.pdf", "rag.layout.corrections", "pypdfium2"} <= set(loaded)
    keeping = ("sqlcipher3", "chromadb", "rag.storing")
    assert [name for name in loaded if str(name).startswith(keeping)] == []


def test_pages_are_drawn_one_after_another(reader: DocumentReader, tmp_path: Path) -> None:
    path = documents.pdf(tmp_path / "a.pdf", ["one", "two"])
    pictures = [reader.render(path, page, 200) for page in (1, 2, 1)]
    assert all(len(picture.rgb) == picture.width * picture.height * 3 for picture in pictures)
    assert pictures[0] == pictures[2] != pictures[1]


def test_what_cannot_be_drawn_is_refused(reader: DocumentReader, tmp_path: Path) -> None:
    with pytest.raises(FormatUnknown):
        reader.render(documents.docx(tmp_path / "a.docx"), 1, 200)
    with pytest.raises(ReadError):
        reader.render(documents.pdf(tmp_path / "a.pdf"), 9, 200)
    assert reader.render(tmp_path / "a.pdf", 1, 200).width == 200
