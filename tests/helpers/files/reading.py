"""Reads a document as every reader promises to be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rag.reading.detection import reader_for
from rag.types import DocumentInfo, Page


def read(path: Path, password: str | None = None) -> tuple[DocumentInfo, list[Page]]:
    """The document and its pages, which are told in that order and numbered from 1."""
    events = list(reader_for(path)(path, password))
    infos = [event for event in events if isinstance(event, DocumentInfo)]
    pages = [event for event in events if isinstance(event, Page)]
    assert events[0] is infos[0]
    if len(infos) > 1:  # what it holds is counted only as it is read
        assert infos[0].page_count < infos[1].page_count
        assert events[-1] is infos[1]
    assert len(pages) + len(infos) == len(events)
    assert [page.number for page in pages] == list(range(1, infos[-1].page_count + 1))
    return infos[-1], pages


def written(name: str, text: str) -> Callable[[Path], Path]:
    """What writes a text of that name into a folder."""

    def write(folder: Path) -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
