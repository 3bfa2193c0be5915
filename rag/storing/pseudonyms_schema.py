"""The tables of pseudonyms, which are a matter's own: a step of `migrations`; see `pseudonyms`."""

from __future__ import annotations

# Who or what has which number among those of its kind, and in which documents it was met. With the last of
# these it is forgotten: nothing of a document that was removed for good stays.
PSEUDONYMS = """
CREATE TABLE pseudonyms (
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (kind, who)
) STRICT, WITHOUT ROWID;

CREATE TABLE pseudonym_documents (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    PRIMARY KEY (document_id, kind, who)
) STRICT, WITHOUT ROWID;
CREATE INDEX pseudonym_documents_by_who ON pseudonym_documents(kind, who);

CREATE TRIGGER pseudonyms_go AFTER DELETE ON pseudonym_documents
WHEN NOT EXISTS (SELECT 1 FROM pseudonym_documents WHERE kind = OLD.kind AND who = OLD.who)
BEGIN
    DELETE FROM pseudonyms WHERE kind = OLD.kind AND who = OLD.who;
END;
"""
