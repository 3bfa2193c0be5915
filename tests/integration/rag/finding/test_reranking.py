"""Passages that were found, put in order by a model that reads them with the question, where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from fakes.words import LineReader, WordEmbedder
from rerankers import tiny_reranker

from app.models.reranking import InstalledReranker
from engine.cancel import CancelToken
from engine.embedding.reranker import RerankerProcess
from engine.errors import ModelMissing
from rag.finding.fusion import normalised
from rag.finding.retriever import Retriever
from rag.indexing.indexer import Indexer
from rag.indexing.lexical import LexicalIndex
from rag.indexing.vectors import VectorIndex
from rag.storing.documents import DocumentStore
from rag.storing.vault import Vault

QUESTION = "When does the controller notify a breach?"
LINES = [
    "The controller notifies a breach within 72 hours.",
    "The controller keeps a record of every breach.",
    "A breach is told to those whom it concerns.",
    "The canteen opens at noon.",
    "When the canteen closes, nobody is notified.",
    "A controller is who decides on purposes.",
]


@dataclass
class Room:
    store: DocumentStore
    lexical: LexicalIndex
    vectors: VectorIndex
    embedder: WordEmbedder


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    vault = Vault.create(tmp_path / "home" / "vault.db", bytes(32))
    made = Room(DocumentStore(vault), LexicalIndex(vault), VectorIndex(), WordEmbedder())
    path = tmp_path / "law.txt"
    path.write_text("\n".join(LINES), "utf-8")
    Indexer(made.store, LineReader(), made.embedder, made.vectors).index(path, "")
    yield made
    vault.close()


def retriever(room: Room, reranker: RerankerProcess | InstalledReranker | None) -> Retriever:
    return Retriever(room.store, room.lexical, room.vectors, room.embedder, reranker=reranker)


def test_a_model_has_half_of_the_word(room: Room, tmp_path: Path) -> None:
    reranker = RerankerProcess(tiny_reranker(tmp_path / "models" / "tiny"))
    try:
        before = retriever(room, None).search(QUESTION, 6)
        after = retriever(room, reranker).search(QUESTION, 6)
        said = reranker.scores(QUESTION, [hit.text for hit in before], CancelToken())
    finally:
        reranker.close()
    assert len(before) == len(LINES)
    own = np.array([hit.score for hit in before])
    mixed = normalised(own) + normalised(said.astype(np.float64))
    expected = [before[place].text for place in np.argsort(-mixed, kind="stable")]
    assert [hit.text for hit in after] == expected
    assert expected != [hit.text for hit in before], "it makes a difference"
    assert [hit.score for hit in after] == [hit.score for hit in before], "the scores stay what they were"


def test_without_one_nothing_changes(room: Room) -> None:
    def none() -> None:
        raise ModelMissing(model="")

    absent = InstalledReranker(none)  # type: ignore[arg-type]  # it raises
    before = retriever(room, None).search(QUESTION, 6)
    assert retriever(room, absent).search(QUESTION, 6) == before


def test_one_that_cannot_be_loaded_costs_no_answer(room: Room, tmp_path: Path) -> None:
    from app.models.active import Choice

    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.json").write_text("{}", encoding="utf-8")
    broken = InstalledReranker(lambda: Choice("broken", tmp_path / "broken", ()))
    try:
        before = retriever(room, None).search(QUESTION, 6)
        assert retriever(room, broken).search(QUESTION, 6) == before
    finally:
        broken.close()
