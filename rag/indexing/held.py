"""The bytes of documents that no file holds: recordings that were made here and are in the vault alone."""

from __future__ import annotations

from pathlib import Path

from engine.speech.encoding import recording_of
from rag.errors import FileMissing
from rag.storing.documents import DocumentStore


def held_bytes(store: DocumentStore, path: Path) -> bytes | None:
    """What is read in place of a file; None where the path leads to one."""
    found = store.recordings.of(path)
    return None if found is None else recording_of(store.recordings.pieces(found.token), found.samples)


def held_or_there(store: DocumentStore, path: Path) -> bytes | None:
    """The same. Raises `FileMissing` where there is neither."""
    held = held_bytes(store, path)
    if held is None and not path.exists():
        raise FileMissing(path=str(path))
    return held
