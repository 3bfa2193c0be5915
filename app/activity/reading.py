"""Documents on their way into the library, as one piece of work with one honest estimate."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import PurePath

from app.activity.work import Sort, Standing, Work
from app.events import DocumentProgress
from engine.errors import fault_from
from rag.types import Document, DocumentState

KEY = "reading"

_STEADY_DOCUMENTS = 2  # of each kind of file, before a rate is worth telling
_STEADY_SECONDS = 3.0
_LARGER = 5  # times the largest file that was measured: of one beyond that its own pace tells
_SLIGHT = 0.05  # of the bytes in hand: files of kinds that were not measured, which change nothing then
_READ_SHARE = 1 / 3  # of the work on a document; learning its passages is the rest


class Reading:
    """From the first document that waits to the last that is done. Not thread-safe.

    How long it still takes is reckoned by size: what a kind of file took for each byte in this batch, for the
    bytes of it that wait, or what the one in hand tells of itself. Where neither is known of a kind,
    nothing is said; time in which reading paused does not count.
    """

    def __init__(self, began: float) -> None:
        """`began` is in seconds since the epoch."""
        self._pending: dict[int, Document] = {}
        self._shares: dict[int, float] = {}
        self._at: dict[
            int, DocumentProgress
        ] = {}  # how far those in hand are, the last that moved at the end
        self._rates: dict[str, _Rate] = defaultdict(_Rate)
        self._bytes_done = 0
        self._worked = 0.0  # seconds since a document was done, without pauses
        self._since: float | None = None  # working since
        self._moved = 0.0  # when something was heard last
        self.done = self.failed = self.taken_out = 0
        self.last = ""  # name of the last document that was done
        self.began = began

    @property
    def is_over(self) -> bool:
        return not self._pending

    @property
    def waiting(self) -> tuple[int, ...]:
        """The documents that are not done yet, the last first: they are taken out in this order."""
        return tuple(reversed(self._pending))

    def put(self, document: Document, now: float) -> bool:
        """What became of a document; whether it was on its way, or is now."""
        if document.state not in (DocumentState.READY, DocumentState.FAILED):
            self._pending[document.id] = document
            self._moved = now
            self.pause(False, now)
            return True
        if not self.drop(document.id):
            return False
        self.taken_out -= 1
        self._moved = now
        self._measure(document, now)
        if document.state is DocumentState.FAILED:
            self.failed += 1
        else:
            self.done += 1
            self.last = document.name
        return True

    def drop(self, document_id: int) -> bool:
        """A document is gone; whether it was on its way."""
        there = self._pending.pop(document_id, None) is not None
        self._shares.pop(document_id, None)
        self._at.pop(document_id, None)
        self.taken_out += there
        return there

    def move(self, event: DocumentProgress, now: float) -> bool:
        """How far a document has come; whether it is one of these."""
        if event.document_id not in self._pending:
            return False
        if event.total:
            share = event.done / event.total
            read = event.state is DocumentState.READING
            self._shares[event.document_id] = (
                _READ_SHARE * share if read else _READ_SHARE + (1 - _READ_SHARE) * share
            )
        if not _is_retold(event, self._at.get(event.document_id)):
            self._at.pop(event.document_id, None)
        self._at[event.document_id], self._moved = event, now
        return True

    def pause(self, paused: bool, now: float) -> None:
        if paused and self._since is not None:
            self._worked, self._since = self._worked + now - self._since, None
        elif not paused and self._since is None and self._pending:
            self._since = now

    def work(self) -> Work:
        """As it stands."""
        total = self.done + self.failed + len(self._pending)
        of_bytes = self._bytes_done + sum(one.size for one in self._pending.values())
        moved = self._bytes_done + sum(
            self._shares.get(one.id, 0.0) * one.size for one in self._pending.values()
        )
        last = self._last
        at = self._pending[last.document_id] if last is not None else None
        if at is None and len(self._pending) == 1:
            at = next(iter(self._pending.values()))
        return Work(
            KEY,
            Sort.READING,
            Standing.WORKING,
            at.name if at else "",
            self.done + self.failed,
            total,
            moved / of_bytes if of_bytes else None,
            self._left(),
            self._moved,
            self.began,
            amount=total,
            progress=last,
            can_cancel=True,
        )

    # --- inside --------------------------------------------------------------------------------------------

    def _measure(self, document: Document, now: float) -> None:
        self.pause(True, now)
        if document.state is DocumentState.READY:
            self._rates[_kind(document)].take(document.size, self._worked)
        self._worked = 0.0
        self._bytes_done += document.size
        self.pause(False, now)

    @property
    def _last(self) -> DocumentProgress | None:
        return next(reversed(self._at.values()), None)

    def _left(self) -> float | None:
        """What the last of those in hand tells, in which those before it are, and what the others take."""
        known = {number: event.seconds_left for number, event in self._at.items() if event.seconds_left}
        seconds, unknown = max(known.values(), default=0.0), 0
        for one in self._pending.values():
            if one.id in known:
                continue
            rate = self._rate(one)
            if rate is None:
                unknown += one.size
            else:
                seconds += rate * one.size * (1 - self._shares.get(one.id, 0.0))
        if unknown > _SLIGHT * sum(self._pending[number].size for number in known):
            return None
        return seconds

    def _rate(self, document: Document) -> float | None:
        """Seconds a byte of such a file: measured, or as one in hand tells of itself. Neither is known of a
        file that is much larger than what it was learnt from.
        """
        kind = _kind(document)
        measured = self._rates[kind].of(document.size)
        for event in self._at.values() if measured is None else ():
            one, share = self._pending[event.document_id], self._shares.get(event.document_id, 1.0)
            left = event.seconds_left if event.state is DocumentState.EMBEDDING else None
            if left and _kind(one) == kind and one.size >= document.size and share < 1:
                return left / (one.size * (1 - share))
        return measured


class _Rate:
    """Seconds that a byte of a kind of file takes."""

    def __init__(self) -> None:
        self._documents = 0
        self._largest = 0  # bytes of one
        self._bytes = 0
        self._seconds = 0.0

    def take(self, size: int, seconds: float) -> None:
        self._documents += 1
        self._largest = max(self._largest, size)
        self._bytes += size
        self._seconds += seconds

    def of(self, size: int) -> float | None:
        """For a file of this size; None before enough was measured, or where none was nearly as large."""
        steady = self._documents >= _STEADY_DOCUMENTS and self._seconds >= _STEADY_SECONDS
        known = steady and self._bytes and size <= _LARGER * self._largest
        return self._seconds / self._bytes if known else None


def unread(document: Document, now: float, *, earlier: bool = False) -> Work:
    """A document that could not be read; `now` in seconds since the epoch."""
    fault = fault_from(document.error_code or "", json.loads(document.error_facts))
    return Work(
        f"document:{document.id}",
        Sort.DOCUMENT,
        Standing.FAILED,
        document.name,
        began=now,
        ended=now,
        number=document.id,
        fault=fault,
        again=True,
        earlier=earlier,
    )


def _is_retold(event: DocumentProgress, before: DocumentProgress | None) -> bool:
    """Whether only the time that is left is another: a document waits for one that has come further."""
    return before is not None and (event.state, event.done) == (before.state, before.done)


def _kind(document: Document) -> str:
    return PurePath(document.path).suffix.lower()
