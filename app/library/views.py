"""How the documents of the library are laid out, for whoever shows them."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cancel import CancelToken
from engine.errors import EngineError
from rag.errors import FormatUnknown, ReadError
from rag.reading.viewing.packing import View, kept_view, kept_view_in, unpacked
from rag.storing.documents import DocumentStore
from rag.types import PageUnit, SpokenTurn
from rag.types.views import Block, Family, Joint, Kind, Part

if TYPE_CHECKING:  # the window is seen before what follows is loaded: `ui.window.loading`
    from rag.reading.reader import DocumentReader, Picture

_KEPT = 4  # views; that of 100,000 rows takes some 20 MB
_log = logging.getLogger(__name__)


class Views:
    """Asks the vault for what was noted of workbooks while they were read, else the reader's process, which
    sees nothing but the one file. Thread-safe; answers in the caller's thread.
    """

    def __init__(
        self, store: DocumentStore, reader: DocumentReader, password: Callable[[Path], str | None]
    ) -> None:
        self._store = store
        self._reader = reader
        self._password = password
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, int, int, int], View] = OrderedDict()

    def _keep(self, state: tuple[int, int, int, int], view: View) -> None:
        """Keep a view for the next time that its document is opened, as it is now."""
        with self._lock:
            self._kept[state] = view
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def view(
        self, document_id: int, cancel: CancelToken, told: Callable[[int, int], None] = lambda *_: None
    ) -> View | None:
        """How a document is laid out; None where its format has nothing but its text, or where its file is
        gone, cannot be read any more or is not the one that was read. `told` hears how many pages of how many
        have been read on the way.

        Raises `DocumentUnknown`, `Cancelled`.
        """
        document = self._store.get(document_id)
        path = Path(document.file)
        if document.unit in (PageUnit.SHEET, PageUnit.RECORD):
            kept = self._kept_in_vault(document_id)
            if kept is not None:
                return kept
        try:
            found = path.stat()
            if document.container is None and found.st_size != document.size:
                return None
            starts = [sheet.start for sheet in self._store.sheets(document_id)]
            text = self._store.text(document_id)
            state = (document_id, hash(text), found.st_size, found.st_mtime_ns)
            with self._lock:
                known = self._kept.get(state)
            if known is not None:
                return known
            key = "" if document.container is None else self._store.members.key(document_id)
            pages = len(starts)
            view = self._reader.view(
                path, self._password(path), text, starts, cancel, key, lambda read: told(read, pages)
            )
            self._keep(state, view)
            if view.family is Family.SHEETS:  # long ones take as long as reading them did
                self._store.laid.keep(document_id, text, kept_view(view.family, view.sheets, view.parts))
            return view
        except FormatUnknown:
            return None
        except (OSError, ReadError, EngineError) as error:
            _log.info("no view of document %d: %s", document_id, type(error).__name__)
            return None

    def _kept_in_vault(self, document_id: int) -> View | None:
        """What was noted while the document was read, or when it was opened first."""
        text = self._store.text(document_id)
        kept = self._store.laid.of(document_id, text)
        if kept is None:
            return None
        try:
            return kept_view_in(kept, len(text))
        except EngineError as broken:
            _log.info("a view of document %d is none: %s", document_id, type(broken).__name__)
            return None

    def blocks(self, document_id: int, part: Part) -> tuple[str, tuple[Block, ...]]:
        """The text of a part, and its blocks; every line of it is one where nothing is known of it. Raises
        `DocumentUnknown`.
        """
        text = self._store.text(document_id, part.start, part.end)
        if not part.packed:
            return text, plain_blocks(text, part.start)
        try:
            return text, unpacked(part.packed, part.start, part.start + len(text))
        except EngineError as broken:
            _log.info("a view of document %d is none: %s", document_id, type(broken).__name__)
            return text, plain_blocks(text, part.start)

    def picture(self, document_id: int, number: int, width_px: int) -> Picture | None:
        """A picture of a document, as it is numbered in its view; None where it cannot be drawn any more."""
        document = self._store.get(document_id)
        key = "" if document.container is None else self._store.members.key(document_id)
        path = Path(document.file)
        try:
            return self._reader.picture(path, number, width_px, self._password(path), key)
        except (OSError, ReadError, EngineError) as error:
            _log.info("no picture of document %d: %s", document_id, type(error).__name__)
            return None

    def turns(self, document_id: int, part: Part) -> tuple[SpokenTurn, ...]:
        """Who speaks in a part of a recording; nothing where speakers were not told apart."""
        return self._store.speakers.turns(document_id, part.start, part.end)


def plain_blocks(text: str, start: int) -> tuple[Block, ...]:
    """A text of which nothing is known, line by line."""
    found = []
    at = start
    above = False
    for line in text.split("\n"):
        if line.strip():
            found.append(Block(at, at + len(line), Kind.PARAGRAPH, joint=Joint(above)))
        above = bool(line.strip())
        at += len(line) + 1
    return tuple(found)
