"""What was asked and answered, looked for by its words, and kept by its meaning."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.language.folding import fold
from rag.storing.vault import Vault

if TYPE_CHECKING:
    from sqlite3 import Connection

_SHORTEST = 3  # letters that the index of words can look for
_BEFORE, _BEHIND = 24, 110  # characters of an excerpt around its first word
_MARKS = re.compile(r"[|*`#>\s]+(?:[-:| ]{3,}[|\s]*)?")  # what is markup rather than words
_LIVE = (
    "t.id NOT IN (SELECT turn_id FROM removed_turns)"
    " AND t.conversation_id NOT IN (SELECT conversation_id FROM removed_talks)"
)
_OF_THESE = "t.id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Said:
    """A turn that was found: `excerpt` of its question or its answer, around what was looked for."""

    turn_id: int
    conversation_id: int
    title: str
    question: str
    excerpt: str
    at: float  # seconds since the epoch


class SaidStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def with_words(self, text: str, most: int) -> list[Said]:
        """Turns of every version that hold all words of a text, parts of words too, in question, answer or
        the conversation's title; the one asked last first. Capitals and accents make no difference.
        """
        words = [fold(one) for one in text.split()]
        if not words:
            return []
        long = [one for one in words if len(one) >= _SHORTEST]
        with self._vault.read() as db:
            titled = [
                id_
                for id_, title in db.execute("SELECT id, title FROM conversations").fetchall()
                if all(one in fold(title) for one in words)
            ]
            found = set(_first_turns(db, titled))
            if long:
                wanted = " AND ".join('"' + one.replace('"', '""') + '"' for one in long)
                held = db.execute("SELECT rowid FROM turns_fts WHERE turns_fts MATCH ?", (wanted,))
            else:
                held = db.execute("SELECT rowid FROM turns_fts")
            ids = [id_ for (id_,) in held.fetchall()]
            short = [one for one in words if len(one) < _SHORTEST]
            if short:
                ids = [id_ for id_ in ids if all(one in fold(_text(db, id_)) for one in short)]
            return _told(db, [*ids, *(one for one in found if one not in set(ids))], words, most)

    def some(self, turn_ids: Sequence[int]) -> list[Said]:
        """Turns that are not in the bin, in the order given."""
        with self._vault.read() as db:
            found = {one.turn_id: one for one in _told(db, turn_ids, (), len(turn_ids))}
        return [found[one] for one in turn_ids if one in found]

    def without_meaning(self, embedder: str, most: int) -> list[tuple[int, str]]:
        """Answered turns of which no vector by this embedder is kept, with their text; the latest first."""
        with self._vault.read() as db:
            return db.execute(
                "SELECT f.rowid, f.question || char(10) || f.answer FROM turns t"
                f" JOIN turns_fts f ON f.rowid = t.id WHERE t.answer NOT NULL AND {_LIVE} AND t.id NOT IN"
                " (SELECT turn_id FROM turn_vectors WHERE embedder = ?) ORDER BY t.id DESC LIMIT ?",
                (embedder, most),
            ).fetchall()

    def keep_meaning(self, embedder: str, turn_ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Keep vectors of turns, shape (n, dimension); of those that are there still."""
        with self._vault.write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO turn_vectors (turn_id, embedder, vector)"
                " SELECT id, ?2, ?3 FROM turns WHERE id = ?1",
                [
                    (id_, embedder, vector.astype("<f2").tobytes())
                    for id_, vector in zip(turn_ids, vectors, strict=True)
                ],
            )

    def meanings(self, embedder: str) -> tuple[list[int], NDArray[np.float32]]:
        """The turns that are not in the bin whose vectors by this embedder are kept, shape (n, dimension)."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT v.turn_id, v.vector FROM turn_vectors v JOIN turns t ON t.id = v.turn_id"
                f" WHERE v.embedder = ? AND {_LIVE} ORDER BY v.turn_id",
                (embedder,),
            ).fetchall()
        if not rows:
            return [], np.zeros((0, 0), dtype=np.float32)
        vectors = np.stack([np.frombuffer(vector, dtype="<f2") for _, vector in rows])
        return [id_ for id_, _ in rows], vectors.astype(np.float32)


def _told(db: Connection, ids: Sequence[int], words: Sequence[str], most: int) -> list[Said]:
    rows = db.execute(
        "SELECT t.id, t.conversation_id, c.title, f.question, f.answer, t.created FROM turns t"
        " JOIN conversations c ON c.id = t.conversation_id JOIN turns_fts f ON f.rowid = t.id"
        f" WHERE {_OF_THESE} AND {_LIVE} ORDER BY t.created DESC, t.id DESC LIMIT ?",
        (json.dumps(list(ids)), most),
    ).fetchall()
    return [
        Said(id_, talk, title, question, _excerpt(question, answer, words), at)
        for id_, talk, title, question, answer, at in rows
    ]


def _excerpt(question: str, answer: str, words: Sequence[str]) -> str:
    """Of the answer, around the first word that stands there; its beginning where none does."""
    text = _MARKS.sub(" ", answer).strip() or " ".join(question.split())
    plain = fold(text)
    at = min((place for one in words if (place := plain.find(one)) >= 0), default=0)
    begin, end = max(0, at - _BEFORE), at + _BEHIND
    if begin:
        begin = text.find(" ", begin, at) + 1 or begin
    return ("…" if begin else "") + text[begin:end].strip() + ("…" if end < len(text) else "")


def _first_turns(db: Connection, conversations: Sequence[int]) -> list[int]:
    return [
        id_
        for (id_,) in db.execute(
            "SELECT min(t.id) FROM turns t WHERE t.conversation_id IN (SELECT value FROM json_each(?))"
            f" AND {_LIVE} GROUP BY t.conversation_id",
            (json.dumps(list(conversations)),),
        )
    ]


def _text(db: Connection, turn: int) -> str:
    question, answer = db.execute(
        "SELECT question, answer FROM turns_fts WHERE rowid = ?", (turn,)
    ).fetchone()
    return f"{question}\n{answer}"
