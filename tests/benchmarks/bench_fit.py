"""The memory that was told from a model's header beside what its process holds, at several contexts.

Each model is loaded as the program loads it, in a process of its own, and asked with a prompt that fills its
context to the half at most, so that every buffer is touched. Run `python make.py bench fit`; `--models DIR …`
takes other folders than the one of the tests.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
if str(CHECKOUT) not in sys.path:
    sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]

from models import models_dir  # noqa: E402

from engine.cancel import CancelToken  # noqa: E402
from engine.formats.gguf_kinds import GgufKind, kind_of  # noqa: E402
from engine.formats.gguf_parts import read_model  # noqa: E402
from engine.llama.fit import Need, need  # noqa: E402
from engine.llama.generator import ModelProcess  # noqa: E402
from engine.types import Message, Sampling, Speaker  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "fit.json"
CONTEXTS = (512, 2048, 8192)
MOST = 0.10  # told and held may differ by so much
_MOST_PROMPT = (
    1200  # tokens; more touch no further buffer than the cache, which is counted as it is set aside
)
_ASK = "Name the colours of the rainbow, one after the other. "


@dataclass(frozen=True, slots=True)
class Row:
    """Mebibytes. `held` is what the system counts for the process, `told` what was worked out before."""

    model: str
    context: int
    told: float
    held: float
    weights: float
    repacked: float
    cache: float
    compute: float
    process: float

    @property
    def ratio(self) -> float:
        return self.told / self.held


def measure(path: Path, context: int) -> Row:
    """Load, ask once, and look at the process."""
    told = need(read_model(path), context)
    with closing(ModelProcess(path, path.stem, context_length=context, gpu_layers=0)) as process:
        each = process.count_tokens(_ASK)
        asked = Message(Speaker.USER, _ASK * (min(context // 2, _MOST_PROMPT) // each))
        sampling = Sampling(max_tokens=16, repeatable=True)
        for _ in process.generate((asked,), sampling, CancelToken()):
            pass
        held = process.memory_bytes()
    return _row(path.stem, context, told, held)


def _row(name: str, context: int, told: Need, held: int) -> Row:
    parts = {part: size / 2**20 for part, size in asdict(told).items()}
    return Row(name, context, told.resident / 2**20, held / 2**20, **parts)


def models(folders: list[Path]) -> list[Path]:
    """The language models of one file that lie in folders of these."""
    found = sorted(
        {path for folder in folders for path in folder.glob("*/*.gguf")}, key=lambda path: path.name
    )
    return [path for path in found if kind_of(read_model(path)) is GgufKind.MODEL]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", nargs="*", type=Path, default=[], metavar="DIR")
    parser.add_argument("--contexts", nargs="*", type=int, default=list(CONTEXTS))
    options = parser.parse_args()
    rows = []
    for path in models([models_dir(), *options.models]):
        for context in options.contexts:
            rows.append(measure(path, context))
            row = rows[-1]
            print(
                f"{row.model} | {context} | {row.told:.0f} | {row.held:.0f} | {row.ratio:.3f} | "
                f"{row.weights:.0f} + {row.repacked:.0f} | {row.cache:.0f} | {row.compute:.0f} | "
                f"{row.process:.0f}",
                flush=True,
            )
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")
    wrong = [row for row in rows if abs(row.ratio - 1) > MOST]
    for row in wrong:
        print(
            f"{row.model} at {row.context}: told {row.told:.0f} MB, holds {row.held:.0f} MB", file=sys.stderr
        )
    return 1 if wrong or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
