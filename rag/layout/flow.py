"""From printed lines to a page's text: hyphenation undone, paragraphs parted, offsets kept.

A word split at a line's end becomes one word in the text, at the end of its first line, while each of
its two pieces keeps its own box. Furniture stays in `Page.lines` as lines of no length
(`start == end`), out of the text and out of every passage.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from rag.layout.printed import RawLine, RawPage, RawWord, Rectangle
from rag.layout.trust import SURE
from rag.types import Box, Doubt, Line, Page, TextSource, Word

_VOCABULARY_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TAIL = re.compile(r"[^\W\d_]+\Z")
_HEAD = re.compile(r"[^\W\d_]+")
_HYPHEN_END = re.compile(r"[^\W\d_]{2}[-‐]\Z")
_PARAGRAPH_GAP = 1.3  # of the usual distance between baselines
_SIZE_STEP = 0.15


class Vocabulary:
    """The words of the document so far: they tell "informa-tion" from "cost-effective"."""

    def __init__(self) -> None:
        self._words: set[str] = set()

    def add(self, page: RawPage) -> None:
        """Learn the words of a page, but not the pieces of words that lines split."""
        split = False
        for line in page.lines:
            words = line.words[1:] if split else line.words
            split = line.hyphen or bool(_HYPHEN_END.search(line.text))
            if split:
                words = words[:-1]
            for word in _VOCABULARY_WORD.findall(" ".join(word.text for word in words).lower()):
                self._words.add(word)
                if "-" in word:
                    self._words.update("-".join(pair) for pair in pairwise(word.split("-")))

    def keeps_hyphen(self, first: str, second: str) -> bool:
        """Whether the hyphen between two pieces of a word belongs to the word."""
        if "/" in first or "@" in first:
            return True  # an address
        tail, head = _TAIL.search(first.lower()), _HEAD.match(second.lower())
        if tail is None or head is None:
            return True
        left, right = tail.group(), head.group()
        if left + right in self._words:
            return False
        if f"{left}-{right}" in self._words:
            return True
        return len(left) > 2 and len(right) > 2 and left in self._words and right in self._words


@dataclass(slots=True)
class _Sheet:
    """The text of a page while it is put together."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    words: list[Word] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    spans: list[tuple[RawLine, int, int]] = field(default_factory=list)

    def write(self, text: str) -> int:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start

    def run(self, words: Sequence[RawWord]) -> None:
        """Write words, each with a blank after it."""
        end = self.length
        for word in words:
            start, end = end, end + len(word.text)
            self.words.append(Word(start, end, _box(word.box)))
            if word.score < SURE:
                self.doubts.append(Doubt(start, end, word.score))
            self.parts += (word.text, " ")
            end += 1
        self.length = end

    def word(self, text: str, box: Rectangle, score: float = 1.0) -> None:
        start = self.write(text)
        self.words.append(Word(start, self.length, _box(box)))
        if score < SURE:
            self.doubts.append(Doubt(start, self.length, score))


def lay_out(raw: RawPage, furniture: frozenset[int], vocabulary: Vocabulary) -> Page:
    """The page as the rest of the program sees it."""
    sheet = _Sheet()
    body = [line for index, line in enumerate(raw.lines) if index not in furniture]
    leading = _leading(body)
    taken = 0  # words of the current line that went to the end of the line before
    previous: RawLine | None = None
    position = 0
    for index, line in enumerate(raw.lines):
        if index in furniture:
            sheet.spans.append((line, sheet.length, sheet.length))
            continue
        words, taken = line.words[taken:], 0
        position += 1
        if not words:
            continue
        if previous is not None:
            sheet.write("\n\n" if _parts(previous, line, leading) else "\n")
        previous = line
        start = sheet.length
        following = body[position] if position < len(body) else None
        follower = following.words[0] if following is not None and _splits(line, following) else None
        if line.leads:
            _write_led(sheet, words, line.leads)
        else:
            sheet.run(words[:-1])
        taken = _close(sheet, line, words[-1], follower, vocabulary)
        sheet.spans.append((line, start, sheet.length))
    for note in raw.notes:
        _add_note(sheet, note)
    text = "".join(sheet.parts)
    return Page(
        number=raw.number,
        text=text,
        source=raw.source if text else TextSource.NONE,
        confidence=raw.kept if text else 0.0,
        width=raw.width,
        height=raw.height,
        lines=tuple(_line(line, start, end, text, sheet.doubts) for line, start, end in sheet.spans),
        words=tuple(sheet.words),
        label=raw.label,
        unread=raw.unread,
    )


def _write_led(sheet: _Sheet, words: Sequence[RawWord], leads: Mapping[int, str]) -> None:
    """Write the words of a line but the last, and what is written before each of them."""
    for number, word in enumerate(words):
        if lead := leads.get(number, " " if number else ""):
            sheet.write(lead)
        if number < len(words) - 1:
            sheet.word(word.text, word.box, word.score)


def _add_note(sheet: _Sheet, note: RawLine) -> None:
    """Write what is said beside the lines after them, as a paragraph of its own."""
    if sheet.length:
        sheet.write("\n\n")
    start = sheet.length
    for number, word in enumerate(note.words):
        if number:
            sheet.write(" ")
        sheet.word(word.text, word.box, word.score)
    sheet.spans.append((note, start, sheet.length))


def _close(
    sheet: _Sheet, line: RawLine, last: RawWord, follower: RawWord | None, vocabulary: Vocabulary
) -> int:
    """Write the last word of a line, whole; returns how many words that took from the next line."""
    if follower is None:
        sheet.word(last.text + "-" if line.hyphen else last.text, last.box, last.score)
        return 0
    first = last.text if line.hyphen else last.text[:-1]
    if vocabulary.keeps_hyphen(first, follower.text):
        first += "-"
    sheet.word(first, last.box, last.score)
    sheet.word(follower.text, follower.box, follower.score)
    return 1


def _splits(line: RawLine, following: RawLine) -> bool:
    """Whether the last word of `line` goes on as the first word of `following`."""
    if following.leads:
        return False
    if line.hyphen:
        return True
    return bool(_HYPHEN_END.search(line.words[-1].text)) and following.words[0].text[:1].islower()


def _leading(body: list[RawLine]) -> float:
    """The usual distance between two baselines, as a fraction of the page height; 0 when unknown."""
    steps = [step for upper, lower in pairwise(body) if 0.002 < (step := lower.box[3] - upper.box[3]) < 0.1]
    return median(steps) if len(steps) >= 3 else 0.0


def _parts(upper: RawLine, lower: RawLine, leading: float) -> bool:
    """Whether a paragraph ends between two lines that follow each other."""
    step = lower.box[3] - upper.box[3]
    if step <= 0.002:
        return False
    if upper.size and abs(lower.size - upper.size) > _SIZE_STEP * upper.size:
        return True
    return bool(leading) and step > _PARAGRAPH_GAP * leading


def _box(rectangle: Rectangle) -> Box:
    x0, y0, x1, y1 = rectangle
    if x0 >= 0.0 and y0 >= 0.0 and x1 <= 1.0 and y1 <= 1.0:
        return Box(x0, y0, x1, y1)
    return Box(min(max(x0, 0.0), 1.0), min(max(y0, 0.0), 1.0), min(max(x1, 0.0), 1.0), min(max(y1, 0.0), 1.0))


def _line(line: RawLine, start: int, end: int, text: str, doubts: Sequence[Doubt]) -> Line:
    return Line(
        start,
        end,
        line.text if start == end else text[start:end],
        _box(line.box),
        kind=line.kind,
        confidence=line.confidence,
        size=line.size,
        bold=line.bold,
        doubts=tuple(doubt for doubt in doubts if start <= doubt.start < end),
        others=line.others,
        odds=line.odds,
    )
