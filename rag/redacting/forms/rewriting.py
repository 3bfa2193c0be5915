"""Word files and messages as the rest of the program sees them: taken apart and made anew in a process that
has no file, no socket and nothing else of this machine.

The program's own process only hands the bytes over: what parses them may be broken by them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from engine.cancel import CancelToken
from engine.errors import WorkerDied, WorkerError
from engine.workers.frames import Json
from engine.workers.worker import Limits, Worker, WorkerSpec
from rag.errors import ReaderFailed
from rag.reading.reader import Picture
from rag.redacting.forms.piece import Change, Made, Piece, Where
from rag.types import Box, Page

_LIMITS = Limits(
    memory_bytes=2 << 30, cpu_seconds=600, idle_seconds=300, wall_seconds=900, output_bytes=1 << 30
)

Words = Callable[[Picture], str | None]


class RewrittenForm:
    """A file of one kind ("word" or "mail"), of which this process knows the texts alone."""

    def __init__(
        self,
        kind: str,
        data: bytes,
        path: Path,
        words_on: Words,
        cancel: CancelToken,
        told: Sequence[Page] = (),
        limits: Limits = _LIMITS,
    ) -> None:
        """`words_on` gives what is surely read on a picture, None where it cannot tell; `told` what was read
        of the documents that a message holds. Raises `ReadError`s, `Cancelled`.
        """
        self._data, self._path, self._limits = data, path, limits
        self._params: dict[str, Json] = {
            "kind": kind,
            "name": path.name,
            "told": [[page.label or "", page.text] for page in told],
            "seen": {},
        }
        with self._worker() as worker:
            seen: dict[str, Json] = {}
            for frame in worker.request("pictures", self._params, (data,), cancel):
                wide, high = cast("int", frame.header["width"]), cast("int", frame.header["height"])
                if len(frame.blobs[0]) != wide * high * 3:
                    raise ValueError("picture size")
                seen[str(frame.header["sum"])] = words_on(Picture(wide, high, frame.blobs[0]))
            self._params["seen"] = seen
            self.pieces: tuple[Piece, ...] = tuple(
                _pieces(worker.call("pieces", self._params, (data,), cancel).blobs[0])
            )

    def boxes(self, _piece: int, _start: int, _end: int) -> tuple[tuple[int, Box], ...]:
        return ()

    def made(self, changes: Sequence[Sequence[Change]]) -> Made:
        """Raises `ReadError`s."""
        told = json.dumps([[[one.start, one.end, one.instead] for one in inside] for inside in changes])
        with self._worker() as worker:
            frame = worker.call("make", self._params, (self._data, told.encode()))
            return Made(frame.blobs[0], tuple(map(str, cast("list[str]", frame.header["left_out"]))))

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        """A process for this file alone. That it died, or said what means nothing, is the file's fault."""
        spec = WorkerSpec("rewriter", "rag.redacting.forms.worker:build", limits=self._limits)
        try:
            with Worker(spec) as worker:
                yield worker
        except WorkerDied as died:
            raise ReaderFailed(path=str(self._path), reason=died.facts.get("reason")) from died
        except (WorkerError, KeyError, ValueError, TypeError, IndexError) as broken:
            raise ReaderFailed(path=str(self._path), reason="protocol") from broken


def _pieces(data: bytes) -> Iterator[Piece]:
    for text, where, page in json.loads(data):
        yield Piece(str(text), Where(where), cast("int | None", page))
