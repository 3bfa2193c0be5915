"""Answers over real regulations: twelve questions, three follow-ups, four the documents do not answer.

Every question goes through the real reader, vault, search, embedder and model. Run
`python make.py bench answers [--model ID]… [--home DIR]`; with a home the documents are indexed once.
Facts are looked for in the sentences that are supported, pages in their citations.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]

from models import evaluation, model_path  # noqa: E402 - found through the line above

if TYPE_CHECKING:
    from engine.protocols import TextGenerator
    from rag.answering.assistant import Assistant
    from rag.storing.documents import DocumentStore
    from rag.types import Answer, Turn

QUESTIONS = CHECKOUT / "tests" / "data" / "questions_regulations.json"
RESULTS = Path(__file__).parent / "results" / "answers.json"
MODELS = ("qwen2.5-coder-1.5b-instruct-q4_k_m", "qwen2.5-coder-0.5b-instruct-q4_k_m")
EMBEDDER = "all-minilm-l6-v2"


@dataclass(frozen=True, slots=True)
class Result:
    id: str
    kind: str  # "answered", "follow_ups" or "silent"
    question: str
    answer: str
    found: bool
    fact: bool  # every key fact stands in a supported sentence; for silent ones: refused
    page: bool  # a citation is on a right page; for silent ones: refused
    cited: list[str]
    unsupported: int  # sentences marked so
    first_seconds: float | None  # until the first text is shown
    seconds: float


@contextmanager
def house(home: Path, documents: Sequence[Path]) -> Iterator[tuple[DocumentStore, Any, Any]]:
    """Store, retriever and embedder with the documents indexed, as the application puts them together."""
    from engine.embedding.embedder import EmbedderProcess
    from rag.finding.retriever import Retriever
    from rag.indexing.indexer import Indexer
    from rag.indexing.lexical import LexicalIndex
    from rag.indexing.vectors import VectorIndex
    from rag.reading.reader import DocumentReader
    from rag.storing.documents import DocumentStore
    from rag.storing.vault import Vault

    with ExitStack() as stack:
        vault = stack.enter_context(closing(Vault.open_or_create(home / "bench.vault", bytes(32))))
        embedder = stack.enter_context(closing(EmbedderProcess(model_path(EMBEDDER), EMBEDDER)))
        reader = stack.enter_context(closing(DocumentReader()))
        vectors = stack.enter_context(closing(VectorIndex()))
        store = DocumentStore(vault)
        indexer = Indexer(store, reader, embedder, vectors)
        indexer.load_vectors()
        for path in documents:
            document = indexer.index(path)
            print(
                f"{document.name}: {document.pages} pages, {document.passages} passages, {document.state}",
                file=sys.stderr,
            )
        yield store, Retriever(store, LexicalIndex(vault), vectors, embedder), embedder


def ask(answerer: Assistant, question: str, history: Sequence[Turn]) -> tuple[Answer, float | None]:
    """The answer, and the seconds until its first text."""
    from rag.types import AnswerDelta, AnswerDone

    started = time.perf_counter()
    first: float | None = None
    for event in answerer.answer(question, history):
        if isinstance(event, AnswerDelta) and first is None:
            first = time.perf_counter() - started
        if isinstance(event, AnswerDone):
            return event.answer, first
    raise AssertionError("an answer that never ends")


def judge(
    kind: str, row: dict[str, Any], answer: Answer, first: float | None, store: DocumentStore
) -> Result:
    """Compare an answer with what is known of the question."""
    from rag.types import Support

    sure = [sentence for sentence in answer.sentences if sentence.support is Support.SUPPORTED]
    text = _flat(" ".join(sentence.text for sentence in sure))
    cited = [citation for sentence in sure for citation in sentence.citations]
    if kind == "silent":
        fact = page = not answer.found
    else:
        fact = all(any(_flat(form) in text for form in group) for group in row["facts"])
        page = any(
            citation.document == row["document"]
            and (
                citation.page in row.get("pages", ())
                or ("anchor" in row and _flat(row["anchor"]) in _flat(_around(store, citation)))
            )
            for citation in cited
        )
    return Result(
        id=row["id"],
        kind=kind,
        question=row["question"],
        answer=answer.text,
        found=answer.found,
        fact=fact,
        page=page,
        cited=[f"{citation.document} p. {citation.page}" for citation in cited],
        unsupported=sum(sentence.support is Support.UNSUPPORTED for sentence in answer.sentences),
        first_seconds=None if first is None else round(first, 2),
        seconds=round(answer.seconds, 2),
    )


def run(
    generator: TextGenerator, stack: tuple[DocumentStore, Any, Any], kinds: Sequence[str]
) -> list[Result]:
    """Ask everything once, the follow-ups after their question."""
    from rag.answering.assistant import Assistant
    from rag.types import Turn

    store, retriever, embedder = stack
    answerer = Assistant(generator, retriever, store, embedder)
    rows = json.loads(QUESTIONS.read_text("utf-8"))
    turns: dict[str, Turn] = {}
    results = []
    for kind in kinds:
        for row in rows[kind]:
            before = row.get("follow_up")
            if before and before not in turns:
                asked = next(other for other in rows["answered"] if other["id"] == before)
                turns[before] = Turn(0, 0, asked["question"], ask(answerer, asked["question"], ())[0], 0.0)
            answer, first = ask(answerer, row["question"], (turns[before],) if before else ())
            turns[row["id"]] = Turn(0, 0, row["question"], answer, 0.0)
            results.append(judge(kind, row, answer, first, store))
            show(results[-1])
    return results


def show(result: Result) -> None:
    marks = f"{'fact' if result.fact else 'FACT?'} {'page' if result.page else 'PAGE?'}"
    print(
        f"{result.kind:10} {result.id:20} {marks:11} {result.first_seconds or 0:5.1f} s"
        f" {result.seconds:5.1f} s  {result.unsupported} marked  {', '.join(dict.fromkeys(result.cited))}"
    )
    print(f"    {' '.join(result.answer.split())}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench answers", description=__doc__)
    parser.add_argument("--model", action="append", metavar="ID", help="default: 1.5B and 0.5B")
    parser.add_argument("--home", type=Path, help="keep the indexed documents here")
    parser.add_argument("--kind", action="append", choices=("answered", "follow_ups", "silent"))
    chosen = parser.parse_args()
    from engine.llama.generator import ModelProcess

    data = evaluation("regulation_files") / "dev"
    documents = [data / name for name in json.loads(QUESTIONS.read_text("utf-8"))["documents"].values()]
    kinds = chosen.kind or ["answered", "follow_ups", "silent"]
    written: dict[str, Any] = {}
    with ExitStack() as stack:
        home = chosen.home or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        home.mkdir(parents=True, exist_ok=True)
        rooms = stack.enter_context(house(home, documents))
        for model in chosen.model or MODELS:
            print(f"== {model}")
            with closing(ModelProcess(model_path(model), model)) as generator:
                generator.info()
                results = run(generator, rooms, kinds)
            right = sum(result.fact for result in results)
            pages = sum(result.page for result in results)
            print(f"== {model}: facts {right}/{len(results)}, pages {pages}/{len(results)}")
            written[model] = [asdict(result) for result in results]
    if not chosen.kind and not chosen.model:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def _around(store: DocumentStore, citation: Any) -> str:
    return store.text(citation.document_id, max(0, citation.start - 200), citation.end + 200)


def _flat(text: str) -> str:
    text = re.sub(r"(?<=\d), ?(?=\d{3})", " ", text)  # 20,000,000 and 20, 000, 000 are 20 000 000
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " ")).lower()


if __name__ == "__main__":
    sys.exit(main())
