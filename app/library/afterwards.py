"""What is done with documents that are READY, behind everything else that the program does: pages are held
against their pictures, speakers of recordings told apart.

Questions, reading and pauses go first: they are asked for before each step, which takes a second or two.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from app.library.indexing import IndexingQueue
from app.scheduler import Scheduler
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.errors import DocumentUnknown, VaultError
from rag.storing.documents import DocumentStore
from rag.types import Document

_log = logging.getLogger(__name__)


class Chore(Protocol):
    """Something that is done with each document, once."""

    def waiting(self) -> list[int]:
        """The documents that it is to be done with, in the order they came."""
        ...

    def check(
        self, document: Document, password: str | None, cancel: CancelToken, may_go_on: Callable[[], bool]
    ) -> bool:
        """Do it; whether it is done. `may_go_on` is asked before each step. Raises `Cancelled`,
        `VaultError`s.
        """
        ...

    def rest(self) -> None:
        """Give back what is held while it goes on."""
        ...


class Afterwards:
    def __init__(
        self,
        store: DocumentStore,
        chores: Sequence[Chore],
        queue: IndexingQueue,
        scheduler: Scheduler,
        password: Callable[[Path], str | None],
        tell: Callable[[int], None],
    ) -> None:
        """`password` of a file, where it has one; `tell` is called with each document that something was done
        with.
        """
        self._store = store
        self._chores = chores
        self._queue = queue
        self._scheduler = scheduler
        self._password = password
        self._tell = tell
        self._ending = CancelToken()
        self._more = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Work from now on on whatever becomes READY, in a thread of its own."""
        self._more.set()
        self._thread = threading.Thread(target=self._run, name="library-afterwards", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """A document may have become READY."""
        self._more.set()

    def do_for(self, chore: Chore, seconds: float, cancel: CancelToken) -> bool:
        """Do here and now what waits of one, for about so long; whether all is done. Raises `VaultError`s."""
        until = time.monotonic() + seconds
        waiting = chore.waiting()
        try:
            return all(
                self._one(chore, document_id, cancel, lambda: time.monotonic() < until)
                for document_id in waiting
            )
        except Cancelled:
            return False
        finally:
            chore.rest()

    def close(self) -> None:
        """Stop; what is done so far is kept."""
        self._ending.cancel()
        self._more.set()
        if self._thread is not None:
            self._rest()  # what is being compared ends now
            self._thread.join()

    def _run(self) -> None:
        while not self._ending.cancelled:
            self._more.wait()
            self._more.clear()
            try:
                self._all()
            except (Cancelled, VaultError):
                continue
            except Exception:  # the thread's boundary: nothing waits for it
                _log.exception("nothing is done behind the rest any more")
                return

    def _all(self) -> None:
        while not self._ending.cancelled:
            self._queue.wait_idle()
            self._scheduler.gate(self._ending)
            found = next(((one, waiting[0]) for one in self._chores if (waiting := one.waiting())), None)
            if found is None or self._ending.cancelled:
                break
            self._one(*found, self._ending, self._may_go_on)
        self._rest()

    def _rest(self) -> None:
        for chore in self._chores:
            chore.rest()

    def _may_go_on(self) -> bool:
        """Wait while others go first; whether nothing is being read."""
        self._scheduler.gate(self._ending)
        return self._queue.is_idle and not self._ending.cancelled

    def _one(
        self, chore: Chore, document_id: int, cancel: CancelToken, may_go_on: Callable[[], bool]
    ) -> bool:
        with suppress(DocumentUnknown):  # removed meanwhile
            document = self._store.get(document_id)
            if not chore.check(document, self._password(Path(document.path)), cancel, may_go_on):
                return False
            self._tell(document_id)
        return True
