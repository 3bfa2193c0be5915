"""The sound of a recording that was made here as a file: FLAC as it is kept, WAV for what reads no other."""

from __future__ import annotations

import wave
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.errors import FileUnwritable, SoundFileUnknown, SoundNotKept
from engine.cancel import CancelToken
from engine.speech import RATE
from rag.indexing.held import held_bytes
from rag.reading.reader import DocumentReader
from rag.storing.documents import DocumentStore
from rag.types import Document

_STEPS = 1 << 15  # of 16 bits, above and below silence


class SoundFormat(StrEnum):
    FLAC = "flac"
    WAV = "wav"


def save_recording(store: DocumentStore, reader: DocumentReader, document: Document, path: Path) -> None:
    """Write the sound of a document in the format that the file's name asks for; in both it is the same. For
    WAV it is decoded by the reader's process.

    Raises `SoundFileUnknown` for another ending, `SoundNotKept` where its sound is in a file already,
    `FileUnwritable`, `ReadError`s, `WorkerError`, `VaultError`s.
    """
    form = sound_format(path)
    kept = held_bytes(store, Path(document.path))
    if kept is None:
        raise SoundNotKept(document=document.name)
    target = path.expanduser()
    try:
        if form is SoundFormat.FLAC:
            target.write_bytes(kept)
        else:
            _write_wav(reader.sound(Path(document.path), 0, CancelToken(), kept), target)
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error


def sound_format(path: Path) -> SoundFormat:
    """What a file is to be saved as, by its name. Raises `SoundFileUnknown`."""
    try:
        return SoundFormat(path.suffix.lower().lstrip("."))
    except ValueError:
        raise SoundFileUnknown(path=str(path)) from None


def _write_wav(pieces: Iterable[tuple[int, NDArray[np.float32]]], target: Path) -> None:
    """A minute at a time. What was kept has 16 bits, so that these are the same samples."""
    with target.open("wb") as opened, wave.open(opened, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        for _, samples in pieces:
            steps = np.clip(np.rint(samples * _STEPS), -_STEPS, _STEPS - 1)
            file.writeframes(steps.astype("<i2").tobytes())
