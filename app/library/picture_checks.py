"""Holding pages against their pictures, behind everything else that the program does.

Questions, reading and pauses go first: they are asked for before each page, which takes a second or two.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.library.indexing import IndexingQueue
from app.scheduler import Scheduler
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.errors import DocumentUnknown, VaultError
from rag.indexing.picture_check import PictureCheck
from rag.storing.documents import DocumentStore

_log = logging.getLogger(__name__)


class PictureChecks:
    def __init__(
        self,
        store: DocumentStore,
        check: PictureCheck,
        queue: IndexingQueue,
        scheduler: Scheduler,
        password: Callable[[Path], str | None],
        tell: Callable[[int], None],
    ) -> None:
        """`password` of a file, where it has one; `tell` is called with each document that is checked."""
        self._store = store
        self._check = check
        self._queue = queue
        self._scheduler = scheduler
        self._password = password
        self._tell = tell
        self._ending = CancelToken()
        self._more = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Check from now on whatever becomes READY, in a thread of its own."""
        self._more.set()
        self._thread = threading.Thread(target=self._run, name="library-checker", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """A document may have become READY."""
        self._more.set()

    def check_for(self, seconds: float, cancel: CancelToken) -> bool:
        """Check here and now what waits, for about so long; whether all is checked. Raises `VaultError`s."""
        until = time.monotonic() + seconds
        waiting = self._check.waiting()
        try:
            return all(
                self._one(document_id, cancel, lambda: time.monotonic() < until) for document_id in waiting
            )
        except Cancelled:
            return False
        finally:
            self._check.rest()

    def close(self) -> None:
        """Stop; what is checked so far is kept."""
        self._ending.cancel()
        self._more.set()
        if self._thread is not None:
            self._check.rest()  # what is being compared ends now
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
                _log.exception("pages are not compared any more")
                return

    def _all(self) -> None:
        while not self._ending.cancelled:
            self._queue.wait_idle()
            self._scheduler.gate(self._ending)
            waiting = self._check.waiting()
            if not waiting or self._ending.cancelled:
                break
            self._one(waiting[0], self._ending, self._may_go_on)
        self._check.rest()

    def _may_go_on(self) -> bool:
        """Wait while others go first; whether nothing is being read."""
        self._scheduler.gate(self._ending)
        return self._queue.is_idle and not self._ending.cancelled

    def _one(self, document_id: int, cancel: CancelToken, may_go_on: Callable[[], bool]) -> bool:
        with suppress(DocumentUnknown):  # removed meanwhile
            document = self._store.get(document_id)
            if not self._check.check(document, self._password(Path(document.path)), cancel, may_go_on):
                return False
            self._tell(document_id)
        return True
