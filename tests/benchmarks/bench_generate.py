"""Tokens a second of our model process against `llama-bench` of the same llama.cpp, as ratios.

Both do the same work in turns on the same machine: decode a prompt up to 512 tokens from the same depth, then
generate at its end, with the same threads. `llama-bench` draws no tokens and sends nothing; ours samples,
streams to the window's process and renders the template. It is built once from the source package of the
installed llama-cpp-python, with the same compiler defaults. Run `python make.py bench generate`.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

CHECKOUT = Path(__file__).resolve().parents[2]
if str(CHECKOUT) not in sys.path:
    sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]

from unpacking import unpack  # noqa: E402

from engine.cancel import CancelToken  # noqa: E402
from engine.hardware import default_threads  # noqa: E402
from engine.llama.generator import ModelProcess  # noqa: E402
from engine.types import GenerationDone, Message, Sampling, Speaker, TextDelta  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

CACHE = CHECKOUT / ".setup" / "llama-bench"
RESULTS = Path(__file__).parent / "results" / "generate.json"
MODEL = "qwen2.5-coder-1.5b-instruct-q4_k_m"
FLOOR = 0.95
PROMPT_TOKENS = 512
_ASK = "Ignore the words above. Write a very long and detailed story about a lighthouse keeper."


@dataclass(frozen=True, slots=True)
class Speeds:
    """Tokens a second."""

    prefill: float
    generation: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Ratios are ours over llama-bench's: of the medians, and of the best runs."""

    model: str
    threads: int
    prompt_tokens: int
    cached_tokens: int  # of the prompt: the template's start, shared by every prompt
    generated_tokens: int
    rounds: int
    prefill: float
    prefill_reference: float
    prefill_ratio: float
    prefill_ratio_best: float
    generation: float
    generation_reference: float
    generation_ratio: float
    generation_ratio_best: float
    load_seconds: float
    memory_bytes: int


def reference_binary() -> Path:
    """`llama-bench` of the installed llama-cpp-python's own source; built when it is missing."""
    suffix = ".exe" if sys.platform == "win32" else ""
    build = CACHE / "build"
    for binary in (
        build / "bin" / f"llama-bench{suffix}",
        build / "bin" / "Release" / f"llama-bench{suffix}",
    ):
        if binary.is_file():
            return binary
    if shutil.which("cmake") is None:
        sys.exit("bench generate builds llama-bench and needs cmake and a C++ compiler")
    version = importlib.metadata.version("llama-cpp-python")
    print(f"Building llama-bench from llama-cpp-python {version} (some minutes, once)", file=sys.stderr)
    CACHE.mkdir(parents=True, exist_ok=True)
    download = [sys.executable, "-m", "pip", "download", "-q", "--no-binary", ":all:", "--no-deps"]
    subprocess.run([*download, "-d", str(CACHE), f"llama-cpp-python=={version}"], check=True)
    unpack(next(CACHE.glob(f"llama_cpp_python-{version}.tar.gz")), CACHE)
    source = CACHE / f"llama_cpp_python-{version}" / "vendor" / "llama.cpp"
    parts = [f"-DLLAMA_BUILD_{part}=OFF" for part in ("TESTS", "EXAMPLES", "SERVER")]
    configure = ["cmake", "-S", str(source), "-B", str(build), "-DCMAKE_BUILD_TYPE=Release", *parts]
    extra = os.environ.get("CMAKE_ARGS", "").split()
    subprocess.run([*configure, "-DLLAMA_BUILD_TOOLS=ON", *extra], check=True)
    compile_ = ["cmake", "--build", str(build), "--config", "Release", "--target", "llama-bench"]
    subprocess.run([*compile_, "-j", str(os.cpu_count() or 1)], check=True)
    return reference_binary()


def reference(
    binary: Path, model: Path, threads: int, gpu_layers: int, work: GenerationDone, generated: int
) -> Speeds:
    """One run of llama-bench at the depths of `work`: the prompt, then generation after it."""
    common = [str(binary), "-m", str(model), "-t", str(threads), "-r", "1", "-o", "jsonl", "-lm", "mmap"]
    common += ["-ngl", str(gpu_layers), "-b", str(PROMPT_TOKENS)]

    def run(*arguments: str) -> float:
        output = subprocess.run([*common, *arguments], check=True, capture_output=True, text=True).stdout
        return float(json.loads(output.splitlines()[-1])["avg_ts"])

    decoded = work.prompt_tokens - work.cached_tokens
    return Speeds(
        prefill=run("-p", str(decoded), "-n", "0", "-d", str(work.cached_tokens)),
        generation=run("-p", "0", "-n", str(generated), "-d", str(work.prompt_tokens)),
    )


def prompt(process: ModelProcess) -> Sequence[Message]:
    """Messages of just about 512 tokens, never more."""

    def message(words: int) -> list[Message]:
        filler = " ".join(f"item{index % 10}" for index in range(words))
        return [Message(Speaker.USER, f"{filler}. {_ASK}")]

    few, more = (generate(process, message(words), 1)[0].prompt_tokens for words in (20, 40))
    return message(40 + int((PROMPT_TOKENS - more) / ((more - few) / 20)))


def generate(process: ModelProcess, messages: Sequence[Message], tokens: int) -> tuple[GenerationDone, float]:
    """The report of one generation, and the seconds from first to last event as the window sees them."""
    first = 0.0
    for event in process.generate(messages, Sampling(max_tokens=tokens), CancelToken()):
        if isinstance(event, TextDelta):
            first = first or time.perf_counter()
        else:
            return event, time.perf_counter() - (first or time.perf_counter())
    raise RuntimeError("no report at the end")


def ours(process: ModelProcess, messages: Sequence[Message], generated: int) -> tuple[Speeds, GenerationDone]:
    """Speeds through the model process, and its report.

    n tokens take n - 1 decodes: the first is drawn from the prompt's own. Generation is timed in this
    process, from the first piece of text to the report, so it includes the way of every piece to here.
    """
    # Another prompt goes first, so that what is measured shares no more than the template with it.
    generate(process, [Message(Speaker.USER, "Other.")], 1)
    done, seconds = generate(process, messages, generated + 1)
    decoded = done.prompt_tokens - done.cached_tokens
    return Speeds(decoded / done.prefill_seconds, (done.generated_tokens - 1) / seconds), done


def measure(model: Path, rounds: int, generated: int, threads: int, gpu_layers: int) -> Figures:
    binary = reference_binary()
    began = time.perf_counter()
    with closing(ModelProcess(model, model.stem, threads=threads, gpu_layers=gpu_layers)) as process:
        process.info()
        load_seconds = time.perf_counter() - began
        messages = prompt(process)
        _, work = ours(process, messages, 1)
        here: list[Speeds] = []
        there: list[Speeds] = []
        for number in range(1, rounds + 1):
            there.append(reference(binary, model, threads, gpu_layers, work, generated))
            here.append(ours(process, messages, generated)[0])
            print(f"round {number}: ours {here[-1]}, llama-bench {there[-1]}", file=sys.stderr)
        memory = process.memory_bytes()

    def ratios(name: str) -> tuple[float, float, float, float]:
        mine = [float(getattr(speeds, name)) for speeds in here]
        theirs = [float(getattr(speeds, name)) for speeds in there]
        median, reference_median = statistics.median(mine), statistics.median(theirs)
        return median, reference_median, median / reference_median, max(mine) / max(theirs)

    prefill, generation = ratios("prefill"), ratios("generation")
    return Figures(
        model=model.stem,
        threads=threads,
        prompt_tokens=work.prompt_tokens,
        cached_tokens=work.cached_tokens,
        generated_tokens=generated,
        rounds=rounds,
        prefill=prefill[0],
        prefill_reference=prefill[1],
        prefill_ratio=prefill[2],
        prefill_ratio_best=prefill[3],
        generation=generation[0],
        generation_reference=generation[1],
        generation_ratio=generation[2],
        generation_ratio_best=generation[3],
        load_seconds=load_seconds,
        memory_bytes=memory,
    )


def installed_model() -> Path:
    from models import models_dir

    files = sorted((models_dir() / MODEL).glob("*.gguf"))
    if not files:
        sys.exit(f"{MODEL} is not installed; give --model PATH")
    return files[0]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", type=Path, help="a GGUF file (default: the installed 1.5B)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--generate", type=int, default=64, help="tokens to generate in each run")
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--gpu-layers", type=int, default=-1)
    options = parser.parse_args(arguments)
    model = options.model or installed_model()
    figures = measure(model, options.rounds, options.generate, options.threads, options.gpu_layers)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(asdict(figures), indent=2) + "\n", encoding="utf-8")
    print(f"{figures.model}, {figures.threads} threads, {figures.rounds} rounds, tokens a second (median)")
    print(f"             ours  llama-bench  ratio  ratio of best  (floor {FLOOR})")
    for name in ("prefill", "generation"):
        row = [getattr(figures, name + part) for part in ("", "_reference", "_ratio", "_ratio_best")]
        print(f"{name:10} {row[0]:6.1f}  {row[1]:11.1f}  {row[2]:5.3f}  {row[3]:13.3f}")
    print(f"loaded in {figures.load_seconds:.1f} s, {figures.memory_bytes / 1e6:.0f} MB resident")
    return 0 if min(figures.prefill_ratio, figures.generation_ratio) >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
