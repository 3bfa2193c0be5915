"""Recordings that were made here: their sound is in the vault, piece by piece as it was heard, and nowhere
else.

A recording that is kept is a document like any other whose path leads into the vault: no file can be there,
and whoever would open one asks `sound` for its bytes instead. A path is known by the recording's token, so
that it holds where the home has another place.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from sqlite3 import Connection
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the window's first frame asks for a path's kind alone
    from rag.storing.vault import Vault

SUFFIX = ".flac"

_FOLDER = "recordings"
_TOKEN_BYTES = 16
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')  # of any system's files: it may be saved as one
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class KeptRecording:
    """`began` in seconds since the epoch; `samples` were heard, `size` bytes are kept of them."""

    token: str
    name: str
    began: float
    samples: int
    size: int


class RecordingStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        """`clock` gives seconds since the epoch."""
        self._vault = vault
        self._clock = clock

    def begin(self, name: str) -> str:
        """Make room for a recording; its token."""
        token = secrets.token_hex(_TOKEN_BYTES)
        with self._vault.write() as db:
            db.execute("INSERT INTO recordings VALUES (?, ?, ?, 0, 0)", (token, name, self._clock()))
        return token

    def add(self, token: str, piece: bytes, samples: int) -> None:
        """Keep the next piece, after which so many `samples` were heard in all. What was added is there after
        whatever ends the program.
        """
        with self._vault.write() as db:
            db.execute(
                "INSERT INTO recording_pieces SELECT ?1, coalesce(max(number), 0) + 1, ?2"
                " FROM recording_pieces WHERE token = ?1",
                (token, piece),
            )
            db.execute(
                "UPDATE recordings SET samples = ?, size = size + ? WHERE token = ?",
                (samples, len(piece), token),
            )

    def name(self, token: str, name: str) -> Path:
        """Call a recording by a name that files can have; the path that its document is to have."""
        plain = " ".join(_NOT_IN_NAMES.sub(" ", name).split())[:_LONGEST_NAME].rstrip(" .")
        with self._vault.write() as db:
            if plain:
                db.execute("UPDATE recordings SET name = ? WHERE token = ?", (plain, token))
            (called,) = db.execute("SELECT name FROM recordings WHERE token = ?", (token,)).fetchone()
        return self._vault.path / _FOLDER / token / f"{called}{SUFFIX}"

    def discard(self, token: str) -> None:
        """Delete a recording so that nothing of it stays on the disk: what it took is overwritten."""
        with self._vault.write() as db:
            db.execute("DELETE FROM recordings WHERE token = ?", (token,))
        self._vault.forget_deleted()

    def waiting(self) -> list[KeptRecording]:
        """Those of which nobody has said yet whether they are kept, oldest first."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT token, name, began, samples, size FROM recordings r"
                " WHERE NOT EXISTS (SELECT 1 FROM documents WHERE instr(path, r.token)) ORDER BY began, token"
            ).fetchall()
        return [KeptRecording(*row) for row in rows]

    def of(self, path: PurePath) -> KeptRecording | None:
        """The recording that a document's path leads to; None where it leads to a file."""
        if not is_held(path):
            return None
        with self._vault.read() as db:
            row = db.execute(
                "SELECT token, name, began, samples, size FROM recordings WHERE token = ?",
                (path.parent.name,),
            ).fetchone()
        return None if row is None else KeptRecording(*row)

    def pieces(self, token: str) -> list[bytes]:
        """What was kept, in order."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT data FROM recording_pieces WHERE token = ? ORDER BY number", (token,)
            ).fetchall()
        return [bytes(data) for (data,) in rows]


def is_held(path: PurePath) -> bool:
    """Whether a document's path leads to a recording in the vault."""
    above = path.parent.parent
    return above.name == _FOLDER and above.parent.suffix == ".db" and path.suffix == SUFFIX


def take_recording(old: Connection, new: Connection, path: str) -> None:
    """Copy the recording that a document's path leads to into another vault, inside both transactions."""
    if not is_held(PurePath(path)):
        return
    token = (PurePath(path).parent.name,)
    for row in old.execute("SELECT token, name, began, samples, size FROM recordings WHERE token = ?", token):
        new.execute("INSERT OR IGNORE INTO recordings VALUES (?, ?, ?, ?, ?)", tuple(row))
    for row in old.execute("SELECT token, number, data FROM recording_pieces WHERE token = ?", token):
        new.execute("INSERT OR IGNORE INTO recording_pieces VALUES (?, ?, ?)", tuple(row))
