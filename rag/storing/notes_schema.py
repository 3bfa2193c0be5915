"""The table of notes of one's own: a step of `migrations`; see `notes`."""

from __future__ import annotations

# `quote`, `before` and `after` are what stands there, by which the place is found again once the document has
# changed; of a note on a page, `quote` is how the page begins. `was`: what had been marked, where that has
# changed since. What lost its place has no `start`. With a document that goes for good go its notes.
NOTES = """
CREATE TABLE notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    page INTEGER,
    start INTEGER,
    end INTEGER,
    quote TEXT NOT NULL DEFAULT '',
    before TEXT NOT NULL DEFAULT '',
    after TEXT NOT NULL DEFAULT '',
    was TEXT NOT NULL DEFAULT '',
    colour TEXT NOT NULL,
    text TEXT NOT NULL,
    created REAL NOT NULL,
    updated REAL NOT NULL
) STRICT;
CREATE INDEX notes_by_document ON notes(document_id, start);
"""
