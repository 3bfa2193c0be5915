"""What is kept by the name of a collection: it follows a new name, and goes and comes back with the
collection. Inside the caller's transaction.

What runs, recipes and rules were asked keeps the name of a collection that was removed: without it they would
be about the whole library.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rag.storing.names import tag_key

if TYPE_CHECKING:
    from sqlite3 import Connection

_NAMED_IN = (
    ("documents", "collection"),
    ("documents", "home"),
    ("folders", "collection"),
    ("policies", "collection"),
    ("own_words", "collection"),
    ("asked", "collection"),
    ("collection_changes", "before"),
    ("collection_changes", "after"),
    ("collection_change_items", "before"),
    ("collection_change_items", "home"),
    ("collection_change_items", "after"),
)
_TOLD_IN = (
    ("runs", "options", "collection"),
    ("runs", "options", "knowledge"),
    ("recipes", "spec", "collection"),
    ("records", "record", "scope.collection"),
)


def rename_everywhere(db: Connection, before: str, after: str) -> None:
    """Let all that names a collection name it as it is called now."""
    db.execute("UPDATE collections SET name = ? WHERE name = ?", (after, before))
    for table, column in _NAMED_IN:
        db.execute(f"UPDATE OR REPLACE {table} SET {column} = ?2 WHERE {column} = ?1", (before, after))
    for table, column, field in _TOLD_IN:
        db.execute(
            f"UPDATE {table} SET {column} = json_set({column}, '$.{field}', ?2)"
            f" WHERE json_valid({column}) AND json_extract({column}, '$.{field}') = ?1",
            (before, after),
        )
    for id_, spec in db.execute("SELECT id, spec FROM tag_rules").fetchall():
        told = json.loads(spec)
        if told.get("collection") and tag_key(told["collection"]) == tag_key(before):  # as rules compare
            renamed = json.dumps({**told, "collection": after}, ensure_ascii=False)
            db.execute("UPDATE tag_rules SET spec = ? WHERE id = ?", (renamed, id_))


def take_away(db: Connection, gone: str, to: str) -> dict[str, Any]:
    """Let watched folders bring what they find into `to`, and forget what was chosen for a collection that
    goes; what `give_back` needs.
    """
    folders = db.execute("SELECT id FROM folders WHERE collection = ?", (gone,)).fetchall()
    policies = db.execute("SELECT name, value FROM policies WHERE collection = ?", (gone,)).fetchall()
    own = db.execute("SELECT allowed FROM own_words WHERE collection = ?", (gone,)).fetchall()
    twice = db.execute(
        "SELECT path, mounted, added FROM folders f WHERE collection = ?1 AND EXISTS"
        " (SELECT 1 FROM folders o WHERE o.path = f.path AND o.collection = ?2)",
        (gone, to),
    ).fetchall()
    db.execute("UPDATE OR IGNORE folders SET collection = ?2 WHERE collection = ?1", (gone, to))
    for table in ("folders", "policies", "own_words"):
        db.execute(f"DELETE FROM {table} WHERE collection = ?", (gone,))
    return {
        "folders": [id_ for (id_,) in folders],
        "twice": [list(row) for row in twice],
        "policies": [list(row) for row in policies],
        "own_words": [allowed for (allowed,) in own],
    }


def give_back(db: Connection, name: str, kept: Mapping[str, Sequence[Any]]) -> None:
    """Let a collection that comes back have what went with it, where nothing else was chosen since."""
    for id_ in kept["folders"]:
        db.execute("UPDATE OR IGNORE folders SET collection = ? WHERE id = ?", (name, id_))
    for path, mounted, added in kept["twice"]:
        db.execute(
            "INSERT OR IGNORE INTO folders (path, collection, mounted, added) VALUES (?, ?, ?, ?)",
            (path, name, mounted, added),
        )
    for policy, value in kept["policies"]:
        db.execute(
            "INSERT OR IGNORE INTO policies (name, collection, value) VALUES (?, ?, ?)", (policy, name, value)
        )
    for allowed in kept["own_words"]:
        db.execute("INSERT OR IGNORE INTO own_words (collection, allowed) VALUES (?, ?)", (name, allowed))
