"""An answer as what is said of it, one sentence after the other, each with its place and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.exporting.markup import Block, Kind, Pieces, blocks, split
from rag.types import Citation, Sentence


@dataclass(frozen=True, slots=True)
class Utterance:
    """`said`: its words without marks; `start` and `end`: places in the answer's text."""

    said: str
    start: int
    end: int
    citations: tuple[Citation, ...] = ()


def utterances(text: str, sentences: Sequence[Sentence]) -> list[Utterance]:
    """What is said of an answer, in order: sentences, headings, items, rows of tables; no code."""
    found = (one for block in blocks(text, sentences) for one in _of(block, sentences))
    return [one for one in found if any(letter.isalnum() for letter in one.said)]


def _of(block: Block, sentences: Sequence[Sentence]) -> Iterator[Utterance]:
    if block.kind is Kind.CODE:
        return
    if block.kind is Kind.TABLE:
        for row in block.rows:
            owned = [one for one in sentences if one.start < row.end and one.end > row.start]
            cells = ("".join(piece.text for piece in cell).strip() for cell in row.cells)
            citations = tuple(citation for one in owned for citation in one.citations)
            yield Utterance(", ".join(filter(None, cells)), row.start, row.end, citations)
        return
    number = f"{block.marker} " if block.kind is Kind.ITEM and block.marker[0].isdigit() else ""
    for one in _cut(block.pieces, sentences):
        yield Utterance(number + one.said, one.start, one.end, one.citations)
        number = ""


def _cut(pieces: Pieces, sentences: Sequence[Sentence]) -> Iterator[Utterance]:
    """A line by its sentences."""
    for owner, group in groupby(split(pieces, sentences), key=lambda one: one[1]):
        parts = [piece for piece, _ in group]
        said = "".join(part.text for part in parts).strip()
        yield Utterance(said, parts[0].start, parts[-1].end, owner.citations if owner else ())
