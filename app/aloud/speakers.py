"""Who says what in a recording, by the voices: "Speaker 1" is who speaks first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.speech.speakers.apart import Said, speakers
from rag.errors import FileMissing
from rag.storing.documents import DocumentStore
from rag.types import Document, moment


class Telling(Protocol):
    """Where the points of voices come from; see `rag.reading.reader.DocumentReader`."""

    def voices(
        self, path: Path, said: Sequence[tuple[float, float]], cancel: CancelToken
    ) -> Iterator[NDArray[np.float32] | None]: ...


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one speaker says until another does: from when to when, in seconds, and the words."""

    speaker: int
    start: float
    end: float
    text: str


def spoken(store: DocumentStore, telling: Telling, document: Document, cancel: CancelToken) -> list[Spoken]:
    """What is said in a recording of the library, by turns.

    Raises `FileMissing`, `ModelMissing` where no model that tells speakers apart is installed, `ReadError`s,
    `WorkerError`, `Cancelled`.
    """
    path = Path(document.file)
    if not path.exists():
        raise FileMissing(path=str(path))
    lines = [
        (moment(page.number, line.box.x0), moment(page.number, line.box.x1), line.text)
        for page in store.pages(document.id)
        for line in page.lines
        if line.box is not None and not line.aside
    ]
    points = telling.voices(path, [(start, end) for start, end, _ in lines], cancel)
    said = [Said(end - start, point) for (start, end, _), point in zip(lines, points, strict=True)]
    turns: list[Spoken] = []
    for number, (start, end, text) in zip(speakers(said), lines, strict=True):
        if turns and turns[-1].speaker == number:
            before = turns.pop()
            turns.append(replace(before, end=end, text=f"{before.text} {text}"))
        else:
            turns.append(Spoken(number, start, end, text))
    return turns
