"""Documents in a real vault: from the queue to READY, replaced, failed, removed without a trace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.embedding.token_codes import CODE_BYTES
from engine.types import PassageVectors
from rag.errors import DocumentUnknown, FileCorrupt
from rag.storing.documents import DocumentStore
from rag.storing.vault import Vault
from rag.types import (
    Box,
    Coverage,
    DocumentInfo,
    DocumentState,
    Gap,
    Heading,
    Line,
    Page,
    PageBox,
    PageUnit,
    Passage,
    Section,
    Sheet,
    Structure,
    TextSource,
    Word,
)

EMBEDDER = "letters"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    vault = Vault.create(tmp_path / "vault.db", bytes(32))
    yield vault
    vault.close()


@pytest.fixture
def store(vault: Vault) -> DocumentStore:
    return DocumentStore(vault, clock=lambda: 1000.0)


def _page(number: int, text: str, source: TextSource = TextSource.TEXT) -> Page:
    words, at = [], 0
    for place, word in enumerate(text.split(" ")):
        row, column = divmod(place, 3)
        words.append(Word(at, at + len(word), Box(column / 4, row / 8, column / 4 + 0.125, row / 8 + 0.0625)))
        at += len(word) + 1
    line = Line(0, len(text), text, box=Box(0.0, 0.0, 1.0, 0.5), size=11.5, bold=True)
    return Page(
        number,
        text,
        source,
        0.75,
        612.0,
        792.0,
        (line,),
        tuple(words),
        (Heading(0, 4, 1, text[:4]),),
        None,
        "iv",
    )


def embedded(vectors: NDArray[np.float32]) -> PassageVectors:
    """Vectors of passages, each with a code of its own."""
    return PassageVectors(vectors, tuple(bytes([n] * CODE_BYTES) for n in range(len(vectors))))


def _structure(texts: list[str], headings: str = "Part 1") -> Structure:
    passages, at = [], 0
    for number, text in enumerate(texts, 1):
        passages.append(Passage(0, at, at + len(text), number, number, text, headings, f"k{number}"))
        at += len(text) + 1
    return Structure((Section(0, None, 1, "Part 1", "Part 1", 1, 0, at),), tuple(passages))


def _add(store: DocumentStore, path: str, texts: list[str], sha: str, collection: str = "") -> int:
    id_ = store.begin(path, Path(path).name, sha, 10, collection)
    store.describe(id_, DocumentInfo("A title", len(texts), PageUnit.PAGE, "An author"))
    store.add_pages(id_, [_page(number, text) for number, text in enumerate(texts, 1)])
    store.add_structure(id_, _structure(texts))
    store.embeddings.add(id_, 0, embedded(np.eye(len(texts), 8, dtype=np.float32)), embedder=EMBEDDER)
    store.finish(id_, 1.5)
    return id_


def _found(vault: Vault, word: str) -> list[int]:
    with vault.read() as db:
        rows = db.execute("SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?", (word,)).fetchall()
    return [row[0] for row in rows]


def test_content_comes_back_as_it_was_read(store: DocumentStore) -> None:
    texts = ["one two three four", "", "fünf sechs"]
    id_ = store.begin("/d/a.pdf", "a.pdf", "s1", 123, "c")
    assert store.get(id_).state is DocumentState.READING
    store.describe(id_, DocumentInfo("A title", 3, PageUnit.PAGE, "An author"))
    pages = [_page(1, texts[0]), Page(2, "", TextSource.NONE), _page(3, texts[2], TextSource.OCR)]
    store.add_pages(id_, pages[:1])
    store.add_pages(id_, pages[1:])
    structure = _structure(texts)
    store.add_structure(id_, structure)
    assert store.get(id_).state is DocumentState.EMBEDDING
    store.finish(id_, 2.5)
    document = store.get(id_)
    assert (document.state, document.pages, document.passages) == (DocumentState.READY, 3, 3)
    assert (document.title, document.seconds, document.added) == ("A title", 2.5, 1000.0)
    assert document.coverage == Coverage(text=1, ocr=1, empty=1)
    assert store.passages(id_) == structure.passages
    assert store.sections(id_) == structure.sections
    for page in pages:
        back = store.page(id_, page.number)
        assert (back.text, back.source, back.lines, back.headings) == (
            page.text,
            page.source,
            page.lines,
            page.headings,
        )
        assert [(word.start, word.end) for word in back.words] == [(w.start, w.end) for w in page.words]
        assert (back.width, back.confidence, back.label) == (page.width, page.confidence, page.label)
    whole = "\n".join(texts)
    assert store.text(id_) == whole
    for start in range(len(whole)):
        for end in range(start, len(whole) + 1):
            assert store.text(id_, start, end) == whole[start:end]
    assert [store.page_start(id_, number) for number in (1, 2, 3)] == [0, 19, 20]
    assert store.sheets(id_) == (
        Sheet(1, 0, 18, 612.0, 792.0, "iv"),
        Sheet(2, 19, 0),
        Sheet(3, 20, 10, 612.0, 792.0, "iv"),
    )


def test_boxes_cover_the_span_row_by_row_and_page_by_page(store: DocumentStore) -> None:
    id_ = _add(store, "/d/a.pdf", ["one two three four", "five six"], "s1")
    places = store.boxes(id_, 4, 24)  # two three four / five
    assert [place.page for place in places] == [1, 1, 2]
    expected = [Box(0.25, 0.0, 0.625, 0.0625), Box(0.0, 0.125, 0.125, 0.1875), Box(0.0, 0.0, 0.125, 0.0625)]
    for place, box in zip(places, expected, strict=True):
        for name in ("x0", "y0", "x1", "y1"):
            assert getattr(place.box, name) == pytest.approx(getattr(box, name), abs=1e-4)


def test_a_page_that_knows_only_lines_gives_lines(store: DocumentStore) -> None:
    id_ = store.begin("/d/a.txt", "a.txt", "s1", 1, "")
    line = Line(0, 5, "alpha", box=Box(0.0, 0.25, 1.0, 0.5))
    store.add_pages(id_, [Page(1, "alpha\nbeta", lines=(line, Line(6, 10, "beta")))])
    assert store.boxes(id_, 2, 9) == (PageBox(1, Box(0.0, 0.25, 1.0, 0.5)),)


def test_the_same_bytes_are_indexed_once_a_collection(store: DocumentStore) -> None:
    id_ = _add(store, "/d/a.pdf", ["alpha"], "s1")
    waiting = store.enqueue("/d/copy.pdf", "copy.pdf", 10, "")
    assert store.begin("/d/copy.pdf", "copy.pdf", "s1", 10, "") == id_
    with pytest.raises(DocumentUnknown):
        store.get(waiting)
    assert store.begin("/d/a.pdf", "a.pdf", "s1", 10, "other") != id_
    assert store.find_by_content("s1", "") == store.get(id_) == store.find_by_path("/d/a.pdf", "")


def test_a_queued_file_keeps_its_row_to_the_end(store: DocumentStore) -> None:
    id_ = store.enqueue("/d/a.pdf", "a.pdf", 10, "c")
    assert store.enqueue("/d/a.pdf", "a.pdf", 10, "c") == id_
    assert [document.state for document in store.unfinished()] == [DocumentState.QUEUED]
    assert _add(store, "/d/a.pdf", ["alpha"], "s1", "c") == id_
    assert store.unfinished() == []
    assert [document.id for document in store.list("c")] == [id_]
    assert store.list("d") == []


def test_a_changed_file_replaces_the_old_one_only_when_it_is_ready(
    store: DocumentStore, vault: Vault
) -> None:
    old = _add(store, "/d/a.pdf", ["alpha"], "s1")
    new = store.begin("/d/a.pdf", "a.pdf", "s2", 11, "")
    store.add_pages(new, [_page(1, "omega")])
    store.add_structure(new, _structure(["omega"]))
    assert store.get(old).state is DocumentState.READY
    assert store.finish(new, 1.0) == old
    assert [document.id for document in store.list()] == [new]
    assert _found(vault, "alpha") == []
    assert _found(vault, "omega") == [store.first_passage(new)]


def test_a_changed_file_that_cannot_be_read_leaves_the_old_one(store: DocumentStore) -> None:
    old = _add(store, "/d/a.pdf", ["alpha"], "s1")
    new = store.begin("/d/a.pdf", "a.pdf", "s2", 11, "")
    store.fail(new, FileCorrupt(path="/d/a.pdf", detail="no trailer"))
    assert {document.state for document in store.list()} == {DocumentState.READY, DocumentState.FAILED}
    assert store.begin("/d/a.pdf", "a.pdf", "s3", 12, "") == new
    found = store.find_by_path("/d/a.pdf")
    assert found is not None
    assert found.id == old


def test_the_newest_are_those_that_can_be_searched(store: DocumentStore) -> None:
    ids = [_add(store, f"/d/{name}.pdf", [name], name) for name in ("a", "b", "c")]
    _add(store, "/d/empty.pdf", [], "nothing")
    store.fail(store.begin("/d/x.pdf", "x.pdf", "x", 10, ""), FileCorrupt(path="/d/x.pdf", detail=""))
    store.begin("/d/y.pdf", "y.pdf", "y", 10, "")
    assert store.newest(2) == [ids[2], ids[1]]
    assert store.newest(9) == ids[::-1]


def test_a_failed_document_keeps_the_reason_and_no_content(store: DocumentStore, vault: Vault) -> None:
    id_ = store.begin("/d/a.pdf", "a.pdf", "s1", 10, "")
    store.add_pages(id_, [_page(1, "alpha")])
    store.add_structure(id_, _structure(["alpha"]))
    store.fail(id_, FileCorrupt(path="/d/a.pdf", detail="no trailer"))
    document = store.get(id_)
    assert document.state is DocumentState.FAILED
    assert document.error_code == "file-corrupt"
    assert json.loads(document.error_facts) == {"path": "/d/a.pdf", "detail": "no trailer"}
    assert _found(vault, "alpha") == []
    with pytest.raises(DocumentUnknown):
        store.page(id_, 1)
    store.restart(id_, DocumentState.QUEUED)
    assert store.unfinished()[0].error_code is None


def test_removal_leaves_no_trace(store: DocumentStore, vault: Vault) -> None:
    kept = _add(store, "/d/a.pdf", ["alpha common"], "s1")
    gone = _add(store, "/d/b.pdf", ["zebracorn common", "second page"], "s2")
    store.remove(gone)
    assert _found(vault, "zebracorn") == []
    assert _found(vault, "common") == [store.first_passage(kept)]
    with vault.read() as db:
        for table in ("pages", "sections", "passages", "vectors"):
            assert db.execute(f"SELECT DISTINCT document_id FROM {table}").fetchall() == [(kept,)]
        index = b"".join(row[0] for row in db.execute("SELECT block FROM passages_fts_data"))
        db.execute("INSERT INTO passages_fts(passages_fts, rank) VALUES ('integrity-check', 1)")
    assert b"zebracorn" not in index
    assert b"alpha" in index
    assert vault.path.with_name("vault.db-wal").stat().st_size == 0
    with pytest.raises(DocumentUnknown):
        store.remove(gone)


def test_passage_ids_are_never_used_again(store: DocumentStore) -> None:
    first = _add(store, "/d/a.pdf", ["a", "b", "c"], "s1")
    ids = set(range(store.first_passage(first), store.first_passage(first) + 3))
    store.remove(first)
    second = _add(store, "/d/b.pdf", ["a", "b"], "s2")
    assert store.first_passage(second) not in ids
    assert second != first


def test_token_codes_belong_to_their_passage_and_embedder(store: DocumentStore) -> None:
    _add(store, "/d/a.pdf", ["a", "b"], "s1")
    other = _add(store, "/d/b.pdf", ["c", "d", "e"], "s2")
    first = store.first_passage(other)
    asked = [first + 2, 10**9, first]
    assert store.embeddings.token_codes(asked, EMBEDDER) == [bytes([2] * CODE_BYTES), b"", bytes(CODE_BYTES)]
    assert store.embeddings.token_codes(asked, "another") == [b"", b"", b""]
    store.remove(other)
    assert store.embeddings.token_codes(asked, EMBEDDER) == [b"", b"", b""]


def test_vectors_of_ready_documents_come_back_in_order_of_passage(store: DocumentStore) -> None:
    one = _add(store, "/d/a.pdf", ["a", "b", "c"], "s1")
    other = store.begin("/d/b.pdf", "b.pdf", "s2", 10, "")
    store.add_structure(other, _structure(["d", "e", "f"]))
    vectors = np.random.default_rng(0).standard_normal((3, 8)).astype(np.float32)
    store.embeddings.add(other, 2, embedded(vectors[2:]), embedder=EMBEDDER)
    assert store.embeddings.places(other, EMBEDDER) == {2}
    assert list(store.embeddings.all(EMBEDDER)[0]) == [1, 2, 3]
    store.embeddings.add(other, 0, embedded(vectors[:2]), embedder=EMBEDDER)
    store.finish(other, 1.0)
    ids, matrix = store.embeddings.all(EMBEDDER)
    first = store.first_passage(other)
    assert list(ids) == [1, 2, 3, first, first + 1, first + 2]
    assert matrix.dtype == np.float32
    np.testing.assert_allclose(matrix[3:], vectors, rtol=1e-3, atol=1e-4)
    np.testing.assert_array_equal(store.embeddings.of(one, EMBEDDER)[1], np.eye(3, 8))
    assert store.embeddings.all("another")[1].shape[0] == 0
    assert [document.id for document in store.lacking_vectors("another")] == [one, other]
    assert store.lacking_vectors(EMBEDDER) == []


def test_a_hit_is_on_the_page_with_most_of_its_text(store: DocumentStore) -> None:
    id_ = store.begin("/d/a.pdf", "a.pdf", "s1", 10, "")
    store.describe(id_, DocumentInfo("", 3))
    store.add_pages(id_, [_page(number, text) for number, text in enumerate(["one\nIn", "sum: 12", "x"], 1)])
    passage = Passage(None, 4, 14, 1, 2, "In\nsum: 12", "")
    store.add_structure(id_, Structure((), (passage,)))
    store.finish(id_, 1.0)
    (hit,) = store.hits([(store.first_passage(id_), 1.0)])
    assert (hit.page, hit.page_end) == (2, 2)


def test_hits_name_their_document_and_skip_what_is_gone(store: DocumentStore) -> None:
    id_ = _add(store, "/d/a.pdf", ["alpha", "beta"], "s1")
    first = store.first_passage(id_)
    hits = store.hits([(first + 1, 0.9), (first + 77, 0.5), (first, 0.25)])
    assert [(hit.text, hit.score, hit.key, hit.page) for hit in hits] == [
        ("beta", 0.9, "k2", 2),
        ("alpha", 0.25, "k1", 1),
    ]
    assert (hits[0].document, hits[0].section, hits[0].start, hits[0].end) == ("a.pdf", "Part 1", 6, 10)
    assert store.passage(first).text == "alpha"


def test_long_documents_are_stored_in_several_writes(store: DocumentStore, vault: Vault) -> None:
    texts = [f"word{number}" for number in range(4500)]
    id_ = store.begin("/d/a.csv", "a.csv", "s1", 10, "")
    store.add_structure(id_, _structure(texts))
    assert store.get(id_).passages == 4500
    assert _found(vault, "word4321") == [store.first_passage(id_) + 4321]
    assert len(store.passages(id_)) == 4500


def test_what_of_a_page_could_not_be_read_is_kept_and_goes_with_it(
    store: DocumentStore, vault: Vault
) -> None:
    id_ = store.begin("/a/b.pdf", "b.pdf", "s", 10, "")
    reason = "picture not read: too large"
    pages = [
        replace(_page(1, "Alpha beta"), unread=(reason, "picture not read: damaged"), label=None),
        Page(2, "", TextSource.NONE, 0.0),
        Page(3, "", TextSource.NONE, 0.0, unread=(reason,)),
    ]
    store.add_pages(id_, pages)
    assert [page.unread for page in store.pages(id_)] == [
        ("picture not read: damaged", reason),
        (),
        (reason,),
    ]
    assert store.gaps(id_) == (
        Gap(1, "page 1", "picture not read: damaged", partly=True),
        Gap(1, "page 1", reason, partly=True),
        Gap(2, "page 2", None),
        Gap(3, "page 3", reason),
    )
    assert store.get(id_).coverage == Coverage(text=1, empty=1, failed=1)
    store.remove(id_)
    with vault.read() as db:
        assert db.execute("SELECT count(*) FROM unread").fetchone() == (0,)


def test_files_of_one_name_are_called_with_their_folders_while_there_are_two(store: DocumentStore) -> None:
    first = _add(store, "/a/2024/invoice.txt", ["one"], "s1")
    assert store.get(first).name == "invoice.txt"
    second = _add(store, "/a/2025/invoice.txt", ["two"], "s2")
    assert [one.name for one in store.list()] == ["2024/invoice.txt", "2025/invoice.txt"]
    assert store.namesakes(first) == (second,)
    store.relocate(second, "/a/2025/other.txt", "other.txt")
    assert [one.name for one in store.list()] == ["invoice.txt", "other.txt"]
    store.relocate(second, "/a/2025/invoice.txt", "invoice.txt")
    store.remove(first)
    assert [one.name for one in store.list()] == ["invoice.txt"]


def test_a_path_that_is_no_utf_8_comes_back_as_it_was(store: DocumentStore) -> None:
    path = b"/a/caf\xe9/Gr\xf6\xdfe.txt".decode("utf-8", "surrogateescape")
    id_ = store.enqueue(path, "Größe.txt", 1, "")
    assert store.get(id_).path == path
    found = store.find_by_path(path)
    assert found is not None
    assert found.id == id_
    store.fail(id_, FileCorrupt(path=path))
    assert json.loads(store.get(id_).error_facts) == {"path": path}
