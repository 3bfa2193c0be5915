"""Holds some pages of documents that are READY against their pictures, and keeps what came of it.

It can be left off after any page and is taken up where it was. Whatever fails costs the comparison of one
page and nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault, WorkerDied
from rag.errors import DocumentUnknown, FormatUnknown, PasswordNeeded, PasswordWrong
from rag.examining.compared import Compared, flaws_of
from rag.examining.sample import sample
from rag.storing.documents import DocumentStore
from rag.types import Document, Page

_log = logging.getLogger(__name__)

_MOST_DEATHS = 3  # of the process that compares, in one document
_NEVER = (FormatUnknown, PasswordNeeded, PasswordWrong)  # no page of such a file can be drawn


class Comparer(Protocol):
    """See `rag.reading.reader.DocumentReader`."""

    def compare(self, path: Path, page: Page, password: str | None, cancel: CancelToken) -> Compared | None:
        """Raises `ReadError`s, `WorkerError`s, `Cancelled`."""
        ...

    def rest(self) -> None:
        """Give back what comparing takes while it goes on."""
        ...


class PictureCheck:
    """Compares in the caller's thread."""

    def __init__(self, store: DocumentStore, comparer: Comparer) -> None:
        self._store = store
        self._comparer = comparer

    def waiting(self) -> list[int]:
        """The documents that are to be checked, in the order they came."""
        return self._store.quality.waiting()

    def rest(self) -> None:
        """All is checked for now."""
        self._comparer.rest()

    def check(
        self,
        document: Document,
        password: str | None,
        cancel: CancelToken,
        may_go_on: Callable[[], bool] = lambda: True,
    ) -> bool:
        """Compare the pages that are wanting; whether it is done. `may_go_on` is asked before each page.

        Raises `Cancelled`, `VaultError`s.
        """
        path, quality = Path(document.path), self._store.quality
        deaths = 0
        while deaths < _MOST_DEATHS and _is_the_same(path, document.size):
            wanting = self._wanting(document.id)
            if not wanting:
                break
            if not may_go_on():
                return False
            try:
                page = self._store.page(document.id, wanting[0])
                found = self._comparer.compare(path, page, password, cancel)
            except Cancelled:
                raise
            except DocumentUnknown:  # removed meanwhile
                return True
            except _NEVER:
                break
            except Fault as fault:
                _log.info("page %d of document %d not compared: %s", wanting[0], document.id, fault.code)
                deaths += isinstance(fault, WorkerDied)
                found = None
            if found is None:
                quality.keep(document.id, wanting[0], 0, ())
            else:
                quality.keep(document.id, wanting[0], len(found.words), flaws_of(found))
        quality.finish(document.id)
        return True

    def _wanting(self, document_id: int) -> list[int]:
        quality = self._store.quality
        compared = quality.compared(document_id)
        losses = sum(page.page in compared for page in quality.poor_pages(document_id))
        chosen = sample(quality.drawn_pages(document_id), losses)
        return [number for number in chosen if number not in compared]


def _is_the_same(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False
