"""The tables of what is always or never redacted: a step of `migrations`; see `listed`."""

from __future__ import annotations

# `key` is the text as it is compared. A name that was found in documents and is not wanted on the list is on
# it with the rule "passed". What was found goes with its document.
LISTED = """
CREATE TABLE redaction_list (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    sort TEXT NOT NULL,
    text TEXT NOT NULL,
    rule TEXT NOT NULL,
    added REAL NOT NULL
) STRICT;

CREATE TABLE redaction_found (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (document_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX redaction_found_by_key ON redaction_found(key);
"""
