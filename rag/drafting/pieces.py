"""What a draft is put together of, before it is text: pieces with their origin and their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from rag.language.sentences import sentences
from rag.types import Citation, Support

BULLET = "– "
UNSAID = "\x00"  # where an optional slot stood that nothing fills: its line goes, if it is the whole of it
LEFT_OUT = "\x01"  # where a block stood that is not for this draft
_LEFT_BEHIND = (
    (re.compile(rf"^[^.!?\n]{{0,40}}:[ \t]*{UNSAID}[ \t]*(?:\n|\Z)", re.MULTILINE), ""),  # "Our reference: "
    (re.compile(rf"^[ \t{UNSAID}{LEFT_OUT}]*[{UNSAID}{LEFT_OUT}][ \t]*(?:\n|\Z)", re.MULTILINE), ""),
    (re.compile(rf"^[{UNSAID}{LEFT_OUT}]+[ \t]*[,;][ \t]*", re.MULTILINE), ""),
    (re.compile(rf"[ \t]*[{UNSAID}{LEFT_OUT}]+(?=[ \t]|[,.;:!?])"), ""),
    (re.compile(rf"[{UNSAID}{LEFT_OUT}]+"), ""),
    (re.compile(r"[ \t]+(?=\n)"), ""),
    (re.compile(r"\n{3,}"), "\n\n"),
)


class Origin(StrEnum):
    """Who says it."""

    TEMPLATE = "template"
    PERSON = "person"
    DOCUMENTS = "documents"  # with citations
    MODEL = "model"  # courtesies in the model's words
    OPEN = "open"  # nobody: a slot that stands empty


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    origin: Origin = Origin.TEMPLATE
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of a draft. `before`: what stands between it and the last one; `origin`: the weightiest."""

    text: str
    origin: Origin
    support: Support
    citations: tuple[Citation, ...] = ()
    before: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What was not said, or is doubtful, and why: "unsupported", "silent", "no-model", "no-documents",
    "several", "doubtful", "ambiguous", "unusual".
    """

    what: str
    reason: str
    text: str = ""  # what would have been said, or could have been
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot with the value that it got."""

    name: str
    text: str
    origin: Origin
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    sentences: tuple[Told, ...]
    missing: tuple[str, ...] = ()
    filled: tuple[Filled, ...] = ()
    held: tuple[Held, ...] = ()
    unused: tuple[str, ...] = ()  # what the person gave and the template has no place for

    @property
    def text(self) -> str:
        return "".join(one.before + one.text for one in self.sentences)


@dataclass(slots=True)
class Notes:
    """What is gathered while a template is filled."""

    missing: list[str] = field(default_factory=list)
    filled: dict[str, Filled] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)

    def lack(self, name: str) -> None:
        if name not in self.missing:
            self.missing.append(name)


def told(pieces: Iterable[Piece]) -> tuple[Told, ...]:
    """The sentences of a text, each with all it rests on. Lines end sentences; a template writes a paragraph
    in one.
    """
    whole = _tidied(pieces)
    text = "".join(one.text for one in whole)
    found: list[Told] = []
    at = 0
    for start, end in _spans(text):
        found.append(_told(text[start:end], list(_inside(whole, start, end)), text[at:start]))
        at = end
    return tuple(found)


def _tidied(pieces: Iterable[Piece]) -> list[Piece]:
    """Without what optional parts left behind: their lines, blanks at ends of lines, rows of empty lines."""
    parts = list(pieces)
    text = "".join(one.text for one in parts)
    owners = [place for place, one in enumerate(parts) for _ in one.text]
    for pattern, instead in _LEFT_BEHIND:
        kept: list[int] = []
        said: list[str] = []
        at = 0
        for found in pattern.finditer(text):
            kept += owners[at : found.start()]
            said.append(text[at : found.start()] + instead)
            kept += [owners[found.start()]] * len(instead)
            at = found.end()
        text, owners = "".join(said) + text[at:], kept + owners[at:]
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    run = ((owners[at], text[at]) for at in range(start, end))
    return [
        replace(parts[place], text="".join(letter for _, letter in letters))
        for place, letters in groupby(run, key=itemgetter(0))
    ]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        for span in sentences(line):
            yield at + span.start, at + span.end
        at += len(line) + 1


def _inside(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    at = 0
    for one in pieces:
        if at < end and at + len(one.text) > start and one.text[max(0, start - at) : end - at].strip():
            yield one
        at += len(one.text)


def _told(text: str, parts: Sequence[Piece], before: str) -> Told:
    citations = tuple({(c.document_id, c.start, c.end): c for one in parts for c in one.citations}.values())
    origins = {one.origin for one in parts}
    order = (Origin.OPEN, Origin.DOCUMENTS, Origin.PERSON, Origin.MODEL)
    origin = next((one for one in order if one in origins), Origin.TEMPLATE)
    if origin is Origin.OPEN and citations:
        origin = Origin.DOCUMENTS
    # A sentence that also holds what the person gave is not borne out by the documents as a whole.
    supported = bool(citations) and not origins & {Origin.PERSON, Origin.MODEL, Origin.OPEN}
    return Told(text, origin, Support.SUPPORTED if supported else Support.NEUTRAL, citations, before)
