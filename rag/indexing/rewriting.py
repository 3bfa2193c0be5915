"""A line of a document written anew: its page, the passages that hold it, and the places of all that follows.

Everything changes in one transaction, and the document can be searched all the time. Only the passages that
hold the line are embedded again: their headings and borders stay as they were.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from engine.cancel import CancelToken
from engine.errors import EngineError
from engine.protocols import Embedder
from engine.types import PassageVectors
from rag.codec import pack_page
from rag.errors import DocumentUnknown
from rag.examining.measure import measured
from rag.indexing.vectors import VectorIndex
from rag.layout.corrections import Correction, corrected_line, edited, with_line
from rag.storing.corrections import CorrectionStore
from rag.storing.documents import DocumentStore
from rag.storing.note_places import follow_change
from rag.storing.page_quality import put_flaws
from rag.storing.vault import Vault
from rag.types import Document, DocumentState, Line, Page, Passage

if TYPE_CHECKING:
    from sqlite3 import Connection

_log = logging.getLogger(__name__)


class Rewriter:
    """Corrects lines of READY documents. Thread-safe: a person may correct one line while another reader's
    word is put into the next.
    """

    def __init__(
        self,
        vault: Vault,
        store: DocumentStore,
        corrections: CorrectionStore,
        embedder: Embedder,
        vectors: VectorIndex,
    ) -> None:
        self._vault = vault
        self._store = store
        self._corrections = corrections
        self._embedder = embedder
        self._vectors = vectors
        # A page is read, changed and written as a whole: two at a time would undo each other.
        self._lock = threading.Lock()

    def rewrite(self, document_id: int, number: int, place: int, text: str) -> tuple[Document, Page]:
        """Write `text` in line `place` of page `number`; returns the document and the page as they are then.

        Raises `DocumentUnknown` for what is not there or not READY, `VaultError`s.
        """
        with self._lock:
            page = self._page(document_id, number, place)
            text = " ".join(text.split())
            line = page.lines[place]
            if text == line.text or line.box is None:
                return self._store.get(document_id), page
            edit = edited(page, place, text)
            return self._put(document_id, page, place, corrected_line(line, edit), edit)

    def reread(self, document_id: int, number: int, place: int, line: Line) -> tuple[Document, Page]:
        """Put what another reader made of a line in its place; otherwise as `rewrite`. What a person wrote
        stays.
        """
        with self._lock:
            page = self._page(document_id, number, place)
            line = _at(line, page.lines[place].start)
            if page.lines[place].read is not None or page.lines[place] == line:
                return self._store.get(document_id), page
            return self._put(document_id, page, place, line, None)

    def _page(self, document_id: int, number: int, place: int) -> Page:
        page = self._store.page(document_id, number)
        ready = self._store.get(document_id).state is DocumentState.READY
        if not ready or not 0 <= place < len(page.lines):
            raise DocumentUnknown(document=document_id, page=number, line=place)
        return page

    def _put(
        self, document_id: int, page: Page, place: int, line: Line, edit: Correction | None
    ) -> tuple[Document, Page]:
        before, after = page.lines[place], measured(with_line(page, place, line))
        begin = self._store.page_start(document_id, page.number)
        change = _Change(begin + before.start, begin + before.end, line.text)
        bodies = self._bodies(document_id, change) if line.text != before.text else {}
        embedded = self._embedded(list(bodies.values()))
        with self._vault.write() as db:
            _write_page(db, document_id, after, begin, change)
            put_flaws(db, document_id, after)
            _move(db, document_id, change)
            follow_change(db, document_id, change.start, change.end, change.grown)
            self._write_passages(db, document_id, bodies, embedded)
            if edit is not None:
                self._corrections.write(db, document_id, edit)
        self._vault.forget_deleted()
        ids = np.array(list(bodies), np.int64)
        self._vectors.remove(ids)
        if embedded is not None:
            self._vectors.add(ids, embedded.vectors)
        return self._store.get(document_id), after

    def _embedded(self, texts: list[str]) -> PassageVectors | None:
        """None where the embedder is missing or fails: what a person wrote is kept all the same, and found by
        its words until its passages get new vectors (`Indexer.renew_vectors`).
        """
        if not texts:
            return None
        try:
            return self._embedder.embed_passages(texts, CancelToken())
        except EngineError as fault:
            _log.warning("a correction is found by its words alone: %s", fault.code)
            return None

    def _bodies(self, document_id: int, change: _Change) -> dict[int, str]:
        """The new text of each passage that holds some of the line, by id."""
        first = self._store.first_passage(document_id)
        found: dict[int, str] = {}
        for place, passage in enumerate(self._store.passages(document_id)):
            if change.touches(passage) and not (found and change.is_into_nothing):
                own = self._store.text(document_id, passage.start, passage.end)
                low, high = max(change.start - passage.start, 0), min(change.end, passage.end) - passage.start
                # A table's head may stand before a passage's own text.
                body = own[:low] + change.text + own[high:]
                found[first + place] = passage.text.replace(own, body, 1)
        return found

    def _write_passages(
        self, db: Connection, document_id: int, bodies: Mapping[int, str], embedded: PassageVectors | None
    ) -> None:
        if bodies and embedded is None:  # those of the words that stood there: all of them are made anew
            db.execute("DELETE FROM vectors WHERE document_id = ?", (document_id,))
        first = self._store.first_passage(document_id)
        for row, (id_, body) in enumerate(bodies.items()):
            held = db.execute(
                "SELECT section, start, end, page_start, page_end, key, ancestors FROM passages WHERE id = ?",
                (id_,),
            ).fetchone()
            # Taken out and put back, since the index of words follows these two only.
            db.execute("DELETE FROM passages WHERE id = ?", (id_,))
            db.execute(
                "INSERT INTO passages (id, document_id, section, start, end, page_start, page_end, key,"
                " ancestors, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (id_, document_id, *held, body),
            )
            if embedded is None:
                db.execute("DELETE FROM token_codes WHERE passage_id = ?", (id_,))
                continue
            name = self._embedder.name
            db.execute(
                "INSERT OR REPLACE INTO token_codes (passage_id, embedder, codes) VALUES (?, ?, ?)",
                (id_, name, embedded.codes[row]),
            )
            _write_vector(db, document_id, name, id_ - first, embedded.vectors[row])


def _at(line: Line, start: int) -> Line:
    """A line where it stands now: a correction above it may have moved it meanwhile."""
    by = start - line.start
    if not by:
        return line
    doubts = tuple(replace(one, start=one.start + by, end=one.end + by) for one in line.doubts)
    return replace(line, start=start, end=line.end + by, doubts=doubts)


class _Change:
    """`text` in place of what stands from `start` to `end` of the document's text."""

    __slots__ = ("end", "grown", "start", "text")

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start, self.end, self.text = start, end, text
        self.grown = len(text) - (end - start)

    @property
    def is_into_nothing(self) -> bool:
        """Whether a line that had been taken away comes back."""
        return self.start == self.end

    def touches(self, passage: Passage) -> bool:
        if self.is_into_nothing:
            return passage.start <= self.start <= passage.end
        return passage.start < self.end and self.start < passage.end


def _write_page(db: Connection, document_id: int, page: Page, begin: int, change: _Change) -> None:
    db.execute(
        "UPDATE pages SET length = ?, confidence = ?, text = ?, lines = ?, words = ?, headings = ?"
        " WHERE document_id = ? AND number = ?",
        (
            len(page.text),
            page.confidence,
            *pack_page(page),
            document_id,
            page.number,
        ),
    )
    db.execute(
        "UPDATE pages SET start = start + ? WHERE document_id = ? AND start > ?",
        (change.grown, document_id, begin),
    )


def _move(db: Connection, document_id: int, change: _Change) -> None:
    """Move everything behind the line."""
    grown = change.grown
    if not grown:
        return
    ends = (grown, document_id, change.end)
    # What begins with a line that had been taken away begins where it comes back.
    starts = (grown, document_id, change.end + change.is_into_nothing)
    db.execute("UPDATE sections SET start = start + ? WHERE document_id = ? AND start >= ?", starts)
    db.execute("UPDATE sections SET end = end + ? WHERE document_id = ? AND end >= ?", ends)
    db.execute("UPDATE passages SET start = start + ? WHERE document_id = ? AND start >= ?", starts)
    db.execute("UPDATE passages SET end = end + ? WHERE document_id = ? AND end >= ?", ends)
    db.execute(
        "UPDATE cross_references SET target = target + ? WHERE document_id = ? AND target >= ?", starts
    )
    rows = db.execute(
        "SELECT start, end, target FROM cross_references WHERE document_id = ? AND start >= ?",
        (document_id, change.end),
    ).fetchall()
    db.execute(
        "DELETE FROM cross_references WHERE document_id = ? AND start >= ?", (document_id, change.start)
    )
    db.executemany(
        "INSERT INTO cross_references (document_id, start, end, target) VALUES (?, ?, ?, ?)",
        ((document_id, start + grown, end + grown, target) for start, end, target in rows),
    )


def _write_vector(
    db: Connection,
    document_id: int,
    embedder: str,
    place: int,
    vector: np.ndarray[tuple[int], np.dtype[np.float32]],
) -> None:
    """Put the vector of the document's passage `place` (from 0) into the block that holds it."""
    row = db.execute(
        "SELECT first, dimension, block FROM vectors WHERE document_id = ? AND embedder = ? AND first <= ?"
        " ORDER BY first DESC LIMIT 1",
        (document_id, embedder, place),
    ).fetchone()
    if row is None:
        return
    first, dimension, block = row
    matrix = np.frombuffer(block, "<f2").reshape(-1, dimension).copy()
    matrix[place - first] = vector
    db.execute(
        "UPDATE vectors SET block = ? WHERE document_id = ? AND embedder = ? AND first = ?",
        (matrix.tobytes(), document_id, embedder, first),
    )
