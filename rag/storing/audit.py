"""The log of what was done: rows that are only ever added, each of which holds the hash of the one before.

The hash of a row is the SHA-256 of its parts, a line each, in UTF-8 (`entry_hash`), so that a page of
JavaScript or a few lines of Python can do it again. How many rows there are, and the hash of the last, also
stand in a small file beside the vault (`Heads`): rows that were cut off at the end are missed by it.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.storing.vault import Vault

if TYPE_CHECKING:
    from sqlite3 import Connection

FORM = "confidant-audit-1"
FIRST = "0" * 64  # stands before the first row
HEAD_FILE = "audit.heads"

_COLUMNS = "number, at, kind, facts, before, hash"


class Kind(StrEnum):
    """What was done."""

    UNLOCKED = "unlocked"
    READ = "read"  # a document
    REMOVED = "removed"  # a document
    RESTORED = "restored"  # a document, out of the bin
    DELETED = "deleted"  # a document, from the bin
    CORRECTED = "corrected"  # a line
    REVIEWED = "reviewed"  # a value of a table
    QUESTION = "question"
    ANSWER = "answer"
    MADE = "made"  # a summary, a table, a comparison
    EXPORTED = "exported"
    EVIDENCE = "evidence"
    GUARDED = "guarded"  # a guard decided something
    REFUSED = "refused"  # attempts to reach a network
    POLICY = "policy"  # what is logged or guarded was changed
    COLLECTION = "collection"  # one was made, called otherwise or removed, or documents were moved
    KEYS = "keys"  # another way opens it, or one does no more
    MATTER = "matter"  # something was done with a matter
    ENGINE = "engine"  # something went to an engine on the private network, or came of it
    SHARED = "shared"  # the same of a server of shared collections
    OUTWARD = "outward"  # another program of this computer asked


@dataclass(frozen=True, slots=True)
class Entry:
    """`at` in UTC (ISO 8601), `facts` as JSON; the hashes in hexadecimal."""

    number: int
    at: str
    kind: str
    facts: str
    before: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last row at a moment."""

    number: int
    hash: str


class Wrong(StrEnum):
    """What is wrong with a row."""

    CHANGED = "changed"  # it does not have the hash that it bears
    REPLACED = "replaced"  # the row behind it knew another one
    MISSING = "missing"
    OUT_OF_ORDER = "out-of-order"  # in an export: the vault numbers its rows
    CUT = "cut"  # missing at the end, as the head tells
    NOT_OF_HEAD = "not-of-head"  # another one than the head knows


@dataclass(frozen=True, slots=True)
class Flaw:
    """`number` of the row; `last` of several missing ones."""

    number: int
    wrong: Wrong
    last: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """`heads` is how many heads there were to compare with."""

    entries: int
    head: Head | None
    heads: int
    flaws: tuple[Flaw, ...]


def entry_hash(number: int, at: str, kind: str, facts: str, before: str) -> str:
    said = "\n".join((FORM, str(number), at, kind, facts, before))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def flaws_of(entries: Sequence[Entry], heads: Sequence[Head]) -> tuple[Flaw, ...]:
    """What is wrong with rows in their order, which were told to end as `heads` say."""
    found: list[Flaw] = []
    last, before = 0, FIRST
    for one in entries:
        if one.number > last + 1:
            found.append(Flaw(last + 1, Wrong.MISSING, one.number - 1))
        elif one.number <= last:
            found.append(Flaw(one.number, Wrong.OUT_OF_ORDER, one.number))
        elif one.before != before:
            # The row before may have been made anew, hash and all; else it is this one that was.
            number = last if last and not any(flaw.number == last for flaw in found) else one.number
            found.append(Flaw(number, Wrong.REPLACED, number))
        if entry_hash(one.number, one.at, one.kind, one.facts, one.before) != one.hash:
            found.append(Flaw(one.number, Wrong.CHANGED, one.number))
        last, before = one.number, one.hash
    known = {one.number: one.hash for one in entries}
    for head in heads:
        if head.number > last:
            found.append(Flaw(last + 1, Wrong.CUT, head.number))
        elif head.number in known and known[head.number] != head.hash:
            found.append(Flaw(head.number, Wrong.NOT_OF_HEAD, head.number))
    return tuple(dict.fromkeys(found))


class Heads:
    """The file beside the vault: a line for each head, of which the last one moves on.

    A head that the rows no longer agree with is never written over, so that what it tells of stays known.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> list[Head]:
        """Those there are, the oldest first; lines that are none are left out."""
        try:
            text = self._path.read_text(encoding="ascii")
        except (OSError, ValueError):
            return []
        heads = []
        for line in text.splitlines():
            number, _, hash_ = line.partition(" ")
            if number.isdecimal() and len(hash_) == len(FIRST):
                heads.append(Head(int(number), hash_))
        return heads

    def move(self, now: Head, holds: Callable[[Head], bool]) -> None:
        """`now` is the last row; `holds` tells whether the rows agree with a head. A disk that is full loses
        the move, and a later one makes up for it.
        """
        heads = self.all()
        kept = heads
        if heads and holds(heads[-1]):
            if heads[-1].number >= now.number:
                return  # another thread was faster
            kept = heads[:-1]
        draft = self._path.with_suffix(".part")
        try:
            draft.write_text("".join(f"{one.number} {one.hash}\n" for one in (*kept, now)), encoding="ascii")
            draft.replace(self._path)
        except OSError:
            return


class AuditStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._vault = vault
        self._clock = clock
        self._heads = Heads(vault.path.with_name(HEAD_FILE))
        self._moving = threading.Lock()

    @property
    def is_read_only(self) -> bool:
        """Whether the vault is only read, since it is damaged."""
        return self._vault.read_only is not None

    def append(self, kind: Kind, facts: Mapping[str, Any]) -> Entry:
        """Add a row; never inside another transaction, whose undoing would leave a head without its row."""
        text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        at = self._clock().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        with self._vault.write() as db:
            before = _head(db)
            number = before.number + 1
            hash_ = entry_hash(number, at, kind, text, before.hash)
            entry = Entry(number, at, kind, text, before.hash, hash_)
            db.execute(
                f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
                (number, at, kind.value, text, before.hash, hash_),
            )
        with self._moving:
            self._heads.move(Head(number, hash_), self._holds)
        return entry

    def entries(self, first: int = 1, last: int | None = None) -> Iterator[Entry]:
        """The rows from one number to another, as they are in the file."""
        with self._vault.read() as db:
            rows = db.execute(
                f"SELECT {_COLUMNS} FROM audit WHERE number >= ?1 AND (?2 IS NULL OR number <= ?2)"
                " ORDER BY number",
                (first, last),
            ).fetchall()
        return (Entry(*row) for row in rows)

    def _holds(self, head: Head) -> bool:
        with self._vault.read() as db:
            found = db.execute("SELECT hash FROM audit WHERE number = ?", (head.number,)).fetchone()
        return found is not None and bool(found[0] == head.hash)

    def head(self) -> Head:
        """The last row; number 0 where there is none."""
        with self._vault.read() as db:
            return _head(db)

    def heads(self) -> list[Head]:
        """What the file beside the vault tells of the end of the log."""
        return self._heads.all()

    def verify(self) -> Verdict:
        """Go through all rows and what the heads say of them."""
        entries, heads = list(self.entries()), self._heads.all()
        last = Head(entries[-1].number, entries[-1].hash) if entries else None
        return Verdict(len(entries), last, len(heads), flaws_of(entries, heads))


def _head(db: Connection) -> Head:
    row = db.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    return Head(0, FIRST) if row is None else Head(*row)
