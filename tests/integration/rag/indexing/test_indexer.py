"""Files to searchable documents in a real vault: once, whole or not at all, and on after an interruption."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fakes.words import AbsentEmbedder, LineReader, WordEmbedder

from engine.cancel import CancelToken
from engine.errors import Cancelled, ModelMissing, WorkerDied
from rag.errors import VaultFull
from rag.indexing.indexer import PASSAGES_A_WRITE, Indexer, IndexEvent
from rag.indexing.vectors import VectorIndex
from rag.storing.documents import DocumentStore
from rag.storing.vault import Vault
from rag.types import DocumentState

READING, EMBEDDING, READY, FAILED = (
    DocumentState.READING,
    DocumentState.EMBEDDING,
    DocumentState.READY,
    DocumentState.FAILED,
)
TABLES = ("documents", "pages", "sections", "passages", "vectors")


@dataclass
class Desk:
    """An indexer with everything it works on in reach."""

    vault: Vault
    reader: LineReader = field(default_factory=LineReader)
    embedder: WordEmbedder = field(default_factory=WordEmbedder)
    vectors: VectorIndex = field(default_factory=VectorIndex)
    events: list[IndexEvent] = field(default_factory=list)
    gates: int = 0

    def __post_init__(self) -> None:
        self.store = DocumentStore(self.vault)
        self.indexer = Indexer(
            self.store, self.reader, self.embedder, self.vectors, self.events.append, gate=self._gate
        )

    def _gate(self, _: CancelToken) -> None:
        self.gates += 1

    def rows(self) -> dict[str, int]:
        with self.vault.read() as db:
            return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    vault = Vault.create(tmp_path / "home" / "vault.db", bytes(32))
    yield Desk(vault)
    vault.close()


def _file(folder: Path, name: str, lines: int, word: str = "line") -> Path:
    path = folder / name
    path.write_text("# Part\n" + "".join(f"{word} number {number}\n" for number in range(lines)), "utf-8")
    return path


def _found(desk: Desk, text: str) -> set[int]:
    vector = desk.embedder.embed([text], CancelToken())[0]
    return {int(id_) for id_ in desk.vectors.search(vector, 5)[0]}


def test_a_file_becomes_a_ready_document_step_by_step(desk: Desk, tmp_path: Path) -> None:
    document = desk.indexer.index(_file(tmp_path, "a.txt", 150), "contracts")
    assert (document.state, document.pages, document.passages) == (READY, 151, 150)
    assert (document.name, document.collection, document.title) == ("a.txt", "contracts", "a")
    assert document.size == (tmp_path / "a.txt").stat().st_size
    steps = [(event.state, event.done, event.total) for event in desk.events]
    assert steps == [
        (READING, 0, 0),
        (READING, 0, 151),
        (READING, 64, 151),
        (READING, 128, 151),
        (READING, 151, 151),
        (EMBEDDING, 0, 150),
        (EMBEDDING, 64, 150),
        (EMBEDDING, 86, 150),
        (EMBEDDING, 150, 150),
        (READY, 150, 150),
    ]
    assert desk.gates == 6
    assert len(desk.vectors) == 150
    ids, kept = desk.store.embeddings.all("words")
    again = VectorIndex()
    again.add(ids, kept)
    other = Indexer(desk.store, desk.reader, desk.embedder, reloaded := VectorIndex())
    assert other.load_vectors() == 150
    vector = desk.embedder.embed(["line number 7"], CancelToken())[0]
    assert list(reloaded.search(vector, 3)[0]) == list(desk.vectors.search(vector, 3)[0])


def test_the_same_bytes_are_read_once(desk: Desk, tmp_path: Path) -> None:
    first = desk.indexer.index(_file(tmp_path, "a.txt", 3))
    assert desk.indexer.index(tmp_path / "a.txt") == first
    assert desk.indexer.index(_file(tmp_path, "b.txt", 3)) == first
    assert desk.reader.read_paths == ["a.txt"]
    assert desk.rows()["documents"] == 1
    elsewhere = desk.indexer.index(tmp_path / "a.txt", "another")
    assert elsewhere.id != first.id


def test_a_changed_file_takes_the_place_of_the_old_one(desk: Desk, tmp_path: Path) -> None:
    old = desk.indexer.index(_file(tmp_path, "a.txt", 3, "winter"))
    old_ids = _found(desk, "winter")
    new = desk.indexer.index(_file(tmp_path, "a.txt", 2, "summer"))
    assert [document.id for document in desk.store.list()] == [new.id]
    assert desk.events[-1].replaced == old.id
    assert len(desk.vectors) == 2
    assert not old_ids & _found(desk, "winter")


def test_a_file_that_becomes_a_copy_of_another_leaves_no_old_version(desk: Desk, tmp_path: Path) -> None:
    old = desk.indexer.index(_file(tmp_path, "a.txt", 3, "winter"))
    other = desk.indexer.index(_file(tmp_path, "b.txt", 2, "summer"))
    (tmp_path / "a.txt").write_bytes((tmp_path / "b.txt").read_bytes())
    assert desk.indexer.index(tmp_path / "a.txt") == other
    assert desk.store.list() == [other]
    assert desk.events[-1].replaced == old.id
    assert len(desk.vectors) == 2


@pytest.mark.parametrize("moment", ["page 2", "page 100", "first batch", "second batch"])
def test_a_cancelled_document_leaves_nothing(desk: Desk, tmp_path: Path, moment: str) -> None:
    cancel = CancelToken()

    def stop_at_page(number: int) -> None:
        if moment == f"page {number}":
            cancel.cancel()

    def stop_at_batch(texts: Sequence[str]) -> None:
        if moment == "first batch" or desk.store.embeddings.places(1, "words"):
            cancel.cancel()

    desk.reader.before_page = stop_at_page
    desk.embedder.before = stop_at_batch
    with pytest.raises(Cancelled):
        desk.indexer.index(_file(tmp_path, "a.txt", 300), cancel=cancel)
    assert set(desk.rows().values()) == {0}
    assert len(desk.vectors) == 0
    desk.embedder.before = lambda _: None
    assert desk.indexer.index(tmp_path / "a.txt").state is READY


def test_cancelling_a_changed_file_keeps_the_old_one(desk: Desk, tmp_path: Path) -> None:
    old = desk.indexer.index(_file(tmp_path, "a.txt", 3, "winter"))
    cancel = CancelToken()
    desk.embedder.before = lambda _: cancel.cancel()
    with pytest.raises(Cancelled):
        desk.indexer.index(_file(tmp_path, "a.txt", 3, "summer"), cancel=cancel)
    assert desk.store.list() == [old]
    assert len(desk.vectors) == 3


def test_an_interrupted_document_goes_on_where_it_was(desk: Desk, tmp_path: Path) -> None:
    cancel = CancelToken()

    def stop(texts: Sequence[str]) -> None:
        if desk.store.embeddings.places(1, "words"):
            desk.indexer.interrupt()
            cancel.cancel()

    desk.embedder.before = stop
    with pytest.raises(Cancelled):
        desk.indexer.index(_file(tmp_path, "a.txt", 300), cancel=cancel)
    later = Desk(desk.vault)
    (document,) = later.indexer.resume()
    assert (document.state, document.passages) == (READY, 300)
    assert later.reader.read_paths == []
    assert len(later.embedder.seen) == 300 - PASSAGES_A_WRITE
    assert len(later.vectors) == 300
    assert list(later.indexer.resume()) == []


def test_a_document_interrupted_while_read_is_read_again(desk: Desk, tmp_path: Path) -> None:
    cancel = CancelToken()

    def stop(number: int) -> None:
        if number == 100:
            desk.indexer.interrupt()
            cancel.cancel()

    desk.reader.before_page = stop
    with pytest.raises(Cancelled):
        desk.indexer.index(_file(tmp_path, "a.txt", 150), cancel=cancel)
    assert desk.rows()["pages"] == 64
    waiting = desk.store.enqueue(str(_file(tmp_path, "b.txt", 2, "other")), "b.txt", 1, "")
    later = Desk(desk.vault)
    done = list(later.indexer.resume())
    assert [(document.id, document.state) for document in done] == [(1, READY), (waiting, READY)]
    assert later.rows()["pages"] == 151 + 3


def test_a_bad_file_is_reported_and_the_next_one_read(desk: Desk, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("one\n!\n", "utf-8")
    failed = desk.indexer.index(bad)
    assert (failed.state, failed.error_code) == (FAILED, "file-corrupt")
    assert desk.events[-1].state is FAILED
    assert desk.indexer.index(_file(tmp_path, "good.txt", 2)).state is READY
    bad.write_text("one\ntwo\n", "utf-8")
    mended = desk.indexer.index(bad)
    assert (mended.id, mended.state, mended.error_code) == (failed.id, READY, None)


def test_a_missing_folder_or_empty_file_is_a_row_with_its_reason(desk: Desk, tmp_path: Path) -> None:
    assert desk.indexer.index(tmp_path / "nowhere.txt").error_code == "file-missing"
    assert desk.indexer.index(tmp_path / "nowhere.txt").error_code == "file-missing"
    assert desk.rows()["documents"] == 1
    assert desk.indexer.index(tmp_path).error_code == "file-unreadable"
    (tmp_path / "blank.txt").write_text("\n\n", "utf-8")
    assert desk.indexer.index(tmp_path / "blank.txt").error_code == "no-text"


def test_an_embedder_that_dies_fails_the_document_not_the_queue(desk: Desk, tmp_path: Path) -> None:
    def die(texts: Sequence[str]) -> None:
        raise WorkerDied(reason="memory")

    desk.embedder.before = die
    document = desk.indexer.index(_file(tmp_path, "a.txt", 3))
    assert (document.state, document.error_code) == (FAILED, "worker-died")
    desk.embedder.before = lambda _: None
    assert desk.indexer.index(tmp_path / "a.txt").state is READY


def test_a_full_disk_fails_the_document(desk: Desk, tmp_path: Path) -> None:
    def fill(texts: Sequence[str]) -> None:
        raise VaultFull(path="vault.db")

    desk.embedder.before = fill
    document = desk.indexer.index(_file(tmp_path, "a.txt", 3))
    assert (document.state, document.error_code) == (FAILED, "vault-full")
    assert desk.rows()["passages"] == 0


def test_removing_takes_the_vectors_along(desk: Desk, tmp_path: Path) -> None:
    kept = desk.indexer.index(_file(tmp_path, "a.txt", 3, "winter"))
    gone = desk.indexer.index(_file(tmp_path, "b.txt", 4, "summer"))
    desk.indexer.remove(gone.id)
    assert desk.store.list() == [kept]
    assert len(desk.vectors) == 3
    assert desk.rows() == {"documents": 1, "pages": 4, "sections": 1, "passages": 3, "vectors": 1}


def test_another_embedder_gives_every_document_new_vectors(desk: Desk, tmp_path: Path) -> None:
    document = desk.indexer.index(_file(tmp_path, "a.txt", 3))
    later = Desk(desk.vault, embedder=WordEmbedder("other", 32))
    assert later.indexer.load_vectors() == 0
    assert [done.id for done in later.indexer.resume()] == [document.id]
    assert len(later.vectors) == 3
    assert later.store.embeddings.all("words")[0].size == 0
    assert later.reader.read_paths == []


def test_without_an_embedder_a_document_is_ready_and_gets_its_vectors_later(
    desk: Desk, tmp_path: Path
) -> None:
    without = Desk(desk.vault, embedder=AbsentEmbedder())
    document = without.indexer.index(_file(tmp_path, "a.txt", 300))
    assert (document.state, document.error_code, document.passages) == (READY, None, 300)
    assert len(without.vectors) == 0
    again = without.indexer.index(_file(tmp_path, "a.txt", 3, "other"))
    assert (again.state, again.passages) == (READY, 3)
    without.indexer.bin.put([again.id])
    assert without.indexer.bin.bring_back([again.id]) == [again.id]
    with pytest.raises(ModelMissing):
        list(without.indexer.renew_vectors(CancelToken()))
    assert [done.id for done in desk.indexer.resume()] == [again.id]
    assert len(desk.vectors) == 3


def test_a_killed_run_is_finished_by_the_next(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.txt", 300)
    Vault.create(tmp_path / "home" / "vault.db", bytes(32)).close()
    code = textwrap.dedent("""
        import os, pathlib, signal, sys
        from fakes.words import LineReader, WordEmbedder
        from rag.storing.documents import DocumentStore
        from rag.indexing.indexer import Indexer
        from rag.storing.vault import Vault
        from rag.indexing.vectors import VectorIndex
        vault, path, at = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
        seen = 0
        def die(event):
            global seen
            seen += 1
            if seen == at:
                os._exit(9)
        vault = Vault.open(vault, bytes(32))
        indexer = Indexer(DocumentStore(vault), LineReader(), WordEmbedder(), VectorIndex(), die)
        indexer.index(path)
    """)
    helpers = str(Path(__file__).resolve().parents[3] / "helpers")
    root = str(Path(__file__).resolve().parents[4])
    for moment in (2, 4, 8, 3):
        child = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "home" / "vault.db"), str(path), str(moment)],
            env={"PYTHONPATH": f"{root}:{helpers}", "PATH": ""},
            check=False,
            timeout=60,
        )
        assert child.returncode == 9
        vault = Vault.open(tmp_path / "home" / "vault.db", bytes(32))
        assert vault.damage() == []
        assert [document.state for document in DocumentStore(vault).unfinished()] != []
        vault.close()
    vault = Vault.open(tmp_path / "home" / "vault.db", bytes(32))
    desk = Desk(vault)
    (document,) = desk.indexer.resume()
    assert (document.state, document.pages, document.passages) == (READY, 301, 300)
    assert desk.rows() == {"documents": 1, "pages": 301, "sections": 1, "passages": 300, "vectors": 2}
    vault.close()
