"""The table of how workbooks are laid out: a step of `migrations`; see `laid`."""

from __future__ import annotations

# `text`: a digest of the document's text that the layout is of; one of another text is not used.
LAID = """
CREATE TABLE laid (
    document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
    text BLOB NOT NULL,
    view BLOB NOT NULL
) STRICT;
"""
