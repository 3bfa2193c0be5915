"""Has the voice of a packaged program speak, as the program itself would start it. Run with the packages of
the set-up: `python spoken.py PROGRAM`.
"""

from __future__ import annotations

import sys
from pathlib import Path

_SENTENCE = "The notice period is three months to the end of a quarter."
_SECONDS = (2.0, 8.0)  # in which a person says it


def main(program: str) -> int:
    """0 where a sound of the length of the sentence came."""
    sys.path.insert(0, str(Path(__file__).parents[2]))
    sys.frozen, sys.executable = True, program  # type: ignore[attr-defined]
    import numpy as np

    from engine.cancel import CancelToken
    from engine.voices.register import VOICES
    from engine.voices.speaking import VoiceProcess

    voice = VoiceProcess(VOICES[0])
    try:
        sounds = list(voice.speak(_SENTENCE, CancelToken()))
    finally:
        voice.close()
    seconds = sum(len(one.samples) / one.rate for one in sounds)
    loudest = max((float(np.abs(one.samples).max()) for one in sounds if len(one.samples)), default=0.0)
    sys.stdout.write(f"{seconds:.1f} s, at most {loudest:.2f}\n")
    return 0 if _SECONDS[0] < seconds < _SECONDS[1] and loudest > 0.05 else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
