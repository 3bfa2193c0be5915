"""Summaries kept in the vault: what was asked for, what each part gave, and the summary itself.

All parts of a summary are written when it is planned, and each is filled as soon as it is known: what was
interrupted, also by the end of the program, goes on at the first part that waits. A document that is removed
takes its summaries along.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rag.codec import decode_citation
from rag.errors import SummaryUnknown
from rag.runs.types import (
    Block,
    Length,
    Part,
    PartResult,
    PartState,
    Point,
    Summary,
    SummaryScope,
    SummaryState,
)
from rag.storing.vault import Vault
from rag.types import Support

if TYPE_CHECKING:
    from sqlite3 import Connection

_SUMMARY = (
    "s.id, s.document_id, s.kind, s.length, s.words, s.other_id, d.name, coalesce(o.name, ''), s.title,"
    " s.columns, s.model, s.seed, s.state, s.created, s.updated,"
    " (SELECT count(*) FROM summary_parts p WHERE p.summary_id = s.id),"
    " (SELECT count(*) FROM summary_parts p WHERE p.summary_id = s.id AND p.state <> 'waiting')"
    " FROM summaries s JOIN documents d ON d.id = s.document_id LEFT JOIN documents o ON o.id = s.other_id"
)


class SummaryStore:
    """Methods may be called from any thread. They raise `VaultError`s, and `SummaryUnknown`."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock

    def summaries(self, document_id: int | None = None) -> list[Summary]:
        """All that are kept, or those of one document, the newest first."""
        return self._select(
            " WHERE ?1 IS NULL OR s.document_id = ?1 OR s.other_id = ?1 ORDER BY s.id DESC", (document_id,)
        )

    def get(self, summary_id: int) -> Summary:
        found = self._select(" WHERE s.id = ?", (summary_id,))
        if not found:
            raise SummaryUnknown(summary=summary_id)
        return found[0]

    def create(
        self, scope: SummaryScope, *, title: str, columns: Sequence[str], model: str, seed: int
    ) -> Summary:
        """Keep a new summary, QUEUED, without parts."""
        now = self._clock()
        with self._vault.write() as db:
            id_ = db.execute(
                "INSERT INTO summaries (document_id, other_id, kind, length, words, title, columns, model,"
                " seed, state, created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    scope.document_id,
                    scope.other_id,
                    scope.kind,
                    scope.length,
                    scope.words,
                    title,
                    json.dumps(columns, ensure_ascii=False),
                    model,
                    seed,
                    SummaryState.QUEUED,
                    now,
                    now,
                ),
            ).lastrowid
        assert id_ is not None
        return self.get(id_)

    def plan(self, summary_id: int, results: Iterable[PartResult]) -> None:
        """Keep the parts that a summary is made of, in place of those it had."""
        with self._vault.write() as db:
            _require(db, summary_id)
            db.execute("DELETE FROM summary_parts WHERE summary_id = ?", (summary_id,))
            db.executemany(
                "INSERT INTO summary_parts (summary_id, place, state, result) VALUES (?, ?, ?, ?)",
                ((summary_id, one.part.place, one.state, _encoded(one)) for one in results),
            )

    def parts(self, summary_id: int) -> list[PartResult]:
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT result FROM summary_parts WHERE summary_id = ? ORDER BY place", (summary_id,)
            ).fetchall()
        return [_part_result(json.loads(text)) for (text,) in rows]

    def fill(self, summary_id: int, results: Sequence[PartResult]) -> None:
        """Keep what came of parts that were read together: all of it or nothing."""
        with self._vault.write() as db:
            _require(db, summary_id)
            db.executemany(
                "UPDATE summary_parts SET state = ?, result = ? WHERE summary_id = ? AND place = ?",
                ((one.state, _encoded(one), summary_id, one.part.place) for one in results),
            )
            db.execute("UPDATE summaries SET updated = ? WHERE id = ?", (self._clock(), summary_id))

    def keep_quick(self, summary_id: int, points: Sequence[Point]) -> None:
        self._keep(summary_id, "quick", json.dumps([asdict(point) for point in points], ensure_ascii=False))

    def quick(self, summary_id: int) -> tuple[Point, ...]:
        return tuple(_point(fields) for fields in json.loads(self._kept(summary_id, "quick")))

    def keep_blocks(self, summary_id: int, blocks: Sequence[Block]) -> None:
        """Keep the summary as it is to be read."""
        self._keep(summary_id, "blocks", json.dumps([asdict(block) for block in blocks], ensure_ascii=False))

    def blocks(self, summary_id: int) -> tuple[Block, ...]:
        return tuple(
            Block(fields["heading"], fields["page"], tuple(_point(point) for point in fields["points"]))
            for fields in json.loads(self._kept(summary_id, "blocks"))
        )

    def set_state(self, summary_id: int, state: SummaryState) -> None:
        self._keep(summary_id, "state", state)

    def set_model(self, summary_id: int, model: str) -> None:
        self._keep(summary_id, "model", model)

    def search(self, text: str) -> list[Summary]:
        """Summaries whose text, document or kind holds every word of `text`, the newest first."""
        words = text.casefold().split()
        return [one for one in self.summaries() if all(word in self._searched(one) for word in words)]

    def delete(self, summary_id: int) -> None:
        """Remove a summary and every trace of its parts."""
        with self._vault.write() as db:
            _require(db, summary_id)
            db.execute("DELETE FROM summaries WHERE id = ?", (summary_id,))
        self._vault.forget_deleted()

    def _searched(self, summary: Summary) -> str:
        points = [point for block in self.blocks(summary.id) for point in block.points]
        said = (" ".join((point.text, *point.cells)) for point in points)
        return " ".join((summary.document, summary.other, summary.title, *said)).casefold()

    def _keep(self, summary_id: int, column: str, value: str) -> None:
        with self._vault.write() as db:
            _require(db, summary_id)
            db.execute(
                f"UPDATE summaries SET {column} = ?, updated = ? WHERE id = ?",
                (value, self._clock(), summary_id),
            )

    def _kept(self, summary_id: int, column: str) -> str:
        with self._vault.read() as db:
            row = db.execute(f"SELECT {column} FROM summaries WHERE id = ?", (summary_id,)).fetchone()
        if row is None:
            raise SummaryUnknown(summary=summary_id)
        return str(row[0])

    def _select(self, rest: str, values: tuple[object, ...]) -> list[Summary]:
        with self._vault.read() as db:
            rows = db.execute(f"SELECT {_SUMMARY}{rest}", values).fetchall()
        return [_summary(row) for row in rows]


def _require(db: Connection, summary_id: int) -> None:
    if db.execute("SELECT 1 FROM summaries WHERE id = ?", (summary_id,)).fetchone() is None:
        raise SummaryUnknown(summary=summary_id)


def _summary(row: tuple[Any, ...]) -> Summary:
    id_, document_id, kind, length, words, other_id, document, other, title, columns, *rest = row
    model, seed, state, created, updated, total, done = rest
    return Summary(
        id_,
        SummaryScope(document_id, kind, Length(length), words, other_id),
        document,
        other,
        title,
        tuple(json.loads(columns)),
        model,
        seed,
        SummaryState(state),
        created,
        updated,
        total,
        done,
    )


def _encoded(result: PartResult) -> str:
    return json.dumps(asdict(result), ensure_ascii=False, separators=(",", ":"))


def _part_result(fields: dict[str, Any]) -> PartResult:
    points = tuple(_point(point) for point in fields["points"])
    return PartResult(
        **{
            **fields,
            "part": Part(**fields["part"]),
            "state": PartState(fields["state"]),
            "points": points,
        }
    )


def _point(fields: dict[str, Any]) -> Point:
    citations = tuple(decode_citation(citation) for citation in fields["citations"])
    return Point(fields["text"], citations, Support(fields["support"]), tuple(fields["cells"]))
