"""The bin for conversations and for single questions with their answers.

What is in it stays in the vault where it is, so that it comes back as it was; nothing else asks for it. What
is deleted for good goes with every trace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rag.errors import ConversationUnknown
from rag.storing.branches import branches_of, write_branches
from rag.storing.vault import Vault

if TYPE_CHECKING:
    from sqlite3 import Connection


class Sort(StrEnum):
    """What went into the bin."""

    CONVERSATION = "conversation"
    TURN = "turn"  # one question with its answer


@dataclass(frozen=True, slots=True)
class RemovedTalk:
    """Something in the bin: of which sort, its id, the conversation's title, the question of a turn, how many
    turns it holds, and when it went there, in seconds since the epoch.
    """

    sort: Sort
    id: int
    title: str
    question: str
    turns: int
    at: float


_TABLES = {
    Sort.CONVERSATION: ("removed_talks", "conversation_id", "conversations"),
    Sort.TURN: ("removed_turns", "turn_id", "turns"),
}


class RemovedTalks:
    """Methods may be called from any thread. They raise `VaultError`s, and `ConversationUnknown` for what is
    not there.
    """

    def __init__(self, vault: Vault, clock: Callable[[], float]) -> None:
        self._vault = vault
        self._clock = clock

    def put(self, sort: Sort, id_: int) -> None:
        """Remove something, so that `restore` brings it back as it is."""
        table, column, held = _TABLES[sort]
        with self._vault.write() as db:
            if db.execute(f"SELECT 1 FROM {held} WHERE id = ?", (id_,)).fetchone() is None:
                raise ConversationUnknown(**{sort.value: id_})
            db.execute(f"INSERT OR IGNORE INTO {table} ({column}, at) VALUES (?, ?)", (id_, self._clock()))

    def restore(self, sort: Sort, id_: int) -> None:
        """Bring it back to its place."""
        table, column, _ = _TABLES[sort]
        with self._vault.write() as db:
            if not db.execute(f"DELETE FROM {table} WHERE {column} = ?", (id_,)).rowcount:
                raise ConversationUnknown(**{sort.value: id_})

    def all(self) -> list[RemovedTalk]:
        """What is in the bin, what went last first; single turns of conversations that are not in it."""
        with self._vault.read() as db:
            found = [
                RemovedTalk(Sort.CONVERSATION, id_, title, "", count, at)
                for id_, title, count, at in db.execute(
                    "SELECT c.id, c.title, (SELECT count(*) FROM turns WHERE conversation_id = c.id), r.at"
                    " FROM removed_talks r JOIN conversations c ON c.id = r.conversation_id"
                )
            ] + [
                RemovedTalk(Sort.TURN, id_, title, question, 1, at)
                for id_, title, question, at in db.execute(
                    "SELECT t.id, c.title, t.question, r.at FROM removed_turns r"
                    " JOIN turns t ON t.id = r.turn_id JOIN conversations c ON c.id = t.conversation_id"
                    " WHERE c.id NOT IN (SELECT conversation_id FROM removed_talks)"
                )
            ]
        return sorted(found, key=lambda one: (one.at, one.id), reverse=True)

    def delete(self, sort: Sort, id_: int) -> None:
        """Delete something for good, with every trace, whether it is in the bin or not."""
        with self._vault.write() as db:
            delete_for_good(db, sort, id_)
        self._vault.forget_deleted()


def delete_for_good(db: Connection, sort: Sort, id_: int) -> None:
    """The same within the caller's transaction. Raises `ConversationUnknown`."""
    if sort is Sort.TURN:
        row = db.execute("SELECT conversation_id FROM turns WHERE id = ?", (id_,)).fetchone()
        if row is None:
            raise ConversationUnknown(turn=id_)
        write_branches(db, branches_of(db, row[0]).without(id_))
    if not db.execute(f"DELETE FROM {_TABLES[sort][2]} WHERE id = ?", (id_,)).rowcount:
        raise ConversationUnknown(**{sort.value: id_})


def drop_removed(db: Connection) -> None:
    """Delete all that is in the bin, within the caller's transaction."""
    for sort, (table, column, _) in _TABLES.items():
        for (id_,) in db.execute(f"SELECT {column} FROM {table}").fetchall():
            if db.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (id_,)).fetchone():
                delete_for_good(db, sort, id_)
