"""Questions at the terminal whose answers lacked documents: each is asked again once, when they are read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from app.chat import Chats
from engine.cancel import CancelToken

Ask = Callable[[int, Sequence[str], CancelToken], None]
"""Asks a turn again, told the documents that have been read since."""


class Renewing:
    """Asks in a thread of its own, since the person's is at the prompt. Any thread may call."""

    def __init__(self, chats: Chats, ask: Ask) -> None:
        self._chats = chats
        self._ask = ask
        self._lock = threading.Lock()
        self._waiting: dict[int, tuple[str, ...]] = {}
        self._threads: list[threading.Thread] = []
        self._cancel = CancelToken()

    def watch(self, turn_id: int, unread: Sequence[str]) -> None:
        """Wait for documents that are being read."""
        with self._lock:
            self._waiting[turn_id] = tuple(unread)
        self.look()

    def look(self) -> None:
        """A document was read, or given up: ask again what waited for it."""
        with self._lock:
            for turn_id, unread in list(self._waiting.items()):
                read = self._chats.arrived(unread)
                if read is None:
                    continue
                del self._waiting[turn_id]
                if read and not self._cancel.cancelled:
                    thread = threading.Thread(target=self._ask, args=(turn_id, read, self._cancel))
                    self._threads.append(thread)
                    thread.start()

    def close(self) -> None:
        """Ask nothing more; an answer under way is stopped, and the one before it stays."""
        self._cancel.cancel()
        for thread in self._threads:
            thread.join()
