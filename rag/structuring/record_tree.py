"""Records that belong under each other by their labels: "1.1.1.(1)" is under "1.1.1", "1.1" and "1."."""

from __future__ import annotations

from rag.language.clauses import label_parts
from rag.types import Page

_TITLE_WORDS = 14
_GROUP_MARK = "::"


class RecordTree:
    """Learns the titles of all records (`add`), then tells the ancestors' titles of each (`headings`).

    Records whose keys begin alike up to "::" are of one document; labels nest only within it.
    """

    def __init__(self) -> None:
        self._titles: dict[tuple[str, tuple[str, ...]], str] = {}

    def add(self, page: Page) -> None:
        if page.label:
            title = _title(page.text)
            if title:
                self._titles.setdefault((group_of(page.key), label_parts(page.label)), title)

    def headings(self, key: str | None, label: str | None) -> str:
        """Titles of the ancestors, outermost first, joined by " › "."""
        if not label:
            return ""
        parts, group = label_parts(label), group_of(key)
        found = (self._titles.get((group, parts[:length])) for length in range(1, len(parts)))
        return " › ".join(title for title in found if title)


def group_of(key: str | None) -> str:
    """The document, by its own count, that a record is of: what stands before "::" in its key."""
    return key.rpartition(_GROUP_MARK)[0] if key else ""


def _title(text: str) -> str:
    """The first line of a record; of a long one its first words."""
    words = text.strip().partition("\n")[0].split()
    return " ".join(words) if len(words) <= _TITLE_WORDS else " ".join(words[:_TITLE_WORDS]) + "…"
