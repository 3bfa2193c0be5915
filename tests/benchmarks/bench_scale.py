"""A large library: 100,000 passages in the vault, opened and searched as the window does.

The passages are ObliQA's rules, told apart by a number; vectors and token codes are those of the real
embedder for the first of them, and of those with a little noise for the rest, so that a search has as much to
compare as it would have. Prints and writes how long opening takes until a question can be asked (by words at
once, by meaning when the vectors are loaded), how long a question takes with exact search and once Chroma has
caught up, how long until an answer shows its first quote, and the memory of the process. Run
`python make.py bench scale [--passages N] [--home DIR]`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil
from indexed import EMBEDDER, EVALUATION, Times, first_quotes, kept_or_fleeting, rows

if TYPE_CHECKING:
    from engine.protocols import Embedder
    from rag.finding.retriever import Retriever
    from rag.storing.documents import DocumentStore

DATA = EVALUATION / "obliqa_adgm"

_EMBEDDED = 2000  # passages the embedder really reads
_A_DOCUMENT = 500  # passages
_QUESTIONS = 200
_NOISE = 0.02


@dataclass(frozen=True, slots=True)
class Figures:
    passages: int
    vault_megabytes: int
    open_seconds: float
    vectors_seconds: float
    exact: Times
    chroma_seconds: float
    chroma: Times
    first_quote: Times
    process_megabytes: int


def fill(store: DocumentStore, embedder: Embedder, passages: int) -> None:
    """Make the library, a document at a time."""
    from engine.cancel import CancelToken
    from engine.types import PassageVectors
    from rag.types import DocumentInfo, Page, Passage, Structure

    texts = [row["text"] for path in sorted((DATA / "records").glob("*.jsonl")) for row in rows(path)]
    known = embedder.embed_passages(texts[:_EMBEDDED], CancelToken())
    chance = np.random.default_rng(0)
    for first in range(0, passages, _A_DOCUMENT):
        numbers = range(first, min(first + _A_DOCUMENT, passages))
        bodies = [f"{texts[number % len(texts)]} ({number})" for number in numbers]
        document = store.begin(f"/rules/{first}.txt", f"rules {first}.txt", f"{first}", 1, "")
        store.describe(document, DocumentInfo("", len(bodies)))
        store.add_pages(document, [Page(page, body) for page, body in enumerate(bodies, 1)])
        starts = np.concatenate([[0], np.cumsum([len(body) + 1 for body in bodies])]).tolist()
        store.add_structure(
            document,
            Structure(
                (),
                tuple(
                    Passage(None, start, start + len(body), page, page, body, "")
                    for page, (start, body) in enumerate(zip(starts, bodies, strict=False), 1)
                ),
            ),
        )
        picks = [number % _EMBEDDED for number in numbers]
        noisy = known.vectors[picks] + chance.normal(0, _NOISE, (len(picks), known.vectors.shape[1]))
        noisy /= np.linalg.norm(noisy, axis=1, keepdims=True)
        vectors = PassageVectors(noisy.astype(np.float32), tuple(known.codes[pick] for pick in picks))
        store.embeddings.add(document, 0, vectors, embedder=embedder.name)
        store.finish(document, 0.0)
        if not numbers.stop % 10_000:
            print(f"  {numbers.stop} passages", file=sys.stderr)


def questions() -> list[str]:
    return [row["question"] for row in rows(DATA / "dev" / "queries.jsonl")[: _QUESTIONS + 20]]


def ask(retriever: Retriever) -> Times:
    """How long a question takes, warm."""
    taken = []
    for question in questions():
        started = time.perf_counter()
        retriever.search(question, 10)
        taken.append(time.perf_counter() - started)
    return Times.of(taken[20:])


def run(home: Path, passages: int) -> Figures:
    from models import model_path

    from engine.embedding.embedder import EmbedderProcess
    from rag.finding.retriever import Retriever
    from rag.indexing.lexical import LexicalIndex
    from rag.indexing.vectors import ChromaMirror, VectorIndex
    from rag.storing.documents import DocumentStore
    from rag.storing.vault import VAULT_FILE, Vault

    home.mkdir(parents=True, exist_ok=True)
    with closing(EmbedderProcess(model_path(EMBEDDER), EMBEDDER)) as embedder:
        with closing(Vault.open_or_create(home / VAULT_FILE, bytes(32))) as vault:
            store = DocumentStore(vault)
            if not store.list():
                fill(store, embedder, passages)
        embedder.start()
        started = time.perf_counter()
        with (
            closing(Vault.open_or_create(home / VAULT_FILE, bytes(32))) as vault,
            closing(VectorIndex(mirror := ChromaMirror())) as vectors,
            closing(VectorIndex()) as exact,
        ):
            store, lexical = DocumentStore(vault), LexicalIndex(vault)
            open_seconds = time.perf_counter() - started
            vectors.add(*store.embeddings.all(embedder.name))
            vectors_seconds = time.perf_counter() - started
            while mirror.count() != len(vectors):
                time.sleep(0.1)
            chroma_seconds = time.perf_counter() - started
            retriever = Retriever(store, lexical, vectors, embedder)
            chroma_times = ask(retriever)
            _, quote_times = first_quotes(retriever, store, embedder, questions())
            megabytes = psutil.Process().memory_info().rss >> 20
            exact.add(*store.embeddings.all(embedder.name))
            exact_times = ask(Retriever(store, lexical, exact, embedder))
            return Figures(
                len(vectors),
                sum(file.stat().st_size for file in home.iterdir()) >> 20,
                round(open_seconds, 3),
                round(vectors_seconds, 2),
                exact_times,
                round(chroma_seconds, 1),
                chroma_times,
                quote_times,
                megabytes,
            )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=int, default=100_000, metavar="N")
    parser.add_argument("--home", type=Path, help="keep the vault here and use it again")
    chosen = parser.parse_args(arguments)
    return kept_or_fleeting(chosen.home, lambda home: run(home, chosen.passages), "scale")


if __name__ == "__main__":
    raise SystemExit(main())
