"""Runs kept in the vault: what was asked for, what each part gave, and what came of them.

All parts of a run are written when it is planned, and each is filled as soon as it is known: what was
interrupted, also by the end of the program, goes on at the first part that waits. A document that is removed
takes the runs along that belong to it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from rag.codec import decode_citation
from rag.errors import PointUnknown, RunUnknown
from rag.runs.types import Block, Part, PartState, Point, Result, Run, RunState, Verdict
from rag.storing.vault import Vault
from rag.types import Support

if TYPE_CHECKING:
    from sqlite3 import Connection

_RUN = (
    "r.id, r.maker, r.title, r.document_id, r.other_id, coalesce(d.name, ''), coalesce(o.name, ''),"
    " r.columns, r.options, r.model, r.state, r.created, r.updated,"
    " (SELECT count(*) FROM run_parts p WHERE p.run_id = r.id),"
    " (SELECT count(*) FROM run_parts p WHERE p.run_id = r.id AND p.state <> 'waiting'),"
    " (SELECT count(*) FROM run_parts p WHERE p.run_id = r.id AND p.verdict = 'found'),"
    " (SELECT count(*) FROM hidden_parts h WHERE h.run_id = r.id AND NOT EXISTS"
    "  (SELECT 1 FROM run_parts p WHERE p.run_id = h.run_id AND p.place = h.place))"
    " FROM runs r LEFT JOIN documents d ON d.id = r.document_id LEFT JOIN documents o ON o.id = r.other_id"
)


class RunStore:
    """Methods may be called from any thread. They raise `VaultError`s, and `RunUnknown`."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock
        self._hearing = threading.local()

    @contextmanager
    def noting(self, note: Callable[[int], object]) -> Iterator[None]:
        """While this is held, `note` hears of every run that this thread creates, in the same transaction."""
        self._hearing.note = note
        try:
            yield
        finally:
            self._hearing.note = None

    def runs(self, makers: Collection[str] = (), document_id: int | None = None) -> list[Run]:
        """All that are kept, of some makers or of one document only, the newest first."""
        found = self._select(
            " WHERE ?1 IS NULL OR r.document_id = ?1 OR r.other_id = ?1 ORDER BY r.created DESC, r.id DESC",
            (document_id,),
        )
        return [run for run in found if not makers or run.maker in makers]

    def get(self, run_id: int) -> Run:
        found = self._select(" WHERE r.id = ?", (run_id,))
        if not found:
            raise RunUnknown(run=run_id)
        return found[0]

    def create(
        self,
        maker: str,
        title: str,
        options: str,
        *,
        document_id: int | None = None,
        other_id: int | None = None,
        columns: Sequence[str] = (),
        model: str = "",
        parts: Iterable[Result] = (),
    ) -> Run:
        """Keep a new run, QUEUED, with its parts where these are known already."""
        now = self._clock()
        with self._vault.write() as db:
            id_ = db.execute(
                "INSERT INTO runs (maker, title, document_id, other_id, columns, options, model, state,"
                " created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    maker,
                    title,
                    document_id,
                    other_id,
                    json.dumps(columns, ensure_ascii=False),
                    options,
                    model,
                    RunState.QUEUED,
                    now,
                    now,
                ),
            ).lastrowid
            assert id_ is not None
            _insert(db, id_, parts)
            note = getattr(self._hearing, "note", None)
            if note is not None:
                note(id_)
        return self.get(id_)

    def plan(self, run_id: int, results: Iterable[Result]) -> None:
        """Keep the parts that a run is made of, in place of those it had."""
        with self._vault.write() as db:
            _require(db, run_id)
            db.execute("DELETE FROM run_parts WHERE run_id = ?", (run_id,))
            _insert(db, run_id, results)

    def results(self, run_id: int) -> list[Result]:
        """The parts in their order, with what they gave."""
        with self._vault.read() as db:
            _require(db, run_id)
            rows = db.execute(
                "SELECT result FROM run_parts WHERE run_id = ? ORDER BY place", (run_id,)
            ).fetchall()
        return [_result(json.loads(text)) for (text,) in rows]

    def fill(self, run_id: int, results: Sequence[Result]) -> None:
        """Keep what came of parts that were done together: all of it or nothing."""
        with self._vault.write() as db:
            _require(db, run_id)
            db.executemany(
                "UPDATE run_parts SET state = ?, verdict = ?, result = ? WHERE run_id = ? AND place = ?",
                ((one.state, one.verdict, _encoded(one), run_id, one.part.place) for one in results),
            )
            db.execute("UPDATE runs SET updated = ? WHERE id = ?", (self._clock(), run_id))

    def change(self, run_id: int, place: int, number: int, change: Callable[[Point], Point]) -> Point:
        """Put another point in the place of one that a part gave, and give back what stood there; what is
        read of the run is brought together anew. Raises `PointUnknown` where there is none.
        """
        key = (run_id, place)
        with self._vault.write() as db:
            _require(db, run_id)
            row = db.execute("SELECT result FROM run_parts WHERE run_id = ? AND place = ?", key).fetchone()
            result = _result(json.loads(row[0])) if row else None
            if result is None or not 0 <= number < len(result.points):
                raise PointUnknown(run=run_id, place=place, number=number)
            points, before = list(result.points), result.points[number]
            points[number] = change(before)
            encoded = _encoded(replace(result, points=tuple(points)))
            db.execute("UPDATE run_parts SET result = ? WHERE run_id = ? AND place = ?", (encoded, *key))
            db.execute("UPDATE runs SET blocks = '[]', updated = ? WHERE id = ?", (self._clock(), run_id))
        return before

    def keep_quick(self, run_id: int, points: Sequence[Point]) -> None:
        self._keep(run_id, "quick", json.dumps([asdict(point) for point in points], ensure_ascii=False))

    def quick(self, run_id: int) -> tuple[Point, ...]:
        return tuple(_point(fields) for fields in json.loads(self._kept(run_id, "quick")))

    def keep_blocks(self, run_id: int, blocks: Sequence[Block]) -> None:
        """Keep what came of the run, as it is to be read."""
        self._keep(run_id, "blocks", json.dumps([asdict(block) for block in blocks], ensure_ascii=False))

    def blocks(self, run_id: int) -> tuple[Block, ...]:
        return tuple(
            Block(fields["heading"], fields["page"], tuple(_point(point) for point in fields["points"]))
            for fields in json.loads(self._kept(run_id, "blocks"))
        )

    def keep_options(self, run_id: int, options: str) -> None:
        """Keep what a run was asked, with what belongs to it since."""
        self._keep(run_id, "options", options)

    def set_state(self, run_id: int, state: RunState) -> None:
        self._keep(run_id, "state", state)

    def set_model(self, run_id: int, model: str) -> None:
        self._keep(run_id, "model", model)

    def search(self, text: str, makers: Collection[str] = ()) -> list[Run]:
        """Runs whose text, documents or title hold every word of `text`, the newest first."""
        words = text.casefold().split()
        return [one for one in self.runs(makers) if all(word in self._searched(one) for word in words)]

    def delete(self, run_id: int) -> None:
        """Remove a run and every trace of its parts."""
        with self._vault.write() as db:
            _require(db, run_id)
            db.execute("DELETE FROM runs WHERE id = ?", (run_id,))
        self._vault.forget_deleted()

    def _searched(self, run: Run) -> str:
        blocks = self.blocks(run.id)  # none of what is not finished, or is a table of an earlier version
        points = [point for one in (blocks or self.results(run.id)) for point in one.points]
        said = (" ".join((point.text, *point.cells)) for point in points)
        return " ".join((run.document, run.other, run.title, *said)).casefold()

    def _keep(self, run_id: int, column: str, value: str) -> None:
        with self._vault.write() as db:
            _require(db, run_id)
            db.execute(
                f"UPDATE runs SET {column} = ?, updated = ? WHERE id = ?", (value, self._clock(), run_id)
            )

    def _kept(self, run_id: int, column: str) -> str:
        with self._vault.read() as db:
            row = db.execute(f"SELECT {column} FROM runs WHERE id = ?", (run_id,)).fetchone()
        if row is None:
            raise RunUnknown(run=run_id)
        return str(row[0])

    def _select(self, rest: str, values: tuple[object, ...]) -> list[Run]:
        with self._vault.read() as db:
            rows = db.execute(f"SELECT {_RUN}{rest}", values).fetchall()
        return [_run(row) for row in rows]


def _require(db: Connection, run_id: int) -> None:
    if db.execute("SELECT 1 FROM runs WHERE id = ?", (run_id,)).fetchone() is None:
        raise RunUnknown(run=run_id)


def _insert(db: Connection, run_id: int, results: Iterable[Result]) -> None:
    db.executemany(
        "INSERT INTO run_parts (run_id, place, state, verdict, result) VALUES (?, ?, ?, ?, ?)",
        ((run_id, one.part.place, one.state, one.verdict, _encoded(one)) for one in results),
    )


def _run(row: tuple[Any, ...]) -> Run:
    id_, maker, title, document_id, other_id, document, other, columns, options, model, state, *rest = row
    created, updated, total, done, found, removed = rest
    return Run(
        id_,
        maker,
        title,
        document_id,
        other_id,
        document,
        other,
        tuple(json.loads(columns)),
        options,
        model,
        RunState(state),
        created,
        updated,
        total,
        done,
        found,
        removed,
    )


def _encoded(result: Result) -> str:
    return json.dumps(asdict(result), ensure_ascii=False, separators=(",", ":"))


def _result(fields: dict[str, Any]) -> Result:
    verdict = fields.get("verdict")
    return Result(
        **{
            **fields,
            "part": Part(**fields["part"]),
            "state": PartState(fields["state"]),
            "points": tuple(_point(point) for point in fields["points"]),
            "verdict": None if verdict is None else Verdict(verdict),
        }
    )


def _point(fields: dict[str, Any]) -> Point:
    citations = tuple(decode_citation(citation) for citation in fields["citations"])
    verdict = Verdict(fields.get("verdict", Verdict.FOUND))
    cells, places = tuple(fields["cells"]), tuple(fields.get("places", ()))
    return Point(fields["text"], citations, Support(fields["support"]), cells, verdict, places)
