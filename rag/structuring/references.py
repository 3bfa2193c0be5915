"""Cross-references: "see Rule 4.2", "Articles 15 to 22", "clause 14.2.3(a)", tied to the place they speak of.

Only what resolves to a label of the same document is a reference; a place in another law is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rag.language.clauses import label_parts
from rag.types import Reference

_KINDS = (
    "article|rule|section|clause|paragraph|annex|appendix|schedule|chapter|part|regulation|principle|recital"
    "|item|note|exhibit|artikel|abschnitt|anhang"
)
_NUMBER = (
    r"(?:\d{1,4}[A-Z]{0,2}|[A-Z]{1,3}\d{0,3}(?=\.\d)|[IVXLC]{1,6}\b|[A-Z]\b)"
    r"(?:\.\d{1,3}[A-Z]?)*(?:\.?\(\w{1,5}\))*"
)
_NAMED = re.compile(
    rf"\b(?P<kind>{_KINDS}|§+)s?\s+"
    rf"(?P<numbers>{_NUMBER}(?:(?:\s*,\s*|\s+and\s+|\s+or\s+|\s+to\s+|\s*[–-]\s*){_NUMBER})*)",
    re.IGNORECASE,
)
# Without a word before it only a label of three parts or more is one; "3.2" may be an amount.
_BARE = re.compile(r"(?<![\w.,$€£])\d{1,3}(?:\.\d{1,3}){2,5}(?:\.?\(\w{1,5}\))*(?![\w%])")
_ONE = re.compile(_NUMBER)
_KIND = re.compile(rf"(?:{_KINDS}|§+)\b\.?\s*", re.IGNORECASE)

Parts = tuple[str, ...]


class Places:
    """Where the labels of a document are: full labels, and the ends of nested ones when those are unique."""

    def __init__(self, labels: Iterable[tuple[str, int]]) -> None:
        """`labels`: each label with the offset at which what it names begins."""
        self._kinds: set[str] = set()
        self._full: dict[tuple[str, Parts], int] = {}
        ends: defaultdict[Parts, set[int]] = defaultdict(set)
        for label, start in labels:
            kind, parts = _taken_apart(label)
            self._kinds.add(kind)
            self._full.setdefault((kind, parts), start)
            for cut in range(1, len(parts)):
                if any(mark.isdigit() for mark in parts[cut]):
                    ends[parts[cut:]].add(start)
        self._ends = {parts: starts.pop() for parts, starts in ends.items() if len(starts) == 1}

    def find(self, kind: str, number: str) -> int | None:
        """The place of a label, or of the clause it is a part of."""
        kind, parts = kind.lower(), label_parts(number)
        while parts:
            for known in (kind, "") if kind in self._kinds else ("", *sorted(self._kinds)):
                found = self._full.get((known, parts))
                if found is not None and (known == kind or kind not in self._kinds):
                    return found
            if parts in self._ends:
                return self._ends[parts]
            parts = parts[:-1]
        return None


def find_references(text: str, offset: int, places: Places) -> Iterator[Reference]:
    """References in `text`, which stands at `offset` of the document, in order."""
    found: dict[int, Reference] = {}
    for match in _NAMED.finditer(text):
        for number in _ONE.finditer(match["numbers"]):
            at = match.start("numbers") + number.start()
            first = match.start() if number.start() == 0 else at
            _keep(
                found,
                places.find(match["kind"], number.group()),
                offset + first,
                offset + at + len(number.group()),
            )
    for match in _BARE.finditer(text):
        if all(
            match.start() + offset >= one.end or match.end() + offset <= one.start for one in found.values()
        ):
            _keep(found, places.find("", match.group()), offset + match.start(), offset + match.end())
    yield from sorted(found.values(), key=lambda one: one.start)


def _keep(found: dict[int, Reference], target: int | None, start: int, end: int) -> None:
    # A label where its own clause begins is a heading.
    if target is not None and not target <= start <= target + 2:
        found[start] = Reference(start, end, target)


def _taken_apart(label: str) -> tuple[str, Parts]:
    match = _KIND.match(label)
    kind = match.group().strip(" .").lower() if match else ""
    return kind, label_parts(label[match.end() :] if match else label)
