"""Reading as the rest of the program sees it: a document in, its pages, sections and passages out.

Every document is read in a process of its own, within limits, because files come from anywhere. Pages
are drawn in a second process that stays, so that turning pages costs no start.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import cast

from engine.cancel import CancelToken
from engine.errors import ProtocolBroken, WorkerDied, WorkerError
from engine.workers.frames import Json
from engine.workers.worker import Limits, Worker, WorkerSpec
from rag.errors import ReaderFailed
from rag.examining.compared import Compared
from rag.layout.corrections import Correction
from rag.reading.frames import event_of, frame_of
from rag.reading.members_so_far import MembersSoFar
from rag.reading.read_so_far import ReadSoFar
from rag.scanning.model_files import RECOGNISER_FILE
from rag.types import MemberEvent, Page, ReadEvent

_TARGET = "rag.reading.worker:build"

READ_LIMITS = Limits(
    memory_bytes=1 << 30,
    cpu_seconds=8 * 60 * 60,  # a scanned book of a thousand pages; what hangs is known by its silence
    idle_seconds=120,
    wall_seconds=6 * 60 * 60,
    output_bytes=2 << 30,
)
_COMPARE_LIMITS = Limits(memory_bytes=1 << 30, idle_seconds=60, wall_seconds=60, output_bytes=8 << 20)
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
        self, limits: Limits | None = None, recogniser: Callable[[], Path | None] = lambda: None
    ) -> None:
        """`recogniser` gives the file that scans are read with, None for the one that comes along."""
        self._recogniser = recogniser
        self._limits = limits or READ_LIMITS
        self._drawing = Worker(WorkerSpec("drawer", _TARGET, limits=_DRAW_LIMITS))
        self._comparing = Worker(WorkerSpec("comparer", _TARGET, limits=_COMPARE_LIMITS))
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
    ) -> Iterator[ReadEvent]:
        """Yield `DocumentInfo`, every `Page` with what people corrected in it, then `Structure`.

        `whole`: with the running heads that are set aside otherwise. `member`: of the document with this key
        that the file holds, not of the file.

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
        known = ReadSoFar()
        with _named(path):
            while True:
                try:
                    yield from self._read(params, known, cancel)
                except WorkerDied as died:
                    known.ended(died)
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
                    with self._process() as worker:
                        for frame in worker.request("members", params, so_far.blobs(), cancel):
                            event = event_of(frame)
                            so_far.note(event)
                            yield event
                except WorkerDied as died:
                    yield from so_far.ended(died)
                else:
                    return

    def _read(self, params: dict[str, Json], known: ReadSoFar, cancel: CancelToken) -> Iterator[ReadEvent]:
        """As far as one process comes."""
        with self._process() as worker:
            for frame in worker.request("read", params | known.params(), known.blobs(), cancel):
                event = known.event(frame)
                if event is not None:
                    yield event

    def render(self, path: Path, page: int, width_px: int, password: str | None = None) -> Picture:
        """Draw a page of a PDF or a picture, `width_px` wide (less where the picture would be over 4,000
        pixels wide or 40 million in all). Raises `ReadError`s; `FormatUnknown` for formats without a picture.
        """
        params = {"path": str(path.absolute()), "password": password, "page": page, "width": width_px}
        with _named(path):
            frame = self._drawing.call("render", params)
            width, height = cast("int", frame.header["width"]), cast("int", frame.header["height"])
            if len(frame.blobs[0]) != width * height * 3:
                raise ProtocolBroken(detail="picture size")
            return Picture(width, height, frame.blobs[0])

    def compare(self, path: Path, page: Page, password: str | None, cancel: CancelToken) -> Compared | None:
        """Hold a page, as it was read, against its picture; None where that cannot be read.

        Raises `ReadError`s (`FormatUnknown` for formats without a picture), `WorkerError`s and `Cancelled`.
        """
        sent = frame_of(page)
        params: dict[str, Json] = {"path": str(path.absolute()), "password": password, "page": sent.header}
        found = self._comparing.call("compare", params, sent.blobs, cancel).header
        if not found:
            return None
        words, lacking, invisible = (
            tuple(cast("list[str]", found[name])) for name in ("words", "lacking", "invisible")
        )
        return Compared(words, lacking, invisible)

    def rest(self) -> None:
        """Give back what comparing takes while it goes on, the models that read pictures."""
        self._comparing.stop()

    def close(self) -> None:
        """End every process; readings under way end as died."""
        with self._lock:
            workers = [*self._reading, self._drawing, self._comparing]
        for worker in workers:
            worker.close()

    @contextmanager
    def _process(self) -> Iterator[Worker]:
        file = self._recogniser()
        environment = {} if file is None else {RECOGNISER_FILE: str(file)}
        worker = Worker(WorkerSpec("reader", _TARGET, limits=self._limits, environment=environment))
        with self._lock:
            self._reading.add(worker)
        try:
            yield worker
        finally:
            with self._lock:
                self._reading.discard(worker)
            worker.close()


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Turn the death of a reader into a fault that names the file."""
    try:
        yield
    except WorkerDied as died:
        raise ReaderFailed(path=str(path), reason=died.facts.get("reason")) from died
    except (WorkerError, KeyError, ValueError, TypeError, IndexError) as broken:
        raise ReaderFailed(path=str(path), reason="protocol") from broken
