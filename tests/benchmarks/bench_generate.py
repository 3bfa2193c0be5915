"""Tokens a second of our model process against `llama-bench` of the same llama.cpp, as ratios.

Both do the same work in turns on the same machine, with the same threads, at several depths: decode some 512
tokens behind as many as the depth is, and generate behind as many. `llama-bench` draws no tokens and sends
nothing; ours samples, streams to the window's process and renders the template. It is built once from the
source package of the installed llama-cpp-python, with the same compiler defaults.

    python make.py bench generate [--model PATH] [--rounds N] [--depths N ...]
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
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
if str(CHECKOUT) not in sys.path:
    sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]

from unpacking import unpack  # noqa: E402

from engine.cancel import CancelToken  # noqa: E402
from engine.cores import default_threads  # noqa: E402
from engine.llama.generator import ModelProcess  # noqa: E402
from engine.types import GenerationDone, Message, Sampling, Speaker, TextDelta  # noqa: E402

CACHE = CHECKOUT / ".setup" / "llama-bench"
RESULTS = Path(__file__).parent / "results" / "generate.json"
MODEL = "qwen2.5-coder-0.5b-instruct-q4_k_m"
FLOOR = 0.97
PROMPT_TOKENS = 512
DEPTHS = (0, 512, 2048)
_ASK = "Ignore the words above. Write a very long and detailed story about a lighthouse keeper."


@dataclass(frozen=True, slots=True)
class Speeds:
    """Tokens a second."""

    prefill: float
    generation: float


@dataclass(frozen=True, slots=True)
class Depth:
    """Ratios are ours over llama-bench's: of the medians, and of the best runs."""

    depth: int  # asked for; the tokens before, below, are what it came to
    cached_tokens: int  # before the prompt that is decoded
    decoded_tokens: int
    before_tokens: int  # before what is generated
    prefill: float
    prefill_reference: float
    prefill_ratio: float
    prefill_ratio_best: float
    generation: float
    generation_reference: float
    generation_ratio: float
    generation_ratio_best: float


@dataclass(frozen=True, slots=True)
class Figures:
    model: str
    threads: int
    generated_tokens: int
    rounds: int
    depths: list[Depth]
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


@dataclass(frozen=True, slots=True)
class Work:
    """What both do at one depth."""

    depth: int
    before: Sequence[Message]  # read first, not timed
    read: Sequence[Message]  # begins with that and is `PROMPT_TOKENS` longer
    written: Sequence[Message]  # of just about `depth` tokens


def reference(
    binary: Path, model: Path, threads: int, gpu_layers: int, done: Sequence[GenerationDone], generated: int
) -> Speeds:
    """One run of llama-bench at the depths of what we did: a prompt read, then generation."""
    common = [str(binary), "-m", str(model), "-t", str(threads), "-r", "1", "-o", "jsonl", "-lm", "mmap"]
    common += ["-ngl", str(gpu_layers), "-b", str(PROMPT_TOKENS), "-fa", "auto"]

    def run(*arguments: str) -> float:
        output = subprocess.run([*common, *arguments], check=True, capture_output=True, text=True).stdout
        return float(json.loads(output.splitlines()[-1])["avg_ts"])

    read, written = done
    decoded = read.prompt_tokens - read.cached_tokens
    return Speeds(
        prefill=run("-p", str(decoded), "-n", "0", "-d", str(read.cached_tokens)),
        generation=run("-p", "0", "-n", str(generated), "-d", str(written.prompt_tokens)),
    )


def work(process: ModelProcess, depth: int) -> Work:
    """Prompts whose lengths are just about what is asked for, never more."""

    def message(words: int) -> list[Message]:
        filler = " ".join(f"item{index % 10}" for index in range(words))
        return [Message(Speaker.USER, f"{filler}. {_ASK}")]

    few, more = (generate(process, message(words), 1)[0].prompt_tokens for words in (20, 40))

    def sized(tokens: int) -> list[Message]:
        return message(max(1, 40 + int((tokens - more) / ((more - few) / 20))))

    return Work(depth, sized(depth), sized(depth + PROMPT_TOKENS), sized(depth))


def generate(process: ModelProcess, messages: Sequence[Message], tokens: int) -> tuple[GenerationDone, float]:
    """The report of one generation, and the seconds from first to last event as the window sees them."""
    first = 0.0
    for event in process.generate(messages, Sampling(max_tokens=tokens), CancelToken()):
        if isinstance(event, TextDelta):
            first = first or time.perf_counter()
        else:
            return event, time.perf_counter() - (first or time.perf_counter())
    raise RuntimeError("no report at the end")


def ours(process: ModelProcess, asked: Work, generated: int) -> tuple[Speeds, tuple[GenerationDone, ...]]:
    """Speeds through the model process, and its reports of what was read and of what was written.

    n tokens take n - 1 decodes: the first is drawn from the prompt's own. Generation is timed in this
    process, from the first piece of text to the report, so it includes the way of every piece to here.
    """
    # Another prompt goes first, so that what is measured shares no more than what it shall.
    generate(process, [Message(Speaker.USER, "Other.")], 1)
    if asked.depth:
        generate(process, asked.before, 1)
    read, _ = generate(process, asked.read, 1)
    written, seconds = generate(process, asked.written, generated + 1)
    decoded = read.prompt_tokens - read.cached_tokens
    speeds = Speeds(decoded / read.prefill_seconds, (written.generated_tokens - 1) / seconds)
    return speeds, (read, written)


def measure(
    model: Path, rounds: int, generated: int, threads: int, gpu_layers: int, depths: Sequence[int]
) -> Figures:
    binary = reference_binary()
    began = time.perf_counter()
    found = []
    with closing(ModelProcess(model, model.stem, threads=threads, gpu_layers=gpu_layers)) as process:
        process.info()
        load_seconds = time.perf_counter() - began
        for depth in depths:
            asked = work(process, depth)
            _, done = ours(process, asked, 1)
            here: list[Speeds] = []
            there: list[Speeds] = []
            for number in range(1, rounds + 1):
                there.append(reference(binary, model, threads, gpu_layers, done, generated))
                here.append(ours(process, asked, generated)[0])
                print(f"{depth}, round {number}: ours {here[-1]}, there {there[-1]}", file=sys.stderr)
            found.append(compared(depth, done, here, there))
        memory = process.memory_bytes()
    return Figures(model.stem, threads, generated, rounds, found, load_seconds, memory)


def compared(
    depth: int, done: Sequence[GenerationDone], here: Sequence[Speeds], there: Sequence[Speeds]
) -> Depth:
    def ratios(name: str) -> tuple[float, float, float, float]:
        mine = [float(getattr(speeds, name)) for speeds in here]
        theirs = [float(getattr(speeds, name)) for speeds in there]
        median, reference_median = statistics.median(mine), statistics.median(theirs)
        return median, reference_median, median / reference_median, max(mine) / max(theirs)

    read, written = done
    decoded = read.prompt_tokens - read.cached_tokens
    speeds = (*ratios("prefill"), *ratios("generation"))
    return Depth(depth, read.cached_tokens, decoded, written.prompt_tokens, *speeds)


def installed_model() -> Path:
    from models import models_dir

    files = sorted((models_dir() / MODEL).glob("*.gguf"))
    if not files:
        sys.exit(f"{MODEL} is not installed; give --model PATH")
    return files[0]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", type=Path, help="a GGUF file (default: the installed 0.5B)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--generate", type=int, default=64, help="tokens to generate in each run")
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--gpu-layers", type=int, default=-1)
    parser.add_argument("--depths", type=int, nargs="+", default=DEPTHS)
    options = parser.parse_args(arguments)
    model = options.model or installed_model()
    figures = measure(
        model, options.rounds, options.generate, options.threads, options.gpu_layers, options.depths
    )
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(asdict(figures), indent=2) + "\n", encoding="utf-8")
    print(f"{figures.model}, {figures.threads} threads, {figures.rounds} rounds, tokens a second (median)")
    print(f"depth               ours  llama-bench  ratio  ratio of best  (floor {FLOOR})")
    for one in figures.depths:
        for name in ("prefill", "generation"):
            row = [getattr(one, name + part) for part in ("", "_reference", "_ratio", "_ratio_best")]
            print(f"{one.depth:5} {name:10} {row[0]:8.1f}  {row[1]:11.1f}  {row[2]:5.3f}  {row[3]:13.3f}")
    print(f"loaded in {figures.load_seconds:.1f} s, {figures.memory_bytes / 1e6:.0f} MB resident")
    least = min(min(one.prefill_ratio, one.generation_ratio) for one in figures.depths)
    return 0 if least >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
