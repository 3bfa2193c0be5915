"""Passages a second through the embedding process by runtime, how close they stay to float32, and a question.

The passages are cut from the evaluation data's regulation records. Also reports how long the process
takes to start and what it holds. Run `python make.py bench embed`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

CHECKOUT = Path(__file__).resolve().parents[2]
if str(CHECKOUT) not in sys.path:
    sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]

from engine.cancel import CancelToken  # noqa: E402
from engine.cores import default_threads  # noqa: E402
from engine.embedding.embedder import EmbedderProcess  # noqa: E402
from engine.hardware import machine  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

DATA = CHECKOUT.parent / "shared" / "eval" / "obliqa_adgm" / "records"
RESULTS = Path(__file__).parent / "results" / "embed.json"
MODEL = "all-minilm-l6-v2"
_WARMING = 600  # texts: see `engine.embedding.worker`
_WORDS = 90  # about 124 tokens


@dataclass(frozen=True, slots=True)
class Figures:
    name: str
    threads: int
    passages: int
    passages_per_second: float
    start_seconds: float
    question_seconds: float
    question_memory_bytes: int  # when it has answered questions only
    memory_bytes: int
    lowest_cosine: float | None  # to float32, of one passage


def passages(count: int) -> list[str]:
    """The first words of the records, cut into passages of one length."""
    words: list[str] = []
    for file in sorted(DATA.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            words += str(json.loads(line)["text"]).split()
        if len(words) >= count * _WORDS:
            break
    return [" ".join(words[at : at + _WORDS]) for at in range(0, count * _WORDS, _WORDS)]


def measure(
    folder: Path, sparing: bool, texts: Sequence[str], rounds: int, exact: NDArray[np.float32] | None
) -> tuple[Figures, NDArray[np.float32]]:
    """The best of some rounds, after as many texts as bring the faster runtime, where there is one."""
    with closing(EmbedderProcess(folder, MODEL, sparing=sparing)) as embedder:
        began = time.perf_counter()
        embedder.start()
        started = time.perf_counter() - began
        asked = _question_seconds(embedder, " ".join(texts[0].split()[:9]))
        asked_memory = embedder.memory_bytes()
        for _ in range(1 + _WARMING // len(texts)):
            embedder.embed_passages(texts, CancelToken())
        best = float("inf")
        for _ in range(rounds):
            began = time.perf_counter()
            vectors = embedder.embed_passages(texts, CancelToken()).vectors
            best = min(best, time.perf_counter() - began)
        figures = Figures(
            name="light" if sparing else embedder.name,
            threads=default_threads(),
            passages=len(texts),
            passages_per_second=len(texts) / best,
            start_seconds=started,
            question_seconds=asked,
            question_memory_bytes=asked_memory,
            memory_bytes=embedder.memory_bytes(),
            lowest_cosine=None if exact is None else float((vectors * exact).sum(axis=1).min()),
        )
    return figures, vectors


def _question_seconds(embedder: EmbedderProcess, text: str) -> float:
    times = []
    for _ in range(40):
        began = time.perf_counter()
        embedder.embed_question(text, CancelToken())
        times.append(time.perf_counter() - began)
    return sorted(times)[len(times) // 2]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--passages", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    from models import models_dir

    folder = models_dir() / MODEL
    if not folder.is_dir() or not DATA.is_dir():
        print(f"bench embed needs {MODEL} and the evaluation data beside the checkout", file=sys.stderr)
        return 1
    texts = passages(options.passages)
    light, exact = measure(folder, True, texts, options.rounds, None)
    results = [light]
    if machine().supports_bf16:
        results.append(measure(folder, False, texts, options.rounds, exact)[0])
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps([asdict(figures) for figures in results], indent=2) + "\n", "utf-8")
    for figures in results:
        cosine = "" if figures.lowest_cosine is None else f", lowest cosine {figures.lowest_cosine:.5f}"
        print(
            f"{figures.name}: {figures.passages_per_second:.0f} passages/s, started in "
            f"{figures.start_seconds:.1f} s; a question {figures.question_seconds * 1e3:.1f} ms; "
            f"{figures.question_memory_bytes / 1e6:.0f} MB, then {figures.memory_bytes / 1e6:.0f} MB{cosine}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
