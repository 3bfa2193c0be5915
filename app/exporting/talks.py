"""A conversation in the shape that every format takes: its questions, what was answered, and the sources.

The version of each question that stands in view comes in its place; with `every`, the others follow at the
end, each with the number of its version, so that nothing is lost and nothing is mixed up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from app.exporting.formats.json import moment
from app.exporting.markup import Block, Kind, Pieces, Row, blocks, split
from app.exporting.places import citation_row
from app.exporting.shape import Cell, Look, Paper, Points, Section, Source, Table
from app.words.catalogue import count, quoted, say
from app.words.days import month_words, number_words
from app.words.surveys import page_words
from rag.types import Answer, Citation, Conversation, Sentence, Support, Turn

_LOOKS = {Kind.ITEM: Look.LIST, Kind.QUOTE: Look.QUOTE, Kind.CODE: Look.CODE}


@dataclass(frozen=True, slots=True)
class Hidden:
    """Turns that are not in view: other `versions` of those that are, and what was asked `behind` such."""

    versions: tuple[Turn, ...]
    behind: tuple[Turn, ...]


def paper_of(talk: Conversation, shown: Sequence[Turn], all_: Sequence[Turn], *, every: bool) -> Paper:
    """A conversation, of whose turns these are `shown` and these there at all."""
    hidden = hidden_of(shown, all_)
    seen = {turn.id for turn in shown}
    told = [*shown, *(one for one in all_ if every and one.id not in seen)]
    made = datetime.fromtimestamp(talk.created).astimezone()
    notes = [say("exporting.talks.begun", day=number_words(made), month=month_words(made), year=made.year)]
    if hidden.versions and not every:
        notes.append(count("exporting.talks.others", len(hidden.versions)))
    if hidden.behind and not every:
        notes.append(count("exporting.talks.behind", len(hidden.behind)))
    return Paper(
        talk.title or say("chat.list.unnamed"),
        tuple(_section(one) for one in told),
        tuple(notes),
        tuple(_source(cited) for one in told if one.answer for cited in cited_by(one.answer)),
        talk.updated,
        record_of(talk, shown, all_),
    )


def hidden_of(shown: Sequence[Turn], all_: Sequence[Turn]) -> Hidden:
    """What of a conversation is not in view."""
    seen = {one.id for one in shown}
    instead = {id_ for one in shown for id_ in one.versions}
    hidden = [one for one in all_ if one.id not in seen]
    return Hidden(
        tuple(one for one in hidden if one.id in instead),
        tuple(one for one in hidden if one.id not in instead),
    )


def record_of(talk: Conversation, shown: Sequence[Turn], all_: Sequence[Turn]) -> dict[str, Any]:
    """What JSON holds of it: always every version, with what each follows; a contract (see README)."""
    in_view = {one.id for one in shown}
    return {
        "id": talk.id,
        "title": talk.title,
        "created": moment(talk.created),
        "updated": moment(talk.updated),
        "pinned": talk.pinned,
        "turns": [turn_row(one, shown=one.id in in_view) for one in all_],
    }


def turn_row(turn: Turn, *, shown: bool) -> dict[str, Any]:
    """One turn of it."""
    row: dict[str, Any] = {
        "id": turn.id,
        "follows": turn.parent,
        "versions": list(turn.versions),
        "shown": shown,
        "question": turn.question,
        "asked": moment(turn.created),
        "answer": None,
    }
    if turn.answer is not None:
        row["answer"] = {
            "text": turn.answer.text,
            "outcome": turn.answer.outcome.value,
            "model": turn.answer.model,
            "citations": [citation_row(one) for one in cited_by(turn.answer)],
        }
    return row


def cited_by(answer: Answer) -> list[Citation]:
    """The places that an answer rests on, each once, in the order of their numbers; those that came nearest
    where it says nothing itself.
    """
    found = [one for sentence in answer.sentences for one in sentence.citations]
    quoted = [] if answer.text else [one.citation for one in answer.quotes]
    return list(dict.fromkeys(found or quoted))


def _section(turn: Turn) -> Section:
    heading = turn.question
    if turn.versions:
        number = turn.versions.index(turn.id) + 1
        heading = say("exporting.talks.version", question=heading, number=number, of=len(turn.versions))
    if turn.answer is None:
        return Section(heading, (Points((Cell(say("chat.answer.none")),), Look.TEXT),))
    cited = cited_by(turn.answer)
    said = tuple(_content(turn.answer, cited))
    places = (
        Cell(
            say(
                "exporting.talks.source",
                number=number,
                document=one.document,
                page=one.place or say("exporting.covered.page", page=one.page),
                quote=" ".join(one.quote.split()),
            )
        )
        for number, one in enumerate(cited, 1)
    )
    sources = (Points(tuple(places), Look.LIST),) if cited else ()
    head = (Points((Cell(say("exporting.talks.sources")),), Look.TEXT),) if cited else ()
    return Section(heading, (*said, *head, *sources))


def _content(answer: Answer, cited: Sequence[Citation]) -> Iterator[Points | Table]:
    if not answer.text:
        quotes = tuple(
            Cell(f"{quoted(' '.join(one.quote.split()))} [{number}]") for number, one in enumerate(cited, 1)
        )
        if quotes:
            yield Points(quotes, Look.QUOTE)
        return
    marks = _Marks(answer.sentences, cited)
    found = blocks(answer.text, answer.sentences)
    for look, group in groupby(found, key=lambda one: _LOOKS.get(one.kind, Look.TEXT)):
        cells = list[Cell]()
        for block in group:
            if block.kind is Kind.TABLE:
                if cells:
                    yield Points(tuple(cells), look)
                    cells = []
                yield _table(block, marks)
            elif block.kind is Kind.CODE:
                cells.append(Cell(block.lines))
            elif block.kind is not Kind.RULE:
                cell = marks.cell(block.pieces, block.end)
                level = block.level if block.kind is Kind.ITEM else 0
                cells.append(replace(cell, level=level, number=block.number))
        if cells:
            yield Points(tuple(cells), look)


def _table(block: Block, marks: _Marks) -> Table:
    head, *body = block.rows
    return Table(
        tuple(marks.cell(one, None).text for one in head.cells),
        tuple(_row(row, marks) for row in body),
    )


def _row(row: Row, marks: _Marks) -> tuple[Cell, ...]:
    cells = [marks.cell(one, None) for one in row.cells]
    first = marks.ended(row.end)
    behind = Cell(cells[0].text + first[0], "", first[1])
    return (behind, *cells[1:])


class _Marks:
    """What stands behind sentences: the numbers of their sources, and that documents do not bear them out."""

    def __init__(self, sentences: Sequence[Sentence], cited: Sequence[Citation]) -> None:
        self._sentences = sentences
        self._waiting = list(sentences)
        self._cited = cited

    def ended(self, at: int) -> tuple[str, str]:
        """Of the sentences that have ended by a place of the text: numbers, and the mark."""
        ended = [one for one in self._waiting if one.end <= at]
        self._waiting = self._waiting[len(ended) :]
        return self._words(ended)

    def cell(self, pieces: Pieces, end: int | None) -> Cell:
        """A line with what stands behind each of its sentences; up to `end` of the text."""
        text, mark = "", ""
        for piece, _ in split(pieces, self._sentences):
            if end is not None:
                numbers, more = self.ended(piece.start)
                text, mark = text.rstrip() + numbers + " " * text.endswith(" "), mark or more
            text += piece.text
        if end is not None:
            numbers, more = self.ended(end)
            text, mark = text.rstrip() + numbers, mark or more
        return Cell(text.strip(), "", mark)

    def _words(self, ended: Iterable[Sentence]) -> tuple[str, str]:
        numbers, mark = "", ""
        for one in ended:
            numbers += "".join(f" [{self._cited.index(cited) + 1}]" for cited in one.citations)
            if one.support is Support.UNSUPPORTED:
                mark = say("exporting.talks.unsupported")
        return numbers, mark


def _source(citation: Citation) -> Source:
    return Source(citation.document, page_words((citation,)), citation.section, citation.quote)
