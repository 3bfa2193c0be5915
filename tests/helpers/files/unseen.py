"""Two sentences that contradict each other: one that everybody sees of a file, and one that nobody does."""

from __future__ import annotations

from pathlib import Path

from files.reading import read

from rag.language.withdrawn import standing

SEEN, UNSEEN = "The monthly rent is 900 euros.", "It is 5000 euros from January."


def said(path: Path) -> str:
    """All that is read of a file."""
    return "\n".join(page.text for page in read(path)[1])


def holds(text: str) -> bool:
    """Whether what is read holds the second sentence as one that counts; it always holds both."""
    assert SEEN in standing(text)
    assert UNSEEN in text
    return UNSEEN in standing(text)
