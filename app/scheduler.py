"""Foreground first: background work waits while someone waits for an answer.

llama.cpp on two threads falls to a third of its speed when another process takes one of the cores,
so indexing asks here between batches.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from engine.cancel import CancelToken


class Scheduler:
    def __init__(self, on_pause: Callable[[bool], None] = lambda _: None) -> None:
        self._changed = threading.Condition()
        self._foreground = 0
        self._questions = 0
        self._giving_way: list[CancelToken] = []
        self._paused = False
        self._closed = False
        self._on_pause = on_pause

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

    @contextmanager
    def giving_way(self, cancel: CancelToken) -> Iterator[CancelToken]:
        """A piece of long work that the user asked for: it goes before background work, after questions.

        Waits while a question is being answered. The token given is set when one comes, or with `cancel`;
        the piece is then to be done again. Raises `Cancelled` when `cancel` is set while it waits.
        """
        own = CancelToken()
        withdraw = [cancel.on_cancel(own.cancel), cancel.on_cancel(self._wake)]
        try:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or cancel.cancelled or not self._questions)
                cancel.raise_if_cancelled()
                self._giving_way.append(own)
            try:
                with self.foreground():
                    yield own
            finally:
                with self._changed:
                    self._giving_way.remove(own)
        finally:
            for call in withdraw:
                call()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def gate(self) -> None:
        """Wait until background work may go on; returns at once after `close`."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or not (self._foreground or self._paused))

    @property
    def paused(self) -> bool:
        return self._paused

    def pause(self, paused: bool) -> None:
        """The user's own pause of background work."""
        with self._changed:
            self._paused = paused
            self._changed.notify_all()
        self._on_pause(paused)

    def close(self) -> None:
        """Let whatever waits go on, so that it can end."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
