"""Listening to a long recording, a piece at a time: no word is cut where two pieces meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.speech import RATE
from engine.speech.decoding import Piece
from engine.speech.listening import LONGEST, Listener
from engine.speech.voice import Span, spans
from engine.types import Heard

_QUIET = RATE // 2  # samples without speech at the end of a piece after which nothing was cut


@dataclass(frozen=True, slots=True)
class Reached:
    """All that is said before `heard`, seconds of the recording, has been told."""

    heard: float


def followed(
    listener: Listener,
    pieces: Iterable[Piece],
    cancel: CancelToken | None = None,
    *,
    language: str = "",
    names: Sequence[str] = (),
) -> Iterator[Heard | Reached]:
    """What is said in pieces that follow each other, with the times of the whole, in order; after each piece
    how far that reaches. Raises as `Listener.hear` does, and what `pieces` raise.
    """
    token = cancel or CancelToken()
    held, begins = np.zeros(0, np.float32), 0  # samples, and where they begin
    for piece in pieces:
        start = piece.start * RATE
        begins = begins if held.size else start
        held = np.concatenate([_fitted(held, start - begins), piece.samples])
        voiced = spans(held, token)
        cut = _pause(voiced, held.size)
        yield from listener.hear_spans(
            held, [one for one in voiced if one.end <= cut], token, language, names, begins / RATE
        )
        held, begins = held[cut:], begins + cut
        yield Reached(begins / RATE)
    if held.size:
        voiced = spans(held, token)
        yield from listener.hear_spans(held, voiced, token, language, names, begins / RATE)
        yield Reached((begins + held.size) / RATE)


def _fitted(held: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """As long as it is to the next piece: a decoder may give a few hundredths of a second less."""
    return held[:size] if held.size >= size else np.pad(held, (0, size - held.size))


def _pause(voiced: Sequence[Span], size: int) -> int:
    """The last sample before which nothing is cut: all where it is quiet at the end, or nobody stops for so
    long that there is no better place.
    """
    last = voiced[-1] if voiced else None
    if last is None or last.end <= size - _QUIET or size - last.start > LONGEST:
        return size
    return last.start
