"""The table of where documents were read last: a step of `migrations`; see `reading`."""

from __future__ import annotations

# `down`: the share of the page that is above the view; `zoom`: 1.0 is as wide as the view, or usual letters.
READING = """
CREATE TABLE reading_places (
    document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    down REAL NOT NULL,
    zoom REAL NOT NULL
) STRICT;
"""
