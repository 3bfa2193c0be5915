"""Taking out what was said of a document when it is removed: its quotes and its name go where it goes.

Questions stay, being the person's own words. An answer that rests on the document, or names it, goes; of a
table or a summary that many documents made, its rows and sentences.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
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
    return sum(answer_left(json.loads(text), gone, called) is None for (text,) in rows)


def answer_left(
    fields: dict[str, Any], gone: frozenset[int], called: frozenset[str]
) -> dict[str, Any] | None:
    """What is left of an answer without some documents; None where it goes with them."""
    unread = [name for name in fields.get("unread", ()) if name not in called]
    shorter = fields | {"unread": unread} if "unread" in fields else fields
    return None if speaks_of(shorter, gone) or names(shorter, called) else shorter


def outcome_left(outcome: Sequence[Any], gone: frozenset[int]) -> tuple[Any, Any]:
    """What is left of a run's first lines, and of the blocks that came of it, without some documents."""
    quick, blocks = outcome
    left = [point for point in quick if not speaks_of(point, gone)]
    return left, [_without(block, gone) for block in blocks]


def result_left(result: dict[str, Any], gone: frozenset[int]) -> dict[str, Any] | None:
    """What is left of what a part of a run gave; None where the part goes."""
    return None if result["part"]["document_id"] in gone else _without(result, gone)


def _answers(db: Connection, gone: frozenset[int], called: frozenset[str]) -> int:
    count = 0
    for turn, text in db.execute("SELECT id, answer FROM turns WHERE answer NOT NULL").fetchall():
        fields: dict[str, Any] = json.loads(text)
        left = answer_left(fields, gone, called)
        if left is None:
            count += 1
            db.execute("UPDATE turns SET answer = NULL WHERE id = ?", (turn,))
            db.execute("DELETE FROM records WHERE turn_id = ?", (turn,))
        elif left != fields:
            db.execute("UPDATE turns SET answer = ? WHERE id = ?", (packed(left), turn))
    for turn, text in db.execute("SELECT turn_id, record FROM records").fetchall():
        if names(json.loads(text), called):
            db.execute("DELETE FROM records WHERE turn_id = ?", (turn,))
    return count


def _runs(db: Connection, gone: frozenset[int]) -> set[int]:
    """The runs that are shorter now."""
    changed: set[int] = set()
    for run, *texts in db.execute("SELECT id, quick, blocks FROM runs").fetchall():
        quick, blocks = map(json.loads, texts)
        left = outcome_left((quick, blocks), gone)
        if left != (quick, blocks):
            changed.add(run)
            db.execute("UPDATE runs SET quick = ?, blocks = ? WHERE id = ?", (*map(packed, left), run))
    return changed


def _parts(db: Connection, gone: frozenset[int]) -> set[int]:
    """The runs that lose a part, or something of one."""
    changed: set[int] = set()
    for run, place, text in db.execute("SELECT run_id, place, result FROM run_parts").fetchall():
        result: dict[str, Any] = json.loads(text)
        key = (run, place)
        left = result_left(result, gone)
        if left is None:
            changed.add(run)
            db.execute("DELETE FROM run_parts WHERE run_id = ? AND place = ?", key)
        elif left != result:
            changed.add(run)
            db.execute("UPDATE run_parts SET result = ? WHERE run_id = ? AND place = ?", (packed(left), *key))
    return changed


def _without(fields: dict[str, Any], gone: frozenset[int]) -> dict[str, Any]:
    """A block or a result without the points that rest on what goes."""
    return fields | {"points": [point for point in fields["points"] if not speaks_of(point, gone)]}


def speaks_of(value: Any, gone: frozenset[int]) -> bool:
    """Whether a citation in it is of a document that goes."""
    if isinstance(value, dict):
        return value.get("document_id") in gone or any(speaks_of(one, gone) for one in value.values())
    return isinstance(value, list) and any(speaks_of(one, gone) for one in value)


def names(value: Any, called: frozenset[str]) -> bool:
    """Whether a name that goes stands anywhere in it."""
    if isinstance(value, str):
        return any(name in value for name in called)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(names(one, called) for one in inner)


def packed(value: object) -> str:
    """A value as the vault keeps it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
