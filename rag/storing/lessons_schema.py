"""The table of what corrections of values taught: a step of `migrations`; see `lessons`."""

from __future__ import annotations

# One lesson a document and column (`field`, as tables of values call it); it goes with its document.
LESSONS_SCHEMA = """
CREATE TABLE lessons (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    lesson TEXT NOT NULL,
    created REAL NOT NULL,
    UNIQUE (document_id, field)
) STRICT;
"""
