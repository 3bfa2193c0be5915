"""Taking what was kept of documents from one vault into another: conversations with what their answers rest
on, and kept work. Documents are taken before (`taking`); `ids` tells which row of the target is which.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rag.storing.branches import branches_of, write_branches
from rag.storing.records import RecordStore
from rag.storing.vault import Vault

if TYPE_CHECKING:
    from sqlite3 import Connection

Ids = Mapping[int, int]

_NOWHERE = 0  # the id of no document
_OPEN_RUNS, _STOPPED = ("queued", "running"), "stopped"


def take_conversations(source: Vault, target: Vault, ids: Ids) -> int:
    """Take all conversations; how many had something that was not there. Turns that are there already, as
    when it was done before, are not taken again; a conversation that went on differently in both is kept
    twice.
    """
    taken, records, kept = 0, RecordStore(source), RecordStore(target)
    with source.read() as old:
        talks = old.execute(
            "SELECT id, title, created, updated FROM conversations"
            " WHERE id NOT IN (SELECT conversation_id FROM removed_talks) ORDER BY id"
        ).fetchall()
    for conversation, title, created, updated in talks:
        with source.read() as old, target.write() as new:
            turns = old.execute(
                "SELECT id, question, answer, created FROM turns WHERE conversation_id = ? ORDER BY id",
                (conversation,),
            ).fetchall()
            there, known = _same_talk(new, title, created, [(turn[1], turn[3]) for turn in turns])
            if there is not None and len(known) == len(turns):
                continue
            if there is None:
                there = _inserted(
                    new,
                    "INSERT INTO conversations (title, created, updated) VALUES (?, ?, ?)",
                    (title, created, updated),
                )
            else:
                new.execute("UPDATE conversations SET updated = ? WHERE id = ?", (updated, there))
            placed = {turn[0]: here for turn, here in zip(turns, known, strict=False)}
            for turn, question, answer, asked in turns[len(known) :]:
                said = None if answer is None else _json(_with_ids(json.loads(answer), ids))
                placed[turn] = _inserted(
                    new,
                    "INSERT INTO turns (conversation_id, question, answer, created) VALUES (?, ?, ?, ?)",
                    (there, question, said, asked),
                )
                record = records.exported(turn)
                if record is not None:
                    kept.take(placed[turn], record)
            _take_places(old, new, conversation, placed)
            taken += 1
    return taken


def _take_places(old: Connection, new: Connection, conversation: int, placed: Ids) -> None:
    """Have turns stand where they stood in the other vault, also in the bin, and the same ones in view."""
    write_branches(
        new,
        (
            one._replace(id=placed[one.id], parent=None if one.parent is None else placed[one.parent])
            for one in branches_of(old, conversation).nodes.values()
        ),
    )
    for turn, at in old.execute(
        "SELECT turn_id, at FROM removed_turns WHERE turn_id IN (SELECT id FROM turns WHERE conversation_id"
        " = ?)",
        (conversation,),
    ).fetchall():
        new.execute("INSERT OR IGNORE INTO removed_turns (turn_id, at) VALUES (?, ?)", (placed[turn], at))


def take_runs(source: Vault, target: Vault, ids: Ids, *, of_many: bool) -> int:
    """Take kept work of these documents, with `of_many` also that of no single one; how much was not there.
    What is not done yet waits there to be gone on with.
    """
    with source.read() as old, target.write() as new:
        found = old.execute(
            "SELECT id, maker, title, document_id, other_id, columns, options, model, state, quick, blocks,"
            " created, updated FROM runs ORDER BY id"
        ).fetchall()
        taken = 0
        for run, maker, title, document, other, *rest in found:
            columns, options, model, state, quick, blocks, created, updated = rest
            if any(one is not None and one not in ids for one in (document, other)):
                continue
            if document is None and not of_many:
                continue
            if new.execute(
                "SELECT 1 FROM runs WHERE maker = ? AND title = ? AND created = ?", (maker, title, created)
            ).fetchone():
                continue
            added = _inserted(
                new,
                "INSERT INTO runs (maker, title, document_id, other_id, columns, options, model, state,"
                " quick, blocks, created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    maker,
                    title,
                    None if document is None else ids[document],
                    None if other is None else ids[other],
                    columns,
                    _json(_with_ids(json.loads(options), ids)),
                    model,
                    _STOPPED if state in _OPEN_RUNS else state,
                    _json(_with_ids(json.loads(quick), ids)),
                    _json(_with_ids(json.loads(blocks), ids)),
                    created,
                    updated,
                ),
            )
            parts = old.execute(
                "SELECT place, state, verdict, result FROM run_parts WHERE run_id = ? ORDER BY place", (run,)
            )
            new.executemany(
                "INSERT INTO run_parts (run_id, place, state, verdict, result) VALUES (?, ?, ?, ?, ?)",
                (
                    (added, place, done, verdict, _json(_with_ids(json.loads(result), ids)))
                    for place, done, verdict, result in parts
                ),
            )
            taken += 1
    return taken


def _same_talk(
    new: Connection, title: str, created: float, asked: list[tuple[str, float]]
) -> tuple[int | None, list[int]]:
    """The conversation that this one goes on with, and the ids of those of its turns that are there."""
    for (one,) in new.execute(
        "SELECT id FROM conversations WHERE title = ? AND created = ?", (title, created)
    ).fetchall():
        there = new.execute(
            "SELECT question, created, id FROM turns WHERE conversation_id = ? ORDER BY id", (one,)
        ).fetchall()
        if [tuple(turn[:2]) for turn in there[: len(asked)]] == asked[: len(there)]:
            return int(one), [turn[2] for turn in there[: len(asked)]]
    return None, []


def _with_ids(value: Any, ids: Ids) -> Any:
    """The same with the target's ids of documents; one that was not taken has none."""
    if isinstance(value, list):
        return [_with_ids(one, ids) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: _named(name, one, ids) for name, one in value.items()}


def _named(name: str, value: Any, ids: Ids) -> Any:
    if name == "document_id" and isinstance(value, int):
        return ids.get(value, _NOWHERE)
    if name == "documents" and isinstance(value, list) and all(isinstance(one, int) for one in value):
        return [ids[one] for one in value if one in ids]
    return _with_ids(value, ids)


def _inserted(db: Connection, statement: str, values: tuple[object, ...]) -> int:
    return int(db.execute(statement, values).lastrowid or 0)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
