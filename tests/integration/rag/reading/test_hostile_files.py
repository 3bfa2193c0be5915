"""Files made to break readers: each is read or refused with a fault, in time, and the next one is read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from models import evaluation
from unpacking import unpack

from engine.cancel import CancelToken
from rag.errors import ReadError
from rag.reading.reader import DocumentReader
from rag.types import DocumentInfo, Page, Structure

pytestmark = pytest.mark.evaluation

_ALWAYS = (
    "bomb", "lol.docx", "xxe.docx", "deeparray", "huge.png", "fuzzed", "protect", "corrupt", "truncat",
    "droste", "spanned",
)  # fmt: skip
_EVERY = 25  # of the rest
_SECONDS = 60.0


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("hostile")
    unpack(evaluation("hostile") / "files.tar.xz", folder)
    every = sorted(path for path in folder.rglob("*") if path.is_file())
    named = [path for path in every if any(word in path.name.lower() for word in _ALWAYS)]
    return sorted({*named, *every[::_EVERY]})


@pytest.fixture
def reader() -> Iterator[DocumentReader]:
    made = DocumentReader()
    yield made
    made.close()


def test_every_file_is_read_or_refused(files: list[Path], reader: DocumentReader) -> None:
    read = 0
    paths: list[object] = []
    for path in files:
        started = time.monotonic()
        try:
            events = list(reader.read(path, None, CancelToken()))
        except ReadError as refused:
            paths.append(refused.facts["path"])
        else:
            paths.append(str(path))
            read += 1
            assert isinstance(events[-1], Structure)
            assert all(isinstance(event, Page | DocumentInfo) for event in events[:-1])
            assert not any("root:x:0" in event.text for event in events if isinstance(event, Page))
        assert time.monotonic() - started < _SECONDS, path.name
    assert paths == [str(path) for path in files]
    assert read > len(files) // 3
