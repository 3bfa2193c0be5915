"""Where notes stand in a document's text, and finding them again once it has changed; inside the caller's
transaction.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from typing import TYPE_CHECKING

from rag.language.anchors import Anchor, ChangedText, Flat
from rag.types import DocumentState, NoteKind

if TYPE_CHECKING:
    from sqlite3 import Connection

_HEAD = 300  # characters by which a page is known again


class PlacedText:
    """A document's text as it was read, with where its pages begin."""

    def __init__(self, db: Connection, document_id: int) -> None:
        rows = db.execute(
            "SELECT number, start, text FROM pages WHERE document_id = ? ORDER BY number", (document_id,)
        ).fetchall()
        self._numbers = [int(row[0]) for row in rows]
        self._starts = [int(row[1]) for row in rows]
        self._pages = [zlib.decompress(row[2]).decode() for row in rows]
        self.text = "\n".join(self._pages)
        self._changed: ChangedText | None = None

    @property
    def changed(self) -> ChangedText:
        """For looking for places of an earlier text."""
        if self._changed is None:
            self._changed = ChangedText(self.text)
        return self._changed

    def page_at(self, start: int) -> int:
        """The number of the page that a character is on."""
        return self._numbers[max(0, bisect_right(self._starts, start) - 1)]

    def head(self, page: int) -> Anchor | None:
        """How a page begins; None where there is no such page."""
        if page not in self._numbers:
            return None
        place = self._numbers.index(page)
        start = self._starts[place]
        return Anchor.of(self.text, start, start + len(self._pages[place][:_HEAD]))


def move_notes(db: Connection, before: int, document_id: int) -> None:
    """Let a row that takes the place of another have its notes, and find their places in its text."""
    db.execute("UPDATE notes SET document_id = ? WHERE document_id = ?", (document_id, before))
    settle_notes(db, document_id)


def settle_notes(db: Connection, document_id: int) -> None:
    """Find the places of a document's notes in its text as it was read now. What cannot be placed is kept,
    with the words that it was at; it is looked for again each time. Nothing is done where the document is not
    READY.
    """
    rows = db.execute(
        "SELECT n.id, n.kind, n.page, n.start, n.quote, n.before, n.after, n.was FROM notes n"
        " JOIN documents d ON d.id = n.document_id WHERE n.document_id = ? AND n.kind <> ? AND d.state = ?",
        (document_id, NoteKind.DOCUMENT, DocumentState.READY),
    ).fetchall()
    if not rows:
        return
    placed = PlacedText(db, document_id)
    for id_, kind, page, start, quote, before, after, was in rows:
        anchor = Anchor(quote, before, after, start or 0)
        if kind == NoteKind.PAGE:
            _settle_page(db, placed, id_, page, anchor)
        else:
            _settle_words(db, placed, id_, anchor, was)


def follow_change(db: Connection, document_id: int, start: int, end: int, grown: int) -> None:
    """A person corrected what stood from `start` to `end` of the text, which is `grown` characters longer
    now: what is marked of it is marked still, and what follows moves along.
    """
    touched = [
        id_
        for (id_,) in db.execute(
            "SELECT id FROM notes WHERE document_id = ? AND kind = ? AND start < ? AND end > ?",
            (document_id, NoteKind.WORDS, end, start),
        )
    ]
    db.execute("UPDATE notes SET end = end + ? WHERE document_id = ? AND end >= ?", (grown, document_id, end))
    db.execute(
        "UPDATE notes SET start = start + ? WHERE document_id = ? AND start >= ?", (grown, document_id, end)
    )
    rows = db.execute(
        "SELECT id, start, end, quote, was FROM notes WHERE document_id = ? AND start NOT NULL AND kind = ?",
        (document_id, NoteKind.WORDS),
    ).fetchall()
    if not rows:
        return
    placed = PlacedText(db, document_id)
    for id_, first, last, quote, was in rows:
        kept = (quote, was) if id_ in touched else None
        _write(db, placed, id_, first, max(first, min(last, len(placed.text))), kept)


def _settle_words(db: Connection, placed: PlacedText, id_: int, anchor: Anchor, was: str) -> None:
    found = placed.changed.place(anchor)
    if found is None:
        db.execute("UPDATE notes SET start = NULL, end = NULL WHERE id = ?", (id_,))
    else:
        _write(db, placed, id_, *found, (anchor.quote, was))


def _write(
    db: Connection, placed: PlacedText, id_: int, start: int, end: int, before: tuple[str, str] | None
) -> None:
    """Note where a note stands. `before`: what was marked, and what had been before that."""
    anchor = Anchor.of(placed.text, start, end)
    was = ""
    if before is not None:
        first = before[1] or before[0]  # what the person marked
        was = "" if Flat(first).text.strip() == Flat(anchor.quote).text.strip() else first
    db.execute(
        "UPDATE notes SET start = ?, end = ?, page = ?, quote = ?, before = ?, after = ?,"
        " was = CASE WHEN ? THEN ? ELSE was END WHERE id = ?",
        (
            start,
            end,
            placed.page_at(start),
            anchor.quote,
            anchor.before,
            anchor.after,
            before is not None,
            was,
            id_,
        ),
    )


def _settle_page(db: Connection, placed: PlacedText, id_: int, page: int, anchor: Anchor) -> None:
    """A page without text is known by its number alone."""
    found = placed.changed.place(anchor)
    number = placed.page_at(found[0]) if found is not None else page
    head = placed.head(number)
    if head is None or (found is None and anchor.quote.strip()):
        db.execute("UPDATE notes SET start = NULL, end = NULL WHERE id = ?", (id_,))
    else:
        db.execute(
            "UPDATE notes SET page = ?, start = ?, end = ?, quote = ?, before = ?, after = ? WHERE id = ?",
            (number, head.start, head.start + len(head.quote), head.quote, head.before, head.after, id_),
        )
