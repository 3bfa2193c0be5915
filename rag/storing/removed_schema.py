"""The tables of documents that were removed and can be brought back: a step of `migrations`."""

from __future__ import annotations

# Of each document in the bin: with which one it went (itself, or the mailbox that holds it), the state that
# it had, and when that was. Its row is in the state 'removed' and all that was read of it stays where it is,
# but for the words of the index, which would be found otherwise: the triggers leave such documents out of it.
# What was said of it is hidden: whole, as it was before the first removal that took something out of it.
REMOVED_SCHEMA = """
CREATE TABLE removed (
    document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
    root INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    at REAL NOT NULL
) STRICT;
CREATE INDEX removed_by_root ON removed(root);

CREATE TABLE hidden_answers (
    turn_id INTEGER PRIMARY KEY REFERENCES turns(id) ON DELETE CASCADE,
    said TEXT NOT NULL
) STRICT;

CREATE TABLE hidden_runs (
    run_id INTEGER PRIMARY KEY,
    said TEXT NOT NULL
) STRICT;

CREATE TABLE hidden_outcomes (
    run_id INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
    said TEXT NOT NULL
) STRICT;

CREATE TABLE hidden_parts (
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (run_id, place)
) STRICT, WITHOUT ROWID;

DROP TRIGGER passages_in;
DROP TRIGGER passages_out;
CREATE TRIGGER passages_in AFTER INSERT ON passages
WHEN (SELECT state FROM documents WHERE id = new.document_id) IS NOT 'removed' BEGIN
    INSERT INTO passages_fts(rowid, body, ancestors) VALUES (new.id, new.body, new.ancestors);
END;
CREATE TRIGGER passages_out AFTER DELETE ON passages
WHEN (SELECT state FROM documents WHERE id = old.document_id) IS NOT 'removed' BEGIN
    INSERT INTO passages_fts(passages_fts, rowid, body, ancestors)
    VALUES ('delete', old.id, old.body, old.ancestors);
END;
"""
