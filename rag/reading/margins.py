"""Headers and footers of formats that keep them beside their pages: each different one is said once."""

from __future__ import annotations

import re

PAGE_NUMBER = "\uf8ff"  # stands for the number of the page until `margin` takes it away
ON_ALL_SLIDES = "On all slides"  # what stands on the master of a presentation
COLUMN = " | "  # between what stands on the left, in the middle and on the right
_COLUMNS = re.compile(r"\s*(?:\t| \| )\s*")
_WORD = re.compile(r"[^\W_]+")
# What only counts pages, in the languages of the documents that are read most; another word says something.
_COUNTING = frozenset(
    {
        "page", "pages", "of", "p", "pp", "pg", "seite", "seiten", "von", "blatt", "bl", "s", "sur", "de",
        "du", "la", "página", "páginas", "pagina", "pagine", "pag", "pág", "di", "van", "strona", "stron",
        "strony", "str", "z", "sida", "av", "side", "af", "sivu", "oldal", "стр", "страница", "из", "стор",
        "з", "σελίδα", "από",
    }
)  # fmt: skip


class Margins:
    """What headers and footers have said so far."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def said(self, kind: str, text: str) -> str:
        """A header or a footer of one line (`kind`: "Header", "Footer"); empty where it says nothing new."""
        text = _without_numbers(text)
        if not text or text in self._told:
            return ""
        self._told.add(text)
        return f"{kind}: {text}"


def _without_numbers(text: str) -> str:
    """A header without what only counts pages."""
    kept = (_column(column) for column in _COLUMNS.split(text))
    return COLUMN.join(filter(None, kept))


def _column(text: str) -> str:
    if PAGE_NUMBER not in text:
        return text if any(mark.isalnum() for mark in text) else ""
    left = " ".join(text.replace(PAGE_NUMBER, " ").split())
    return left if any(word not in _COUNTING for word in _WORD.findall(left.lower())) else ""
