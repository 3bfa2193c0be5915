"""Several texts generated in one batch: tokens a second of one to four, and the seconds six parts take.

Each part is a prompt of about 1,200 tokens, as a part of a summary is. Decoding is timed in the model's
process, the six parts from here: read and written one by one, and three at a time.

    python make.py bench together [--model PATH] [--generate N] [--rounds N] [--threads N] [--gpu-layers N]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
if str(CHECKOUT) not in sys.path:
    sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]

from engine.cancel import CancelToken  # noqa: E402
from engine.cores import default_threads  # noqa: E402
from engine.llama.generator import ModelProcess  # noqa: E402
from engine.types import GenerationDone, Message, Sampling, Speaker  # noqa: E402
from rag.summarising.part_reading import TOGETHER  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "together.json"
MODEL = "qwen2.5-coder-0.5b-instruct-q4_k_m"
PROMPT_TOKENS = 1200
PARTS = 6
MOST = 4
_RULES = "You write summaries of documents for professionals, from nothing but the text you are given."
_FILLER = "Clause {number} of annex {annex}: the registry is checked by the clerk every spring. "
_ASK = "\n\nWrite a very long and detailed report about the text above."


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians. `tokens_a_second` are those of all texts together, by how many they were."""

    model: str
    backend: str
    threads: int
    rounds: int
    prompt_tokens: int
    tokens_a_second: dict[int, float]
    parts: int
    generated_tokens: int  # of each part, at most
    one_by_one_seconds: float
    together_seconds: float
    memory_bytes: int


def part(process: ModelProcess, annex: int) -> list[Message]:
    """A prompt of about `PROMPT_TOKENS` tokens that shares its beginning with no other part's."""
    line = process.count_tokens(_FILLER.format(number=10, annex=annex))
    text = "".join(_FILLER.format(number=number, annex=annex) for number in range(PROMPT_TOKENS // line))
    return [Message(Speaker.SYSTEM, _RULES), Message(Speaker.USER, text + _ASK)]


def decoding(process: ModelProcess, prompts: Sequence[Sequence[Message]], tokens: int) -> float:
    """Tokens a second of all texts together; n tokens take n - 1 decodes: the first follows the prompt."""
    sampling = [Sampling(max_tokens=tokens)] * len(prompts)
    done = [one.done for one in process.generate_together(prompts, sampling, CancelToken())]
    return sum(one.generated_tokens - 1 for one in done) / max(one.generate_seconds for one in done)


def one_by_one(process: ModelProcess, prompts: Sequence[Sequence[Message]], sampling: Sampling) -> None:
    for messages in prompts:
        *_, last = process.generate(messages, sampling, CancelToken())
        assert isinstance(last, GenerationDone)


def together(process: ModelProcess, prompts: Sequence[Sequence[Message]], sampling: Sampling) -> None:
    for start in range(0, len(prompts), TOGETHER):
        group = prompts[start : start + TOGETHER]
        process.generate_together(group, [sampling] * len(group), CancelToken())


def measure(model: Path, rounds: int, generated: int, threads: int, gpu_layers: int) -> Figures:
    with closing(ModelProcess(model, model.stem, threads=threads, gpu_layers=gpu_layers)) as process:
        info = process.info()
        prompts = [part(process, annex) for annex in range(PARTS)]
        sampling = Sampling(max_tokens=generated)
        speeds: dict[int, list[float]] = {count: [] for count in range(1, MOST + 1)}
        alone: list[float] = []
        joined: list[float] = []
        # One prompt first: the first pages of the weights come from the disk.
        *_, first = process.generate(prompts[0], Sampling(max_tokens=1), CancelToken())
        assert isinstance(first, GenerationDone)
        for number in range(1, rounds + 1):
            for count, seen in speeds.items():
                seen.append(decoding(process, prompts[:count], generated))
            alone.append(_seconds(one_by_one, process, prompts, sampling))
            joined.append(_seconds(together, process, prompts, sampling))
            print(f"round {number}: {alone[-1]:.1f} s one by one, {joined[-1]:.1f} together", file=sys.stderr)
        return Figures(
            model=model.stem,
            backend=info.backend,
            threads=threads,
            rounds=rounds,
            prompt_tokens=first.prompt_tokens,
            tokens_a_second={count: round(statistics.median(seen), 1) for count, seen in speeds.items()},
            parts=PARTS,
            generated_tokens=generated,
            one_by_one_seconds=round(statistics.median(alone), 1),
            together_seconds=round(statistics.median(joined), 1),
            memory_bytes=process.memory_bytes(),
        )


def _seconds(
    work: Callable[[ModelProcess, Sequence[Sequence[Message]], Sampling], None],
    process: ModelProcess,
    prompts: Sequence[Sequence[Message]],
    sampling: Sampling,
) -> float:
    process.generate_together([[Message(Speaker.USER, "Other.")]], [Sampling(max_tokens=1)], CancelToken())
    began = time.perf_counter()
    work(process, prompts, sampling)
    return time.perf_counter() - began


def installed_model() -> Path:
    from models import models_dir

    files = sorted((models_dir() / MODEL).glob("*.gguf"))
    if not files:
        sys.exit(f"{MODEL} is not installed; give --model PATH")
    return files[0]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", type=Path, help="a GGUF file (default: the installed 0.5B)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--generate", type=int, default=90, help="tokens to generate of each part, at most")
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--gpu-layers", type=int, default=-1)
    options = parser.parse_args(arguments)
    model = options.model or installed_model()
    figures = measure(model, options.rounds, options.generate, options.threads, options.gpu_layers)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(asdict(figures), indent=2) + "\n", encoding="utf-8")
    print(
        f"{figures.model} on {figures.backend}, {figures.threads} threads, medians of {figures.rounds} rounds"
    )
    for count, speed in figures.tokens_a_second.items():
        print(f"{count} together: {speed:.1f} tokens a second")
    print(f"{figures.parts} parts of {figures.prompt_tokens} tokens, seconds:")
    print(f"  one by one {figures.one_by_one_seconds:.1f}")
    print(f"  {TOGETHER} at a time {figures.together_seconds:.1f}")
    print(f"{figures.memory_bytes / 1e6:.0f} MB resident")
    return 0


if __name__ == "__main__":
    sys.exit(main())
