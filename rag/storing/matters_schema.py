"""The tables of matters, which are libraries of their own below another's: a step of `migrations`."""

from __future__ import annotations

# In a library: its matters, whose ids are the names of their folders; secrets that open something for whoever
# has opened this library (keys of matters, the key that hand-overs are sealed for); documents that are on
# their way from one vault to another. In a matter that was handed over: on which terms.
MATTERS = """
CREATE TABLE matters (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE held_secrets (
    account TEXT PRIMARY KEY,
    secret TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE moves (
    sha256 TEXT NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (sha256, source, target)
) STRICT, WITHOUT ROWID;

CREATE TABLE terms (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""
