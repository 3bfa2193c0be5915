"""The name of a document in a question that is put to its tables."""

from __future__ import annotations

import re

from rag.querying.phrases import Phrases
from rag.querying.sheets import Sheet, folded

_SHORTEST = 4  # characters of a file's name that is looked for
_SUFFIX = re.compile(r"\.\w{1,5}$")


def without_name(text: str, known: str, sheet: Sheet, phrases: Phrases) -> str:
    """Without the name of the file, where it is written out: "in invoices.xlsx". One that is a plain word
    only where it is said to be looked into, and is no column.
    """
    columns = {folded(one.name) for one in sheet.columns}
    into = rf"(?<!\w)(?:{phrases['in']}|{phrases['from']})\s+(?:(?:the|der|den|die|le|la|el|il)\s+)?"
    for name in known.split("\n"):
        bare = _SUFFIX.sub("", name)
        for one in (name, bare, bare.replace("_", " ").replace("-", " ")):
            plain = not any(mark in one for mark in "._- 0123456789")
            if len(one) < _SHORTEST or (plain and folded(one) in columns):
                continue
            pattern = rf"{into if plain else ''}(?<!\w){re.escape(one)}(?!\w)"
            left = re.sub(pattern, lambda found: " " * len(found.group()), text, flags=re.IGNORECASE)
            if left != text:
                return left
    return text
