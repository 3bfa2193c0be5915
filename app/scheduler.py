"""Foreground first: background work waits while someone waits for an answer.

llama.cpp on two threads falls to a third of its speed when another process takes one of the cores,
so indexing asks here between batches.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Scheduler:
    def __init__(self, on_pause: Callable[[bool], None] = lambda _: None) -> None:
        self._changed = threading.Condition()
        self._foreground = 0
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
