"""The sentences of a part with their clauses, a list together with the sentence it hangs on.

"The controller shall: (a) …; (b) …" is one statement: its items say nothing without their stem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rag.language.clauses import ClauseLabel, decimal_label, keyword_label
from rag.language.sentences import sentences
from rag.language.words import letters, plain
from rag.types import Hit

_SUMMIT = " › "
MARKER = re.compile(
    r"(?:(?P<bullet>[-–—•·◦▪●■□*‣⁃])|\((?P<bracket>[0-9]{1,3}|[A-Za-z]|[ivxlc]{2,6})\)"
    r"|(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})\.?|(?P<letter>[a-z]|[ivxlc]{2,6})[.)])\s+(?=\S)"
)
_PARAGRAPH = re.compile(r"\d{1,3}\.|\(\d{1,3}\)|\d{1,3}(?:\.\d{1,3}){1,4}\.?")
_STEM = re.compile(r"[:—–]\s*$")
_OPEN = re.compile(r"(?:[;,:—–]|\b(?:and|or|and/or))\s*$")
_ROMAN = re.compile(r"[ivxlc]+")
_WRAPPED = re.compile(r"\w[ \t]*\n\s*$")
_SPELT = re.compile(r"\(\d+\)")
_NUMBERED = re.compile(
    r"(?:Article|Section|Clause|Rule|Regulation|Subsection|§+)\s*[\w.]+(?:\(\w+\))*$", re.IGNORECASE
)
_LABELLED_PARTS = frozenset(
    {"article", "section", "clause", "rule", "regulation", "§", "§§", "artikel", "subsection", "principle"}
)
_RECITAL = re.compile(r"\(\d{1,3}\)$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its marker; `start` and `end` are places in the passage's text."""

    text: str  # on one line
    marker: str  # "1.", "(a)", "•", "" without
    hit: Hit
    start: int
    end: int


@dataclass(slots=True)
class Statement:
    """A sentence with the items of the list that it opens. `clause` is where it stands: "Article 33(1)"."""

    sentence: Sentence
    clause: str
    items: list[Sentence] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.sentence.text

    def clause_of(self, item: Sentence) -> str:
        """Where an item of the list stands: "Article 5(1)(a)"."""
        markers = [one.marker for one in self.items[: self.items.index(item) + 1]]
        inner, first = item.marker.strip("()"), markers[0].strip("()")
        if not re.fullmatch(r"\(\w+\)", item.marker) or not _NUMBERED.match(self.clause):
            return self.clause
        begins = inner == first or (inner.isdigit() and first.isdigit()) or (len(inner) > 1 and first == "i")
        follows = len(inner) == 1 and f"({chr(ord(inner) - 1)})" in markers
        return f"{self.clause}{item.marker}" if begins or follows else self.clause


def statements(hits: Sequence[Hit]) -> list[Statement]:
    """All statements of neighbouring passages, in order."""
    found: list[Statement] = []
    clause = ClauseTracker()
    open_list: _List | None = None
    for sentence in _sentences(hits):
        clause.at(sentence.hit.section, sentence.marker)
        if open_list is not None and open_list.takes(sentence):
            open_list.statement.items.append(sentence)
            continue
        open_list = None
        statement = Statement(sentence, clause.name)
        found.append(statement)
        if _STEM.search(sentence.text):
            open_list = _List(statement)
    return found


class _List:
    """Decides which of the sentences that follow a stem are its items."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self._outer = _kind(statement.sentence.marker)
        self._kind = ""
        self._counts_anew = False  # its items are numbered as what is around it is
        self._last = statement.sentence

    def takes(self, sentence: Sentence) -> bool:
        kind = _kind(sentence.marker)
        same_section = sentence.hit.section == self._last.hit.section
        taken = same_section and (
            self._goes_on(kind, sentence) if self._kind else self._begins(kind, sentence)
        )
        if taken:
            self._kind = self._kind or kind
            self._last = sentence
        return taken

    def _begins(self, kind: str, sentence: Sentence) -> bool:
        if not kind:
            return False
        if kind == "alpha" and self._outer == "alpha":
            return bool(_ROMAN.fullmatch(sentence.marker.strip("().")))
        if kind == self._outer == "number" and sentence.marker.strip("().") == "1":
            self._counts_anew = bool(_OPEN.search(sentence.text))  # "3. First visit / Bring: 1. …; 2. …"
            return self._counts_anew
        return kind != self._outer

    def _goes_on(self, kind: str, sentence: Sentence) -> bool:
        if not kind or self._counts_anew:
            return bool(_OPEN.search(self._last.text))
        if kind == self._outer:
            return kind == "alpha" and bool(_ROMAN.fullmatch(sentence.marker.strip("().")))
        return kind == self._kind or bool(_OPEN.search(self._last.text))


def _kind(marker: str) -> str:
    if not marker:
        return ""
    inner = marker.strip("().")
    if inner[:1].isdigit():
        return "bracketed" if marker.startswith("(") else "number"
    return "alpha" if inner.isalpha() else "bullet"


class ClauseTracker:
    """The clause that sentences stand in, as they come: their section, and the last numbered paragraph."""

    def __init__(self) -> None:
        self._section: str | None = None
        self._label = ""
        self._keyword = ""
        self._paragraph = ""

    def at(self, section: str, marker: str) -> None:
        """A sentence under these headings, with this enumerator, comes."""
        if section != self._section:
            self._section = section
            self._label, self._keyword = _innermost(section)
            self._paragraph = ""
        if _PARAGRAPH.fullmatch(marker):
            number = marker.strip("().")
            self._paragraph = "" if self._label == marker else number

    @property
    def name(self) -> str:
        if not self._paragraph or _RECITAL.match(self._label):
            return self._label
        if self._keyword in _LABELLED_PARTS:
            return f"{self._label}({self._paragraph})"
        if self._keyword == "decimal" and self._label.isdigit():
            return self._paragraph
        if self._keyword == "decimal":
            return f"{self._label}, {self._paragraph}"
        return f"{self._label}, {self._paragraph}" if self._keyword else self._paragraph


def _innermost(section: str) -> tuple[str, str]:
    """The innermost label of a path of headings and its keyword; the innermost heading where none has one."""
    names = section.split(_SUMMIT)
    for name in reversed(names):
        found: ClauseLabel | None = keyword_label(name)
        if found is not None:
            return found.label, found.word
        found = decimal_label(name)
        if found is not None:
            return found.label, "decimal"
        if _RECITAL.match(name.split(" ")[0]):
            return name.split(" ")[0], "recital"
    return names[-1], ""


def _sentences(hits: Sequence[Hit]) -> Iterator[Sentence]:
    for hit in hits:
        begin = _behind_heading(hit)
        for start, end in _spans(hit.text, begin):
            marker = MARKER.match(hit.text, start, end)
            body = marker.end() if marker else start
            if marker and _WRAPPED.search(hit.text[begin:start]) and _SPELT.match(marker.group()):
                marker, body = None, start  # "five\n(5) days"
            text = plain(hit.text[body:end])
            if text:
                yield Sentence(text, marker.group().strip() if marker else "", hit, start, end)


def _spans(text: str, begin: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for span in sentences(text[begin:]):
        start, end = begin + span.start, begin + span.end
        if found and text[start] == "[" and text[: found[-1][1]].endswith("…"):
            found[-1] = found[-1][0], end  # "by … [two years from the date of entry into force]"
        else:
            found.append((start, end))
    return found


def _behind_heading(hit: Hit) -> int:
    """Where a passage's own text begins when it opens with its heading."""
    heading = letters(hit.section.split(_SUMMIT)[-1].rstrip("… "))
    if not heading:
        return 0
    at, read = 0, ""
    for line in hit.text.splitlines(keepends=True):
        read += letters(line)
        at += len(line)
        if not heading.startswith(read):
            return 0 if not read.startswith(heading) else at
        if read == heading:
            return at
    return at
