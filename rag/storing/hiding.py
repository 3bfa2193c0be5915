"""Hiding what was said of documents in the bin, and showing it again.

What is hidden is kept whole, as it was before the first removal that took something out of it. What is seen
is always that, without what was said of any document that is in the bin now: so it does not matter in which
order documents go and come back. What was made anew meanwhile stands, and what is hidden of it is dropped.
All of it happens inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rag.storing.forgetting import answer_left, names, outcome_left, packed, result_left, speaks_of

if TYPE_CHECKING:
    from sqlite3 import Connection

_OPEN, _STOPPED = ("queued", "running"), "stopped"

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gone:
    """Documents that are not to be spoken of: their ids, and what they are called."""

    ids: frozenset[int]
    called: frozenset[str]

    @classmethod
    def of(cls, rows: Collection[tuple[int, str]]) -> Gone:
        """Of rows of id and name."""
        return cls(frozenset(id_ for id_, _ in rows), frozenset(name for _, name in rows))

    def and_(self, other: Gone) -> Gone:
        return Gone(self.ids | other.ids, self.called | other.called)


def hide_said(db: Connection, gone: Gone, already: Gone) -> None:
    """Take out of sight what was said of documents that go into the bin, where others are `already`."""
    _hide_answers(db, gone)
    _hide_runs(db, gone, already)


def hide_answer(db: Connection, turn: int, answer: str, gone: Gone) -> None:
    """Hide an answer, as the vault keeps it, that was being written when its documents went into the bin."""
    said = {"answer": json.loads(answer), "record": None, "passages": []}
    seen = _seen(said, gone)
    if seen != said:
        db.execute("INSERT INTO hidden_answers (turn_id, said) VALUES (?, ?)", (turn, packed(said)))
        db.execute("UPDATE turns SET answer = ? WHERE id = ?", (_packed_or_none(seen["answer"]), turn))


def show_said(db: Connection, back: Gone, still: Gone) -> None:
    """Show what was said of documents that have come `back`, while `still` others are in the bin."""
    before = back.and_(still)
    for turn, text in db.execute("SELECT turn_id, said FROM hidden_answers").fetchall():
        _show_answer(db, turn, json.loads(text), still)
    for run, text in db.execute("SELECT run_id, said FROM hidden_runs").fetchall():
        said = json.loads(text)
        if not _is_of(said, still):
            _put_back(db, run, said)
    for run, text in db.execute("SELECT run_id, said FROM hidden_outcomes").fetchall():
        _show_outcome(db, run, json.loads(text), before, still)
    for run, place, text in db.execute("SELECT run_id, place, said FROM hidden_parts").fetchall():
        _show_part(db, run, place, json.loads(text), before, still)
    if still.ids:
        _hide_runs(db, still, still)  # what has just been put back may speak of those, too


def forget_hidden(db: Connection, gone: Gone, still: Gone) -> None:
    """Take what was said of documents that go for good out of what is hidden, too; `still` others stay in the
    bin.
    """
    for turn, text in db.execute("SELECT turn_id, said FROM hidden_answers").fetchall():
        said = _answer_without(json.loads(text), gone)
        _keep(db, "hidden_answers", "turn_id = ?", (turn,), said, said and _seen(said, still) != said)
    for run, text in db.execute("SELECT run_id, said FROM hidden_runs").fetchall():
        _keep(db, "hidden_runs", "run_id = ?", (run,), _run_without(json.loads(text), gone), True)
    for run, text in db.execute("SELECT run_id, said FROM hidden_outcomes").fetchall():
        quick, blocks = outcome_left(json.loads(text), gone.ids)
        hides = outcome_left((quick, blocks), still.ids) != (quick, blocks)
        _keep(db, "hidden_outcomes", "run_id = ?", (run,), [quick, blocks], hides)
    for run, place, text in db.execute("SELECT run_id, place, said FROM hidden_parts").fetchall():
        state, verdict, result = json.loads(text)
        left = result_left(result, gone.ids)
        part = None if left is None else [state, verdict, left]
        hides = left is not None and result_left(left, still.ids) != left
        _keep(db, "hidden_parts", "run_id = ? AND place = ?", (run, place), part, hides)


def _keep(
    db: Connection, table: str, key: str, values: tuple[object, ...], said: object, hides: object
) -> None:
    """Keep what is left of something hidden, as long as more is hidden of it than nothing."""
    if said is None or not hides:
        db.execute(f"DELETE FROM {table} WHERE {key}", values)
    else:
        db.execute(f"UPDATE {table} SET said = ? WHERE {key}", (packed(said), *values))


# --- answers -----------------------------------------------------------------------------------------------


def _hide_answers(db: Connection, gone: Gone) -> None:
    records = dict(db.execute("SELECT turn_id, record FROM records").fetchall())
    for turn, text in db.execute("SELECT id, answer FROM turns WHERE answer NOT NULL").fetchall():
        record = records.get(turn)
        said = {"answer": json.loads(text), "record": None if record is None else json.loads(record)}
        seen = _seen(said, gone)
        if seen == said:
            continue
        passages = db.execute(
            "SELECT place, search, sha256, passage, hit FROM record_passages WHERE turn_id = ?", (turn,)
        ).fetchall()
        db.execute(
            "INSERT OR IGNORE INTO hidden_answers (turn_id, said) VALUES (?, ?)",
            (turn, packed(said | {"passages": passages})),
        )
        db.execute("UPDATE turns SET answer = ? WHERE id = ?", (_packed_or_none(seen["answer"]), turn))
        if seen["record"] is None:
            db.execute("DELETE FROM records WHERE turn_id = ?", (turn,))


def _show_answer(db: Connection, turn: int, said: Fields, still: Gone) -> None:
    seen = _seen(said, still)
    db.execute("UPDATE turns SET answer = ? WHERE id = ?", (_packed_or_none(seen["answer"]), turn))
    db.execute("DELETE FROM records WHERE turn_id = ?", (turn,))
    if seen["record"] is not None:
        db.execute("INSERT INTO records (turn_id, record) VALUES (?, ?)", (turn, packed(seen["record"])))
        db.executemany(
            "INSERT INTO record_passages (turn_id, place, search, sha256, passage, hit)"
            " SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM documents WHERE sha256 = ?4)",
            ((turn, *row) for row in seen["passages"]),
        )
    if seen == said:
        db.execute("DELETE FROM hidden_answers WHERE turn_id = ?", (turn,))


def _seen(said: Fields, gone: Gone) -> Fields:
    """An answer with its record, without what is said of documents that are gone."""
    answer = said["answer"] and answer_left(said["answer"], gone.ids, gone.called)
    goes = answer is None or said["record"] is None or names(said["record"], gone.called)
    return said | {"answer": answer, "record": None if goes else said["record"]}


def _answer_without(said: Fields, gone: Gone) -> Fields | None:
    """What may still come back of an answer."""
    left = _seen(said, gone)
    if left["answer"] is None:
        return None
    passages = [row for row in said["passages"] if not _is_hit_of(json.loads(row[-1]), gone)]
    return left | {"passages": passages if left["record"] is not None else []}


def _is_hit_of(hit: Fields, gone: Gone) -> bool:
    return speaks_of(hit, gone.ids) or names(hit, gone.called)


def _packed_or_none(value: Fields | None) -> str | None:
    return None if value is None else packed(value)


# --- kept work ---------------------------------------------------------------------------------------------


def _hide_runs(db: Connection, gone: Gone, already: Gone) -> None:
    columns = [str(row[1]) for row in db.execute("PRAGMA table_info(runs)")]
    for row in db.execute(f"SELECT {', '.join(columns)} FROM runs").fetchall():
        run = dict(zip(columns, row, strict=True))
        if gone.ids & {run["document_id"], run["other_id"]}:
            _hide_run(db, run)
        else:
            _hide_outcome(db, run, gone, already)
    for run_id, place, state, verdict, text in db.execute(
        "SELECT run_id, place, state, verdict, result FROM run_parts"
    ).fetchall():
        result = json.loads(text)
        left = result_left(result, gone.ids)
        if left == result:
            continue
        kept = db.execute(
            "SELECT said FROM hidden_parts WHERE run_id = ? AND place = ?", (run_id, place)
        ).fetchone()
        if kept is None or result_left(json.loads(kept[0])[2], already.ids) != result:
            db.execute(
                "INSERT OR REPLACE INTO hidden_parts (run_id, place, said) VALUES (?, ?, ?)",
                (run_id, place, packed([state, verdict, result])),
            )
        _write_part(db, run_id, place, state, verdict, left)


def _hide_run(db: Connection, run: Fields) -> None:
    """Take a run out that is of a document in the bin."""
    parts = db.execute(
        "SELECT place, state, verdict, result FROM run_parts WHERE run_id = ? ORDER BY place", (run["id"],)
    ).fetchall()
    db.execute(
        "INSERT OR REPLACE INTO hidden_runs (run_id, said) VALUES (?, ?)",
        (run["id"], packed({"run": run, "parts": parts})),
    )
    db.execute("DELETE FROM runs WHERE id = ?", (run["id"],))


def _is_of(said: Fields, gone: Gone) -> bool:
    return bool(gone.ids & {said["run"]["document_id"], said["run"]["other_id"]})


def _put_back(db: Connection, run_id: int, said: Fields) -> None:
    run = said["run"]
    if run["state"] in _OPEN:
        run["state"] = _STOPPED  # nobody is at it any more; it goes on where a person says so
    marks = ", ".join("?" for _ in run)
    db.execute(f"INSERT INTO runs ({', '.join(run)}) VALUES ({marks})", tuple(run.values()))
    db.executemany(
        "INSERT INTO run_parts (run_id, place, state, verdict, result) VALUES (?, ?, ?, ?, ?)",
        ((run_id, *part) for part in said["parts"]),
    )
    db.execute("DELETE FROM hidden_runs WHERE run_id = ?", (run_id,))


def _run_without(said: Fields, gone: Gone) -> Fields | None:
    """What may still come back of a run."""
    if _is_of(said, gone):
        return None
    run = said["run"]
    quick, blocks = outcome_left((json.loads(run["quick"]), json.loads(run["blocks"])), gone.ids)
    parts = [
        [place, state, verdict, packed(left)]
        for place, state, verdict, text in said["parts"]
        if (left := result_left(json.loads(text), gone.ids)) is not None
    ]
    return {"run": run | {"quick": packed(quick), "blocks": packed(blocks)}, "parts": parts}


def _hide_outcome(db: Connection, run: Fields, gone: Gone, already: Gone) -> None:
    said = json.loads(run["quick"]), json.loads(run["blocks"])
    left = outcome_left(said, gone.ids)
    if left == said:
        return
    kept = db.execute("SELECT said FROM hidden_outcomes WHERE run_id = ?", (run["id"],)).fetchone()
    if kept is None or outcome_left(json.loads(kept[0]), already.ids) != said:
        db.execute(
            "INSERT OR REPLACE INTO hidden_outcomes (run_id, said) VALUES (?, ?)", (run["id"], packed(said))
        )
    _write_outcome(db, run["id"], left)


def _show_outcome(db: Connection, run: int, said: list[Any], before: Gone, still: Gone) -> None:
    now = db.execute("SELECT quick, blocks FROM runs WHERE id = ?", (run,)).fetchone()
    if tuple(map(json.loads, now)) == outcome_left(said, before.ids):
        seen = outcome_left(said, still.ids)
        _write_outcome(db, run, seen)
        if seen != tuple(said):
            return
    db.execute("DELETE FROM hidden_outcomes WHERE run_id = ?", (run,))


def _write_outcome(db: Connection, run: int, outcome: tuple[Any, Any]) -> None:
    db.execute("UPDATE runs SET quick = ?, blocks = ? WHERE id = ?", (*map(packed, outcome), run))


def _show_part(db: Connection, run: int, place: int, said: list[Any], before: Gone, still: Gone) -> None:
    state, verdict, result = said
    key = (run, place)
    now = db.execute("SELECT result FROM run_parts WHERE run_id = ? AND place = ?", key).fetchone()
    if (None if now is None else json.loads(now[0])) == result_left(result, before.ids):
        seen = result_left(result, still.ids)
        _write_part(db, run, place, state, verdict, seen)
        if seen != result:
            return
    db.execute("DELETE FROM hidden_parts WHERE run_id = ? AND place = ?", key)


def _write_part(
    db: Connection, run: int, place: int, state: str, verdict: str | None, result: Fields | None
) -> None:
    db.execute("DELETE FROM run_parts WHERE run_id = ? AND place = ?", (run, place))
    if result is not None:
        db.execute(
            "INSERT INTO run_parts (run_id, place, state, verdict, result) VALUES (?, ?, ?, ?, ?)",
            (run, place, state, verdict, packed(result)),
        )
