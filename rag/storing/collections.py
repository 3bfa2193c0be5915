"""Collections of the library, kept in the vault: their names and colours, which documents are in which, and
what was done with them, so that it can be undone.

A document is in one collection or in none, "". What else is kept by the name of a collection follows it when
it is called otherwise; see `collection_names`.
"""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rag.errors import CollectionExists, CollectionInvalid, CollectionUnknown, DocumentUnknown
from rag.storing.collection_names import give_back, rename_everywhere, take_away
from rag.storing.names import REMOVED, tag_key
from rag.storing.vault import Vault
from rag.types import COLLECTION_COLOURS

if TYPE_CHECKING:
    from sqlite3 import Connection

LONGEST = 60  # characters of a name
_KEPT_CHANGES = 200  # that can be undone


class CollectionDone(StrEnum):
    """What was done."""

    MADE = "made"
    MOVED = "moved"  # documents were moved into a collection, or out of one
    RENAMED = "renamed"
    COLOURED = "coloured"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class CollectionUse:
    """A collection, and how many documents it has: messages, not the mailboxes that hold them. `tone` is a
    place in `COLLECTION_COLOURS`.
    """

    name: str
    tone: int
    documents: int
    id: int = 0  # it stays when the collection is called otherwise

    @property
    def colour(self) -> str:
        return COLLECTION_COLOURS[self.tone % len(COLLECTION_COLOURS)]


@dataclass(frozen=True, slots=True)
class CollectionChange:
    """Something that was done with collections. `documents` are those that it moved or whose collection is
    called otherwise, `passed_over` those that stay because the collection holds their file already.
    """

    id: int
    kind: CollectionDone
    name: str
    documents: tuple[int, ...] = ()
    passed_over: tuple[int, ...] = ()


def collection_name(name: str) -> str:
    """A name as it is kept. Raises `CollectionInvalid` for one that is empty, too long, or not one line."""
    shown = "".join(one for one in " ".join(name.split()) if unicodedata.category(one)[0] != "C")
    if not shown or len(shown) > LONGEST:
        raise CollectionInvalid(collection=shown[:LONGEST], longest=LONGEST)
    return unicodedata.normalize("NFC", shown)


class CollectionStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock

    # --- asking --------------------------------------------------------------------------------------------

    def all(self) -> list[CollectionUse]:
        """By name, with how many documents each has; those in the bin do not count."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT c.name, c.tone, (SELECT count(*) FROM documents d WHERE d.collection = c.name"
                " AND d.state <> ?1 AND NOT EXISTS (SELECT 1 FROM documents m WHERE m.container = d.id))"
                ", c.id FROM collections c",
                (REMOVED,),
            ).fetchall()
        return [CollectionUse(*row) for row in sorted(rows, key=lambda row: (tag_key(row[0]), row[0]))]

    def spelt(self, name: str) -> str:
        """What a collection of this name, in whatever case, is called; the name itself where there is none.
        "" stays "": no collection.
        """
        with self._vault.read() as db:
            return _known(db, name) or name

    def named(self, name: str) -> str:
        """What a collection of this name, in whatever case, is called. Raises `CollectionUnknown`."""
        with self._vault.read() as db:
            return _named(db, name)

    def last(self) -> CollectionChange | None:
        """What was done last and is not undone yet."""
        with self._vault.read() as db:
            row = db.execute(
                "SELECT id, kind, after FROM collection_changes ORDER BY id DESC LIMIT 1"
            ).fetchone()
            return None if row is None else CollectionChange(row[0], CollectionDone(row[1]), row[2])

    # --- changing ------------------------------------------------------------------------------------------

    def make(self, name: str, tone: int | None = None) -> CollectionChange:
        """Make an empty collection, of the colour that is used least where none is given. Raises
        `CollectionInvalid`, and `CollectionExists` where one is called so in whatever case.
        """
        with self._vault.write() as db:
            shown = collection_name(name)
            _free(db, shown)
            used = dict(db.execute("SELECT tone, count(*) FROM collections GROUP BY tone").fetchall())
            places = range(len(COLLECTION_COLOURS))
            chosen = min(places, key=lambda one: (used.get(one, 0), one)) if tone is None else tone
            db.execute("INSERT INTO collections (name, tone) VALUES (?, ?)", (shown, chosen))
            return self._noted(db, CollectionDone.MADE, shown, shown)

    def rename(self, name: str, new: str) -> CollectionChange:
        """Call a collection otherwise, and let all that is kept by its name follow. Raises
        `CollectionUnknown`, `CollectionInvalid`, and `CollectionExists` where another is called so.
        """
        with self._vault.write() as db:
            before, shown = _named(db, name), collection_name(new)
            _free(db, shown, but=before)
            rename_everywhere(db, before, shown)
            return self._noted(db, CollectionDone.RENAMED, before, shown, documents=_held(db, shown))

    def colour(self, name: str, tone: int) -> CollectionChange:
        """Raises `CollectionUnknown`."""
        with self._vault.write() as db:
            known = _named(db, name)
            kept = {"tone": _tone(db, known)}
            db.execute("UPDATE collections SET tone = ? WHERE name = ?", (tone, known))
            return self._noted(db, CollectionDone.COLOURED, known, known, kept)

    def move(self, document_ids: Sequence[int], name: str) -> CollectionChange:
        """Move documents into a collection, out of all where `name` is "", in one transaction: mailboxes with
        their messages, an edition that is being read with the one before. Those whose file the collection
        holds already are passed over. Raises `DocumentUnknown`, `CollectionUnknown`.
        """
        with self._vault.write() as db:
            to = _named(db, name) if name else ""
            wanted = _with_what_belongs(db, document_ids)
            over = [id_ for id_ in wanted if _is_there(db, id_, to)]
            passed = {id_ for id_ in wanted if id_ in over or wanted[id_] in over}
            moving = [id_ for id_ in wanted if id_ not in passed and _collection(db, id_) != to]
            change = self._noted(db, CollectionDone.MOVED, "", to)
            _put(db, change.id, moving, to)
            if not moving:
                db.execute("DELETE FROM collection_changes WHERE id = ?", (change.id,))
            return CollectionChange(change.id if moving else 0, change.kind, to, tuple(moving), tuple(over))

    def remove(self, name: str, to: str = "") -> CollectionChange:
        """Remove a collection. Its documents stay, also those in the bin: in the collection `to`, or in none,
        whither folders that are watched for it go too. What was chosen for it is forgotten. Raises
        `CollectionUnknown`.
        """
        with self._vault.write() as db:
            gone, target = _named(db, name), _named(db, to) if to else ""
            if gone == target:
                raise CollectionExists(collection=target)
            kept = {"tone": _tone(db, gone), **take_away(db, gone, target)}
            rows = db.execute("SELECT id FROM documents WHERE collection = ?", (gone,)).fetchall()
            shown = _held(db, gone)
            change = self._noted(db, CollectionDone.REMOVED, gone, target, kept)
            _put(db, change.id, [id_ for (id_,) in rows], target, stays_home=False)
            db.execute(  # so that a watched folder that is given back finds what it had brought
                "INSERT OR IGNORE INTO collection_change_items (change_id, document_id, before, home, after)"
                " SELECT ?, id, collection, home, collection FROM documents WHERE home = ?",
                (change.id, gone),
            )
            db.execute("UPDATE documents SET home = ? WHERE home = ?", (target, gone))
            db.execute("UPDATE documents SET home = NULL WHERE home = collection")
            db.execute("DELETE FROM collections WHERE name = ?", (gone,))
            return CollectionChange(change.id, change.kind, gone, shown)

    def undo(self, change_id: int) -> tuple[int, ...]:
        """Take back what was done, as far as it has not been changed since; the documents that it changed.

        Once undone it is forgotten. Nothing happens for one that is not there.
        """
        with self._vault.write() as db:
            row = db.execute(
                "SELECT kind, before, after, kept FROM collection_changes WHERE id = ?", (change_id,)
            ).fetchone()
            if row is None:
                return ()
            kind, before, after, kept = row[0], row[1], row[2], json.loads(row[3])
            changed: tuple[int, ...] = ()
            if kind == CollectionDone.MADE and not _is_used(db, after):
                db.execute("DELETE FROM collections WHERE name = ?", (after,))
            if kind == CollectionDone.COLOURED:
                db.execute("UPDATE collections SET tone = ? WHERE name = ?", (kept["tone"], after))
            if kind == CollectionDone.RENAMED and _known(db, before) in ("", after) and _known(db, after):
                changed = _held(db, after)
                rename_everywhere(db, after, before)
            if kind == CollectionDone.REMOVED:
                if not _known(db, before):
                    db.execute("INSERT INTO collections (name, tone) VALUES (?, ?)", (before, kept["tone"]))
                give_back(db, _known(db, before), kept)
            if kind in (CollectionDone.MOVED, CollectionDone.REMOVED):
                changed = _put_back(db, change_id)
            db.execute("DELETE FROM collection_changes WHERE id = ?", (change_id,))
        return changed

    # --- inside --------------------------------------------------------------------------------------------

    def _noted(
        self,
        db: Connection,
        kind: CollectionDone,
        before: str,
        after: str,
        kept: Mapping[str, object] | None = None,
        documents: tuple[int, ...] = (),
    ) -> CollectionChange:
        added = db.execute(
            "INSERT INTO collection_changes (at, kind, before, after, kept) VALUES (?, ?, ?, ?, ?)",
            (self._clock(), kind, before, after, json.dumps(dict(kept or {}), ensure_ascii=False)),
        )
        number = int(added.lastrowid or 0)
        db.execute("DELETE FROM collection_changes WHERE id <= ?", (number - _KEPT_CHANGES,))
        return CollectionChange(number, kind, after, documents)


def _known(db: Connection, name: str) -> str:
    """The collection that is called so, exactly or else in whatever case; "" where none is."""
    rows = [str(one) for (one,) in db.execute("SELECT name FROM collections ORDER BY id")]
    shown, key = unicodedata.normalize("NFC", " ".join(name.split())), tag_key(name)
    fitting = [one for one in rows if one in (name, shown)] or [one for one in rows if tag_key(one) == key]
    return fitting[0] if fitting else ""


def _named(db: Connection, name: str) -> str:
    known = _known(db, name)
    if not known:
        raise CollectionUnknown(collection=name)
    return known


def _free(db: Connection, name: str, but: str = "") -> None:
    """Raises `CollectionExists` where another collection than `but` is called so in whatever case."""
    for (one,) in db.execute("SELECT name FROM collections").fetchall():
        if one != but and tag_key(one) == tag_key(name):
            raise CollectionExists(collection=one)


def _tone(db: Connection, name: str) -> int:
    return int(db.execute("SELECT tone FROM collections WHERE name = ?", (name,)).fetchone()[0])


def _is_used(db: Connection, name: str) -> bool:
    return bool(
        db.execute(
            "SELECT EXISTS (SELECT 1 FROM documents WHERE ?1 IN (collection, home))"
            " OR EXISTS (SELECT 1 FROM folders WHERE collection = ?1)",
            (name,),
        ).fetchone()[0]
    )


def _held(db: Connection, name: str) -> tuple[int, ...]:
    """The documents of a collection that people see."""
    rows = db.execute(
        "SELECT id FROM documents WHERE collection = ? AND state <> ? ORDER BY id", (name, REMOVED)
    )
    return tuple(id_ for (id_,) in rows.fetchall())


def _collection(db: Connection, id_: int) -> str:
    return str(db.execute("SELECT collection FROM documents WHERE id = ?", (id_,)).fetchone()[0])


def _with_what_belongs(db: Connection, document_ids: Sequence[int]) -> dict[int, int | None]:
    """Documents, the messages that lie where their mailbox does, and other editions of a file that is read
    anew; each with that which it came along with, None for what was named.
    """
    found: dict[int, int | None] = {}
    for id_ in dict.fromkeys(document_ids):
        row = db.execute("SELECT state FROM documents WHERE id = ?", (id_,)).fetchone()
        if row is None or row[0] == REMOVED:
            raise DocumentUnknown(document=id_)
        found[id_] = None
    for root in list(found):
        rows = db.execute(
            "SELECT d.id FROM documents d, documents r WHERE r.id = ?1 AND d.collection = r.collection"
            " AND (d.container = r.id OR (r.container IS NULL AND d.container IS NULL AND d.path = r.path"
            " AND d.id <> r.id AND d.state <> ?2)) ORDER BY d.id",
            (root, REMOVED),
        ).fetchall()
        for (id_,) in rows:
            found.setdefault(id_, root)
    return found


def _is_there(db: Connection, id_: int, to: str) -> bool:
    """Whether a collection holds the file of a document already, as another document."""
    return bool(
        db.execute(
            "SELECT EXISTS (SELECT 1 FROM documents o, documents d WHERE d.id = ?1 AND o.id <> d.id"
            " AND o.collection = ?2 AND d.collection <> ?2 AND o.state <> ?3 AND o.container IS d.container"
            " AND o.sha256 = d.sha256)",
            (id_, to, REMOVED),
        ).fetchone()[0]
    )


def _put(
    db: Connection, change: int, document_ids: Sequence[int], to: str, *, stays_home: bool = True
) -> None:
    """Put documents into a collection and note where they were. `stays_home`: who brings a file again finds
    it by the collection into which it came.
    """
    rows = [(change, to, id_) for id_ in document_ids]
    db.executemany(
        "INSERT OR REPLACE INTO collection_change_items (change_id, document_id, before, home, after)"
        " SELECT ?, id, collection, home, ? FROM documents WHERE id = ?",
        rows,
    )
    home = "nullif(coalesce(home, collection), ?1)" if stays_home else "nullif(home, ?1)"
    db.executemany(
        f"UPDATE documents SET home = {home}, collection = ?1 WHERE id = ?2",
        [(to, id_) for id_ in document_ids],
    )


def _put_back(db: Connection, change: int) -> tuple[int, ...]:
    """Put documents back where they were, but those that were moved on since; into none where the collection
    that they were in is not there any more.
    """
    back = []
    for id_, before, home, after in db.execute(
        "SELECT document_id, before, home, after FROM collection_change_items WHERE change_id = ?", (change,)
    ).fetchall():
        known = _known(db, before) if before else ""
        done = db.execute(
            "UPDATE documents SET collection = ?1, home = nullif(?2, ?1) WHERE id = ?3 AND collection = ?4",
            (known, home, id_, after),
        )
        if done.rowcount:
            back.append(int(id_))
    return tuple(back)
