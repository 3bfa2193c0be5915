"""Kinds of summaries in words: those that come with the program are called as the language calls them.

What a kind is called is kept with each summary, in English; here it is a key. What the catalogue does not
know, as of a person's own kinds, is shown as it was given.
"""

from __future__ import annotations

from app.words.catalogue import has, say
from rag.runs.kinds import Kind


def title_words(title: str) -> str:
    """What a kind of summary is called, from what its file or a kept summary calls it."""
    return _words("titles", title)


def column_words(columns: tuple[str, ...]) -> tuple[str, ...]:
    """What heads the columns of a kind that is a table."""
    return tuple(_words("columns", one) for one in columns)


def about_words(kind: Kind) -> str:
    """What a kind is for."""
    key = f"kinds.about.{kind.id}"
    return kind.about if kind.own or "." in kind.id or not has(key) else say(key)


def _words(table: str, phrase: str) -> str:
    # A key has no full stops, which a title of one's own may have.
    key = f"kinds.{table}.{phrase}"
    return say(key) if "." not in phrase and has(key) else phrase
