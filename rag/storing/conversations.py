"""Conversations kept in the vault: questions, and answers with their sentences and citations."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rag.codec import decode_citation
from rag.errors import ConversationUnknown
from rag.storing.hiding import hide_answer
from rag.storing.removed import gone_of
from rag.storing.vault import Vault
from rag.types import (
    Answer,
    Conversation,
    Errand,
    Intent,
    Outcome,
    Quoted,
    Sentence,
    Support,
    Turn,
    Unasked,
    Wish,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

_TURN = "id, conversation_id, question, answer, created"


class ChatStore:
    """Methods may be called from any thread. They raise `VaultError`s, and `ConversationUnknown`."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock

    def conversations(self) -> list[Conversation]:
        """All conversations, the one used last first."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT id, title, created, updated FROM conversations ORDER BY updated DESC, id DESC"
            ).fetchall()
        return [Conversation(*row) for row in rows]

    def create(self, title: str = "") -> Conversation:
        now = self._clock()
        with self._vault.write() as db:
            id_ = db.execute(
                "INSERT INTO conversations (title, created, updated) VALUES (?, ?, ?)", (title, now, now)
            ).lastrowid
        assert id_ is not None
        return Conversation(id_, title, now, now)

    def get(self, conversation_id: int) -> Conversation:
        with self._vault.read() as db:
            row = db.execute(
                "SELECT id, title, created, updated FROM conversations WHERE id = ?", (conversation_id,)
            ).fetchone()
        if row is None:
            raise ConversationUnknown(conversation=conversation_id)
        return Conversation(*row)

    def rename(self, conversation_id: int, title: str) -> None:
        with self._vault.write() as db:
            changed = db.execute("UPDATE conversations SET title = ? WHERE id = ?", (title, conversation_id))
            _known(changed.rowcount, conversation_id)

    def delete(self, conversation_id: int) -> None:
        """Remove a conversation and every trace of its turns."""
        with self._vault.write() as db:
            gone = db.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))
            _known(gone.rowcount, conversation_id)
        self._vault.forget_deleted()

    def turns(self, conversation_id: int) -> list[Turn]:
        """The turns of a conversation, oldest first."""
        with self._vault.read() as db:
            rows = db.execute(
                f"SELECT {_TURN} FROM turns WHERE conversation_id = ? ORDER BY id", (conversation_id,)
            ).fetchall()
        return [_turn(row) for row in rows]

    def turn(self, turn_id: int) -> Turn:
        with self._vault.read() as db:
            row = db.execute(f"SELECT {_TURN} FROM turns WHERE id = ?", (turn_id,)).fetchone()
        if row is None:
            raise ConversationUnknown(turn=turn_id)
        return _turn(row)

    def add_turn(self, conversation_id: int, question: str) -> Turn:
        """Append a question that has no answer yet."""
        now = self._clock()
        with self._vault.write() as db:
            self._touch(db, conversation_id, now)
            id_ = db.execute(
                "INSERT INTO turns (conversation_id, question, created) VALUES (?, ?, ?)",
                (conversation_id, question, now),
            ).lastrowid
        assert id_ is not None
        return Turn(id_, conversation_id, question, None, now)

    def save_answer(self, turn_id: int, answer: Answer) -> None:
        """Keep the answer of a turn, in place of an earlier one; out of sight, where it speaks of documents
        in the bin.
        """
        text = encode_answer(answer)
        with self._vault.write() as db:
            row = db.execute(
                "UPDATE turns SET answer = ? WHERE id = ? RETURNING conversation_id", (text, turn_id)
            ).fetchone()
            if row is None:
                raise ConversationUnknown(turn=turn_id)
            for table in ("records", "hidden_answers"):  # of the answer before
                db.execute(f"DELETE FROM {table} WHERE turn_id = ?", (turn_id,))
            hide_answer(db, turn_id, text, gone_of(db))
            self._touch(db, row[0], self._clock())

    def delete_turns_from(self, turn_id: int) -> None:
        """Remove a turn and all that follow it in its conversation."""
        with self._vault.write() as db:
            gone = db.execute(
                "DELETE FROM turns WHERE id >= ?1"
                " AND conversation_id = (SELECT conversation_id FROM turns WHERE id = ?1)",
                (turn_id,),
            )
            if not gone.rowcount:
                raise ConversationUnknown(turn=turn_id)
        self._vault.forget_deleted()

    def _touch(self, db: Connection, conversation_id: int, now: float) -> None:
        changed = db.execute("UPDATE conversations SET updated = ? WHERE id = ?", (now, conversation_id))
        _known(changed.rowcount, conversation_id)


def encode_answer(answer: Answer) -> str:
    """JSON of an answer, its citations and boxes included."""
    return json.dumps(asdict(answer), ensure_ascii=False, separators=(",", ":"))


def decode_answer(text: str) -> Answer:
    """The inverse of `encode_answer`."""
    fields: dict[str, Any] = json.loads(text)
    found = fields.pop("found", False)  # what earlier versions kept
    outcome = fields.pop("outcome", Outcome.ANSWERED if found else Outcome.SILENT)
    return Answer(
        **{
            **fields,
            "outcome": Outcome(outcome),
            "intent": Intent(fields.get("intent", Intent.FACT)),
            "sentences": tuple(_sentence(sentence) for sentence in fields["sentences"]),
            "quotes": tuple(
                Quoted(decode_citation(one["citation"]), one["score"]) for one in fields.get("quotes", ())
            ),
            "unread": tuple(fields.get("unread", ())),
            "only": tuple(fields.get("only", ())),
            "wish": _wish(fields.get("wish")),
            "unasked": tuple(Unasked(**one) for one in fields.get("unasked", ())),
        }
    )


def _wish(fields: dict[str, Any] | None) -> Wish | None:
    if fields is None:
        return None
    errand = fields.get("errand")
    documents = tuple(fields["documents"])
    return Wish(**{**fields, "documents": documents, "errand": None if errand is None else Errand(**errand)})


def _sentence(fields: dict[str, Any]) -> Sentence:
    citations = tuple(decode_citation(citation) for citation in fields["citations"])
    return Sentence(**{**fields, "support": Support(fields["support"]), "citations": citations})


def _turn(row: tuple[Any, ...]) -> Turn:
    id_, conversation_id, question, answer, created = row
    return Turn(id_, conversation_id, question, None if answer is None else decode_answer(answer), created)


def _known(changed: int, conversation_id: int) -> None:
    if not changed:
        raise ConversationUnknown(conversation=conversation_id)
