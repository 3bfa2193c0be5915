"""The schema that the first vaults had. It is released, and never edited: see `migrations`."""

from __future__ import annotations

# The words of a passage are kept once, in `passages`; `passages_fts` holds only the index over them
# (https://www.sqlite.org/fts5.html, "External Content Tables"). `secure-delete` makes FTS5 take the words of
# a deleted row out of the index at once instead of marking them as gone.
FIRST_SCHEMA = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL DEFAULT '',
    collection TEXT NOT NULL,
    state TEXT NOT NULL,
    unit TEXT NOT NULL DEFAULT 'page',
    pages INTEGER NOT NULL DEFAULT 0,
    first_passage INTEGER NOT NULL DEFAULT 0,
    passages INTEGER NOT NULL DEFAULT 0,
    size INTEGER NOT NULL,
    sha256 TEXT,
    added REAL NOT NULL,
    seconds REAL NOT NULL DEFAULT 0,
    error_code TEXT,
    error_facts TEXT NOT NULL DEFAULT '{}',
    replaces INTEGER REFERENCES documents(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX documents_by_path ON documents(path, collection);
CREATE INDEX documents_by_content ON documents(sha256, collection);

CREATE TABLE pages (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    length INTEGER NOT NULL,
    source TEXT NOT NULL,
    confidence REAL NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    key TEXT,
    label TEXT,
    text BLOB NOT NULL,
    lines BLOB NOT NULL,
    words BLOB NOT NULL,
    headings BLOB NOT NULL,
    UNIQUE (document_id, number)
) STRICT;
CREATE INDEX pages_by_source ON pages(document_id, source);
CREATE INDEX pages_by_start ON pages(document_id, start, number);

CREATE TABLE sections (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    parent INTEGER,
    level INTEGER NOT NULL,
    label TEXT NOT NULL,
    title TEXT NOT NULL,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    PRIMARY KEY (document_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    section INTEGER,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    page_start INTEGER NOT NULL,
    page_end INTEGER NOT NULL,
    key TEXT,
    body TEXT NOT NULL,
    ancestors TEXT NOT NULL
) STRICT;
CREATE INDEX passages_by_document ON passages(document_id);

CREATE VIRTUAL TABLE passages_fts USING fts5(
    body, ancestors, content='passages', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
);
INSERT INTO passages_fts(passages_fts, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER passages_in AFTER INSERT ON passages BEGIN
    INSERT INTO passages_fts(rowid, body, ancestors) VALUES (new.id, new.body, new.ancestors);
END;
CREATE TRIGGER passages_out AFTER DELETE ON passages BEGIN
    INSERT INTO passages_fts(passages_fts, rowid, body, ancestors)
    VALUES ('delete', old.id, old.body, old.ancestors);
END;

CREATE TABLE vectors (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    embedder TEXT NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    dimension INTEGER NOT NULL,
    block BLOB NOT NULL,
    PRIMARY KEY (embedder, document_id, first)
) STRICT;
CREATE INDEX vectors_by_document ON vectors(document_id);

CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    created REAL NOT NULL,
    updated REAL NOT NULL
) STRICT;

CREATE TABLE turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    answer TEXT,
    created REAL NOT NULL
) STRICT;
CREATE INDEX turns_by_conversation ON turns(conversation_id, id);

CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO counters VALUES ('passage', 0);
"""
