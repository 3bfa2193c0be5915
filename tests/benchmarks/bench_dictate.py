"""How soon what is dictated stands there: from the first word to the first text, from the last to the final.

python3 make.py bench dictate [MODEL-FOLDER …]

The speech of the test data is played at the speed of speech, three times with each model; listening ends with
its last sample, as by somebody who lets go of the key at once. Without folders the installed models are
measured.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from fakes.microphone import FakeMicrophone, spoken
from models import hearers

from app.dictating.dictation import Dictation
from engine.cancel import CancelToken
from engine.speech import RATE
from engine.speech.hearer import HearerProcess

_BEGINS, _ENDS = 2.0, 15.0  # seconds between which somebody speaks in it
_TIMES = 3


def measure(folder: Path) -> None:
    hearer = HearerProcess(folder)
    hearer.start()
    said = spoken()[: round(_ENDS * RATE)]
    for _ in range(_TIMES):
        end, stopped = CancelToken(), list[float]()
        microphone = FakeMicrophone(said, speed=1.0)

        def stop(
            microphone: FakeMicrophone = microphone,
            end: CancelToken = end,
            stopped: list[float] = stopped,
        ) -> None:
            microphone.all_said.wait()
            stopped.append(time.perf_counter())
            end.cancel()

        threading.Thread(target=stop, daemon=True).start()
        first, started, told = 0.0, time.perf_counter(), 0
        for told, _ in enumerate(Dictation(hearer, microphone).take_down(end, CancelToken()), 1):  # noqa: B007
            first = first or time.perf_counter() - started - _BEGINS
        last = time.perf_counter() - stopped[0]
        print(f"  first text after {first:.2f} s of speech, final {last:.2f} s after its end; {told} texts")
    hearer.close()


def main(arguments: Sequence[str]) -> int:
    for folder in hearers(arguments):
        print(folder.name, flush=True)
        measure(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
