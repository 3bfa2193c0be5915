"""The table of words that a person has put down for dictation: a step of `migrations`; see `dictation`."""

from __future__ import annotations

# `key` is the word as it is compared.
DICTATION = """
CREATE TABLE dictation_words (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL
) STRICT;
"""
