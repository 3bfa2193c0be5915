"""Tags of documents, kept in the vault, and what was done with them, so that it can be undone.

Two names that differ in case or in the way their accents are written are one tag. A tag that a person took
off a document is not put back by a rule (`by_hand` is False there).
"""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rag.errors import DocumentUnknown, TagExists, TagInvalid, TagUnknown
from rag.storing.names import REMOVED, tag_key
from rag.storing.vault import Vault
from rag.types import Tag

if TYPE_CHECKING:
    from sqlite3 import Connection

TONES = 8  # colours that tags take in turn
LONGEST = 60  # characters of a name
_KEPT_CHANGES = 200  # that can be undone


class ChangeKind(StrEnum):
    """What was done."""

    TAGGED = "tagged"  # tags were put on documents, or taken off
    RENAMED = "renamed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class TagUse:
    """A tag, and how many documents of the library have it."""

    tag: Tag
    documents: int


@dataclass(frozen=True, slots=True)
class TagChange:
    """Something that was done with tags: `documents` are those it changed."""

    id: int
    kind: ChangeKind
    at: float  # seconds since the epoch
    documents: tuple[int, ...] = ()


NO_CHANGE = TagChange(0, ChangeKind.TAGGED, 0.0)
"""Nothing had to be done."""


def tag_name(name: str) -> str:
    """A name as it is kept. Raises `TagInvalid` for one that is empty, too long, or not one line."""
    shown = "".join(one for one in " ".join(name.split()) if unicodedata.category(one)[0] != "C")
    if not shown or len(shown) > LONGEST or "," in shown:
        raise TagInvalid(tag=shown[:LONGEST], longest=LONGEST)
    return unicodedata.normalize("NFC", shown)


class TagStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock

    # --- asking --------------------------------------------------------------------------------------------

    def tags(self) -> list[TagUse]:
        """All tags by name, with how many documents have each; those in the bin do not count."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT t.id, t.name, t.tone, (SELECT count(*) FROM document_tags o JOIN documents d"
                " ON d.id = o.document_id AND d.state <> ? WHERE o.tag_id = t.id) FROM tags t ORDER BY t.key",
                (REMOVED,),
            ).fetchall()
        return [TagUse(Tag(id_, name, tone), count) for id_, name, tone, count in rows]

    def named(self, name: str) -> Tag:
        """Raises `TagUnknown`."""
        with self._vault.read() as db:
            return _named(db, name)

    def on(self, document_id: int) -> tuple[Tag, ...]:
        """The tags of a document, by name."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT t.id, t.name, t.tone FROM document_tags o JOIN tags t ON t.id = o.tag_id"
                " WHERE o.document_id = ? ORDER BY t.key",
                (document_id,),
            ).fetchall()
        return tuple(Tag(*row) for row in rows)

    def documents(self, name: str) -> tuple[int, ...]:
        """The documents with a tag, without those in the bin. Raises `TagUnknown`."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT d.id FROM document_tags o JOIN documents d ON d.id = o.document_id"
                " WHERE o.tag_id = ? AND d.state <> ? ORDER BY d.id",
                (_named(db, name).id, REMOVED),
            ).fetchall()
        return tuple(id_ for (id_,) in rows)

    def lacking(self, document_id: int, names: Sequence[str]) -> list[str]:
        """Those of some tags that a rule may put on a document: it has them not, and nobody took them off."""
        with self._vault.read() as db:
            keys = {
                key
                for (key,) in db.execute(
                    "SELECT t.key FROM tags t WHERE t.id IN (SELECT tag_id FROM document_tags WHERE"
                    " document_id = ?1 UNION SELECT tag_id FROM untagged WHERE document_id = ?1)",
                    (document_id,),
                )
            }
        return [name for name in names if tag_key(name) not in keys]

    def last(self) -> TagChange | None:
        """What was done last and is not undone yet."""
        with self._vault.read() as db:
            row = db.execute("SELECT id, kind, at FROM tag_changes ORDER BY id DESC LIMIT 1").fetchone()
            return None if row is None else _change(db, *row)

    # --- changing ------------------------------------------------------------------------------------------

    def put(self, document_ids: Sequence[int], names: Sequence[str], *, by_hand: bool = True) -> TagChange:
        """Put tags on documents, making those that there are none of yet, all in one transaction.

        `NO_CHANGE` where all have them. Raises `DocumentUnknown`, `TagInvalid`.
        """
        return self.put_each(dict.fromkeys(document_ids, names), by_hand=by_hand)

    def put_each(
        self,
        tags: Mapping[int, Sequence[str]],
        *,
        by_hand: bool = True,
        noted: Callable[[TagChange], object] = lambda _: None,
    ) -> TagChange:
        """The same with tags of its own for each document. `noted` hears of it in the same transaction."""
        with self._vault.write() as db:
            _require(db, tags)
            made = {name: made_tag(db, name) for names in tags.values() for name in names}
            change = self._begun(db, ChangeKind.TAGGED)
            for document, names in tags.items():
                for name in names:
                    self._put_one(db, change, document, made[name], by_hand)
            ended = self._ended(db, change)
            noted(ended)
            return ended

    def take_off(self, document_ids: Sequence[int], names: Sequence[str]) -> TagChange:
        """Take tags off documents. Raises `DocumentUnknown`, `TagUnknown`."""
        with self._vault.write() as db:
            _require(db, document_ids)
            tags = [_named(db, name).id for name in names]
            change = self._begun(db, ChangeKind.TAGGED)
            for document in document_ids:
                for tag in tags:
                    _take_one(db, change, document, tag)
            return self._ended(db, change)

    def rename(self, name: str, new: str) -> TagChange:
        """Raises `TagUnknown`, `TagInvalid`, and `TagExists` where another tag has the new name."""
        with self._vault.write() as db:
            tag, shown = _named(db, name), tag_name(new)
            other = db.execute("SELECT id FROM tags WHERE key = ?", (tag_key(shown),)).fetchone()
            if other is not None and other[0] != tag.id:
                raise TagExists(tag=shown)
            db.execute("UPDATE tags SET name = ?, key = ? WHERE id = ?", (shown, tag_key(shown), tag.id))
            return self._noted(db, ChangeKind.RENAMED, tag)

    def delete(self, name: str) -> TagChange:
        """Take a tag off every document, also those in the bin, and forget it. Raises `TagUnknown`."""
        with self._vault.write() as db:
            tag = _named(db, name)
            change = self._noted(db, ChangeKind.DELETED, tag)
            db.execute(
                "INSERT INTO tag_change_items SELECT ?, document_id, tag_id, 0 FROM document_tags"
                " WHERE tag_id = ?",
                (change.id, tag.id),
            )
            db.execute("DELETE FROM tags WHERE id = ?", (tag.id,))
            return _change(db, change.id, change.kind, change.at)

    def undo(self, change_id: int) -> tuple[int, ...]:
        """Take back what was done, as far as it has not been changed since; the documents that it changed.

        Once undone it is forgotten. Nothing happens for one that is not there.
        """
        with self._vault.write() as db:
            row = db.execute(
                "SELECT kind, tag_id, before, tone FROM tag_changes WHERE id = ?", (change_id,)
            ).fetchone()
            if row is None:
                return ()
            kind, tag, before, tone = row
            documents = _items(db, change_id)
            if kind == ChangeKind.RENAMED:
                documents = _of_tag(db, tag)
                db.execute(
                    "UPDATE OR IGNORE tags SET name = ?, key = ? WHERE id = ?", (before, tag_key(before), tag)
                )
            if kind == ChangeKind.DELETED:
                db.execute(
                    "INSERT OR IGNORE INTO tags (id, name, key, tone) VALUES (?, ?, ?, ?)",
                    (tag, before, tag_key(before), tone),
                )
            _undo_items(db, change_id, tag_key(before))
            db.execute("DELETE FROM tag_changes WHERE id = ?", (change_id,))
        return documents

    # --- inside --------------------------------------------------------------------------------------------

    def _put_one(self, db: Connection, change: int, document: int, tag: int, by_hand: bool) -> None:
        if by_hand:
            db.execute("DELETE FROM untagged WHERE document_id = ? AND tag_id = ?", (document, tag))
        elif db.execute(
            "SELECT 1 FROM untagged WHERE document_id = ? AND tag_id = ?", (document, tag)
        ).fetchone():
            return
        added = db.execute(
            "INSERT OR IGNORE INTO document_tags (document_id, tag_id) VALUES (?, ?)", (document, tag)
        )
        if added.rowcount:
            _note_item(db, change, document, tag, added=True)

    def _begun(self, db: Connection, kind: ChangeKind) -> int:
        added = db.execute("INSERT INTO tag_changes (at, kind) VALUES (?, ?)", (self._clock(), kind))
        return int(added.lastrowid or 0)

    def _ended(self, db: Connection, change: int) -> TagChange:
        """The change, which is not kept where it did nothing."""
        documents = _items(db, change)
        if not documents:
            db.execute("DELETE FROM tag_changes WHERE id = ?", (change,))
            return NO_CHANGE
        db.execute("DELETE FROM tag_changes WHERE id <= ?", (change - _KEPT_CHANGES,))
        return TagChange(change, ChangeKind.TAGGED, self._clock(), documents)

    def _noted(self, db: Connection, kind: ChangeKind, tag: Tag) -> TagChange:
        at = self._clock()
        added = db.execute(
            "INSERT INTO tag_changes (at, kind, tag_id, before, tone) VALUES (?, ?, ?, ?, ?)",
            (at, kind, tag.id, tag.name, tag.tone),
        )
        return TagChange(int(added.lastrowid or 0), kind, at, _of_tag(db, tag.id))


def move_tags(db: Connection, before: int, document_id: int) -> None:
    """Let a row that takes the place of another have its tags, what was learnt of it and what it was chosen
    for, inside the caller's transaction.
    """
    for table in ("document_tags", "untagged"):
        db.execute(
            f"INSERT OR IGNORE INTO {table} SELECT ?, tag_id FROM {table} WHERE document_id = ?",
            (document_id, before),
        )
    for table in ("label_examples", "recipe_documents", "asked_documents"):
        db.execute(
            f"UPDATE OR IGNORE {table} SET document_id = ? WHERE document_id = ?", (document_id, before)
        )
    db.execute(
        "UPDATE OR IGNORE tag_change_items SET document_id = ? WHERE document_id = ?", (document_id, before)
    )


def take_tags(old: Connection, new: Connection, ids: dict[int, int]) -> None:
    """Put the tags that documents have in one vault on the rows that they have in another."""
    for before, after in ids.items():
        rows = old.execute(
            "SELECT t.name, t.tone FROM document_tags o JOIN tags t ON t.id = o.tag_id"
            " WHERE o.document_id = ?",
            (before,),
        )
        for name, tone in rows.fetchall():
            new.execute(
                "INSERT OR IGNORE INTO tags (name, key, tone) VALUES (?, ?, ?)", (name, tag_key(name), tone)
            )
            new.execute(
                "INSERT OR IGNORE INTO document_tags SELECT ?, id FROM tags WHERE key = ?",
                (after, tag_key(name)),
            )


def _require(db: Connection, document_ids: Iterable[int]) -> None:
    ids = set(document_ids)
    found = db.execute(
        "SELECT id FROM documents WHERE id IN (SELECT value FROM json_each(?)) AND state <> ?",
        (json.dumps(list(ids)), REMOVED),
    )
    missing = ids - {id_ for (id_,) in found}
    if missing:
        raise DocumentUnknown(document=min(missing))


def _named(db: Connection, name: str) -> Tag:
    row = db.execute("SELECT id, name, tone FROM tags WHERE key = ?", (tag_key(name),)).fetchone()
    if row is None:
        raise TagUnknown(tag=name)
    return Tag(*row)


def made_tag(db: Connection, name: str) -> int:
    """The id of a tag, which is made where there is none. New ones take the colour that is used least."""
    shown = tag_name(name)
    row = db.execute("SELECT id FROM tags WHERE key = ?", (tag_key(shown),)).fetchone()
    if row is not None:
        return int(row[0])
    used = dict(db.execute("SELECT tone, count(*) FROM tags GROUP BY tone").fetchall())
    tone = min(range(TONES), key=lambda one: (used.get(one, 0), one))
    added = db.execute("INSERT INTO tags (name, key, tone) VALUES (?, ?, ?)", (shown, tag_key(shown), tone))
    return int(added.lastrowid or 0)


def _take_one(db: Connection, change: int, document: int, tag: int) -> None:
    gone = db.execute("DELETE FROM document_tags WHERE document_id = ? AND tag_id = ?", (document, tag))
    if gone.rowcount:
        db.execute("INSERT OR IGNORE INTO untagged (document_id, tag_id) VALUES (?, ?)", (document, tag))
        _note_item(db, change, document, tag, added=False)


def _note_item(db: Connection, change: int, document: int, tag: int, *, added: bool) -> None:
    db.execute(
        "INSERT OR REPLACE INTO tag_change_items (change_id, document_id, tag_id, added) VALUES (?, ?, ?, ?)",
        (change, document, tag, int(added)),
    )


def _undo_items(db: Connection, change: int, key: str) -> None:
    for document, tag, added in db.execute(
        "SELECT document_id, tag_id, added FROM tag_change_items WHERE change_id = ?", (change,)
    ).fetchall():
        if added:
            db.execute("DELETE FROM document_tags WHERE document_id = ? AND tag_id = ?", (document, tag))
            continue
        db.execute("DELETE FROM untagged WHERE document_id = ? AND tag_id = ?", (document, tag))
        db.execute(  # a tag that was deleted may have been made anew meanwhile
            "INSERT OR IGNORE INTO document_tags SELECT ?1, id FROM tags WHERE id = ?2 OR key = ?3",
            (document, tag, key),
        )


def _items(db: Connection, change: int) -> tuple[int, ...]:
    rows = db.execute(
        "SELECT DISTINCT document_id FROM tag_change_items WHERE change_id = ? ORDER BY 1", (change,)
    )
    return tuple(id_ for (id_,) in rows)


def _of_tag(db: Connection, tag: int) -> tuple[int, ...]:
    rows = db.execute("SELECT document_id FROM document_tags WHERE tag_id = ? ORDER BY 1", (tag,))
    return tuple(id_ for (id_,) in rows)


def _change(db: Connection, id_: int, kind: str, at: float) -> TagChange:
    return TagChange(id_, ChangeKind(kind), at, _items(db, id_))
