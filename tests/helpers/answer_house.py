"""A vault with one small document, and what answers from it; the model is a fake."""

from __future__ import annotations

from pathlib import Path

from fakes.generator import FakeGenerator
from fakes.words import LineReader, WordEmbedder

from rag.answering.answerer import Answerer, AnswerSettings
from rag.answering.assistant import Assistant
from rag.finding.retriever import Retriever
from rag.indexing.indexer import Indexer, Reader
from rag.indexing.lexical import LexicalIndex
from rag.indexing.vectors import VectorIndex
from rag.storing.documents import DocumentStore
from rag.storing.vault import Vault
from rag.types import Answer, AnswerDone, AnswerEvent, Turn

ACT = """# Article 33
The controller shall notify a personal data breach to the supervisory authority not later than 72 hours.
The processor shall notify the controller of a personal data breach without undue delay.
# Article 37
A public authority shall designate a data protection officer.
The data protection officer shall inform and advise the controller and monitor compliance.
# Article 83
Infringements of the basic principles shall be subject to fines up to 20 000 000 EUR.
"""
FILLING = " ".join(f"Remark {number} tells of rivers, bridges and weather." for number in range(12))
QUESTION = "Within how many hours must a personal data breach be notified?"
RIGHT = "The controller shall notify a personal data breach not later than 72 hours."
WRONG = "The controller shall notify a personal data breach not later than 24 hours."


class House:
    """A vault with one small document, and what answers from it."""

    def __init__(self, folder: Path, text: str = ACT, reader: Reader | None = None) -> None:
        """`reader`: takes the place of one that makes a page of every line."""
        path = folder / "act.txt"
        path.write_text(text, encoding="utf-8")
        self.vault = Vault.create(folder / "vault", bytes(32))
        self.embedder = WordEmbedder(dimension=512)
        self.store = DocumentStore(self.vault)
        vectors = VectorIndex()
        Indexer(self.store, reader or LineReader(), self.embedder, vectors).index(path)
        self.retriever = Retriever(self.store, LexicalIndex(self.vault), vectors, self.embedder)

    def answerer(self, generator: FakeGenerator, settings: AnswerSettings | None = None) -> Answerer:
        return Answerer(generator, self.retriever, self.store, self.embedder, settings)

    def ask(self, reply: str, question: str = QUESTION) -> list[AnswerEvent]:
        return list(self.answerer(FakeGenerator(reply)).answer(question))

    def assistant(self, reply: str, parameters: int = 0) -> Assistant:
        return Assistant(
            FakeGenerator(reply, parameters=parameters), self.retriever, self.store, self.embedder
        )


def asked(house: House, reply: str, question: str, history: tuple[str, ...] = ()) -> list[AnswerEvent]:
    """The events of a question, of a model that replies so."""
    turns = [Turn(0, 0, one, None, 0.0) for one in history]
    return list(house.assistant(reply).answer(question, turns))


def answer_of(events: list[AnswerEvent]) -> Answer:
    """The answer that events end with."""
    assert isinstance(events[-1], AnswerDone)
    return events[-1].answer
