"""Answers by a real small model over a small real PDF: right words, right page, refusals, follow-ups."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from files.documents import pdf
from models import evaluation, model_path

from engine.cancel import CancelToken
from engine.embedding.embedder import EmbedderProcess
from engine.llama.generator import ModelProcess
from rag.answering.answerer import UNANSWERED, Answerer
from rag.finding.retriever import Retriever
from rag.indexing.indexer import Indexer
from rag.indexing.lexical import LexicalIndex
from rag.indexing.vectors import VectorIndex
from rag.reading.reader import DocumentReader
from rag.storing.documents import DocumentStore
from rag.storing.vault import Vault
from rag.types import Answer, AnswerDelta, AnswerDone, Support, Turn

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]

MODEL = "qwen2.5-coder-0.5b-instruct-q4_k_m"
EMBEDDER = "all-minilm-l6-v2"
BREACHES = """# 1 Breaches
The controller shall notify a personal data breach to the supervisory authority
not later than 72 hours after having become aware of it."""
RECORDS = """# 2 Records
Every trustee shall keep the accounts of a closed case for seven years.
The accounts shall be kept in a fireproof archive."""
FINES = """# 3 Fines
Whoever infringes this regulation shall be subject to a fine of up to 20 000 000 EUR."""


class House:
    """Vault, search, embedder and model as the application puts them together, with one document."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        weights, embedder_dir = model_path(MODEL), model_path(EMBEDDER)
        vault = stack.enter_context(closing(Vault.create(folder / "vault", bytes(32))))
        embedder = stack.enter_context(closing(EmbedderProcess(embedder_dir, EMBEDDER)))
        reader = stack.enter_context(closing(DocumentReader()))
        generator = stack.enter_context(closing(ModelProcess(weights, MODEL, context_length=2048)))
        vectors = VectorIndex()
        self.store = DocumentStore(vault)
        Indexer(self.store, reader, embedder, vectors).index(
            pdf(folder / "act.pdf", (BREACHES, RECORDS, FINES))
        )
        retriever = Retriever(self.store, LexicalIndex(vault), vectors, embedder)
        self.answerer = Answerer(generator, retriever, self.store, embedder)

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        done = list(self.answerer.answer(question, history))[-1]
        assert isinstance(done, AnswerDone)
        return done.answer


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with ExitStack() as stack:
        yield House(tmp_path_factory.mktemp("answers"), stack)


@pytest.mark.parametrize(
    ("question", "fact", "page"),
    [
        ("Within how many hours must a personal data breach be notified?", "72 hours", 1),
        ("For how long must a trustee keep the accounts of a closed case?", "seven years", 2),
        ("How high is the fine for infringing the regulation?", "20 000 000", 3),
    ],
)
def test_right_words_on_the_right_page(house: House, question: str, fact: str, page: int) -> None:
    answer = house.ask(question)
    assert answer.found
    assert answer.model == MODEL
    assert answer.tokens_per_second > 0
    sentence = next(s for s in answer.sentences if s.support is Support.SUPPORTED)
    assert fact in sentence.text
    citation = sentence.citations[0]
    assert citation.page == page
    assert citation.boxes
    assert {place.page for place in citation.boxes} == {page}
    assert citation.quote == house.store.text(citation.document_id, citation.start, citation.end)


@pytest.mark.parametrize(
    "question",
    [
        "What is the boiling point of ethanol?",
        "How do I reset my bank card's PIN?",
        "Who won the world cup in 1998?",
    ],
)
def test_what_the_document_does_not_say_is_not_answered(house: House, question: str) -> None:
    answer = house.ask(question)
    assert not answer.found
    assert answer.text == UNANSWERED
    assert not any(sentence.citations for sentence in answer.sentences)


def test_a_follow_up_is_understood(house: House) -> None:
    before = "For how long must a trustee keep the accounts of a closed case?"
    answer = house.ask("Where must they be kept?", (Turn(1, 1, before, house.ask(before), 0.0),))
    assert answer.found
    assert "fireproof archive" in answer.text


def test_cancelling_keeps_what_was_said(house: House) -> None:
    cancel = CancelToken()
    seen: list[object] = []
    for event in house.answerer.answer(
        "What does the act say about breaches, records and fines?", cancel=cancel
    ):
        seen.append(event)
        if isinstance(event, AnswerDelta):
            cancel.cancel()
    done = seen[-1]
    assert isinstance(done, AnswerDone)
    assert done.answer.stopped or done.answer.sentences
    assert house.ask("How high is the fine for infringing the regulation?").found  # the model is free again


@pytest.mark.evaluation
def test_the_questions_name_documents_that_are_there() -> None:
    rows = json.loads((Path(__file__).parents[3] / "data" / "questions_regulations.json").read_text("utf-8"))
    folder = evaluation("regulation_files") / "dev"
    assert all((folder / name).is_file() for name in rows["documents"].values())
    assert (len(rows["answered"]), len(rows["silent"])) == (12, 4)
    assert {row["document"] for row in rows["answered"]} == set(rows["documents"])
