"""The tables of what can be done with conversations beside going on with them: a step of `migrations`.

See `branches`, `removed_talks` and `said` for what stands in them.
"""

from __future__ import annotations

# A turn without a row in `branches` follows the one that was asked before it in its conversation: so it was
# before questions could be changed without losing what followed. What is in the bin stays where it is, with
# the time it went there. `turns_fts` holds the words of questions and answers in pieces of three letters, so
# that "frist" finds "Kündigungsfrist" and words are found in languages that write no blanks; of an answer
# that only quotes, the quotes. Its triggers follow whatever changes turns. A vector is one of an answer as it
# stands: half floats, little-endian.
TALKS = """
CREATE TABLE branches (
    turn_id INTEGER PRIMARY KEY REFERENCES turns(id) ON DELETE CASCADE,
    parent INTEGER,
    chosen INTEGER NOT NULL
) STRICT;

CREATE TABLE pinned_talks (
    conversation_id INTEGER PRIMARY KEY REFERENCES conversations(id) ON DELETE CASCADE,
    at REAL NOT NULL
) STRICT;

CREATE TABLE removed_talks (
    conversation_id INTEGER PRIMARY KEY REFERENCES conversations(id) ON DELETE CASCADE,
    at REAL NOT NULL
) STRICT;

CREATE TABLE removed_turns (
    turn_id INTEGER PRIMARY KEY REFERENCES turns(id) ON DELETE CASCADE,
    at REAL NOT NULL
) STRICT;

CREATE TABLE turn_vectors (
    turn_id INTEGER PRIMARY KEY REFERENCES turns(id) ON DELETE CASCADE,
    embedder TEXT NOT NULL,
    vector BLOB NOT NULL
) STRICT;

CREATE VIRTUAL TABLE turns_fts USING fts5(question, answer, tokenize='trigram remove_diacritics 1');
INSERT INTO turns_fts(turns_fts, rank) VALUES ('secure-delete', 1);
INSERT INTO turns_fts(rowid, question, answer)
    SELECT id, question, coalesce(nullif(answer ->> '$.text', ''), (
        SELECT group_concat(q.value ->> '$.citation.quote', ' ') FROM json_each(answer, '$.quotes') AS q
    ), '') FROM turns;
CREATE TRIGGER turns_in AFTER INSERT ON turns BEGIN
    INSERT INTO turns_fts(rowid, question, answer)
    VALUES (new.id, new.question, coalesce(nullif(new.answer ->> '$.text', ''), (
        SELECT group_concat(q.value ->> '$.citation.quote', ' ') FROM json_each(new.answer, '$.quotes') AS q
    ), ''));
END;
CREATE TRIGGER turns_changed AFTER UPDATE OF question, answer ON turns BEGIN
    DELETE FROM turn_vectors WHERE turn_id = old.id;
    DELETE FROM turns_fts WHERE rowid = old.id;
    INSERT INTO turns_fts(rowid, question, answer)
    VALUES (new.id, new.question, coalesce(nullif(new.answer ->> '$.text', ''), (
        SELECT group_concat(q.value ->> '$.citation.quote', ' ') FROM json_each(new.answer, '$.quotes') AS q
    ), ''));
END;
CREATE TRIGGER turns_out AFTER DELETE ON turns BEGIN
    DELETE FROM turns_fts WHERE rowid = old.id;
END;
"""
