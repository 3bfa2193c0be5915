"""Foreground first: background work waits while someone waits for an answer.

llama.cpp on two threads falls to a third of its speed when another process takes one of the cores,
so indexing asks here between batches. Long work that the user asked for takes turns with the reading of
documents that the user added: of seven that were dropped to be summed up, five were not read, and not part
of any answer, for the many minutes that the first one's summary took.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.types import PauseReason
from engine.cancel import CancelToken

# Seconds that documents are read for before long work begins, and at most between two of its pieces.
_FIRST, _MOST = 10.0, 60.0
_LOOK = 0.1  # seconds between looks whether they still are


class Scheduler:
    def __init__(
        self,
        on_pause: Callable[[frozenset[PauseReason]], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`on_pause` hears why background work waits; none when it goes on."""
        self._changed = threading.Condition()
        self._foreground = 0
        self._questions = 0
        self._giving_way: list[CancelToken] = []
        self._pauses: frozenset[PauseReason] = frozenset()
        self._closed = False
        self._on_pause = on_pause
        self._clock = clock
        self._reads: Callable[[], bool] = lambda: False
        self._owed = _FIRST  # seconds that reading goes before the next piece of long work
        self._counted = 0.0  # when that was counted down last

    @contextmanager
    def foreground(self) -> Iterator[None]:
        """While this is held, background work waits at its gate."""
        with self._changed:
            self._foreground += 1
        try:
            yield
        finally:
            with self._changed:
                self._foreground -= 1
                self._changed.notify_all()

    @contextmanager
    def question(self) -> Iterator[None]:
        """Someone waits for this answer: what gives way is interrupted, and background work waits."""
        with self._changed:
            self._questions += 1
            interrupted = tuple(self._giving_way)
        for token in interrupted:
            token.cancel()
        try:
            with self.foreground():
                yield
        finally:
            with self._changed:
                self._questions -= 1
                self._changed.notify_all()

    def share_with(self, reads: Callable[[], bool]) -> None:
        """Have long work take turns with reading, as long as `reads` says that there is something to read."""
        self._reads = reads

    @contextmanager
    def giving_way(self, cancel: CancelToken) -> Iterator[CancelToken]:
        """A piece of long work that the user asked for: it goes before background work, after questions, and
        after documents were read for as long as the last piece took.

        Waits while a question is being answered. The token given is set when one comes, or with `cancel`;
        the piece is then to be done again. Raises `Cancelled` when `cancel` is set while it waits.
        """
        own = CancelToken()
        withdraw = [cancel.on_cancel(own.cancel), cancel.on_cancel(self._wake)]
        try:
            self._let_read(cancel)
            with self._changed:
                self._changed.wait_for(lambda: self._closed or cancel.cancelled or not self._questions)
                cancel.raise_if_cancelled()
                self._giving_way.append(own)
            began = self._clock()
            try:
                with self.foreground():
                    yield own
            finally:
                with self._changed:
                    self._giving_way.remove(own)
                    self._owed = min(self._owed + self._clock() - began, _MOST)
        finally:
            for call in withdraw:
                call()

    def _let_read(self, cancel: CancelToken) -> None:
        """Wait until what reading is owed is over, or it has nothing to do. Only what it could use counts:
        not while a question, or another piece, keeps it waiting.
        """
        with self._changed:
            self._counted = self._clock()
        while not cancel.cancelled and self._reads():
            with self._changed:
                if self._closed or self._pauses or self._owed <= 0:
                    break
                self._changed.wait(_LOOK)
                now = self._clock()
                if not self._foreground:
                    self._owed = max(0.0, self._owed - (now - self._counted))
                self._counted = now

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def gate(self, cancel: CancelToken | None = None) -> None:
        """Wait until background work may go on; returns at once after `close`, or when `cancel` is set."""
        with self._changed:
            answering = bool(self._foreground) and not self._pauses and not self._closed
        if answering:
            self._on_pause(frozenset({PauseReason.ANSWERING}))
        self._wait_for(lambda: not (self._foreground or self._pauses), cancel)
        if answering:
            self._on_pause(self._pauses)

    def wait_while_paused(self, cancel: CancelToken) -> None:
        """Like `gate`, but answers may come meanwhile: for the moment before a piece of work begins."""
        self._wait_for(lambda: not self._pauses, cancel)

    def wait_while(self, reason: PauseReason, cancel: CancelToken) -> None:
        """Like `wait_while_paused`, for as long as this reason stands, whatever others do."""
        self._wait_for(lambda: reason not in self._pauses, cancel)

    def idle(self) -> None:
        """Wait until nobody waits for an answer; at once after `close`. For what nobody is told of."""
        self._wait_for(lambda: not self._foreground, None)

    def _wait_for(self, free: Callable[[], bool], cancel: CancelToken | None) -> None:
        withdraw = cancel.on_cancel(self._wake) if cancel is not None else lambda: None
        try:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or free() or bool(cancel and cancel.cancelled))
        finally:
            withdraw()

    @property
    def paused(self) -> bool:
        """Whether the user paused background work, or the battery did."""
        return bool(self._pauses)

    @property
    def pauses(self) -> frozenset[PauseReason]:
        return self._pauses

    def pause(self, paused: bool, reason: PauseReason = PauseReason.USER) -> None:
        """Let background work wait, for as long as any reason stands."""
        with self._changed:
            before = self._pauses
            self._pauses = before | {reason} if paused else before - {reason}
            changed = self._pauses != before
            self._changed.notify_all()
        if changed:
            self._on_pause(self._pauses)

    def close(self) -> None:
        """Let whatever waits go on, so that it can end."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
