"""Surveys kept in the vault: one question put to every document, or to every part of one, row by row.

All rows of a survey are written when it is made, and each is filled as soon as it is known: what was
interrupted, also by the end of the program, goes on at the first row that waits.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rag.codec import decode_citation
from rag.errors import SurveyUnknown
from rag.storing.vault import Vault
from rag.types import Citation

if TYPE_CHECKING:
    from sqlite3 import Connection

_SURVEY = (
    "s.id, s.question, s.kind, s.collection, s.documents, s.model, s.state, s.unread, s.created, s.updated,"
    " (SELECT count(*) FROM survey_rows r WHERE r.survey_id = s.id),"
    " (SELECT count(*) FROM survey_rows r WHERE r.survey_id = s.id AND r.state <> 'waiting'),"
    " (SELECT count(*) FROM survey_rows r WHERE r.survey_id = s.id AND r.state = 'found')"
)
_ROW = "place, document_id, document, section, page, start, end, state, finding"


class SurveyKind(StrEnum):
    DOCUMENTS = "documents"  # the question is put to each document
    SECTIONS = "sections"  # what is asked for is listed from every part of one document


class SurveyState(StrEnum):
    RUNNING = "running"  # also while the program is closed: it goes on at the next start
    STOPPED = "stopped"  # by the user, or by a fault
    DONE = "done"


class RowState(StrEnum):
    WAITING = "waiting"
    FOUND = "found"
    NEAR = "near"  # no answer of the model, but a sentence that comes near, word for word
    OTHERWISE = "otherwise"  # the document speaks of it and says something else: another state's law, a no
    SILENT = "silent"  # not in this document
    FAILED = "failed"


class Judge(StrEnum):
    """Who said that something is not in a document."""

    MODEL = "model"
    DISTANCE = "distance"  # nothing in the document comes near the question, so the model was not asked


@dataclass(frozen=True, slots=True)
class SurveyScope:
    """What is asked. Without `documents` every READY document, of one `collection` if it is given."""

    kind: SurveyKind = SurveyKind.DOCUMENTS
    collection: str | None = None
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """One row's subject: a document, or the characters `start` to `end` of its text."""

    document_id: int
    document: str  # file name
    section: str = ""
    page: int = 1
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Something a document says, with the places it stands."""

    text: str
    citations: tuple[Citation, ...]
    state: RowState = RowState.FOUND  # NEAR: taken by its words or figures, not by the model


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one row. Tokens are the model's, seconds those of the whole row."""

    state: RowState
    items: tuple[Item, ...] = ()
    judge: Judge = Judge.MODEL
    seconds: float = 0.0
    prompt_tokens: int = 0
    generated_tokens: int = 0
    error_code: str = ""
    error_facts: str = "{}"  # JSON


@dataclass(frozen=True, slots=True)
class SurveyRow:
    place: int  # from 0
    target: Target
    state: RowState
    finding: Finding | None = None  # None while it waits


@dataclass(frozen=True, slots=True)
class Survey:
    id: int
    question: str
    scope: SurveyScope
    model: str
    state: SurveyState
    unread: int  # documents left out because they were not READY
    created: float  # seconds since the epoch
    updated: float
    total: int  # rows
    done: int
    found: int


class SurveyStore:
    """Methods may be called from any thread. They raise `VaultError`s, and `SurveyUnknown`."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock

    def surveys(self) -> list[Survey]:
        """All surveys, the newest first."""
        return self._select("1 ORDER BY s.id DESC", ())

    def get(self, survey_id: int) -> Survey:
        found = self._select("s.id = ?", (survey_id,))
        if not found:
            raise SurveyUnknown(survey=survey_id)
        return found[0]

    def rows(self, survey_id: int) -> list[SurveyRow]:
        """The rows in their order. Raises `SurveyUnknown`."""
        with self._vault.read() as db:
            _require(db, survey_id)
            found = db.execute(
                f"SELECT {_ROW} FROM survey_rows WHERE survey_id = ? ORDER BY place", (survey_id,)
            ).fetchall()
        return [_row(row) for row in found]

    def create(
        self, question: str, scope: SurveyScope, targets: Sequence[Target], *, model: str, unread: int = 0
    ) -> Survey:
        """Keep a new survey, RUNNING, with a waiting row for each target."""
        now = self._clock()
        with self._vault.write() as db:
            id_ = db.execute(
                "INSERT INTO surveys (question, kind, collection, documents, model, state, unread, created,"
                " updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    question,
                    scope.kind,
                    scope.collection,
                    json.dumps(scope.documents),
                    model,
                    SurveyState.RUNNING,
                    unread,
                    now,
                    now,
                ),
            ).lastrowid
            assert id_ is not None
            db.executemany(
                "INSERT INTO survey_rows (survey_id, place, document_id, document, section, page, start, end,"
                " state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        id_,
                        place,
                        t.document_id,
                        t.document,
                        t.section,
                        t.page,
                        t.start,
                        t.end,
                        RowState.WAITING,
                    )
                    for place, t in enumerate(targets)
                ),
            )
        return self.get(id_)

    def fill(self, survey_id: int, place: int, finding: Finding) -> None:
        """Keep what came of a row."""
        with self._vault.write() as db:
            _require(db, survey_id)
            db.execute(
                "UPDATE survey_rows SET state = ?, finding = ? WHERE survey_id = ? AND place = ?",
                (finding.state, encode_finding(finding), survey_id, place),
            )
            db.execute("UPDATE surveys SET updated = ? WHERE id = ?", (self._clock(), survey_id))

    def set_state(self, survey_id: int, state: SurveyState) -> None:
        with self._vault.write() as db:
            _require(db, survey_id)
            db.execute(
                "UPDATE surveys SET state = ?, updated = ? WHERE id = ?", (state, self._clock(), survey_id)
            )

    def delete(self, survey_id: int) -> None:
        """Remove a survey and every trace of its rows."""
        with self._vault.write() as db:
            _require(db, survey_id)
            db.execute("DELETE FROM surveys WHERE id = ?", (survey_id,))
        self._vault.forget_deleted()

    def _select(self, condition: str, values: tuple[object, ...]) -> list[Survey]:
        with self._vault.read() as db:
            rows = db.execute(f"SELECT {_SURVEY} FROM surveys s WHERE {condition}", values).fetchall()
        return [_survey(row) for row in rows]


def encode_finding(finding: Finding) -> str:
    """JSON of a finding, its citations and boxes included."""
    return json.dumps(asdict(finding), ensure_ascii=False, separators=(",", ":"))


def decode_finding(text: str) -> Finding:
    """The inverse of `encode_finding`."""
    fields: dict[str, Any] = json.loads(text)
    fields["items"] = tuple(
        Item(
            item["text"],
            tuple(decode_citation(citation) for citation in item["citations"]),
            RowState(item.get("state", RowState.FOUND)),
        )
        for item in fields["items"]
    )
    return Finding(**{**fields, "state": RowState(fields["state"]), "judge": Judge(fields["judge"])})


def _require(db: Connection, survey_id: int) -> None:
    if db.execute("SELECT 1 FROM surveys WHERE id = ?", (survey_id,)).fetchone() is None:
        raise SurveyUnknown(survey=survey_id)


def _survey(row: tuple[Any, ...]) -> Survey:
    id_, question, kind, collection, documents, model, state, unread, created, updated, total, done, found = (
        row
    )
    scope = SurveyScope(SurveyKind(kind), collection, tuple(json.loads(documents)))
    return Survey(
        id_, question, scope, model, SurveyState(state), unread, created, updated, total, done, found
    )


def _row(row: tuple[Any, ...]) -> SurveyRow:
    place, document_id, document, section, page, start, end, state, finding = row
    return SurveyRow(
        place,
        Target(document_id, document, section, page, start, end),
        RowState(state),
        None if finding is None else decode_finding(finding),
    )
