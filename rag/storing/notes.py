"""Notes of one's own on documents, kept in the vault: highlights, and notes on pages and on documents.

They go into the bin with their document and come back with it, and are gone for good when it is. Where the
document is read again, or another edition of its file takes its place, their places are found anew (see
`note_places`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rag.errors import DocumentUnknown, NoteEmpty, NoteUnknown
from rag.language.anchors import Anchor
from rag.storing.document_rows import place_name
from rag.storing.names import REMOVED
from rag.storing.note_places import PlacedText, settle_notes
from rag.storing.vault import Vault
from rag.types import Colour, DocumentState, Note, NoteKind, PageUnit

if TYPE_CHECKING:
    from sqlite3 import Connection

_COLUMNS = (
    "n.id, n.document_id, d.name, n.kind, n.page, g.label, d.unit, n.start, n.end, n.quote, n.was, n.colour,"
    " n.text, n.created, n.updated"
)
_FROM = (
    " FROM notes n JOIN documents d ON d.id = n.document_id"
    " LEFT JOIN pages g ON g.document_id = n.document_id AND g.number = n.page"
)
# What is about the whole document first, what lost its place last.
_ORDER = " ORDER BY n.kind <> 'document', n.start IS NULL, n.start, n.kind <> 'page', n.id"


class NoteStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock

    # --- asking --------------------------------------------------------------------------------------------

    def of(self, document_id: int) -> list[Note]:
        """The notes of a document, in the order of its text."""
        with self._vault.read() as db:
            return _notes(db, "n.document_id = ?", (document_id,))

    def all(self) -> list[Note]:
        """The notes of all documents, without those in the bin."""
        with self._vault.read() as db:
            found = _notes(db, "1", ())
        return sorted(found, key=lambda one: one.document.casefold())

    def get(self, note: int) -> Note:
        """Raises `NoteUnknown`."""
        with self._vault.read() as db:
            return _one(db, note)

    # --- changing ------------------------------------------------------------------------------------------

    def mark(self, document_id: int, start: int, end: int, colour: Colour, text: str = "") -> Note:
        """Mark what stands from `start` to `end` of a document's text. Raises `DocumentUnknown` for one that
        is not READY, and for a span outside of its text.
        """
        with self._vault.write() as db:
            placed = _ready(db, document_id)
            if not 0 <= start < end <= len(placed.text) or not placed.text[start:end].strip():
                raise DocumentUnknown(document=document_id, start=start, end=end)
            anchor = Anchor.of(placed.text, start, end)
            page = placed.page_at(start)
            return self._put(db, document_id, NoteKind.WORDS, page, anchor, colour, text.strip())

    def on_page(self, document_id: int, page: int, text: str, colour: Colour) -> Note:
        """Raises `DocumentUnknown` also for a page that is not there, `NoteEmpty`."""
        if not text.strip():
            raise NoteEmpty
        with self._vault.write() as db:
            head = _ready(db, document_id).head(page)
            if head is None:
                raise DocumentUnknown(document=document_id, page=page)
            return self._put(db, document_id, NoteKind.PAGE, page, head, colour, text.strip())

    def on_document(self, document_id: int, text: str, colour: Colour) -> Note:
        """Raises `DocumentUnknown`, `NoteEmpty`."""
        if not text.strip():
            raise NoteEmpty
        with self._vault.write() as db:
            _ready(db, document_id)
            return self._put(db, document_id, NoteKind.DOCUMENT, None, None, colour, text.strip())

    def change(self, note: int, text: str | None = None, colour: Colour | None = None) -> Note:
        """Write another text or colour; how it is then. Raises `NoteUnknown`, and `NoteEmpty` where nothing
        would be left of it.
        """
        with self._vault.write() as db:
            before = _one(db, note)
            now = replace(
                before,
                text=before.text if text is None else text.strip(),
                colour=colour or before.colour,
                updated=self._clock(),
            )
            if before.kind is not NoteKind.WORDS and not now.text:
                raise NoteEmpty
            db.execute(
                "UPDATE notes SET text = ?, colour = ?, updated = ? WHERE id = ?",
                (now.text, now.colour, now.updated, note),
            )
            return now

    def place(self, note: int, start: int, end: int) -> Note:
        """Put a note on words where a person says that it belongs. Raises as `mark` does, `NoteUnknown`."""
        with self._vault.write() as db:
            before = _one(db, note)
            placed = _ready(db, before.document_id)
            if not 0 <= start < end <= len(placed.text):
                raise DocumentUnknown(document=before.document_id, start=start, end=end)
            anchor = Anchor.of(placed.text, start, end)
            db.execute(
                "UPDATE notes SET kind = ?, page = ?, start = ?, end = ?, quote = ?, before = ?, after = ?,"
                " was = '', updated = ? WHERE id = ?",
                (
                    NoteKind.WORDS,
                    placed.page_at(start),
                    start,
                    end,
                    anchor.quote,
                    anchor.before,
                    anchor.after,
                    self._clock(),
                    note,
                ),
            )
            return _one(db, note)

    def kept(self, note: int) -> Callable[[], Note]:
        """Remember a note as it is; what is returned makes it so again, in the document that it is on then.
        Raises `NoteUnknown`, now and then.
        """
        with self._vault.read() as db:
            _one(db, note)
            row = _row(db, note)

        def put_back() -> Note:
            with self._vault.write() as db:
                document = _one(db, note).document_id
                again = {name: value for name, value in row.items() if name not in ("id", "document_id")}
                named = ", ".join(f"{name} = ?" for name in again)
                db.execute(f"UPDATE notes SET {named} WHERE id = ?", (*again.values(), note))
                settle_notes(db, document)
                return _one(db, note)

        return put_back

    def delete(self, note: int) -> Callable[[], Note]:
        """Delete a note for good; what is returned puts it back as it was, as long as it is kept. Raises
        `NoteUnknown`.
        """
        with self._vault.write() as db:
            _one(db, note)
            row = _row(db, note)
            db.execute("DELETE FROM notes WHERE id = ?", (note,))
        self._vault.forget_deleted()

        def put_back() -> Note:
            with self._vault.write() as db:
                marks = ", ".join("?" for _ in row)
                db.execute(
                    f"INSERT OR IGNORE INTO notes ({', '.join(row)}) VALUES ({marks})", tuple(row.values())
                )
                settle_notes(db, row["document_id"])
                return _one(db, note)

        return put_back

    # --- inside --------------------------------------------------------------------------------------------

    def _put(
        self,
        db: Connection,
        document_id: int,
        kind: NoteKind,
        page: int | None,
        anchor: Anchor | None,
        colour: Colour,
        text: str,
    ) -> Note:
        now = self._clock()
        place = (
            (None, None, "", "", "")
            if anchor is None
            else (anchor.start, anchor.start + len(anchor.quote), anchor.quote, anchor.before, anchor.after)
        )
        added = db.execute(
            "INSERT INTO notes (document_id, kind, page, start, end, quote, before, after, colour, text,"
            " created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (document_id, kind, page, *place, colour, text, now, now),
        )
        return _one(db, int(added.lastrowid or 0))


def take_notes(old: Connection, new: Connection, ids: dict[int, int]) -> None:
    """Copy the notes of documents from one vault to the rows that they have in another, and find their places
    there. Notes that are there already are not taken again.
    """
    for before, after in ids.items():
        for (id_,) in old.execute(
            "SELECT id FROM notes WHERE document_id = ? ORDER BY id", (before,)
        ).fetchall():
            row = _row(old, id_) | {"document_id": after}
            del row["id"]
            same = ("document_id", "kind", "text", "created")
            if new.execute(
                "SELECT 1 FROM notes WHERE " + " AND ".join(f"{name} = ?" for name in same),
                tuple(row[name] for name in same),
            ).fetchone():
                continue
            marks = ", ".join("?" for _ in row)
            new.execute(f"INSERT INTO notes ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
        settle_notes(new, after)


def _ready(db: Connection, document_id: int) -> PlacedText:
    row = db.execute("SELECT state FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None or row[0] != DocumentState.READY:
        raise DocumentUnknown(document=document_id)
    return PlacedText(db, document_id)


def _notes(db: Connection, condition: str, values: Sequence[object]) -> list[Note]:
    rows = db.execute(
        f"SELECT {_COLUMNS}{_FROM} WHERE ({condition}) AND d.state <> '{REMOVED}'{_ORDER}", tuple(values)
    )
    return [_note(row) for row in rows.fetchall()]


def _one(db: Connection, note: int) -> Note:
    found = _notes(db, "n.id = ?", (note,))
    if not found:
        raise NoteUnknown(note=note)
    return found[0]


def _row(db: Connection, note: int) -> dict[str, Any]:
    names = [str(row[1]) for row in db.execute("PRAGMA table_info(notes)")]
    row = db.execute(f"SELECT {', '.join(names)} FROM notes WHERE id = ?", (note,)).fetchone()
    return dict(zip(names, row, strict=True))


def _note(row: tuple[Any, ...]) -> Note:
    id_, document_id, name, kind, page, label, unit, start, end, quote, was, colour, text, *dates = row
    return Note(
        id_,
        document_id,
        name,
        NoteKind(kind),
        page,
        "" if page is None else place_name(PageUnit(unit), page, label),
        start,
        end,
        quote if kind == NoteKind.WORDS else "",
        was,
        Colour(colour),
        text,
        *dates,
    )
