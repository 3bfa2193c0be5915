"""The tables of who speaks in recordings: a step of `migrations`; see `speakers`."""

from __future__ import annotations

# What was told goes with what was read: a row of `told_apart` for each recording whose speakers were told
# apart, or why they could not be. Turns are kept by their seconds, which a corrected word does not move.
# Names belong to a file's content and to a voice, so that they are there when it is read again.
SPEAKERS = """
CREATE TABLE told_apart (
    document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
    fault TEXT NOT NULL
) STRICT;

CREATE TABLE speakers (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    speaker INTEGER NOT NULL,
    voice BLOB NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (document_id, speaker)
) STRICT, WITHOUT ROWID;

CREATE TABLE spoken (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    at REAL NOT NULL,
    speaker INTEGER NOT NULL,
    PRIMARY KEY (document_id, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE speaker_names (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    voice BLOB NOT NULL,
    name TEXT NOT NULL
) STRICT;
CREATE INDEX speaker_names_by_content ON speaker_names(sha256);
"""
