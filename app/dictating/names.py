"""Words that are likely to be said here and hard to spell: one's own, and what the documents are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from app.dictating.word_list import fitting
from rag.types import Document

# Names: told of 40, tiny.en left out full stops and wrote "Lease, Lease" for the first second of a sentence;
# told of up to 12 it wrote whole sentences as it did without, and spelt what was said of them.
_MOST = 12
_LETTERS = 60
_WORD = re.compile(r"[^\W\d_][\w'’.&-]*")


def names_of(documents: Iterable[Document]) -> tuple[str, ...]:
    """What the latest documents are called, without what belongs to the file: ends, figures, underscores."""
    found: dict[str, None] = {}
    for one in sorted(documents, key=lambda one: one.added, reverse=True):
        name = (one.title or PurePath(one.name).stem).replace("_", " ").replace("-", " ")
        words = " ".join(_WORD.findall(name))[:_LETTERS].strip()
        if words:
            found.setdefault(words)
        if len(found) == _MOST:
            break
    return tuple(found)


def told_names(own: Sequence[str], documents: Iterable[Document]) -> tuple[str, ...]:
    """What dictation is told of: a person's own words, and behind them names of documents, as far as there
    is room.
    """
    return fitting((*own, *names_of(documents)))
