"""The tables of what questions were put to: a step of `migrations`; see `asked`."""

from __future__ import annotations

# A row for each conversation, and one without for what was chosen in the window last. Documents stand by
# their rows, so that a choice goes over to the row that takes the place of one, and nothing is left of one
# that was destroyed; `chosen` is how many there were.
ASKED = """
CREATE TABLE asked (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER UNIQUE REFERENCES conversations(id) ON DELETE CASCADE,
    collection TEXT,
    tag_id INTEGER,
    chosen INTEGER NOT NULL
) STRICT;

CREATE TABLE asked_documents (
    asked_id INTEGER NOT NULL REFERENCES asked(id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    PRIMARY KEY (asked_id, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX asked_documents_by_document ON asked_documents(document_id);
"""
