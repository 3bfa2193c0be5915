"""The tables of the log of what was done: a step of `migrations`; see `audit`."""

from __future__ import annotations

# The log of what was done (see `rag.storing.audit`), which nothing may change, and what people chose of what
# is logged and guarded, by collection; "" is the library as a whole.
AUDIT = """
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    facts TEXT NOT NULL,
    before TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN
    SELECT raise(ABORT, 'the log is only added to');
END;
CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN
    SELECT raise(ABORT, 'the log is only added to');
END;

CREATE TABLE policies (
    name TEXT NOT NULL,
    collection TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name, collection)
) STRICT, WITHOUT ROWID;
"""
