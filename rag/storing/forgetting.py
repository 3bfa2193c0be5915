"""Taking out what was said of a document when it is removed: its quotes and its name go where it goes.

Questions stay, being the person's own words. An answer that rests on the document, or names it, goes; of a
table or a summary that many documents made, its rows and sentences.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much went with a document: answers, and runs of kept work that are shorter by rows or sentences."""

    answers: int = 0
    runs: int = 0


NOTHING = Forgotten()


def forget_said(db: Connection, ids: Collection[int], names: Collection[str]) -> tuple[int, set[int]]:
    """Inside the caller's transaction, while the documents are still there. How many answers went, and which
    runs lost something, those that go with the documents too.
    """
    gone, called = frozenset(ids), frozenset(names)
    return _answers(db, gone, called), _runs(db, gone) | _parts(db, gone)


def count_answers(db: Connection, ids: Collection[int], names: Collection[str]) -> int:
    """How many answers `forget_said` would take out with these documents."""
    gone, called = frozenset(ids), frozenset(names)
    rows = db.execute("SELECT answer FROM turns WHERE answer NOT NULL").fetchall()
    return sum(_goes(json.loads(text), gone, called)[0] for (text,) in rows)


def _goes(
    fields: dict[str, Any], gone: frozenset[int], called: frozenset[str]
) -> tuple[bool, dict[str, Any]]:
    """Whether an answer goes, and what is left of it where it stays."""
    unread = [name for name in fields.get("unread", ()) if name not in called]
    shorter = fields | {"unread": unread} if "unread" in fields else fields
    return _speaks_of(shorter, gone) or _names(shorter, called), shorter


def _answers(db: Connection, gone: frozenset[int], called: frozenset[str]) -> int:
    count = 0
    for turn, text in db.execute("SELECT id, answer FROM turns WHERE answer NOT NULL").fetchall():
        fields: dict[str, Any] = json.loads(text)
        goes, shorter = _goes(fields, gone, called)
        if goes:
            count += 1
            db.execute("UPDATE turns SET answer = NULL WHERE id = ?", (turn,))
            db.execute("DELETE FROM records WHERE turn_id = ?", (turn,))
        elif shorter != fields:
            db.execute("UPDATE turns SET answer = ? WHERE id = ?", (_json(shorter), turn))
    for turn, text in db.execute("SELECT turn_id, record FROM records").fetchall():
        if _names(json.loads(text), called):
            db.execute("DELETE FROM records WHERE turn_id = ?", (turn,))
    return count


def _runs(db: Connection, gone: frozenset[int]) -> set[int]:
    """The runs that are shorter now."""
    changed: set[int] = set()
    for run, *texts in db.execute("SELECT id, quick, blocks FROM runs").fetchall():
        quick, blocks = map(json.loads, texts)
        left = [point for point in quick if not _speaks_of(point, gone)]
        shorter = [_without(block, gone) for block in blocks]
        if (left, shorter) != (quick, blocks):
            changed.add(run)
            db.execute(
                "UPDATE runs SET quick = ?, blocks = ? WHERE id = ?", (_json(left), _json(shorter), run)
            )
    return changed


def _parts(db: Connection, gone: frozenset[int]) -> set[int]:
    """The runs that lose a part, or something of one."""
    changed: set[int] = set()
    for run, place, text in db.execute("SELECT run_id, place, result FROM run_parts").fetchall():
        result: dict[str, Any] = json.loads(text)
        key = (run, place)
        if result["part"]["document_id"] in gone:
            changed.add(run)
            db.execute("DELETE FROM run_parts WHERE run_id = ? AND place = ?", key)
        elif (shorter := _without(result, gone)) != result:
            changed.add(run)
            db.execute(
                "UPDATE run_parts SET result = ? WHERE run_id = ? AND place = ?", (_json(shorter), *key)
            )
    return changed


def _without(fields: dict[str, Any], gone: frozenset[int]) -> dict[str, Any]:
    """A block or a result without the points that rest on what goes."""
    return fields | {"points": [point for point in fields["points"] if not _speaks_of(point, gone)]}


def _speaks_of(value: Any, gone: frozenset[int]) -> bool:
    """Whether a citation in it is of a document that goes."""
    if isinstance(value, dict):
        return value.get("document_id") in gone or any(_speaks_of(one, gone) for one in value.values())
    return isinstance(value, list) and any(_speaks_of(one, gone) for one in value)


def _names(value: Any, called: frozenset[str]) -> bool:
    """Whether a name that goes stands anywhere in it."""
    if isinstance(value, str):
        return any(name in value for name in called)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_names(one, called) for one in inner)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
