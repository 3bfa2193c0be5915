"""How well and how fast speech is written down: word errors, real-time factor, memory, words nobody said.

python3 make.py bench hear [MODEL-FOLDER …]

Sixty sentences of the regulations in the evaluation data (20 of each PDF, spread evenly, without figures) are
spoken by espeak-ng, which must be installed, and by the voice that comes along, and heard clean, with white
noise at 10 dB, and at 8 kHz.
Without folders the installed models are measured. The processor's seconds hold under load too.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import psutil
from models import evaluation, hearers
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from engine.cancel import CancelToken
from engine.speech import RATE
from engine.speech.decoding import Recording
from engine.speech.hearer import HearerProcess
from engine.types import HeardWord
from engine.voices.register import VOICES
from engine.voices.speaking import VoiceProcess

Floats = NDArray[np.float32]

_EACH = 20  # sentences of a document
_SENTENCE = re.compile(r"(?<=[.:;] )[A-Z][A-Za-z ,'-]{50,160}\.(?= [A-Z])")
_MUSIC = (262, 330, 392, 523, 392, 330)  # hertz, half a second each


def sentences() -> list[str]:
    """Sixty, always the same."""
    import pypdfium2

    found: list[str] = []
    for path in sorted((evaluation("regulation_files") / "dev").glob("*.pdf")):
        pdf = pypdfium2.PdfDocument(path)
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
        fit = list(dict.fromkeys(_SENTENCE.findall(text)))
        found += [fit[place * len(fit) // _EACH] for place in range(_EACH)]
    return found


def by_synthesiser(text: str, path: Path) -> None:
    subprocess.run(["espeak-ng", "-v", "en-gb", "-s", "150", "-w", str(path), text], check=True)


def by_voice(voice: VoiceProcess) -> Callable[[str, Path], None]:
    def say(text: str, path: Path) -> None:
        made = list(voice.speak(text, CancelToken()))
        samples = np.concatenate([one.samples for one in made])
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(made[0].rate)
            file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())

    return say


def spoken(text: str, folder: Path, say: Callable[[str, Path], None]) -> Floats:
    path = folder / "said.wav"
    say(text, path)
    pieces = [piece.samples for piece in Recording(path).pieces()]
    quiet = np.zeros(RATE // 2, np.float32)
    return np.concatenate([quiet, *pieces, quiet])


def noisy(samples: Floats) -> Floats:
    """With white noise at 10 dB."""
    power = float(np.mean(samples**2)) / 10
    noise = np.random.default_rng(1).standard_normal(samples.size) * power**0.5
    return (samples + noise).astype(np.float32)


def of_a_telephone(samples: Floats) -> Floats:
    """With nothing above 4 kHz, as at 8 kHz."""
    spectrum = np.fft.rfft(samples)
    spectrum[np.fft.rfftfreq(samples.size, 1 / RATE) > 4000] = 0
    return np.fft.irfft(spectrum, samples.size).astype(np.float32)


def words(text: str) -> list[str]:
    return re.sub(r"[^a-z' ]", " ", text.lower().replace("-", " ")).split()


def heard(hearer: HearerProcess, samples: Floats) -> list[HeardWord]:
    return [word for one in hearer.hear(samples, CancelToken(), language="en") for word in one.words]


def without_speech() -> Iterator[tuple[str, Floats]]:
    """A minute of each."""
    chance, seconds = np.random.default_rng(2), np.arange(60 * RATE) / RATE
    white = chance.standard_normal(seconds.size)
    notes = np.array(_MUSIC)[(seconds * 2).astype(int) % len(_MUSIC)]
    tune = sum(np.sin(2 * np.pi * notes * overtone * seconds) / overtone for overtone in (1, 2, 3, 4))
    yield "silence", np.zeros(seconds.size, np.float32)
    yield "room", (1e-3 * white).astype(np.float32)
    yield "noise", (0.2 * white).astype(np.float32)
    yield "rumble", (0.02 * np.cumsum(white) / np.sqrt(np.arange(1, white.size + 1))).astype(np.float32)
    yield "hum", (0.3 * np.sin(2 * np.pi * 50 * seconds)).astype(np.float32)
    yield "tune", (0.2 * tune * np.exp(-(seconds % 0.5) * 4)).astype(np.float32)


def measure(folder: Path, said: Sequence[str], sounds: Sequence[Floats]) -> None:
    hearer = HearerProcess(folder)
    hearer.start()
    most, right, wrong = 0, list[float](), list[float]()
    for name, change in (("clean", lambda one: one), ("10 dB", noisy), ("8 kHz", of_a_telephone)):
        errors = total = 0
        for text, sound in zip(said, sounds, strict=True):
            found = heard(hearer, change(sound))
            expected, got = words(text), words(" ".join(word.text for word in found))
            errors += Levenshtein.distance(expected, got)
            total += len(expected)
            if name == "clean":
                for word in found:
                    known = all(part in expected for part in words(word.text))
                    (right if known else wrong).append(word.probability)
        most = max(most, hearer.memory_bytes())
        print(f"  {name}: {100 * errors / total:.1f} % of {total} words wrong", flush=True)
    for name, kind in (("right", right), ("wrong", wrong)):
        below = sum(one < 0.5 for one in kind)
        print(f"  {name} words below 0.5: {below} of {len(kind)}")
    long = np.concatenate(sounds)
    process = psutil.Process(hearer.pid)
    started, before = time.perf_counter(), sum(process.cpu_times()[:2])
    heard(hearer, long)
    taken, seconds = time.perf_counter() - started, long.size / RATE
    used = sum(process.cpu_times()[:2]) - before
    print(f"  {seconds:.0f} s of speech in {taken:.0f} s: {taken / seconds:.3f}; {used:.0f} s of processor")
    started = time.perf_counter()
    heard(hearer, sounds[0])
    print(f"  one sentence of {sounds[0].size / RATE:.1f} s in {time.perf_counter() - started:.2f} s")
    print(f"  {max(most, hearer.memory_bytes()) / 1e6:.0f} MB")
    for name, sound in without_speech():
        print(f"  {name}: {len(heard(hearer, sound))} words", flush=True)
    hearer.close()


def main(arguments: Sequence[str]) -> int:
    folders = hearers(arguments)
    said = sentences()
    sounds = dict[str, list[Floats]]()
    with tempfile.TemporaryDirectory() as folder, closing(VoiceProcess(VOICES[0])) as voice:
        for name, say in (("espeak-ng", by_synthesiser), (VOICES[0].name, by_voice(voice))):
            sounds[name] = [spoken(text, Path(folder), say) for text in said]
    for model in folders:
        for name, some in sounds.items():
            print(f"{model.name}, spoken by {name}", flush=True)
            measure(model, said, some)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
