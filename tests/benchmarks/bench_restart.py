"""What it saves to keep what a model has read: seconds to the first token after its process has ended.

A prompt of the program's own, with its rules and some 900 tokens of sources, is asked in new processes: with
nothing kept, with all of it kept, and with the rules alone. `load` is what each process takes before.
States lie sealed beside a vault, as the program keeps them.

    python make.py bench restart [--model PATH] [--rounds N] [--threads N]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

CHECKOUT = Path(__file__).resolve().parents[2]
if str(CHECKOUT) not in sys.path:
    sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]

from app.security.kept_states import FOLDER, KeptStates  # noqa: E402
from engine.cancel import CancelToken  # noqa: E402
from engine.cores import default_threads  # noqa: E402
from engine.llama.generator import ModelProcess  # noqa: E402
from engine.types import GenerationDone, Message, Sampling, Speaker, TextDelta  # noqa: E402
from rag.prompting.prompts import template  # noqa: E402
from rag.storing.vault import Vault  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

RESULTS = Path(__file__).parent / "results" / "restart.json"

_LINE = "Clause {number} of part {part}: the clerk reads gauge {number} at noon and writes day {part} down. "
_CLAUSES = 32


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians of seconds; ratios to the first token without anything kept."""

    model: str
    threads: int
    rounds: int
    prompt_tokens: int
    load: float
    nothing_kept: float
    kept: float
    kept_ratio: float
    kept_tokens: int
    rules_kept: float
    rules_ratio: float
    rules_tokens: int
    bytes_a_thousand_tokens: int
    take_seconds: float  # to take the state from the process and write it
    same_bytes: bool


def asked(part: int) -> list[Message]:
    text = "".join(_LINE.format(number=number, part=part) for number in range(_CLAUSES))
    return [
        Message(Speaker.SYSTEM, template("answer")),
        Message(Speaker.USER, f"{text}\n\nQuestion: What does clause 7 of part {part} say?"),
    ]


def first_token(
    model: Path, threads: int, states: KeptStates | None, part: int
) -> tuple[float, float, str, GenerationDone, float]:
    """Seconds to load and to the first token, the text, its report, and seconds to keep the state."""
    process = ModelProcess(model, model.stem, threads=threads, gpu_layers=0, states=states)
    try:
        began = time.perf_counter()
        process.info()
        loaded = time.perf_counter()
        first, text = 0.0, ""
        for event in process.generate(asked(part), Sampling(max_tokens=32, repeatable=True), CancelToken()):
            if isinstance(event, TextDelta):
                first = first or time.perf_counter() - loaded
                text += event.text
            elif isinstance(event, GenerationDone):
                done = event
    finally:
        ending = time.perf_counter()
        process.close()
    return loaded - began, first, text, done, time.perf_counter() - ending


def measure(model: Path, rounds: int, threads: int) -> Figures:
    seconds: dict[str, list[float]] = {name: [] for name in ("load", "nothing", "kept", "rules", "take")}
    texts: set[str] = set()
    with TemporaryDirectory() as folder:
        home = Path(folder)
        with closing(Vault.create(home / "vault.db", bytes(32))) as vault:
            for number in range(1, rounds + 1):
                load, first, text, whole, _ = first_token(model, threads, None, 0)
                seconds["load"].append(load)
                seconds["nothing"].append(first)
                texts.add(text)
                states = KeptStates(home, vault)
                seconds["take"].append(first_token(model, threads, states, 0)[-1])
                size = max(one.stat().st_size for one in (home / FOLDER).iterdir())
                _, first, text, kept, _ = first_token(model, threads, KeptStates(home, vault), 0)
                seconds["kept"].append(first)
                texts.add(text)
                states.forget()
                _, first, _, rules, _ = first_token(model, threads, KeptStates(home, vault), number)
                seconds["rules"].append(first)
                states = KeptStates(home, vault)
                states.forget()
                print(
                    f"round {number}: { ({name: one[-1] for name, one in seconds.items()}) }", file=sys.stderr
                )
    nothing, with_all, with_rules = (
        statistics.median(seconds[name]) for name in ("nothing", "kept", "rules")
    )
    return Figures(
        model=model.stem,
        threads=threads,
        rounds=rounds,
        prompt_tokens=whole.prompt_tokens,
        load=statistics.median(seconds["load"]),
        nothing_kept=nothing,
        kept=with_all,
        kept_ratio=with_all / nothing,
        kept_tokens=kept.cached_tokens,
        rules_kept=with_rules,
        rules_ratio=with_rules / nothing,
        rules_tokens=rules.cached_tokens,
        bytes_a_thousand_tokens=round(1000 * size / max(1, kept.cached_tokens)),
        take_seconds=statistics.median(seconds["take"]),
        same_bytes=len(texts) == 1,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    from bench_generate import installed_model

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", type=Path, help="a GGUF file (default: the installed 0.5B)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=default_threads())
    options = parser.parse_args(arguments)
    figures = measure(options.model or installed_model(), options.rounds, options.threads)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(asdict(figures), indent=2) + "\n", encoding="utf-8")
    for name, value in asdict(figures).items():
        print(f"{name:24} {value:.3f}" if isinstance(value, float) else f"{name:24} {value}")
    return 0 if figures.same_bytes else 1


if __name__ == "__main__":
    sys.exit(main())
