"""What documents say, one statement at a time: sentences, lines of their own, rows of tables.

A saying knows its values, the words it holds under a condition, and whether it is the document's own word at
all: an example, a claim of somebody else or a change that says of itself that it is one contradicts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.contradicting.values import Kind, Value, values_in
from rag.contradicting.wording import wording
from rag.extracting.fields.days import writes_month_first
from rag.language.concepts import Unit, folded, units
from rag.language.languages import Language, language_of
from rag.language.sentences import sentences
from rag.language.statements import MARKER
from rag.types import Hit

_SUMMIT = " › "
_LINE = 70  # characters of a line that may stand by itself
_CELLS = re.compile(r"\s*\|\s*|\t+")
_ENDS = re.compile(r"[.;,:!?…]\s*$")
_BEGINS = re.compile(r"\s*(?:[A-ZÀ-Ý0-9§(•*\-–—\"“„«]|$)")
_CONDITION_ENDS = re.compile(r"[,;.](?=\s|$)")
_LEAD = 90  # characters before a comma that may be a condition
_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d]|[.,/-]\d)")


@dataclass(frozen=True, slots=True, eq=False)
class Saying:
    """`start` and `end` are places in the passage's text; those of `values` in `text`, as long as it."""

    hit: Hit
    start: int
    end: int
    text: str  # line ends as blanks
    language: Language
    values: tuple[Value, ...]
    words: tuple[Unit, ...]  # without those of values
    keys: frozenset[str]  # all that these may be known by
    condition: tuple[Unit, ...]
    years: frozenset[str]
    amends: bool
    line: bool  # stands by itself, not in running text
    cells: tuple[str, ...] = ()  # of a row
    heads: tuple[str, ...] = ()  # the names of its columns, where they are known
    context: tuple[Unit, ...] = ()  # of its heading and of the stem it hangs on

    @property
    def document_id(self) -> int:
        return self.hit.document_id

    @property
    def place(self) -> tuple[int, int]:
        """Where it begins: its document, and there."""
        return self.hit.document_id, self.hit.start + self.start

    @property
    def days(self) -> frozenset[int]:
        """The days it names."""
        return frozenset(int(one.number) for one in self.values if one.kind is Kind.DATE)


def sayings(hits: Sequence[Hit]) -> list[Saying]:
    """All that the passages of one document say, in their order; what is not its own word is left out."""
    whole = "\n".join(hit.text for hit in hits)
    language, month_first = language_of(whole), writes_month_first(whole)
    found: list[Saying] = []
    for hit in hits:
        found += _Reading(hit, language, month_first).sayings()
    return found


def masked(text: str, values: Sequence[Value]) -> str:
    """A text with blanks for its values."""
    kept = list(text)
    for one in values:
        kept[one.start : one.end] = " " * (one.end - one.start)
    return "".join(kept)


class _Reading:
    """One passage, taken apart."""

    def __init__(self, hit: Hit, language: Language, month_first: bool | None) -> None:
        self._hit = hit
        self._language = language
        self._month_first = month_first
        self._wording = wording(language)
        self._heading = tuple(units(hit.section.split(_SUMMIT)[-1], language))

    def sayings(self) -> Iterator[Saying]:
        stem, amending = "", False
        heads: tuple[str, ...] = ()
        for start, end, line in _pieces(self._hit.text):
            text = self._hit.text[start:end]
            cells = tuple(_CELLS.split(text.strip(" |"))) if "|" in text or "\t" in text else ()
            if cells and not re.search(r"\d", text):
                heads = cells
                continue
            if not cells and not text.startswith(("row ", " ")):
                heads = () if not line else heads
            marker = MARKER.match(text)
            numbered = marker is not None and marker.group()[0].isdigit()
            if numbered:
                stem, amending = "", False
            changes = self._wording.amends.search(text) is not None
            if text.rstrip().endswith(":"):
                stem, amending = text, changes
            body = start + (marker.end() if marker and not cells else 0)
            made = self._made(
                body, end, line, stem if text is not stem else "", changes or amending, cells, heads
            )
            if made is not None:
                yield made

    def _made(
        self,
        start: int,
        end: int,
        line: bool,
        stem: str,
        amends: bool,
        cells: tuple[str, ...],
        heads: tuple[str, ...],
    ) -> Saying | None:
        text = re.sub(r"\s", " ", self._hit.text[start:end])
        if self._wording.aside.search(text) or text.rstrip().endswith("?") or not text.strip():
            return None
        language = self._language
        values = tuple(values_in(text, language, month_first=self._month_first))
        bare = masked(text, values)
        said = tuple(units(bare, language))
        context = (*self._heading, *units(stem, language)) if stem else self._heading
        return Saying(
            self._hit,
            start,
            end,
            text,
            language,
            values,
            said,
            tokens(said),
            tuple(units(_condition(bare, self._wording.condition), language)),
            frozenset(_YEAR.findall(bare)),
            amends,
            line,
            cells,
            heads if len(heads) == len(cells) else (),
            context,
        )


def _condition(text: str, begins: re.Pattern[str]) -> str:
    """The words that a statement holds under."""
    found = []
    for one in begins.finditer(text):
        end = _CONDITION_ENDS.search(text, one.end())
        found.append(text[one.start() : end.start() if end else len(text)])
    return " ".join(found)


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """Spans of lines that stand by themselves (True) and of the sentences of the rest."""
    begin = at = 0
    lines = text.split("\n")
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        before = lines[number - 1] if number else ""
        if line.strip() and _alone(line, before if at > begin else "", following):
            yield from _sentences(text, begin, at)
            left = len(line) - len(line.lstrip())
            yield at + left, at + len(line.rstrip()), True
            begin = at + len(line) + 1
        at += len(line) + 1
    yield from _sentences(text, begin, len(text))


def _alone(line: str, before: str, following: str) -> bool:
    if "|" in line or "\t" in line:
        return True
    if len(line) > _LINE or _ENDS.search(line) or not _BEGINS.match(following):
        return False
    return not before.strip() or bool(_ENDS.search(before))


def _sentences(text: str, begin: int, end: int) -> Iterator[tuple[int, int, bool]]:
    if text[begin:end].strip():
        for span in sentences(text[begin:end]):
            yield begin + span.start, begin + span.end, False


def tokens(some: Sequence[Unit]) -> frozenset[str]:
    """All that some words may be known by."""
    return frozenset(token for one in some for token in (folded(one.stem), *one.concepts))
