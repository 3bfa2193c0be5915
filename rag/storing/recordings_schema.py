"""The tables of recordings that were made here: a step of `migrations`; see `recordings`."""

from __future__ import annotations

# A recording without a document is one that nobody has said yet whether to keep. It goes with its document
# where that is removed for good after it was read; where it never was, by whatever fault, it stays to be
# asked about: there is no file that it could be read from again.
RECORDINGS = """
CREATE TABLE recordings (
    token TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    began REAL NOT NULL,
    samples INTEGER NOT NULL,
    size INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recording_pieces (
    token TEXT NOT NULL REFERENCES recordings(token) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (token, number)
) STRICT;

CREATE TRIGGER recordings_go AFTER DELETE ON documents WHEN OLD.state IN ('ready', 'removed') BEGIN
    DELETE FROM recordings WHERE instr(OLD.path, token)
        AND NOT EXISTS (SELECT 1 FROM documents WHERE path = OLD.path);
END;
"""
