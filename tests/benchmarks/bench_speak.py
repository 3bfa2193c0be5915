"""How soon a sentence is heard that is read aloud, how much faster than it is heard it is made, and what the
voice's process holds.

Sentences are those of the evaluation data's regulations. Run `python make.py bench speak`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
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
from engine.voices.register import VOICES, VoiceKind  # noqa: E402
from engine.voices.speaking import VoiceProcess  # noqa: E402
from rag.language.sentences import sentences as cut  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = CHECKOUT.parent / "shared" / "eval" / "obliqa_adgm" / "records"
RESULTS = Path(__file__).parent / "results" / "speak.json"
_SHORTEST, _LONGEST = 40, 300  # characters


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds; `factor`: of the time in which a sentence is heard, the part in which it is made."""

    voice: str
    sentences: int
    heard_seconds: float
    start_seconds: float  # of the process, with its first word
    first_sound_p50: float  # of a sentence, once the process is there
    first_sound_p95: float
    factor: float
    memory_bytes: int
    load: float  # of the machine, over a minute


def sentences(count: int) -> list[str]:
    """The first of middling length in the records."""
    found: list[str] = []
    for file in sorted(DATA.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            text = " ".join(str(json.loads(line)["text"]).split())
            found += [
                text[one.start : one.end] for one in cut(text) if _SHORTEST < one.end - one.start < _LONGEST
            ]
            if len(found) >= count:
                return found[:count]
    return found


def measured(kind: VoiceKind, texts: list[str]) -> Figures:
    with closing(VoiceProcess(kind)) as voice:
        begun = time.monotonic()
        voice.start()
        list(voice.speak("Ready.", CancelToken()))
        start = time.monotonic() - begun
        firsts, made, heard = list[float](), 0.0, 0.0
        for text in texts:
            begun = time.monotonic()
            first = 0.0
            for sound in voice.speak(text, CancelToken()):
                first = first or time.monotonic() - begun
                heard += sound.seconds
            made += time.monotonic() - begun
            firsts.append(first)
        held = voice.memory_bytes()
    spread = statistics.quantiles(firsts, n=20)
    middle = statistics.median(firsts)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return Figures(kind.name, len(texts), heard, start, middle, spread[-1], made / heard, held, load)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sentences", type=int, default=60)
    options = parser.parse_args(arguments)
    if not DATA.is_dir():
        print("bench speak needs the evaluation data beside the checkout", file=sys.stderr)
        return 1
    texts = sentences(options.sentences)
    found = [measured(kind, texts) for kind in VOICES]
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps([asdict(figures) for figures in found], indent=2) + "\n", "utf-8")
    for one in found:
        print(
            f"{one.voice}: {one.sentences} sentences, heard for {one.heard_seconds:.0f} s, made in "
            f"{one.factor:.2f} of that; started in {one.start_seconds:.1f} s, then first sound after "
            f"{one.first_sound_p50 * 1e3:.0f} ms (p50), {one.first_sound_p95 * 1e3:.0f} ms (p95); "
            f"{one.memory_bytes / 1e6:.0f} MB; load {one.load:.1f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
