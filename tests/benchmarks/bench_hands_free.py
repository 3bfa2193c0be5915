"""How soon one is answered hands-free: from the last word of a question to its text, and to the first sound.

python3 make.py bench hands_free [MODEL]

Ten questions about the rules of the sample, spoken by espeak-ng, which must be installed, come in at the
speed of speech; the end of each is noticed by the voice, as in the window. Hearer, embedder, model and voice
are the installed ones, in their processes, and warm: a question before is not counted. Nothing is played: the
first sound is the first that the voice gives to the loudspeaker.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from fakes.microphone import FakeMicrophone, spoken
from models import models_dir
from numpy.typing import NDArray

from app.aloud.utterances import Utterance
from app.dictating.dictation import Dictation
from app.dictating.turns import Turns
from app.paths import Paths
from app.services import Services, open_services
from engine.assets import SAMPLE
from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.speech import RATE
from engine.types import Sound
from rag.types import QuotesFound

_MODEL = "qwen2.5-coder-0.5b-instruct-q4_k_m"
_QUESTIONS = 10
_LOUD = 0.01


class _Ear:
    """A loudspeaker that notes when the first sound comes, and plays none."""

    def __init__(self) -> None:
        self.first = 0.0
        self.ends = CancelToken()

    def play(self, sound: Sound, cancel: CancelToken) -> None:
        self.first = self.first or time.perf_counter()
        self.ends.cancel()
        cancel.raise_if_cancelled()


def _said(question: str, folder: Path) -> NDArray[np.float32]:
    path = folder / "said.wav"
    subprocess.run(["espeak-ng", "-v", "en-gb", "-s", "150", "-w", str(path), question], check=True)
    return spoken(path)


def _asked(services: Services, said: NDArray[np.float32]) -> tuple[str, float, float, str]:
    """What was heard, seconds from the last word to its text and to the first sound, and what is said."""
    end, started = CancelToken(), list[float]()

    class Timed(FakeMicrophone):
        def listen(self, cancel: CancelToken):  # type: ignore[no-untyped-def]
            started.append(time.perf_counter())
            return super().listen(cancel)

    microphone = Turns(Timed(said, speed=1.0), end.cancel)
    heard = [one.text for one in Dictation(services.models.hearer, microphone).take_down(end, CancelToken())]
    spoke = started[0] + float(np.flatnonzero(np.abs(said) > _LOUD)[-1]) / RATE
    written, ear = time.perf_counter() - spoke, _Ear()
    services.aloud.speaker = ear
    talk, quote = services.chats.create().id, ""
    events = services.chats.ask(talk, heard[-1], CancelToken())
    for event in events:
        if isinstance(event, QuotesFound) and event.quotes:
            quote = event.quotes[0].citation.quote
            try:
                for _ in services.aloud.read([Utterance(quote, 0, len(quote))], ear.ends):
                    pass
            except Cancelled:
                break
    events.close()  # type: ignore[attr-defined]  # a generator
    return heard[-1], written, ear.first - spoke if ear.first else float("nan"), quote


def main(arguments: Sequence[str]) -> int:
    model = arguments[0] if arguments else _MODEL
    kept = tomllib.loads((SAMPLE / "board.toml").read_text(encoding="utf-8"))
    questions = [one["question"] for one in kept["answered"]][: _QUESTIONS + 1]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        paths = Paths(folder / "home", models_dir())
        services = open_services(paths, "correct horse battery staple", keyring_allowed=False, model=model)
        try:
            services.library.add([SAMPLE / kept["document"]])
            services.library.wait_idle()
            services.warm_up()
            texts, sounds = [], []
            for number, question in enumerate([questions[-1], *questions[:_QUESTIONS]]):
                heard, text, sound, quote = _asked(services, _said(question, folder))
                if number:
                    texts.append(text)
                    sounds.append(sound)
                print(f"  {text:.2f} s, {sound:.2f} s: {heard!r} → {quote[:70]!r}", flush=True)
        finally:
            services.close()
    for name, found in (("text", texts), ("first sound", sounds)):
        there = [one for one in found if not np.isnan(one)]
        p50, p95 = np.percentile(there, [50, 95]) if there else (float("nan"),) * 2
        print(f"{name}: p50 {p50:.2f} s, p95 {p95:.2f} s, of {len(there)} of {len(found)}")
    print(f"load {os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
