"""How far a document has been read, so that another process can go on where one has ended."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import cast

from engine.errors import WorkerDied
from engine.types import DeathReason
from engine.workers.frames import Frame, Json
from rag.reading.course import Course
from rag.reading.frames import KeptPages, event_of, frame_of
from rag.types import Page, ReadEvent

_MOST_ENDS = 16  # of the process, in one document: then the file is what is broken
_MOST_KEPT = 256 << 20  # bytes of packed pages
# What a page may do to a process; to be stopped, or to take too long in all, is nothing that a page did.
_BY_A_PAGE = (DeathReason.SIGNAL, DeathReason.MEMORY, DeathReason.TIMEOUT)
_OF_ALL_PAGES = "wall"

_log = logging.getLogger(__name__)


class ReadSoFar:
    """One document's reading, in as many processes as it takes."""

    def __init__(self, known: Sequence[Page] = ()) -> None:
        """`known`: pages from the first on that were read before."""
        self._kept = KeptPages()
        for page in known:
            self._kept.add(frame_of(page))
        self._course = Course(self._kept.last)
        self._page = 0  # that is being read; 0 where the format does not say

    def params(self) -> dict[str, Json]:
        """Where the next process begins; see `rag.reading.worker`."""
        return {"known": self._course.known, "ends": [[page, n] for page, n in self._course.ends.items()]}

    def blobs(self) -> tuple[bytes, ...]:
        """The pages that the next process need not read."""
        return (self._kept.packed(),) if self._course.known else ()

    def event(self, frame: Frame) -> ReadEvent | None:
        """What a frame tells that is new. Raises as `event_of` does."""
        kind, number = frame.header.get("event"), frame.header.get("number")
        if kind == "begun" and isinstance(number, int):
            self._page = number
            return None
        if kind == "info" and self._course.ends and not self._page:
            return None  # told by the process before; one that comes after the pages counts them anew
        event = cast("ReadEvent", event_of(frame))
        if isinstance(event, Page) and self._page:
            self._kept.add(frame)
        return event

    def ended(self, died: WorkerDied) -> None:
        """The process has ended: leave out what ended it. Raises `died` where nothing can be read on."""
        reason, detail = died.facts.get("reason"), died.facts.get("detail")
        ends = sum(self._course.ends.values())
        if not self._page or reason not in _BY_A_PAGE or detail == _OF_ALL_PAGES:
            raise died
        if ends >= _MOST_ENDS or self._kept.size > _MOST_KEPT:
            raise died
        _log.warning("The reader ended on page %d and goes on after it", self._page)
        self._course = self._course.after_end(self._kept.last, self._page)
        self._page = 0
