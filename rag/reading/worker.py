"""The reader's process: reads one document, or draws pages, and sends what it finds as frames.

Frames of `read`: {"event": "info"}, then for each page {"event": "page"} with four blobs (text, words, lines,
headings), perhaps {"event": "info"} again, then {"event": "structure"} with one blob of JSON. Of a format
that can be read on from any page, {"event": "begun", "number"} comes before each; a process that goes on
after another has ended is given the pages that are known as one blob.
Frame of `render`: {"width", "height"} and one blob.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from engine.cancel import CancelToken
from engine.errors import Fault
from engine.workers.frames import Frame, Json
from rag.errors import FileCorrupt, FormatUnknown
from rag.layout.corrections import Correction, corrected
from rag.reading.course import Course, PageBegun, Step
from rag.reading.detection import format_of, reader_for
from rag.reading.formats import Drawer, Resuming
from rag.reading.frames import frame_of, unpacked_pages
from rag.reading.source import Source
from rag.structuring.structure import StructureBuilder
from rag.types import Box, DocumentInfo

_log = logging.getLogger(__name__)


def build(_config: Mapping[str, Json]) -> ReaderHandler:
    return ReaderHandler()


class ReaderHandler:
    """Serves `read` (path, password, corrections, whole, known, ends) and `render` (path, password, page,
    width).
    """

    def handle(
        self, method: str, params: Mapping[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        path = Path(cast("str", params["path"]))
        password = cast("str | None", params.get("password"))
        frames = (
            self._read(_steps(path, password, _course(params)), _corrections(params), blobs, cancel)
            if method == "read"
            else self._render(path, password, params)
        )
        try:
            yield from frames
        except (Fault, MemoryError, GeneratorExit):
            raise
        except Exception as failure:
            # The process boundary: whatever a library makes of a broken file, the file is what is broken.
            _log.exception("A reader failed")
            raise FileCorrupt(path=str(path), detail=type(failure).__name__) from failure

    def _read(
        self,
        steps: Iterator[Step],
        corrections: Sequence[Correction],
        known: Sequence[bytes],
        cancel: CancelToken,
    ) -> Iterator[Frame]:
        builder: StructureBuilder | None = None
        for event in steps:
            cancel.raise_if_cancelled()
            if isinstance(event, PageBegun):
                yield Frame({"event": "begun", "number": event.number})
                continue
            if isinstance(event, DocumentInfo) and builder is None:
                builder = StructureBuilder(event)
                for packed in known:
                    for page in unpacked_pages(packed):
                        builder.add(page)
            elif isinstance(event, DocumentInfo):
                cast("StructureBuilder", builder).describe(event)
            elif builder is not None:
                page = corrected(event, corrections)
                builder.add(page)
                yield frame_of(page)
                continue
            yield frame_of(event)
        if builder is not None:
            yield frame_of(builder.finish())

    def _render(self, path: Path, password: str | None, params: Mapping[str, Json]) -> Iterator[Frame]:
        row = format_of(path).value
        if not row.is_drawn:
            raise FormatUnknown(path=str(path), suffix=path.suffix.lower())
        page, width = cast("int", params["page"]), cast("int", params["width"])
        wide, high, pixels = cast("Drawer", row.reader()).render(path, page, width, password)
        yield Frame({"width": wide, "height": high}, (pixels,))


def _steps(path: Path, password: str | None, course: Course) -> Iterator[Step]:
    row = format_of(path).value
    if not row.is_resumed:
        return reader_for(path)(path, password)
    return cast("Resuming", row.reader()).read_on(Source(path), password, course)


def _course(params: Mapping[str, Json]) -> Course:
    ends = cast("list[tuple[int, int]]", params.get("ends") or [])
    return Course(cast("int", params.get("known") or 0), bool(params.get("whole")), dict(ends))


def _corrections(params: Mapping[str, Json]) -> list[Correction]:
    rows = cast("list[tuple[int, list[float], str, str]]", params.get("corrections") or [])
    return [Correction(page, Box(*box), read, text) for page, box, read, text in rows]
