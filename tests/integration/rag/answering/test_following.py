"""A question of few words takes what was asked before it for granted, where it says nothing whole itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from fakes.generator import FakeGenerator
from fakes.words import LineReader, WordEmbedder

from rag.answering.assistant import Assistant
from rag.finding.retriever import Retriever
from rag.indexing.indexer import Indexer
from rag.indexing.lexical import LexicalIndex
from rag.indexing.vectors import VectorIndex
from rag.storing.documents import DocumentStore
from rag.storing.vault import Vault
from rag.types import Answer, AnswerDone, Outcome, Turn

DOCUMENTS = {
    "library-rules.txt": """Rules of the library
Article 4 A request is decided by the library within ten days.
Article 5 A book may be borrowed for four weeks.
Article 5a A film may be borrowed for one week.
Article 6 The library must repay the deposit within seven days after the card was returned.
""",
    "mietvertrag-lindenweg.txt": """Mietvertrag über die Wohnung Lindenweg 4
§ 3 Der Mieter zahlt eine Kaution in Höhe von 3.750,00 Euro.
§ 4 Die Miete beträgt 1.250,00 Euro im Monat.
§ 5 Die Kündigungsfrist beträgt drei Monate.
""",
    "lease-marlow-street.txt": """Lease of the shop in Marlow Street
1. The rent of the shop in Marlow Street is 700 pounds a month.
2. The tenant of Marlow Street pays a bond of 1,400 pounds.
""",
    "lease-harbour-row.txt": """Lease of the shop in Harbour Row
1. The rent of the shop in Harbour Row is 820 pounds a month.
2. The tenant of Harbour Row pays a bond of 2,460 pounds.
""",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("following")
    with closing(Vault.create(folder / "vault", bytes(32))) as vault, closing(VectorIndex()) as vectors:
        store, embedder = DocumentStore(vault), WordEmbedder(dimension=512)
        indexer = Indexer(store, LineReader(), embedder, vectors)
        for name, text in DOCUMENTS.items():
            path = folder / name
            path.write_text(text, encoding="utf-8")
            indexer.index(path)
        retriever = Retriever(store, LexicalIndex(vault), vectors, embedder)
        yield Assistant(FakeGenerator("Not in your documents."), retriever, store, embedder)


def answer(assistant: Assistant, before: list[str], asked: str) -> Answer:
    turns = [Turn(0, 0, one, None, 0.0) for one in before]
    done = [one for one in assistant.answer(asked, turns) if isinstance(one, AnswerDone)]
    return done[0].answer


@pytest.mark.parametrize(
    ("before", "asked", "must"),
    [
        (["Within what time must the library decide on a request?"], "Wie hoch ist die Kaution?", "3.750"),
        (["Within what time must the library decide on a request?"], "Wie hoch ist die Miete?", "1.250"),
        (
            ["How long may a book be borrowed?", "Within what time must the library decide on a request?"],
            "Wie lang ist die Kündigungsfrist?",
            "drei Monate",
        ),
        (["Wie hoch ist die Kaution?"], "How long may a book be borrowed?", "four weeks"),
        (["How long may a book be borrowed?"], "And a film?", "one week"),
        (["What is the rent of the shop in Harbour Row?"], "What is the bond?", "2,460"),
        (["What is the rent of the shop in Marlow Street?"], "What is the bond?", "1,400"),
        (["What is the rent of the shop in Marlow Street?"], "And in Harbour Row?", "820"),
    ],
)
def test_what_was_asked_before_is_taken_along_only_where_it_helps(
    assistant: Assistant, before: list[str], asked: str, must: str
) -> None:
    found = answer(assistant, before, asked)
    assert found.outcome is Outcome.ANSWERED, found.text
    assert must in found.text
