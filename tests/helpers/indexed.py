"""A library on the real path for benchmarks: vault on disk, reader's and embedder's processes, search."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[2]
EVALUATION = CHECKOUT.parent / "shared" / "eval"
RESULTS = CHECKOUT / "tests" / "benchmarks" / "results"
EMBEDDER = "all-minilm-l6-v2"

sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]

if TYPE_CHECKING:
    from engine.protocols import Embedder
    from rag.finding.retriever import Retriever
    from rag.storing.documents import DocumentStore
    from rag.types import Document, Quoted


@dataclass(frozen=True, slots=True)
class Indexed:
    """A library with every document READY. `seconds`: how long indexing them took."""

    store: DocumentStore
    embedder: Embedder
    retriever: Retriever
    documents: tuple[Document, ...]
    passages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds a question took, the embedding of it included."""

    milliseconds_p50: float
    milliseconds_p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Times:
        p50, p95 = (round(float(value) * 1000, 1) for value in np.percentile(seconds, [50, 95]))
        return cls(p50, p95)


def first_quotes(
    retriever: Retriever, store: DocumentStore, embedder: Embedder, questions: Sequence[str], warm: int = 20
) -> tuple[list[tuple[Quoted, ...]], Times]:
    """What the card of each question shows before the model has said anything, and how long that takes from
    Enter; the first `warm` questions are not timed. The model says nothing.
    """
    from fakes.generator import FakeGenerator

    from rag.answering.assistant import Assistant
    from rag.types import QuotesFound

    assistant = Assistant(FakeGenerator(""), retriever, store, embedder)
    found, taken = [], []
    for question in questions:
        started = time.perf_counter()
        shown: tuple[Quoted, ...] = ()
        for event in assistant.answer(question):
            if isinstance(event, QuotesFound):
                shown = event.quotes
                taken.append(time.perf_counter() - started)
                break
        found.append(shown)
    return found, Times.of(taken[warm:])


@contextmanager
def library(paths: Sequence[Path], home: Path, *, with_chroma: bool = True) -> Iterator[Indexed]:
    """Index `paths` into the vault in `home`; what it holds already is not read again."""
    from models import model_path

    from engine.embedding.embedder import EmbedderProcess
    from rag.finding.retriever import Retriever
    from rag.indexing.indexer import Indexer
    from rag.indexing.lexical import LexicalIndex
    from rag.indexing.vectors import ChromaMirror, VectorIndex
    from rag.reading.reader import DocumentReader
    from rag.storing.documents import DocumentStore
    from rag.storing.vault import VAULT_FILE, Vault
    from rag.types import DocumentState

    home.mkdir(parents=True, exist_ok=True)
    with (
        closing(Vault.open_or_create(home / VAULT_FILE, bytes(32))) as vault,
        closing(VectorIndex(ChromaMirror() if with_chroma else None)) as vectors,
        closing(DocumentReader()) as reader,
        closing(EmbedderProcess(model_path(EMBEDDER), EMBEDDER)) as embedder,
    ):
        store = DocumentStore(vault)
        indexer = Indexer(store, reader, embedder, vectors, warm_up=embedder.start)
        indexer.load_vectors()
        started = time.perf_counter()
        documents = []
        for path in paths:
            document = indexer.index(path)
            print(f"  {document.name}: {document.passages} passages", file=sys.stderr)
            if document.state is not DocumentState.READY:
                raise SystemExit(f"{path.name}: {document.error_code} {document.error_facts}")
            documents.append(document)
        seconds = time.perf_counter() - started
        while with_chroma and not vectors.mirrored:
            time.sleep(0.1)
        retriever = Retriever(store, LexicalIndex(vault), vectors, embedder)
        retriever.search("warm up", 10)
        yield Indexed(store, embedder, retriever, tuple(documents), len(vectors), round(seconds, 1))


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def kept_or_fleeting(home: Path | None, run: Callable[[Path], object], name: str) -> int:
    """Run a benchmark in `home`, or in a folder that goes with it, and report; the exit status."""
    if not (EVALUATION / "obliqa_adgm").is_dir():
        print("The evaluation data is not beside this checkout; nothing to measure.")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        return report(name, run(home or Path(temporary)), {})


def report(name: str, figures: object, floors: dict[str, float]) -> int:
    """Write `results/NAME.json`, print it, and tell which figures are below their floor; the exit status."""
    values = asdict(figures)  # type: ignore[call-overload]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(values, indent=1) + "\n", "utf-8")
    print(json.dumps(values, indent=1))
    short = [
        figure for figure, floor in floors.items() if values[figure] is not None and values[figure] < floor
    ]
    for figure in short:
        print(f"{figure} is below {floors[figure]}")
    return 1 if short else 0
