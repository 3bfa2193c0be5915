"""How far a file of many documents has been read, so that another process can go on where one has ended."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from pathlib import Path

from engine.errors import WorkerDied
from engine.types import DeathReason
from rag.errors import ReaderFailed
from rag.types import Member, MemberEvent, MemberFailed, Structure

_MOST_ENDS = 200  # of the process, in one file: then the file is what is broken
# To be stopped is nothing that a document did.
_BY_A_MEMBER = (DeathReason.SIGNAL, DeathReason.MEMORY, DeathReason.TIMEOUT)

_log = logging.getLogger(__name__)


class MembersSoFar:
    """One file's reading, in as many processes as it takes."""

    def __init__(self, path: Path, known: Collection[str]) -> None:
        self._path = path
        self._known = set(known)
        self._key = ""  # that is being read
        self._done = 0  # by this process
        self._ends = 0

    def blobs(self) -> tuple[bytes, ...]:
        """The keys that the next process need not read."""
        return ("\n".join(sorted(self._known)).encode(),)

    def note(self, event: MemberEvent) -> None:
        """Mind an event."""
        if isinstance(event, Member):
            self._key = "" if event.is_known else event.key
        elif isinstance(event, Structure | MemberFailed):
            self._known.add(self._key)
            self._key = ""
            self._done += 1

    def ended(self, died: WorkerDied) -> Iterator[MemberEvent]:
        """The process has ended: what the one under way gives, where it is at fault. Raises `died` where
        nothing can be read on.

        What ends a process that has read others before it is tried again in one of its own: they may have
        been too many for one process.
        """
        done, self._done = self._done, 0
        self._ends += 1
        if died.facts.get("reason") not in _BY_A_MEMBER or self._ends > _MOST_ENDS:
            raise died
        if not (done or self._key):
            raise died
        _log.warning("The reader ended after %d documents of a file and goes on", done)
        if self._key and not done:
            yield MemberFailed(
                ReaderFailed.code, {"path": str(self._path), "reason": died.facts.get("reason")}
            )
            self._known.add(self._key)
        self._key = ""
