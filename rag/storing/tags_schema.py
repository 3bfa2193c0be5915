"""The tables of tags: a step of `migrations`."""

from __future__ import annotations

# A tag's `key` is its name as it is compared: two that differ in case alone are one. `untagged` holds what
# people took off by hand, which no rule puts back. What was done stays in `tag_changes`, with what it did to
# each document, so that it can be undone; that goes with the document.
TAGS = """
CREATE TABLE tags (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    tone INTEGER NOT NULL
) STRICT;

CREATE TABLE document_tags (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags(id) ON DELETE CASCADE,
    PRIMARY KEY (document_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_tags_by_tag ON document_tags(tag_id);

CREATE TABLE untagged (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags(id) ON DELETE CASCADE,
    PRIMARY KEY (document_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX untagged_by_tag ON untagged(tag_id);

CREATE TABLE tag_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    tag_id INTEGER,
    before TEXT NOT NULL DEFAULT '',
    tone INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE tag_change_items (
    change_id INTEGER NOT NULL REFERENCES tag_changes(id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL,
    added INTEGER NOT NULL,
    PRIMARY KEY (change_id, document_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_change_items_by_document ON tag_change_items(document_id);
"""
