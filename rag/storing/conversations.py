"""Conversations kept in the vault: questions, and answers with their sentences and citations."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from rag.codec import decode_citation
from rag.errors import ConversationUnknown
from rag.storing.branches import Branches, Node, branches_of, write_branches
from rag.storing.hiding import hide_answer
from rag.storing.removed import gone_of
from rag.storing.removed_talks import RemovedTalks, Sort
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
_TALK = (
    "SELECT c.id, c.title, c.created, c.updated, p.at NOT NULL FROM conversations c"
    " LEFT JOIN pinned_talks p ON p.conversation_id = c.id"
    " WHERE c.id NOT IN (SELECT conversation_id FROM removed_talks)"
)


class ChatStore:
    """Methods may be called from any thread. They raise `VaultError`s, and `ConversationUnknown`."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock
        self.removed = RemovedTalks(vault, clock)

    def conversations(self) -> list[Conversation]:
        """All conversations, the one used last first."""
        with self._vault.read() as db:
            rows = db.execute(f"{_TALK} ORDER BY c.updated DESC, c.id DESC").fetchall()
        return [_talk(row) for row in rows]

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
            row = db.execute(f"{_TALK} AND c.id = ?", (conversation_id,)).fetchone()
        if row is None:
            raise ConversationUnknown(conversation=conversation_id)
        return _talk(row)

    def rename(self, conversation_id: int, title: str) -> None:
        with self._vault.write() as db:
            changed = db.execute("UPDATE conversations SET title = ? WHERE id = ?", (title, conversation_id))
            _known(changed.rowcount, conversation_id)

    def delete(self, conversation_id: int) -> None:
        """Remove a conversation and every trace of its turns, for good."""
        self.removed.delete(Sort.CONVERSATION, conversation_id)

    def put_away(self, sort: Sort, id_: int) -> None:
        """Put a conversation, or a single turn, into the bin."""
        self.removed.put(sort, id_)

    def bring_back(self, sort: Sort, id_: int) -> None:
        """Bring it back out of the bin to its place."""
        self.removed.restore(sort, id_)

    def pin(self, conversation_id: int, *, pinned: bool) -> None:
        """Have a conversation stand above the others, or no longer."""
        with self._vault.write() as db:
            there = db.execute("SELECT 1 FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
            _known(there is not None, conversation_id)
            db.execute("DELETE FROM pinned_talks WHERE conversation_id = ?", (conversation_id,))
            if pinned:
                db.execute("INSERT INTO pinned_talks VALUES (?, ?)", (conversation_id, self._clock()))

    def turns(self, conversation_id: int, last: int | None = None) -> list[Turn]:
        """The turns of a conversation that stand in view, oldest first; the `last` of them alone."""
        return self._some(conversation_id, lambda branches: _last(branches.path, last))

    def every(self, conversation_id: int) -> list[Turn]:
        """Those of every version, in the order in which they were asked."""
        return self._some(conversation_id, Branches.all)

    def before(self, turn: Turn, last: int | None = None) -> list[Turn]:
        """What stands before a turn, whichever version is in view, oldest first; the `last` of it alone."""
        return self._some(turn.conversation_id, lambda branches: _last(branches.before(turn.id), last))

    def choose(self, turn_id: int) -> None:
        """Have a turn in view, in place of its other versions and of those of what it follows."""
        with self._vault.write() as db:
            write_branches(db, branches_of(db, _conversation_of(db, turn_id)).choosing(turn_id))

    def turn(self, turn_id: int) -> Turn:
        with self._vault.read() as db:
            row = db.execute(f"SELECT {_TURN} FROM turns WHERE id = ?", (turn_id,)).fetchone()
        if row is None:
            raise ConversationUnknown(turn=turn_id)
        return _turn(row)

    def add_turn(self, conversation_id: int, question: str, beside: int | None = None) -> Turn:
        """Append a question that has no answer yet; as another version of the turn `beside` where one is
        given, which goes out of view with all that follows it.
        """
        now = self._clock()
        with self._vault.write() as db:
            self._touch(db, conversation_id, now)
            branches = branches_of(db, conversation_id)
            if beside is not None and beside not in branches.nodes:
                raise ConversationUnknown(turn=beside)
            parent = branches.end() if beside is None else branches.nodes[beside].parent
            id_ = db.execute(
                "INSERT INTO turns (conversation_id, question, created) VALUES (?, ?, ?)",
                (conversation_id, question, now),
            ).lastrowid
            assert id_ is not None
            write_branches(db, [Node(id_, parent, True, False)])
            branches = branches_of(db, conversation_id)
            write_branches(db, branches.choosing(id_))
        return placed(branches, Turn(id_, conversation_id, question, None, now))

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

    def _some(self, conversation_id: int, which: Callable[[Branches], list[int]]) -> list[Turn]:
        with self._vault.read() as db:
            branches = branches_of(db, conversation_id)
            rows = {
                row[0]: row
                for row in db.execute(
                    f"SELECT {_TURN} FROM turns WHERE id IN (SELECT value FROM json_each(?))",
                    (json.dumps(which(branches)),),
                )
            }
        return [placed(branches, _turn(rows[id_])) for id_ in which(branches)]

    def _touch(self, db: Connection, conversation_id: int, now: float) -> None:
        changed = db.execute("UPDATE conversations SET updated = ? WHERE id = ?", (now, conversation_id))
        _known(changed.rowcount, conversation_id)


def _last(turns: list[int], count: int | None) -> list[int]:
    return turns if count is None else turns[max(0, len(turns) - count) :]


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


def placed(branches: Branches, turn: Turn) -> Turn:
    """A turn with where it stands among the others."""
    before, versions = branches.above(turn.id), branches.versions(turn.id)
    return replace(turn, parent=before, versions=versions if len(versions) > 1 else ())


def _talk(row: tuple[Any, ...]) -> Conversation:
    id_, title, created, updated, pinned = row
    return Conversation(id_, title, created, updated, bool(pinned))


def _conversation_of(db: Connection, turn_id: int) -> int:
    row = db.execute("SELECT conversation_id FROM turns WHERE id = ?", (turn_id,)).fetchone()
    if row is None:
        raise ConversationUnknown(turn=turn_id)
    return int(row[0])


def _known(changed: int, conversation_id: int) -> None:
    if not changed:
        raise ConversationUnknown(conversation=conversation_id)
