"""A model's yes does not stand where the sentence that comes nearest to the question says no."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

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
from rag.types import AnswerDone

TENDER = """Cuadro de características
Cumplimiento de los pagos a los subcontratistas en los plazos previstos.
SUBCONTRATACIÓN (cláusula 9.12).
No se permite la subcontratación.
"""
RULES = """Rules of the house
KEEPING OF DOGS (clause 4).
Dogs may be kept with the consent of the landlord.
Cats of dog owners stay inside.
"""


@pytest.mark.parametrize(
    ("document", "question", "said", "stands"),
    [
        (TENDER, "¿Se puede subcontratar?", "Sí, se puede subcontratar.", False),
        (TENDER, "¿Se puede subcontratar?", "No se permite la subcontratación.", True),
        (RULES, "May dogs be kept?", "Yes, dogs may be kept with the consent of the landlord.", True),
    ],
)
def test_a_yes_stands_on_no_heading(
    tmp_path: Path, document: str, question: str, said: str, stands: bool
) -> None:
    with closing(Vault.create(tmp_path / "vault", bytes(32))) as vault, closing(VectorIndex()) as vectors:
        store, embedder = DocumentStore(vault), WordEmbedder(dimension=512)
        path = tmp_path / "document.txt"
        path.write_text(document, encoding="utf-8")
        Indexer(store, LineReader(), embedder, vectors).index(path)
        retriever = Retriever(store, LexicalIndex(vault), vectors, embedder)
        assistant = Assistant(FakeGenerator(said), retriever, store, embedder)
        done = [one for one in assistant.answer(question, []) if isinstance(one, AnswerDone)]
    assert (said in done[0].answer.text) is stands, done[0].answer.text
