"""Markdown: the text stays as its author wrote it, but for tables; a CommonMark parser finds the headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rag.reading.cleaning import one_line, tidy
from rag.reading.paging import FlowPages, part_text
from rag.reading.rows import table_blocks
from rag.reading.source import Source
from rag.reading.text.markdown_signs import lines_of
from rag.reading.text.text import load
from rag.reading.viewing.recording import Recorder, recorder
from rag.types import DocumentInfo, Page

if TYPE_CHECKING:
    from markdown_it.token import Token


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises like `rag.reading.text.text.read`."""
    flow = FlowPages()
    title = ""
    for block in _blocks(tidy(load(source).replace("\f", "\n"))):
        if block.level == 1 and not title:
            title = block.title
        if block.level is not None:
            flow.add(block.text, block.level, title=block.title)
        else:
            for piece in part_text(block.text):
                flow.add(piece)
    pages = flow.finish()
    yield DocumentInfo(title=title, page_count=len(pages))
    yield from pages


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    level: int | None = None  # of a heading
    title: str = ""  # what a heading says, without its marks


def _blocks(source: str) -> Iterator[_Block]:
    """The source parted at its headings and tables."""
    from markdown_it import MarkdownIt

    lines = source.split("\n")
    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    noted = recorder()
    for line in () if noted is None else lines_of(lines, tokens):
        cast("Recorder", noted).expect(line)
    done = 0
    for index, token in enumerate(tokens):
        if token.type not in ("heading_open", "table_open") or token.map is None or token.level != 0:
            continue
        first, last = token.map
        if first > done:
            yield _Block("\n".join(lines[done:first]))
        if token.type == "heading_open":
            title = one_line(tokens[index + 1].content)
            yield _Block("\n".join(lines[first:last]), int(token.tag[1:]), title)
        else:
            for text in table_blocks(_rows(tokens[index:]), declared=1):
                yield _Block(text)
        done = last
    if done < len(lines):
        yield _Block("\n".join(lines[done:]))


def _rows(tokens: Sequence[Token]) -> list[list[str]]:
    """The cells of the table that the tokens begin with."""
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(one_line(token.content))
    return rows
