"""What a model wrote that nobody said, known by its shape.

The limits on the chance of no speech and on the mean log probability are Whisper's own (openai/whisper,
transcribe.py: 0.6 and -1.0). Speech has at most some 25 characters a second (a fast reader 18): what was
written of a second of speech in a hundred characters was not heard in it. Nor was a sentence all of whose
words fall on one moment: the model goes on in its own words once it has lost the sound, and says a phrase
again that is not there. Of ten sentences at 8 kHz one had 39 errors in 18 words so; nine of its words fell on
a tenth of a second. Of ten clean ones, and ten in noise, none looks like that.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from engine.types import HeardWord

_NO_SPEECH = 0.6
_UNSURE = -1.0  # mean log probability of the tokens
_FASTEST = 40.0  # characters of a second of speech
_RUSHED = 4  # words of a sentence from which its time is judged: single ones are placed badly by chance
_PACKED = 2.4  # how much smaller a text packs that goes round in circles (openai/whisper, transcribe.py)
_LONGEST_ROUND = 12  # tokens of a phrase that is said over and over
_ROUNDS = 4  # "no, no, no" is said; five times the same phrase in half a minute is not


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote of one window: tokens, text, their mean log probability, the chance that nobody
    spoke.
    """

    tokens: tuple[int, ...]
    text: str
    score: float
    no_speech: float


def is_invented(written: Written, speech: float) -> bool:
    """Whether nobody said it; `speech`: seconds in which somebody speaks."""
    if not any(one.isalnum() for one in written.text):
        return True
    if written.no_speech > _NO_SPEECH and written.score < _UNSURE:
        return True
    return len(written.text) > _FASTEST * max(speech, 0.5)


def is_rushed(words: Sequence[HeardWord]) -> bool:
    """Whether a sentence has too little time for what it says."""
    if len(words) < _RUSHED:
        return False
    return sum(len(one.text) for one in words) > _FASTEST * (words[-1].end - words[0].start)


def loops(tokens: Sequence[int]) -> bool:
    """Whether a phrase follows itself again and again."""
    return len(without_loops(tokens)) < len(tokens) or _packs(tokens)


def without_loops(tokens: Sequence[int]) -> tuple[int, ...]:
    """Of a phrase that follows itself more than `_ROUNDS` times, the first."""
    kept: list[int] = []
    at = 0
    while at < len(tokens):
        size, rounds = _round(tokens, at)
        kept += tokens[at : at + size]
        at += size * rounds
    return tuple(kept)


def _round(tokens: Sequence[int], at: int) -> tuple[int, int]:
    """The length of the phrase that begins here and follows itself too often, and how often; (1, 1) for
    none.
    """
    for size in range(1, _LONGEST_ROUND + 1):
        phrase = tokens[at : at + size]
        rounds = 1
        while tokens[at + rounds * size : at + (rounds + 1) * size] == phrase:
            rounds += 1
        if rounds > _ROUNDS:
            return size, rounds
    return 1, 1


def _packs(tokens: Sequence[int]) -> bool:
    plain = b"".join(one.to_bytes(3, "little") for one in tokens)
    return len(plain) > _PACKED * len(zlib.compress(plain))
