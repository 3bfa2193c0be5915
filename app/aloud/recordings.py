"""Plays a recording from a place in what was written down of it, each sentence told as it begins.

The file's sound comes from the reader's process, a minute ahead at most, and is in memory alone.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.protocols import Speaker
from engine.speech import RATE
from engine.types import Sound
from rag.errors import FileMissing
from rag.storing.documents import DocumentStore
from rag.types import Document, Page, Sheet

Floats = NDArray[np.float32]

_MINUTE = 60.0
_LONGEST = 20 * RATE  # samples that are played at once: a pause of minutes is no reason to hold them all
_LEAST = RATE // 100  # samples worth playing


class Sounds(Protocol):
    """Where the sound of a file comes from; see `rag.reading.reader.DocumentReader`."""

    def sound(self, path: Path, start: int, cancel: CancelToken) -> Generator[tuple[int, Floats]]: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence: where it stands in the document's text, and when it is said, in seconds."""

    start: int
    end: int
    seconds: float


class PlayingRecordings:
    def __init__(self, store: DocumentStore, sounds: Sounds) -> None:
        self._store = store
        self._sounds = sounds

    def play(self, document: Document, start: int, speaker: Speaker, cancel: CancelToken) -> Iterator[Heard]:
        """Yield each sentence from the character `start` of the text on as it begins to be heard, to the end.

        Raises `FileMissing` where the file is not where it was read, `ReadError`s, `NoSoundDevice`,
        `WorkerError`, `Cancelled`.
        """
        path = Path(document.file)
        if not path.exists():
            raise FileMissing(path=str(path))
        said = self._said(document.id, start)
        if not said:
            return
        begins = math.floor(said[0].seconds)
        with (
            closing(self._sounds.sound(path, begins, cancel)) as pieces,
            closing(_tape(pieces, begins)) as tape,
        ):
            next(tape)
            tape.send((said[0].seconds, 0))
            for one, following in zip(said, [*said[1:], None], strict=True):
                yield one
                until = following.seconds if following is not None else math.inf
                while True:
                    samples = tape.send((until, _LONGEST))
                    if samples.size >= _LEAST:
                        speaker.play(Sound(RATE, samples), cancel)
                    if samples.size < _LONGEST:
                        break

    def _said(self, document_id: int, start: int) -> list[Heard]:
        """The sentences from a place on; of the first, from the word at that place."""
        sheets = {sheet.number: sheet for sheet in self._store.sheets(document_id)}
        first = max((one.number for one in sheets.values() if one.start <= start), default=1)
        pages = self._store.pages(document_id, first)
        return [one for page in pages for one in _on(page, sheets[page.number], start)]


def _on(page: Page, sheet: Sheet, start: int) -> Iterator[Heard]:
    minute = (page.number - 1) * _MINUTE
    for line in page.lines:
        end = sheet.start + line.end
        if end <= start or line.box is None:
            continue
        place, seconds = sheet.start + line.start, minute + line.box.x0 * _MINUTE
        if place < start:
            words = (one for one in page.words if line.start <= one.start < line.end)
            word = next((one for one in words if sheet.start + one.end > start), None)
            seconds = minute + word.box.x0 * _MINUTE if word is not None else seconds
        yield Heard(place, end, seconds)


def _tape(pieces: Iterator[tuple[int, Floats]], begins: float) -> Generator[Floats, tuple[float, int], None]:
    """Gives what comes next, up to a time and at most so many samples; with 0 samples it winds on to there.

    A piece may have a few hundredths of a second less than the time to the next: the next is put where it
    belongs.
    """
    held, at = np.zeros(0, np.float32), round(begins * RATE)
    until, most = yield held
    ended = False
    while True:
        target = math.inf if math.isinf(until) else round(until * RATE)
        wanted = target - at
        while not ended and held.size < (min(wanted, most) if most else wanted):
            piece = next(pieces, None)
            if piece is None:
                ended = True
                break
            missing = piece[0] * RATE - at - held.size
            held = np.concatenate([held, np.zeros(max(missing, 0), np.float32), piece[1]])
        count = int(min(held.size, max(wanted, 0), most or held.size))
        given, held = held[:count], held[count:]
        at += count
        until, most = yield given if most else held[:0]
