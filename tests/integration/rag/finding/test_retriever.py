"""Finding passages: by words and meaning, in scopes, only what is ready; Chroma in step with exact search."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from fakes.words import LineReader, WordEmbedder

from engine.cancel import CancelToken
from engine.errors import Cancelled, ModelMissing
from rag.finding.retriever import Retriever
from rag.indexing.indexer import Indexer
from rag.indexing.lexical import LexicalIndex
from rag.indexing.vectors import ChromaMirror, VectorIndex
from rag.storing.documents import DocumentStore
from rag.storing.vault import Vault
from rag.types import DocumentInfo, Page, Passage, Reference, SearchScope, Structure


@dataclass
class Room:
    store: DocumentStore
    embedder: WordEmbedder
    vectors: VectorIndex
    lexical: LexicalIndex
    indexer: Indexer
    retriever: Retriever
    folder: Path

    def add(self, name: str, *lines: str, collection: str = "") -> int:
        path = self.folder / collection / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines), "utf-8")
        return self.indexer.index(path, collection).id

    def texts(self, question: str, k: int = 3, scope: SearchScope | None = None) -> list[str]:
        return [hit.text for hit in self.retriever.search(question, k, scope)]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    vault = Vault.create(tmp_path / "home" / "vault.db", bytes(32))
    store, embedder, vectors = DocumentStore(vault), WordEmbedder(), VectorIndex()
    lexical = LexicalIndex(vault)
    yield Room(
        store,
        embedder,
        vectors,
        lexical,
        Indexer(store, LineReader(), embedder, vectors),
        Retriever(store, lexical, vectors, embedder),
        tmp_path,
    )
    vault.close()


def _law(room: Room) -> int:
    return room.add(
        "law.txt",
        "# Article 33 Notification of breaches",
        "The controller notifies the authority within 72 hours.",
        "Undue delay is explained.",
        "# Article 37 Officers",
        "A public body designates an officer.",
        "Fines are set elsewhere.",
    )


def test_words_are_found_in_any_form_and_in_headings(room: Room) -> None:
    _law(room)
    assert room.texts("Who is notifying within 72 hours?", 1) == [
        "The controller notifies the authority within 72 hours."
    ]
    hits = room.retriever.search("Which officers are designated under Article 37?", 2)
    assert hits[0].text == "A public body designates an officer."
    assert hits[0].section == "Article 37 Officers"
    assert (hits[0].document, hits[0].page) == ("law.txt", 5)
    assert all(0.0 <= hit.score <= 1.0 for hit in hits)
    assert hits[0].score >= hits[1].score


def test_meaning_finds_what_words_do_not(room: Room) -> None:
    _law(room)
    room.embedder.embed = lambda texts, cancel: room.embedder.__class__().embed(  # type: ignore[method-assign]
        ["fines set elsewhere" if "penalty" in text else text for text in texts], cancel
    )
    assert room.texts("penalty?", 1) == ["Fines are set elsewhere."]


def test_without_an_embedder_words_still_find(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    _law(room)

    def missing(_: object) -> None:
        raise ModelMissing(model="an embedder")

    room.embedder.before = missing
    assert room.texts("officer of a public body", 1) == ["A public body designates an officer."]
    assert "officer" not in caplog.text


def test_a_scope_limits_to_a_document_or_a_collection(room: Room) -> None:
    room.add("a.txt", "apples are red", "pears are green", collection="fruit")
    room.add("b.txt", "apples are round", collection="shapes")
    room.add("c.txt", "apples are sold", collection="fruit")
    assert set(room.texts("apples")) == {"apples are red", "apples are round", "apples are sold"}
    assert set(room.texts("apples", 9, SearchScope(document="B.TXT"))) == {"apples are round"}
    assert set(room.texts("apples", 9, SearchScope(collection="fruit"))) == {
        "apples are red",
        "apples are sold",
        "pears are green",
    }
    assert room.texts("apples", 9, SearchScope("b.txt", "fruit")) == []
    assert room.texts("apples", 9, SearchScope("nowhere.txt")) == []


def test_a_scope_limits_to_a_type_of_file_and_to_files_changed_since(room: Room) -> None:
    room.add("a.txt", "apples are red")
    room.add("b.MD", "apples are round")
    os.utime(room.folder / "a.txt", (0, 1_700_000_000))
    room.indexer.index(room.folder / "a.txt")
    assert room.texts("apples", 9, SearchScope(suffix=".md")) == ["apples are round"]
    assert room.texts("apples", 9, SearchScope(suffix="txt", since=1_700_000_001.0)) == []
    assert room.texts("apples", 9, SearchScope(suffix=".txt", since=1_700_000_000.0)) == ["apples are red"]


def test_a_named_document_comes_first_and_its_name_is_not_searched_for(room: Room) -> None:
    room.add("ACME_2022.txt", "ACME sells rope", "the margin was thin", "ACME has two sites", "ACME is old")
    room.add("BOLT_2022.txt", "BOLT sells nuts", "the margin was fat", "BOLT is new")
    assert room.texts("What was Acme's margin?", 1) == ["the margin was thin"]
    assert room.texts("What was Bolt's margin?", 1) == ["the margin was fat"]
    assert set(room.texts("What was the margin?", 2)) == {"the margin was thin", "the margin was fat"}


def test_what_documents_write_is_searched_for_besides_what_is_asked(room: Room) -> None:
    room.add("accounts.txt", "sundry remarks on margins of pages", "cost of sales 12", "nothing else")
    assert "cost of sales 12" in room.texts("What is the gross margin?", 2)


def test_the_rule_referred_to_comes_with_the_one_that_refers_to_it(room: Room) -> None:
    path = room.folder / "rules.txt"
    lines = [
        "breaches are notified under rule 9",
        *(f"filler {n} about breaches" for n in range(30)),
        "rule 9 says how",
    ]
    path.write_text("\n".join(lines), "utf-8")
    rules = room.store.begin(str(path), path.name, "sha", 1, "")
    room.store.restart(rules)
    text, passages, at = "\n".join(lines), [], 0
    for number, line in enumerate(lines, 1):
        passages.append(Passage(None, at, at + len(line), number, number, line, ""))
        at += len(line) + 1
    room.store.describe(rules, DocumentInfo("", len(lines)))
    room.store.add_pages(rules, [Page(number, line) for number, line in enumerate(lines, 1)])
    reference = Reference(text.index("rule 9"), text.index("rule 9") + 6, passages[-1].start)
    room.store.add_structure(rules, Structure((), tuple(passages), (reference,)))
    room.indexer.take_up(room.store.get(rules))
    assert "rule 9 says how" in room.texts("when are breaches notified", 3)
    assert room.store.linked(room.store.first_passage(rules) + 31) == (room.store.first_passage(rules),)


def test_only_ready_documents_are_searched(room: Room) -> None:
    room.add("a.txt", "apples are red")
    other = room.add("b.txt", "apples are green")
    with room.store._vault.write() as db:
        db.execute("UPDATE documents SET state = 'embedding' WHERE id = ?", (other,))
    assert room.texts("green apples") == ["apples are red"]
    with room.store._vault.write() as db:
        db.execute("UPDATE documents SET state = 'ready' WHERE id = ?", (other,))
    assert room.texts("green apples", 1) == ["apples are green"]


def test_a_removed_document_is_not_found(room: Room) -> None:
    _law(room)
    gone = room.add("b.txt", "a zebracorn grazes")
    assert room.texts("zebracorn", 1) == ["a zebracorn grazes"]
    room.indexer.remove(gone)
    assert "a zebracorn grazes" not in room.texts("zebracorn", 9)


def test_nothing_is_found_where_nothing_is(room: Room) -> None:
    assert room.texts("anything") == []
    _law(room)
    assert room.texts("", 3) == []
    assert room.texts("officer", 0) == []


def test_the_same_question_gives_the_same_order(room: Room) -> None:
    room.add("a.txt", *(f"apple {number % 2}" for number in range(40)))
    first = [hit.passage_id for hit in room.retriever.search("apple", 20)]
    assert first == [hit.passage_id for hit in room.retriever.search("apple", 20)]


def test_a_search_can_be_cancelled(room: Room) -> None:
    _law(room)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        room.retriever.search("officer", 3, cancel=cancel)


def _unit(rows: int, seed: int = 0) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    vectors = np.random.default_rng(seed).standard_normal((rows, 32)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_exact_search_is_exact_within_spans_and_after_changes() -> None:
    vectors, question = _unit(500), _unit(1, 9)[0]
    index = VectorIndex()
    for first in (0, 300, 100):  # the last comes between the others
        index.add(np.arange(first, first + 100), vectors[first : first + 100])
    index.add(np.arange(150, 160), vectors[400:410])  # new vectors for ids held already
    index.remove(np.arange(40, 60))
    expected = {id_: vectors[id_] for id_ in [*range(40), *range(60, 200), *range(300, 400)]}
    expected |= {150 + place: vectors[400 + place] for place in range(10)}
    assert len(index) == len(expected)
    for spans in (None, [(10, 320)], [(5, 9), (120, 170), (390, 999)], [(40, 59)]):
        allowed = [id_ for id_ in expected if spans is None or any(a <= id_ <= b for a, b in spans)]
        best = sorted(allowed, key=lambda id_: -float(expected[id_] @ question))[:7]
        ids, scores = index.search(question, 7, spans)
        assert list(ids) == best
        np.testing.assert_allclose(scores, [expected[id_] @ question for id_ in best], rtol=1e-5)
    scores = index.scores(question, np.array([5, 45, 9999, 399]))
    assert list(np.isnan(scores)) == [False, True, True, False]


def test_chroma_catches_up_and_gives_what_exact_search_gives() -> None:
    caught_up: list[int] = []
    moved = threading.Condition()

    def told(count: int) -> None:
        with moved:
            caught_up.append(count)
            moved.notify_all()

    mirror = ChromaMirror(told, batch=200, pause_seconds=0.0)
    index, vectors = VectorIndex(mirror), _unit(1000)
    question = vectors[77] + 0.1 * _unit(1, 5)[0]
    try:
        index.add(np.arange(1, 1001), vectors)
        with moved:
            assert moved.wait_for(lambda: 1000 in caught_up, 60)
        assert index.mirrored
        ids, scores = index.search(question, 5)
        exact, exact_scores = index.search(question, 5, [(1, 1000)])
        assert list(ids) == list(exact)
        np.testing.assert_allclose(scores, exact_scores, rtol=1e-5)
        index.remove(np.arange(50, 100))
        assert 78 not in index.search(question, 5)[0]
        with moved:
            assert moved.wait_for(lambda: 950 in caught_up, 60)
        assert index.mirrored
        assert list(index.search(question, 5)[0]) == list(index.search(question, 5, [(1, 1000)])[0])
    finally:
        index.close()
    assert not index.mirrored
    assert list(index.search(question, 5)[0]) == list(index.search(question, 5, [(1, 1000)])[0])
    assert "chroma" not in {thread.name for thread in threading.enumerate()}


def test_chroma_lets_the_first_question_go_first() -> None:
    """It waits for a moment, then while somebody is answered; closing ends either wait."""
    caught_up, asked, answered = threading.Event(), threading.Event(), threading.Event()

    def idle() -> None:
        asked.set()
        assert answered.wait(60)

    waiting = VectorIndex(ChromaMirror(lambda _: caught_up.set(), settle_seconds=0.05, idle=idle))
    settling = VectorIndex(ChromaMirror(settle_seconds=3600.0))
    try:
        for index in (waiting, settling):
            index.add(np.arange(1, 101), _unit(100))
        assert asked.wait(60)
        assert not caught_up.wait(0.2)
        assert not waiting.mirrored
        assert waiting.search(_unit(1, 5)[0], 3)[0].size == 3
        answered.set()
        assert caught_up.wait(60)
        assert waiting.mirrored
    finally:
        answered.set()
        for index in (settling, waiting):
            index.close()
    assert "chroma" not in {thread.name for thread in threading.enumerate()}


def test_documents_in_the_bin_are_not_in_the_graph_either(tmp_path: Path) -> None:
    """Chroma answers while they are away, and once they are back, as the exact index does."""
    vault, embedder, vectors = Vault.create(tmp_path / "vault.db", bytes(32)), WordEmbedder(), VectorIndex()
    mirrored = VectorIndex(ChromaMirror(pause_seconds=0.0))
    try:
        store = DocumentStore(vault)
        exact, graph = (Indexer(store, LineReader(), embedder, index) for index in (vectors, mirrored))
        (tmp_path / "boilers.txt").write_text("Boilers are looked at each year.\nSo are valves.", "utf-8")
        (tmp_path / "pumps.txt").write_text("Pumps need no look.\nStokers do.\nGauges, too.", "utf-8")
        boilers, pumps = (exact.index(tmp_path / f"{name}.txt", "").id for name in ("boilers", "pumps"))
        question = embedder.embed(["Who looks at boilers?"], CancelToken())[0]
        assert graph.load_vectors() == 5
        first = store.first_passage(boilers)

        def found(count: int) -> list[int]:
            deadline = time.monotonic() + 60
            while not mirrored.mirrored and time.monotonic() < deadline:
                time.sleep(0.01)
            assert mirrored.mirrored
            assert len(mirrored) == count
            return sorted(mirrored.search(question, 9)[0].tolist())

        every = found(5)
        graph.bin.put([boilers])
        assert found(3) == [id_ for id_ in every if id_ not in (first, first + 1)]
        assert graph.bin.bring_back([boilers]) == [boilers]
        assert found(5) == every
        graph.bin.put([boilers, pumps])
        assert mirrored.search(question, 9)[0].size == 0
        assert graph.load_vectors() == 0, "nor after a restart"
    finally:
        mirrored.close()
        vault.close()


SAID = ("Of boilers.", "Of valves.", "Of gauges.", "Of pumps.", "Of stokers.")


def _manual(room: Room, name: str = "book.pdf", said: Sequence[str] = SAID) -> None:
    """A document whose five pages are printed i, ii, 1, 2 and 3."""
    labels = ["i", "ii", "1", "2", "3"]
    text = "\n".join(said)
    document = room.store.enqueue(f"/{name}", name, len(text), "")
    pages = [
        Page(number, body, label=label)
        for number, (body, label) in enumerate(zip(said, labels, strict=True), 1)
    ]
    starts = [text.index(body) for body in said]
    passages = [
        Passage(None, start, start + len(body), number, number, body, "")
        for number, (start, body) in enumerate(zip(starts, said, strict=True), 1)
    ]
    room.store.describe(document, DocumentInfo("Book", len(pages)))
    room.store.add_pages(document, pages)
    room.store.add_structure(document, Structure((), tuple(passages)))
    room.store.finish(document, 0.1)


def test_a_question_finds_the_page_that_it_names_by_its_printed_label(room: Room) -> None:
    _manual(room)
    found = {
        question: room.retriever.search(question, 1)[0]
        for question in ("What stands on page ii?", "Was steht auf Seite 3?", "page 1", "page 2")
    }
    assert [(hit.page, hit.label) for hit in found.values()] == [(2, "ii"), (5, "3"), (3, "1"), (4, "2")]
    assert found["page 2"].place == "page 4 (2)"


def test_a_page_is_found_also_where_its_document_is_named(room: Room) -> None:
    said = [f"Of boilers, part {part}." for part in ("one", "two", "three", "four", "five")]
    _manual(room, "Nordkessel.pdf", said)
    asked = (("What says Nordkessel, page ii, of boilers?", 2), ("Boilers auf Seite 3 von Nordkessel", 5))
    for question, page in asked:
        (hit,) = room.retriever.search(question, 1)
        assert (hit.document, hit.page) == ("Nordkessel.pdf", page)
