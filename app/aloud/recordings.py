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
from engine.speech.tape import Tape
from engine.types import Sound
from rag.indexing.held import held_or_there
from rag.storing.documents import DocumentStore
from rag.types import Document, Page, Sheet, moment

Floats = NDArray[np.float32]

_LONGEST = 20 * RATE  # samples that are played at once: a pause of minutes is no reason to hold them all
_LEAST = RATE // 100  # samples worth playing


class Sounds(Protocol):
    """Where the sound of a file comes from; see `rag.reading.reader.DocumentReader`."""

    def sound(
        self, path: Path, start: int, cancel: CancelToken, held: bytes | None = None
    ) -> Generator[tuple[int, Floats]]: ...


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

    def play(self, document: Document, start: int, speaker: Speaker, cancel: CancelToken) -> Generator[Heard]:
        """Yield each sentence from the character `start` of the text on as it begins to be heard, to the end.

        Raises `FileMissing` where the file is not where it was read, `ReadError`s, `NoSoundDevice`,
        `WorkerError`, `Cancelled`.
        """
        path = Path(document.file)
        held = held_or_there(self._store, path)
        said = self._said(document.id, start)
        if not said:
            return
        with closing(self._sounds.sound(path, math.floor(said[0].seconds), cancel, held)) as pieces:
            tape, at = Tape(pieces), round(said[0].seconds * RATE)
            for one, following in zip(said, [*said[1:], None], strict=True):
                yield one
                until = math.inf if following is None else round(following.seconds * RATE)
                while at < until:
                    last = int(min(until, at + _LONGEST))
                    samples = tape.stretch(at, last)
                    if not samples.size:
                        break
                    if samples.size >= _LEAST:
                        speaker.play(Sound(RATE, samples), cancel)
                    at = last

    def _said(self, document_id: int, start: int) -> list[Heard]:
        """The sentences from a place on; of the first, from the word at that place."""
        sheets = {sheet.number: sheet for sheet in self._store.sheets(document_id)}
        first = max((one.number for one in sheets.values() if one.start <= start), default=1)
        pages = self._store.pages(document_id, first)
        return [one for page in pages for one in _on(page, sheets[page.number], start)]


def _on(page: Page, sheet: Sheet, start: int) -> Iterator[Heard]:
    for line in page.lines:
        end = sheet.start + line.end
        if end <= start or line.box is None:
            continue
        place, seconds = sheet.start + line.start, moment(page.number, line.box.x0)
        if place < start:
            words = (one for one in page.words if line.start <= one.start < line.end)
            word = next((one for one in words if sheet.start + one.end > start), None)
            seconds = moment(page.number, word.box.x0) if word is not None else seconds
        yield Heard(place, end, seconds)
