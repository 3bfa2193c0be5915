"""Documents found by what people call them, whatever their files are called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.words import LineReader, WordEmbedder

from rag.finding.retriever import Retriever
from rag.indexing.indexer import Indexer
from rag.indexing.lexical import LexicalIndex
from rag.indexing.vectors import VectorIndex
from rag.storing.documents import DocumentStore
from rag.storing.vault import Vault

FILES = {
    "a1.txt": "Johnson & Johnson Inc.\nTotal sales were 85 in the year.\nEmployees are 131.",
    "a2.txt": "American Express Company (NYSE: AXP)\nTotal sales were 60 in the year.\nEmployees are 74.",
    "a3.txt": "LEASE AGREEMENT\nVellmark Ltd (the “Lessor”)\nPets are kept on a lead. The rent is 900.",
    "a4.txt": "HOUSE RULES\nBy Vellmark Council (the “Council”)\nPets are kept indoors. The rent is due.",
    "a5.txt": "FIPS PUB 201-3\nCards are kept for six years.",
    "a6.txt": "Remarks\nCards are kept in a drawer. Total sales of cards were 5 in the year.",
}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[tuple[DocumentStore, Retriever]]:
    vault = Vault.create(tmp_path / "vault", bytes(32))
    store, embedder, vectors = DocumentStore(vault), WordEmbedder(dimension=256), VectorIndex()
    indexer = Indexer(store, LineReader(), embedder, vectors)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
        indexer.index(tmp_path / name)
    yield store, Retriever(store, LexicalIndex(vault), vectors, embedder)
    vault.close()


def names(room: tuple[DocumentStore, Retriever], question: str) -> list[str]:
    store, retriever = room
    return [store.get(one).name for one in retriever.documents_named(question)]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What were JnJ's total sales?", "a1.txt"),
        ("What were J&J total sales?", "a1.txt"),
        ("How many employees has Johnson & Johnson?", "a1.txt"),
        ("What were the total sales of AMEX?", "a2.txt"),
        ("What were the total sales of AXP?", "a2.txt"),
        ("how many employees has american express", "a2.txt"),
        ("Where are pets kept by our lease?", "a3.txt"),
        ("Where does the Council want pets kept?", "a4.txt"),
        ("How long does FIPS 201 keep cards?", "a5.txt"),
    ],
)
def test_a_document_is_named(room: tuple[DocumentStore, Retriever], question: str, name: str) -> None:
    assert names(room, question) == [name]
    assert room[1].search(question, 3)[0].document == name


@pytest.mark.parametrize(
    "question",
    [
        "Where are pets kept?",
        "Where are cards kept?",
        "What does the council of ministers do?",
        "May I lease a boat?",
    ],
)
def test_nothing_is_named(room: tuple[DocumentStore, Retriever], question: str) -> None:
    assert names(room, question) == []


def test_two_of_a_kind_are_not_told_apart(room: tuple[DocumentStore, Retriever], tmp_path: Path) -> None:
    store, retriever = room
    other = tmp_path / "a7.txt"
    other.write_text("LEASE AGREEMENT\nof a garage", "utf-8")
    Indexer(store, LineReader(), WordEmbedder(dimension=256), VectorIndex()).index(other)
    assert retriever.documents_named("Where are pets kept by our lease?") == ()


def test_documents_of_an_earlier_version_get_their_names(room: tuple[DocumentStore, Retriever]) -> None:
    store, _ = room
    document = store.list()[0].id
    store.restart(document)
    assert store.called.find(["jnj"]) == []
    store.finish(document, 0.0)
    assert store.called.lacking(10) == [document]
    store.called.keep(document)
    assert store.called.lacking(10) == []


def test_a_party_that_every_document_speaks_of_names_none(
    room: tuple[DocumentStore, Retriever], tmp_path: Path
) -> None:
    """Two documents define the Council, and the others use the word as much."""
    store, retriever = room
    for at, text in enumerate(
        ["RULES\nThe county (the “Council”)\nFees are due.", *["The Council meets."] * 6]
    ):
        path = tmp_path / f"b{at}.txt"
        path.write_text(text, "utf-8")
        Indexer(store, LineReader(), WordEmbedder(dimension=256), VectorIndex()).index(path)
    assert retriever.documents_named("Where does the Council want pets kept?") == ()
