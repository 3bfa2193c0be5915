"""Writing down what is said, with a Whisper model on CTranslate2.

What the field complains of most in Whisper are words that nobody said: in silence, under music, and in loops.
So only where somebody speaks is listened to (`engine.speech.voice`), at most half a minute at once and cut in
pauses; nothing written before is told to the model, from which loops are passed on; and
`engine.speech.doubting` leaves out what has the shape of an invention. Words have their times from the
model's attention (`align`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import ModelInvalid, ModelMissing
from engine.speech import RATE
from engine.speech.doubting import Written, is_invented, is_rushed, loops, without_loops
from engine.speech.mel import HOP, log_mel
from engine.speech.vocabulary import Vocabulary
from engine.speech.voice import Span, levelled, packed, spans
from engine.types import Heard, HeardWord

Floats = NDArray[np.float32]

WEIGHTS, TOKENS, CONFIG = "model.bin", "tokenizer.json", "config.json"
FILES = (WEIGHTS, TOKENS, CONFIG)  # a vocabulary lies beside them, as .txt or .json

_WINDOW = 30 * RATE  # samples that the model takes at once, however few there are
LONGEST = 28 * RATE
_GAP = 3 * RATE  # samples of no speech that are not listened to
_FRAME = 2 * HOP / RATE  # seconds between the model's places in time
_BEAM = 5
_SENTENCE_ENDS = ".?!…。？！"
_ABBREVIATION = 3  # letters before a full stop that may stand for a word: "Mrs.", "Art."
_PAUSE = 1.0  # seconds that end a sentence, whatever is written
_NO_REPEATS = 4  # tokens that may not follow each other twice, where they did in a loop


class Listener:
    """A Whisper model in this process. Not thread-safe."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Raises `ModelMissing`, `ModelInvalid`, MemoryError."""
        if not all((folder / name).is_file() for name in FILES):
            raise ModelMissing(model=folder.name)
        import ctranslate2

        try:
            self._model: Any = ctranslate2.models.Whisper(
                str(folder), device="cpu", compute_type="int8", intra_threads=threads, inter_threads=1
            )
        except (RuntimeError, ValueError) as refused:
            if "alloc" in str(refused):
                raise MemoryError from refused
            raise ModelInvalid(path=str(folder), detail=type(refused).__name__) from refused
        self._multilingual = bool(self._model.is_multilingual)
        self._vocabulary = Vocabulary(folder / TOKENS, multilingual=self._multilingual)

    def hear(
        self,
        samples: Floats,
        cancel: CancelToken,
        *,
        language: str = "",
        names: Sequence[str] = (),
    ) -> Iterator[Heard]:
        """See `engine.protocols.Hearer`. Raises `Cancelled`, MemoryError."""
        return self.hear_spans(samples, spans(samples, cancel), cancel, language, names)

    def hear_spans(
        self,
        samples: Floats,
        voiced: Sequence[Span],
        cancel: CancelToken,
        language: str = "",
        names: Sequence[str] = (),
        begins: float = 0.0,
    ) -> Iterator[Heard]:
        """What is said in spans of samples, which begin at `begins` seconds of the sound."""
        for window in packed(voiced, LONGEST, _GAP):
            cancel.raise_if_cancelled()
            speech = sum(one.end - one.start for one in _within(voiced, window)) / RATE
            yield from self._window(samples, window, speech, language, names, begins)

    def _window(
        self,
        samples: Floats,
        window: Span,
        speech: float,
        language: str,
        names: Sequence[str],
        begins: float,
    ) -> Iterator[Heard]:
        """What is said in one window, of which `speech` seconds are."""
        encoded = self._encoded(samples[window.start : window.end])
        spoken = self._language(encoded, language)
        written = self._written(encoded, spoken, names)
        if is_invented(written, speech):
            return
        found = self._sentences(encoded, written, spoken, window, begins)
        if any(map(is_rushed, found)):
            again = self._asked(encoded, self._vocabulary.start(spoken), no_repeat_ngram_size=_NO_REPEATS)
            if not is_invented(again, speech):
                found = self._sentences(encoded, again, spoken, window, begins)
        for sentence in found:
            if not is_rushed(sentence):
                yield Heard(sentence, spoken)

    def _sentences(
        self, encoded: Any, written: Written, language: str, window: Span, begins: float
    ) -> list[tuple[HeardWord, ...]]:
        tokens = without_loops(written.tokens)
        return list(_sentences(self._words(encoded, tokens, language, window, begins)))

    def _encoded(self, samples: Floats) -> Any:
        import ctranslate2

        padded = np.pad(levelled(samples), (0, _WINDOW - samples.size))
        features = log_mel(padded, int(self._model.n_mels))
        return self._model.encode(ctranslate2.StorageView.from_array(features[None]))

    def _language(self, encoded: Any, asked: str) -> str:
        if not self._multilingual:
            return "en"
        if asked in self._vocabulary.languages():
            return asked
        found, _ = self._model.detect_language(encoded)[0][0]
        return str(found).strip("<|>")

    def _written(self, encoded: Any, language: str, names: Sequence[str]) -> Written:
        """What the model writes; once more where it went round in circles."""
        start = self._vocabulary.start(language)
        first = self._asked(encoded, [*self._vocabulary.before(names), *start])
        if not loops(first.tokens):
            return first
        return self._asked(encoded, start, no_repeat_ngram_size=_NO_REPEATS)

    def _asked(self, encoded: Any, prompt: list[int], **options: int) -> Written:
        result = self._model.generate(
            encoded,
            [prompt],
            beam_size=_BEAM,
            return_scores=True,
            return_no_speech_prob=True,
            **options,
        )[0]
        tokens = [int(one) for one in result.sequences_ids[0] if one < self._vocabulary.end]
        return Written(
            tuple(tokens),
            self._vocabulary.text(tokens),
            float(result.scores[0]),
            float(result.no_speech_prob),
        )

    def _words(
        self, encoded: Any, tokens: Sequence[int], language: str, window: Span, begins: float
    ) -> list[HeardWord]:
        """Words with their times."""
        if not tokens:
            return []
        frames = (window.end - window.start) // HOP
        start = self._vocabulary.start(language)
        aligned = self._model.align(encoded, start, [list(tokens)], frames)[0]
        places = _begins(aligned.alignments, len(tokens))
        chances = aligned.text_token_probs
        found, at = [], 0
        offset, latest = begins + window.start / RATE, begins + window.end / RATE
        for word in self._vocabulary.words(tokens, language):
            end = at + word.tokens
            times = [min(offset + places[place] * _FRAME, latest) for place in (at, end)]
            if word.text:
                sure = float(np.mean(chances[at:end])) if at < len(chances) else 0.0
                found.append(HeardWord(times[0], times[1], word.text, sure))
            at = end
        return found


def _begins(pairs: Sequence[tuple[int, int]], count: int) -> list[int]:
    """The place in time at which each token begins, and at last the one at which the last ends."""
    found = [-1] * (count + 1)
    latest = 0
    for token, place in pairs:
        latest = max(latest, place)
        if token <= count and found[token] < 0:
            found[token] = place
    for token, place in enumerate(found):
        if place < 0:
            found[token] = latest if token == count else max(found[:token], default=0)
    return found


def _within(voiced: Sequence[Span], window: Span) -> Iterator[Span]:
    for one in voiced:
        if one.start < window.end and one.end > window.start:
            yield Span(max(one.start, window.start), min(one.end, window.end))


def _sentences(words: Sequence[HeardWord]) -> Iterator[tuple[HeardWord, ...]]:
    held: list[HeardWord] = []
    for word in words:
        if held and (_ends(held[-1].text) or word.start - held[-1].end > _PAUSE):
            yield tuple(held)
            held = []
        held.append(word)
    if held:
        yield tuple(held)


def _ends(word: str) -> bool:
    """Whether a sentence ends with it. A full stop may be that of "Mrs."; then it goes on."""
    if word[-1] == ".":
        return len(word) > _ABBREVIATION + 1
    return word[-1] in _SENTENCE_ENDS
