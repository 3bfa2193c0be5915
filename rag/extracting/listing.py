"""Listing from a whole document, part by part: nothing is left to a ranking, every part is read.

A part is some neighbouring passages. The model lists what is asked for, one item a line; an item counts
only where the part supports it. A list that came to its longest is not trusted to be complete: the part is
halved and both halves are read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.cancel import CancelToken
from engine.protocols import TextGenerator
from engine.types import Message, Sampling, Speaker
from rag.extracting.candidates import candidates
from rag.grounding.citations import sentence_cited
from rag.grounding.grounder import Grounder, is_silent
from rag.grounding.meaning import bends
from rag.language.concepts import spoken
from rag.language.marks import quoted_words
from rag.language.words import letters, plain
from rag.prompting.prompts import fill, template
from rag.prompting.writing import written
from rag.runs.parts import SUMMIT, document_hits, grouped, shared_heading
from rag.runs.types import Part, Point, Verdict
from rag.storing.documents import DocumentStore
from rag.types import Hit, Passage, Support

PART_CHARACTERS = 2000  # about 500 tokens: five seconds of reading by a 1.5B model on two cores
_TINY = 600  # characters
_ITEM_TOKENS = 320
_LONGEST_ITEM_TOKENS = 900  # of a part that cannot be halved
_MARK = re.compile(r"^\s*(?:[-–—•*]|\(?\d{1,3}[.)])\s+")
_NONE = re.compile(r"^\W*(?:none|no items?|nothing|n/?a|not applicable)\b", re.IGNORECASE)


def parts(document_id: int, document: str, passages: Sequence[Passage], first: int = 0) -> list[Part]:
    """A document cut into parts to be read one after the other; together they hold every passage. `first` is
    the place of the first.
    """
    return [
        Part(
            place,
            document_id,
            document,
            shared_heading(part),
            part[0].page_start,
            part[-1].page_end,
            part[0].start,
            part[-1].end,
        )
        for place, part in enumerate(grouped(passages, PART_CHARACTERS, _TINY), first)
    ]


class Extractor:
    """Lists what a question asks for from one part of a document."""

    def __init__(self, generator: TextGenerator, store: DocumentStore) -> None:
        self._generator = generator
        self._store = store

    def items(self, question: str, part: Part, cancel: CancelToken) -> tuple[Point, ...]:
        """Items, each with its place: the model's, then what it passed over. Raises `Cancelled`."""
        hits = self._hits(part)
        return tuple(self._listed(question, hits, cancel)) if hits else ()

    def _hits(self, part: Part) -> list[Hit]:
        end = part.end if part.end is not None else float("inf")
        found = document_hits(self._store, part.document_id, part.document)
        return [hit for hit in found if part.start <= hit.start and hit.end <= end]

    def _listed(self, question: str, hits: Sequence[Hit], cancel: CancelToken) -> Iterator[Point]:
        alone = len(hits) == 1
        lines, complete = self._lines(question, hits, _LONGEST_ITEM_TOKENS if alone else _ITEM_TOKENS, cancel)
        if not complete and not alone:
            middle = len(hits) // 2
            yield from self._listed(question, hits[:middle], cancel)
            yield from self._listed(question, hits[middle:], cancel)
            return
        grounder = Grounder("", hits, self._store)
        found: list[Point] = []
        for line in lines:
            grounding = grounder.ground(line)
            if grounding.support is Support.SUPPORTED and not bends(line, grounding.citations):
                found.append(Point(line, grounding.citations[:1]))
        yield from found
        yield from self._passed_over(question, hits, found)

    def _passed_over(self, question: str, hits: Sequence[Hit], found: Sequence[Point]) -> Iterator[Point]:
        """What rules find and no item of the model's cites."""
        cited = [(one.start, one.end) for item in found for one in item.citations]
        for quote in candidates(question, hits):
            start, end = quote.hit.start + quote.start, quote.hit.start + quote.end
            if not any(start < last and first < end for first, last in cited):
                place = sentence_cited(self._store, quote)
                said = quoted_words(place.quote, spoken(question))
                yield Point(said, (place,), verdict=Verdict.NEAR)

    def _lines(
        self, question: str, hits: Sequence[Hit], most: int, cancel: CancelToken
    ) -> tuple[list[str], bool]:
        """The lines the model lists, each once; False when it was cut short."""
        writing = written(
            self._generator, _messages(question, hits), Sampling(max_tokens=most), cancel, until=_has_ended
        )
        lines = writing.text.split("\n")
        whole = writing.whole and not _runs_in_circles(writing.text)
        return _items(lines if whole else lines[:-1]), writing.whole


def merged(items: Sequence[Point]) -> list[Point]:
    """Items without repetitions, in order; one that comes again brings its place along."""
    found: dict[str, Point] = {}
    for item in items:
        key = item_key(item.text)
        known = found.get(key)
        if known is None:
            found[key] = item
        else:
            held = {(one.start, one.end) for one in known.citations}
            more = tuple(one for one in item.citations if (one.start, one.end) not in held)
            found[key] = replace(known, citations=known.citations + more)
    return list(found.values())


def _messages(question: str, hits: Sequence[Hit]) -> list[Message]:
    written, heading = list[str](), ""
    for hit in hits:
        if hit.section != heading and hit.section:
            written.append(f"## {hit.section.split(SUMMIT)[-1]}")
        heading = hit.section
        written.append(plain(hit.text) if hit.key is None else f"{hit.key}: {plain(hit.text)}")
    part = fill(
        "extract_part",
        document=hits[0].document,
        place=f"page {hits[0].page}",
        text="\n".join(written),
        question=question.strip(),
    )
    return [Message(Speaker.SYSTEM, template("extract")), Message(Speaker.USER, part)]


def _items(lines: Sequence[str]) -> list[str]:
    found: dict[str, str] = {}
    for line in lines:
        text = _MARK.sub("", line).strip()
        if text and not _NONE.match(text) and not is_silent(text) and not text.endswith(":"):
            found.setdefault(item_key(text), text)
    return [text for key, text in found.items() if key]


def _has_ended(text: str) -> bool:
    """Does what was written so far tell that no more items will come?"""
    return _runs_in_circles(text) or _says_none(text)


def _says_none(text: str) -> bool:
    first, newline, _ = text.lstrip().partition("\n")
    return bool(newline) and bool(_NONE.match(_MARK.sub("", first)))


def _runs_in_circles(text: str) -> bool:
    """Has the last whole line been written before?"""
    lines = [letters(line) for line in text.split("\n")[:-1]]
    return bool(lines) and bool(lines[-1]) and lines[-1] in lines[:-1]


def item_key(text: str) -> str:
    """What two items have in common that say the same in the same words."""
    return letters(re.sub(r"^\W*(?:the|an?)\s+", "", text, flags=re.IGNORECASE))
