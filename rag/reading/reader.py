"""Reading as the rest of the program sees it: a document in, its pages, sections and passages out.

Every document is read in a process of its own, within limits, because files come from anywhere, and drawn in
another that stays for a while, so that turning pages costs no start. None of these sees any file but the one
that it reads; the one that compares pages with pictures sees none.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import ModelMissing, ProtocolBroken, WorkerDied, WorkerError
from engine.workers.frames import Frame, Json
from engine.workers.spinning import PATIENCE
from engine.workers.worker import Limits, Worker, WorkerSpec
from rag.errors import ReaderFailed
from rag.examining.compared import Compared, dots_across
from rag.layout.corrections import Correction
from rag.reading.drawers import Drawers
from rag.reading.formats import SUFFIXES, Format
from rag.reading.frames import event_of, frame_of
from rag.reading.members_so_far import MembersSoFar
from rag.reading.pdf_marks import PdfMark
from rag.reading.read_so_far import ReadSoFar
from rag.reading.sound.model_files import HEARER_FOLDER, to_hear
from rag.reading.viewing.packing import View, view_in
from rag.scanning.model_files import RECOGNISER_FILE
from rag.types import MemberEvent, Page, ReadEvent

VOICES = "campplus"  # the model of the list that tells speakers apart

_TARGET = "rag.reading.worker:build"

READ_LIMITS = Limits(
    # A plan of A0 at 600 dpi takes 1,024 MiB: over a bare gigabyte, or just below it, by chance.
    memory_bytes=(1 << 30) + (128 << 20),
    cpu_seconds=8 * 60 * 60,  # a scanned book of a thousand pages; what hangs is known by its silence
    idle_seconds=120,
    wall_seconds=6 * 60 * 60,
    output_bytes=2 << 30,
)
_COMPARE_LIMITS = Limits(memory_bytes=1 << 30, idle_seconds=60, wall_seconds=60, output_bytes=8 << 20)
_REST_SECONDS = 300.0  # after which what draws or compares nothing ends; it starts again in 0.3 s
_GIVES_WAY = 10  # to the window, to an answer, and to the embedder that a question waits for
_KEPT_DRAWERS = 2  # documents that are looked at by turns, as when two are compared
_DRAW_LIMITS = Limits(memory_bytes=1 << 30, idle_seconds=30, wall_seconds=30, output_bytes=256 << 20)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page's picture: 8-bit RGB, rows from the top, without padding."""

    width: int
    height: int
    rgb: bytes


class DocumentReader:
    """Reads and draws documents in child processes. Thread-safe."""

    def __init__(
        self,
        limits: Limits | None = None,
        recogniser: Callable[[], Path | None] = lambda: None,
        hearer: Callable[[], Path | None] = lambda: None,
        voices: Callable[[], Path | None] = lambda: None,
    ) -> None:
        """`recogniser` gives the file that scans are read with, None for the one that comes along; `hearer`
        the folder of the model that recordings are heard with, `voices` the file of the one that tells
        speakers apart, None while there is none.
        """
        self._recogniser = recogniser
        self._hearer, self._voices = hearer, voices
        self._limits = limits or READ_LIMITS
        self._drawers = Drawers(_drawer, _KEPT_DRAWERS)
        self._comparing_drawers = Drawers(_drawer, 1)
        self._comparing = Worker(
            WorkerSpec("comparer", _TARGET, limits=_COMPARE_LIMITS, rest_seconds=_REST_SECONDS)
        )
        self._lock = threading.Lock()
        self._reading: set[Worker] = set()

    def read(
        self,
        path: Path,
        password: str | None,
        cancel: CancelToken,
        corrections: Sequence[Correction] = (),
        *,
        whole: bool = False,
        member: str = "",
        laid: Callable[[bytes], None] | None = None,
        known: Sequence[Page] = (),
        held: bytes | None = None,
    ) -> Iterator[ReadEvent]:
        """Yield `DocumentInfo`, every `Page` with what people corrected in it, then `Structure`. Of a format
        that can be read on, the pages after those that are `known`.

        `whole`: with the running heads that are set aside otherwise. `member`: of the document with this key
        that the file holds, not of the file. `laid` is given how a workbook is laid out, for
        `rag.reading.viewing.packing.kept_view_in`, where it was noted on the way. `held`: the bytes
        where no file has them; so in `sound` and `voices`.

        Where one page of a PDF, or one picture in an Office file or a book, ends the process, another goes on
        after it, and the page tells so in its `unread`. Raises `ReadError`s (a reader that died otherwise is
        `ReaderFailed`) and `Cancelled`.
        Closing the iterator ends the process.
        """
        params: dict[str, Json] = {"path": str(path.absolute()), "password": password}
        if corrections:
            params["corrections"] = [list(astuple(one)) for one in corrections]
        if whole:
            params["whole"] = True
        if member:
            params["member"] = member
        if laid is not None and not (corrections or member):
            params["laid"] = True
        blobs = _add(params, held)
        so_far = ReadSoFar(known)
        with _named(path):
            while True:
                try:
                    yield from self._read(path, params, blobs, so_far, cancel, laid)
                except WorkerDied as died:
                    so_far.ended(died)
                else:
                    return

    def read_members(
        self, path: Path, password: str | None, cancel: CancelToken, known: Collection[str]
    ) -> Iterator[MemberEvent]:
        """Yield each document that a file holds, with its events where its key is not `known`; at last those
        of the file itself.

        What ends the process costs the one document that was read then. Raises as `read` does.
        """
        params: dict[str, Json] = {"path": str(path.absolute()), "password": password}
        so_far = MembersSoFar(path, known)
        with _named(path):
            while True:
                try:
                    with self._process(path) as worker:
                        for frame in worker.request("members", params, so_far.blobs(), cancel):
                            event = event_of(frame)
                            so_far.note(event)
                            yield event
                except WorkerDied as died:
                    yield from so_far.ended(died)
                else:
                    return

    def _read(
        self,
        path: Path,
        params: dict[str, Json],
        held: tuple[bytes, ...],
        known: ReadSoFar,
        cancel: CancelToken,
        laid: Callable[[bytes], None] | None,
    ) -> Iterator[ReadEvent]:
        """As far as one process comes."""
        with self._process(path) as worker:
            blobs = (*known.blobs(), *held)
            for frame in worker.request("read", params | known.params(), blobs, cancel):
                if frame.header.get("event") == "laid" and laid is not None:
                    laid(frame.blobs[0])
                    continue
                event = known.event(frame)
                if event is not None:
                    yield event

    def grids(self, path: Path, cancel: CancelToken) -> list[tuple[str, list[list[str]]]]:
        """The tables of a spreadsheet or a file of separated values: name ("" where it has none), and the
        cells of each row. Raises `NotATable` for other formats, else as `read` does.
        """
        params: dict[str, Json] = {"path": str(path.absolute()), "password": None}
        with _named(path), self._process(path) as worker:
            return [
                (str(frame.header["name"]), cast("list[list[str]]", json.loads(frame.blobs[0])))
                for frame in worker.request("grids", params, cancel=cancel)
            ]

    def sound(
        self, path: Path, start: int, cancel: CancelToken, held: bytes | None = None
    ) -> Generator[tuple[int, NDArray[np.float32]]]:
        """Yield a recording's sound from a whole second on: where each piece begins, and its samples,
        `engine.speech.RATE` a second. Raises as `read` does; closing the iterator ends the process.
        """
        params: dict[str, Json] = {"path": str(path.absolute()), "start": start}
        blobs = _add(params, held)
        with _named(path), self._process(path) as worker:
            for frame in worker.request("sound", params, blobs, cancel):
                yield int(cast("int", frame.header["start"])), np.frombuffer(frame.blobs[0], "<f4")

    def voices(
        self,
        path: Path,
        said: Sequence[tuple[float, float]],
        cancel: CancelToken,
        held: bytes | None = None,
    ) -> Iterator[NDArray[np.float32] | None]:
        """Yield the points of the voices that speak in a recording from when to when, in seconds; None where
        that is too short to tell. Raises `ModelMissing` where no model does that, else as `read` does.
        """
        model = self._voices()
        if model is None:
            raise ModelMissing(model=VOICES)
        params: dict[str, Json] = {"path": str(path.absolute()), "model": str(model.absolute())}
        params["said"] = [list(one) for one in said]
        blobs = _add(params, held)
        with _named(path), self._process(path, model) as worker:
            for frame in worker.request("voices", params, blobs, cancel):
                yield np.frombuffer(frame.blobs[0], "<f4") if frame.blobs[0] else None

    def annotated(
        self, path: Path, marks: Sequence[PdfMark], cancel: CancelToken, password: str | None = None
    ) -> tuple[bytes, list[int]]:
        """A copy of a PDF with marks written into it, and which of them are on no page of it. Raises as
        `read` does.
        """
        params: dict[str, Json] = {
            "path": str(path.absolute()),
            "password": password,
            "marks": [cast("Json", astuple(one)) for one in marks],
        }
        with _named(path), self._process(path) as worker:
            frame = worker.call("annotate", params, cancel=cancel)
            return frame.blobs[0], [int(one) for one in cast("list[int]", frame.header["left"])]

    def view(
        self,
        path: Path,
        password: str | None,
        text: str,
        starts: Sequence[int],
        cancel: CancelToken,
        member: str = "",
        told: Callable[[int], None] = lambda _: None,
    ) -> View:
        """How a file is laid out whose text is known, with its pages' `starts`; `member` as in `read`. `told`
        hears how many pages have been read on the way.

        Raises `FormatUnknown` for formats that are shown as their text, else as `read` does.
        """
        params: dict[str, Json] = {"path": str(path.absolute()), "password": password, "starts": list(starts)}
        params["member"] = member or None
        with _named(path), self._process(path) as worker:
            frames = worker.request("view", params, (text.encode("utf-8", "replace"),), cancel)
            return view_in(_heard(frames, told), len(text))

    def render(self, path: Path, page: int, width_px: int, password: str | None = None) -> Picture:
        """Draw a page of a PDF or a picture, `width_px` wide (less where the picture would be over 4,000
        pixels wide or 40 million in all). Raises `ReadError`s; `FormatUnknown` for formats without a picture.
        """
        with _named(path):
            return _drawn(self._drawers, path, {"page": page, "width": width_px, "password": password})

    def picture(self, path: Path, number: int, width_px: int, password: str | None, member: str) -> Picture:
        """Draw the picture of this number in a document that is shown as its text, about `width_px` wide, no
        larger than it is. Raises `ReadError`s.
        """
        params: dict[str, Json] = {"number": number, "width": width_px, "member": member or None}
        with _named(path):
            return _drawn(self._drawers, path, params | {"password": password})

    def compare(self, path: Path, page: Page, password: str | None, cancel: CancelToken) -> Compared | None:
        """Hold a page, as it was read, against its picture; None where that cannot be read.

        Raises `ReadError`s (`FormatUnknown` for formats without a picture), `WorkerError`s and `Cancelled`.
        """
        asked: dict[str, Json] = {"page": page.number, "width": dots_across(page), "password": password}
        picture = _drawn(self._comparing_drawers, path, asked, cancel)
        sent = frame_of(page)
        params: dict[str, Json] = {
            "path": str(path.absolute()),
            "page": sent.header,
            "width": picture.width,
            "height": picture.height,
        }
        return self._compared(params, (*sent.blobs, picture.rgb), cancel)

    def words_on(self, picture: Picture, cancel: CancelToken) -> tuple[str, ...] | None:
        """What is surely read on a picture that stands in no file of its own; None where it cannot be read.

        Raises as `compare` does.
        """
        sent = frame_of(Page(1, ""))
        params: dict[str, Json] = {
            "path": "",
            "page": sent.header,
            "width": picture.width,
            "height": picture.height,
        }
        found = self._compared(params, (*sent.blobs, picture.rgb), cancel)
        return None if found is None else found.words

    def _compared(
        self, params: dict[str, Json], blobs: Sequence[bytes], cancel: CancelToken
    ) -> Compared | None:
        found = self._comparing.call("compare", params, tuple(blobs), cancel).header
        if not found:
            return None
        words, lacking, invisible = (
            tuple(cast("list[str]", found[name])) for name in ("words", "lacking", "invisible")
        )
        return Compared(words, lacking, invisible)

    def rest(self) -> None:
        """Give back what comparing takes while it goes on, the models that read pictures."""
        self._comparing.stop()
        self._comparing_drawers.rest()

    def close(self) -> None:
        """End every process; readings under way end as died."""
        with self._lock:
            workers = [*self._reading, self._comparing]
        for worker in workers:
            worker.close()
        for drawers in (self._drawers, self._comparing_drawers):
            drawers.close()

    @contextmanager
    def _process(self, path: Path, *besides: Path) -> Iterator[Worker]:
        given = {RECOGNISER_FILE: self._recogniser(), HEARER_FOLDER: self._hearer()}
        models = {name: file for name, file in given.items() if file is not None}
        limits = self._limits
        if SUFFIXES.get(path.suffix.lower()) is Format.RECORDING:
            limits = to_hear(limits, models.get(HEARER_FOLDER))
        worker = Worker(
            WorkerSpec(
                "reader",
                _TARGET,
                limits=limits,
                environment={**PATIENCE, **{name: str(file) for name, file in models.items()}},
                files=(path, *besides, *models.values()),
                gives_way=_GIVES_WAY,
            )
        )
        with self._lock:
            self._reading.add(worker)
        try:
            yield worker
        finally:
            with self._lock:
                self._reading.discard(worker)
            worker.close()


def _add(params: dict[str, Json], held: bytes | None) -> tuple[bytes, ...]:
    """Tell of the bytes that go along in place of a file."""
    params["held"] = held is not None
    return () if held is None else (held,)


def _drawer(path: Path) -> Worker:
    spec = WorkerSpec("drawer", _TARGET, limits=_DRAW_LIMITS, files=(path,), rest_seconds=_REST_SECONDS)
    return Worker(spec)


def _drawn(
    drawers: Drawers, path: Path, params: dict[str, Json], cancel: CancelToken | None = None
) -> Picture:
    with drawers.of(path) as drawer:
        method = "render" if "page" in params else "picture"
        frame = drawer.call(method, params | {"path": str(path.absolute())}, cancel=cancel)
        width, height = cast("int", frame.header["width"]), cast("int", frame.header["height"])
        if len(frame.blobs[0]) != width * height * 3:
            raise ProtocolBroken(detail="picture size")
        return Picture(width, height, frame.blobs[0])


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Turn the death of a reader into a fault that names the file."""
    try:
        yield
    except WorkerDied as died:
        raise ReaderFailed(path=str(path), reason=died.facts.get("reason")) from died
    except (WorkerError, KeyError, ValueError, TypeError, IndexError) as broken:
        raise ReaderFailed(path=str(path), reason="protocol") from broken


def _heard(frames: Iterator[Frame], told: Callable[[int], None]) -> Iterator[Frame]:
    """Frames without those that only say how many pages have been read."""
    for frame in frames:
        read = frame.header.get("read")
        if isinstance(read, int):
            told(read)
        else:
            yield frame
