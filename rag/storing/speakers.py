"""Who speaks in recordings, and the names that people give to them, kept in the vault.

A name is of one recording: voices are not looked for in others. Passages carry the names of those who speak
in them as their headings, so that they are found by them.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from rag.codec import unpack_lines
from rag.errors import DocumentUnknown, SpeakerUnknown
from rag.storing.vault import Vault
from rag.types import DocumentState, PageUnit, SpokenTurn, ToldApart, moment

if TYPE_CHECKING:
    from sqlite3 import Connection

# Nearness of two mean voices that are one. Of three made voices, eight sentences each, the means of the two
# halves of one are .96 near each other at least; those of two that are told apart .63 at most.
_SAME_VOICE = 0.8
_ROUNDED = 0.005  # seconds by which a line's kept beginning may differ from its turn's


class SpeakerStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def waiting(self) -> list[int]:
        """READY recordings in files of their own whose speakers were not told apart yet, in the order they
        came.
        """
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT id FROM documents d WHERE state = ? AND unit = ? AND container IS NULL"
                " AND NOT EXISTS (SELECT 1 FROM told_apart t WHERE t.document_id = d.id) ORDER BY id",
                (DocumentState.READY, PageUnit.MINUTE),
            ).fetchall()
        return [int(id_) for (id_,) in rows]

    def are_told(self, document_id: int) -> bool:
        """Whether the speakers of a recording were told apart."""
        return self.fault(document_id) == ""

    def fault(self, document_id: int) -> str | None:
        """Why they could not be, as the code of a fault; "" where they were, None where nobody tried."""
        with self._vault.read() as db:
            row = db.execute("SELECT fault FROM told_apart WHERE document_id = ?", (document_id,)).fetchone()
        return None if row is None else str(row[0])

    def keep(self, document_id: int, told: ToldApart) -> None:
        """Keep who speaks, in place of what was told before; a voice that has a name keeps it."""
        with self._vault.write() as db:
            sha256 = _content(db, document_id)
            drop_speakers(db, document_id)
            names = _named_again(db, sha256, told.voices)
            db.executemany(
                "INSERT INTO speakers (document_id, speaker, voice, name) VALUES (?, ?, ?, ?)",
                [(document_id, one, voice, names.get(one, "")) for one, voice in told.voices.items()],
            )
            db.executemany(
                "INSERT OR REPLACE INTO spoken (document_id, at, speaker) VALUES (?, ?, ?)",
                [(document_id, at, one) for at, one in told.turns],
            )
            db.execute("INSERT INTO told_apart (document_id, fault) VALUES (?, '')", (document_id,))
            _head_passages(db, document_id)

    def keep_fault(self, document_id: int, code: str) -> None:
        """Keep that the speakers could not be told apart, and why: it is not tried again by itself."""
        with self._vault.write() as db:
            _content(db, document_id)
            drop_speakers(db, document_id)
            db.execute("INSERT INTO told_apart (document_id, fault) VALUES (?, ?)", (document_id, code))

    def names(self, document_id: int) -> dict[int, str]:
        """The speakers of a recording with the names that people gave them, "" where nobody did."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT speaker, name FROM speakers WHERE document_id = ? ORDER BY speaker", (document_id,)
            ).fetchall()
        return {int(number): str(name) for number, name in rows}

    def name(self, document_id: int, speaker: int, name: str) -> str:
        """Give a speaker a name, or take it away with ""; returns the one before. The last of several files
        of one content counts for all of them when they are read again.

        Raises `DocumentUnknown`, `SpeakerUnknown`.
        """
        name = " ".join(name.split())
        with self._vault.write() as db:
            sha256 = _content(db, document_id)
            row = db.execute(
                "SELECT voice, name FROM speakers WHERE document_id = ? AND speaker = ?",
                (document_id, speaker),
            ).fetchone()
            if row is None:
                raise SpeakerUnknown(speaker=speaker)
            voice, before = bytes(row[0]), str(row[1])
            db.execute(
                "UPDATE speakers SET name = ? WHERE document_id = ? AND speaker = ?",
                (name, document_id, speaker),
            )
            db.execute("DELETE FROM speaker_names WHERE sha256 = ? AND voice = ?", (sha256, voice))
            if name:
                db.execute(
                    "INSERT INTO speaker_names (sha256, voice, name) VALUES (?, ?, ?)", (sha256, voice, name)
                )
            _head_passages(db, document_id)
        self._vault.forget_deleted()
        return before

    def turns(self, document_id: int, start: int = 0, end: int | None = None) -> tuple[SpokenTurn, ...]:
        """What is said from a place of the document's text to another, by turns; nothing where speakers were
        not told apart.
        """
        with self._vault.read() as db:
            return turns_of(db, document_id, start, end)


def turns_of(
    db: Connection, document_id: int, start: int = 0, end: int | None = None
) -> tuple[SpokenTurn, ...]:
    """See `SpeakerStore.turns`. The first turn begins at `start` where it began before."""
    spoken = db.execute(
        "SELECT s.at, s.speaker, coalesce(p.name, '') FROM spoken s LEFT JOIN speakers p"
        " ON p.document_id = s.document_id AND p.speaker = s.speaker WHERE s.document_id = ? ORDER BY s.at",
        (document_id,),
    ).fetchall()
    if not spoken:
        return ()
    begins = [at for at, *_ in spoken]
    found: list[SpokenTurn] = []
    for begin, stop, seconds, until in _lines(db, document_id, start, end):
        place = bisect_right(begins, seconds + _ROUNDED) - 1
        _, number, name = spoken[max(place, 0)]
        first, last = max(begin, start), stop if end is None else min(stop, end)
        if found and (found[-1].name or found[-1].speaker) == (name or number):
            before = found.pop()
            found.append(SpokenTurn(before.start, last, before.seconds, until, before.speaker, name))
        else:
            found.append(SpokenTurn(first, last, seconds, until, int(number), str(name)))
    return tuple(found)


def name_at(db: Connection, document_id: int, seconds: float) -> str:
    """The name of who speaks at a moment of a recording; "" where nobody gave one."""
    row = db.execute(
        "SELECT p.name FROM spoken s JOIN speakers p USING (document_id, speaker)"
        " WHERE document_id = ? AND s.at <= ? ORDER BY s.at DESC LIMIT 1",
        (document_id, seconds + _ROUNDED),
    ).fetchone()
    return "" if row is None else str(row[0])


def drop_speakers(db: Connection, document_id: int) -> None:
    """Drop who speaks in a recording; names stay with its content."""
    for table in ("spoken", "speakers", "told_apart"):
        db.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))


def _lines(
    db: Connection, document_id: int, start: int, end: int | None
) -> Iterator[tuple[int, int, float, float]]:
    """Where the lines between two places begin and end, and when they are said."""
    for number, begin, text, packed in db.execute(
        "SELECT number, start, text, lines FROM pages WHERE document_id = ?1 AND start + length > ?2"
        " AND (?3 IS NULL OR start < ?3) ORDER BY number",
        (document_id, start, end),
    ):
        for line in unpack_lines(zlib.decompress(packed), zlib.decompress(text).decode()):
            first, last = begin + line.start, begin + line.end
            if line.box is None or last <= start or (end is not None and first >= end):
                continue
            yield first, last, moment(number, line.box.x0), moment(number, line.box.x1)


def _content(db: Connection, document_id: int) -> str:
    row = db.execute("SELECT sha256 FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None or row[0] is None:
        raise DocumentUnknown(document=document_id)
    return str(row[0])


def _named_again(db: Connection, sha256: str, voices: Mapping[int, bytes]) -> dict[int, str]:
    """Names for voices by those that a file's content has names for: the nearest first, each once."""
    kept = db.execute("SELECT id, voice, name FROM speaker_names WHERE sha256 = ?", (sha256,)).fetchall()
    near = sorted(
        (
            (float(np.frombuffer(known, "<f4") @ np.frombuffer(voice, "<f4")), id_, number)
            for id_, known, _ in kept
            for number, voice in voices.items()
            if len(known) == len(voice)  # of the same model
        ),
        reverse=True,
    )
    names = {id_: str(name) for id_, _, name in kept}
    found: dict[int, str] = {}
    for nearness, id_, number in near:
        if nearness >= _SAME_VOICE and id_ in names and number not in found:
            found[number] = names.pop(id_)
            db.execute("UPDATE speaker_names SET voice = ? WHERE id = ?", (voices[number], id_))
    return found


def _head_passages(db: Connection, document_id: int) -> None:
    """Put the names of those who speak in each passage above it, in the index of words, too."""
    rows = db.execute(
        "SELECT id, body, ancestors, start, end FROM passages WHERE document_id = ?", (document_id,)
    ).fetchall()
    turns = turns_of(db, document_id)
    for id_, body, before, start, end in rows:
        above = ", ".join(_spoken_in(turns, start, end))
        if above == before:
            continue
        # What the index is told to forget has to be what it was given, word for word.
        db.execute(
            "INSERT INTO passages_fts(passages_fts, rowid, body, ancestors) VALUES ('delete', ?, ?, ?)",
            (id_, body, before),
        )
        db.execute("UPDATE passages SET ancestors = ? WHERE id = ?", (above, id_))
        db.execute("INSERT INTO passages_fts(rowid, body, ancestors) VALUES (?, ?, ?)", (id_, body, above))


def _spoken_in(turns: Sequence[SpokenTurn], start: int, end: int) -> dict[str, None]:
    """The names of those who speak between two places, in order."""
    return dict.fromkeys(one.name for one in turns if one.name and one.start < end and one.end > start)
