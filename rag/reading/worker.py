"""The reader's process: reads one document, or draws pages, and sends what it finds as frames.

Frames of `read`: {"event": "info"}, then for each page {"event": "page"} with four blobs (text, words, lines,
headings), perhaps {"event": "info"} again, then {"event": "structure"} with one blob of JSON. Of a format
that can be read on from any page, {"event": "begun", "number"} comes before each; a process that goes on
after another has ended is given the pages that are known as one blob. A workbook that is to be laid out ends
with {"event": "laid"} and one blob (`rag.reading.viewing.beside`).
Frames of `members`: for each document that a file holds {"event": "member"}, and where it is not known the
frames of `read`, or {"event": "failed"} where it cannot be read; at last {"event": "info"} and the pages of
the file itself. What is known is one blob: keys of members, a line each.
Frames of `view`: {"family", "sheets"}, then for each part of the text its pages and rows, and one blob, its
blocks (`rag.reading.viewing.packing`).
Frames of `sound`: for each minute {"start"}, seconds, and one blob, its samples (float32, little-endian).
Frames of `voices`: for each stretch of speech one blob, the point of its voice, empty where it is too short.
Frames of `grids`: for each table {"name"} and one blob, its rows as JSON.
Frame of `annotate`: {"left"}, numbers of marks that are on no page, and one blob, the copy.
Frame of `render` and `picture`: {"width", "height"} and one blob. Frame of `compare`: {"words", "lacking",
"invisible"}, or nothing where the page's picture cannot be read.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from engine.cancel import CancelToken
from engine.errors import Fault
from engine.workers.frames import Frame, Json
from rag.errors import FileCorrupt, FormatUnknown
from rag.examining.measure import measured
from rag.layout.corrections import Correction, corrected
from rag.reading.course import Course, PageBegun, Step
from rag.reading.detection import format_of, steps_of
from rag.reading.formats import Drawer
from rag.reading.frames import event_of, frame_of, unpacked_pages
from rag.reading.holding import HeldEvent, member_events, one_member
from rag.reading.pdf_marks import mark_of
from rag.reading.source import Source
from rag.reading.viewing.beside import with_layout
from rag.reading.viewing.packing import view_frames
from rag.reading.viewing.recording import Drawing
from rag.structuring.structure import StructureBuilder
from rag.types import Box, DocumentInfo, Member, MemberFailed, Page, PageUnit

_log = logging.getLogger(__name__)


def build(_config: Mapping[str, Json]) -> ReaderHandler:
    return ReaderHandler()


class ReaderHandler:
    """Serves `read` (path, password, corrections, whole, known, ends, member, laid), `members` (path,
    password), `grids` (path), `annotate` (path, password, marks: fields of `PdfMark` each), `view` (path,
    password, member, starts of pages; the text is a blob), `picture` (path, password, member, number, width),
    `render` (path, password, page, width) and
    `compare` (path that faults name, page as the header of its frame, width and height of its picture, whose
    pixels are the last blob: no file is opened), `sound` (path, start in whole seconds),
    `voices` (path, file of the model, said: from when to when, in seconds). `read`, `sound` and `voices` have
    the bytes as the last blob where they are `held` and in no file.
    """

    def __init__(self) -> None:
        self._drawings: tuple[tuple[Path, str | None], list[Drawing]] | None = None

    def handle(
        self, method: str, params: Mapping[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        path = Path(cast("str", params["path"]))
        password = cast("str | None", params.get("password"))
        match method:
            case "read":
                member = cast("str | None", params.get("member"))
                held, blobs = _held(params, blobs)
                steps = _steps(Source(path, held), password, _course(params), member)
                frames = self._read(steps, _corrections(params), blobs, cancel)
                if params.get("laid"):
                    frames = with_layout(frames, path)
            case "members":
                frames = self._members(member_events(Source(path), password, _keys(blobs)), cancel)
            case "grids":
                frames = self._grids(path, cancel)
            case "annotate":
                frames = self._annotate(path, password, params)
            case "view":
                frames = self._view(Source(path), password, params, blobs[0].decode(), cancel)
            case "sound":
                frames = self._sound(path, cast("int", params["start"]), _held(params, blobs)[0], cancel)
            case "voices":
                frames = self._voices(path, params, _held(params, blobs)[0], cancel)
            case "compare":
                frames = self._compare(params, blobs)
            case _:
                draw = self._picture if method == "picture" else self._render
                frames = draw(path, password, params)
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
                page = measured(corrected(event, corrections))
                builder.add(page)
                yield frame_of(page)
                continue
            yield frame_of(event)
        if builder is not None:
            yield frame_of(builder.finish())

    def _members(self, events: Iterator[HeldEvent], cancel: CancelToken) -> Iterator[Frame]:
        builder: StructureBuilder | None = None
        for event in events:
            cancel.raise_if_cancelled()
            ends = isinstance(event, Member) or (isinstance(event, DocumentInfo) and _is_of_all(event))
            if ends and builder is not None:
                yield frame_of(builder.finish())
            if ends or isinstance(event, MemberFailed):
                builder = None
            elif isinstance(event, DocumentInfo):
                if builder is None:
                    builder = StructureBuilder(event)
                else:
                    builder.describe(event)
            elif isinstance(event, Page) and builder is not None:
                page = measured(event)
                builder.add(page)
                yield frame_of(page)
                continue
            yield frame_of(event)

    def _grids(self, path: Path, cancel: CancelToken) -> Iterator[Frame]:
        from rag.reading.grids import grids_of

        for grid in grids_of(path):
            cancel.raise_if_cancelled()
            yield Frame({"name": grid.name}, (json.dumps(grid.rows).encode(),))

    def _sound(self, path: Path, start: int, held: bytes | None, cancel: CancelToken) -> Iterator[Frame]:
        from rag.reading.sound.playing import samples_of

        for begins, samples in samples_of(path, start, held):
            cancel.raise_if_cancelled()
            yield Frame({"start": begins}, (samples.astype("<f4").tobytes(),))

    def _voices(
        self, path: Path, params: Mapping[str, Json], held: bytes | None, cancel: CancelToken
    ) -> Iterator[Frame]:
        from rag.reading.sound.telling import points_of

        said = [(one[0], one[1]) for one in cast("list[list[float]]", params["said"])]
        for point in points_of(path, Path(cast("str", params["model"])), said, held):
            cancel.raise_if_cancelled()
            yield Frame({}, (b"" if point is None else point.astype("<f4").tobytes(),))

    def _annotate(self, path: Path, password: str | None, params: Mapping[str, Json]) -> Iterator[Frame]:
        from rag.reading.pages.noting import with_marks

        marks = [mark_of(row) for row in cast("list[list[Any]]", params["marks"])]
        copy, left = with_marks(path, password, marks)
        yield Frame({"left": list(left)}, (copy,))

    def _view(
        self,
        source: Source,
        password: str | None,
        params: Mapping[str, Json],
        text: str,
        cancel: CancelToken,
    ) -> Iterator[Frame]:
        from rag.reading.viewing.making import view_of

        member, starts = cast("str | None", params.get("member")), cast("list[int]", params["starts"])
        reading = view_of(source, password, member, text, starts)
        while True:
            try:
                read = next(reading)
            except StopIteration as done:
                yield from view_frames(*done.value)
                return
            cancel.raise_if_cancelled()
            yield Frame({"read": read})

    def _picture(self, path: Path, password: str | None, params: Mapping[str, Json]) -> Iterator[Frame]:
        """A picture of a document; all of them are kept, as one after the other comes into view."""
        from rag.reading.viewing.drawing import drawings_of, drawn

        source, member = Source(path), cast("str | None", params.get("member"))
        if self._drawings is None or self._drawings[0] != (source.path, member):
            self._drawings = (source.path, member), drawings_of(source, password, member)
        drawings = self._drawings[1]
        number, width = cast("int", params["number"]), cast("int", params["width"])
        wide, high, pixels = drawn(drawings[number], source, width)
        yield Frame({"width": wide, "height": high}, (pixels,))

    def _render(self, path: Path, password: str | None, params: Mapping[str, Json]) -> Iterator[Frame]:
        row = format_of(path).value
        if not row.is_drawn:
            raise FormatUnknown(path=str(path), suffix=path.suffix.lower())
        page, width = cast("int", params["page"]), cast("int", params["width"])
        wide, high, pixels = cast("Drawer", row.reader()).render(path, page, width, password)
        yield Frame({"width": wide, "height": high}, (pixels,))

    def _compare(self, params: Mapping[str, Json], blobs: tuple[bytes, ...]) -> Iterator[Frame]:
        import numpy as np

        from rag.examining.picture import PageComparer
        from rag.scanning.opening import page_reader

        page = cast("Page", event_of(Frame(cast("dict[str, Json]", params["page"]), blobs[:-1])))
        wide, high = cast("int", params["width"]), cast("int", params["height"])
        picture = np.frombuffer(blobs[-1], np.uint8).reshape(high, wide, 3)
        found = PageComparer(page_reader()).compare(page, picture)
        yield Frame({} if found is None else {name: list(words) for name, words in asdict(found).items()})


def _is_of_all(info: DocumentInfo) -> bool:
    """Whether this tells of a file that holds documents, and not of one of them."""
    return info.unit is PageUnit.MESSAGE


def _keys(blobs: Sequence[bytes]) -> frozenset[str]:
    return frozenset(blobs[0].decode().split("\n")) if blobs else frozenset()


def _held(params: Mapping[str, Json], blobs: tuple[bytes, ...]) -> tuple[bytes | None, tuple[bytes, ...]]:
    """The bytes that are read in place of a file, and the other blobs."""
    return (blobs[-1], blobs[:-1]) if params.get("held") else (None, blobs)


def _steps(source: Source, password: str | None, course: Course, member: str | None) -> Iterator[Step]:
    if member is not None:
        return one_member(source, password, member)
    return steps_of(source, password, course)


def _course(params: Mapping[str, Json]) -> Course:
    ends = cast("list[tuple[int, int]]", params.get("ends") or [])
    return Course(cast("int", params.get("known") or 0), bool(params.get("whole")), dict(ends))


def _corrections(params: Mapping[str, Json]) -> list[Correction]:
    rows = cast("list[tuple[int, list[float], str, str]]", params.get("corrections") or [])
    return [Correction(page, Box(*box), read, text) for page, box, read, text in rows]
