"""Markdown: the text stays as its author wrote it; headings are found by a CommonMark parser."""

from __future__ import annotations

from collections.abc import Iterator

from rag.readers.cleaning import one_line, tidy
from rag.readers.flow import FlowPages, part_text
from rag.readers.source import Source
from rag.readers.text import load
from rag.types import DocumentInfo, Page


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises like `rag.readers.text.read`."""
    flow = FlowPages()
    title = ""
    for text, level, heading in _blocks(tidy(load(source).replace("\f", "\n"))):
        if level == 1 and not title:
            title = heading
        if level is not None:
            flow.add(text, level, title=heading)
        else:
            for piece in part_text(text):
                flow.add(piece)
    pages = flow.finish()
    yield DocumentInfo(title=title, page_count=len(pages))
    yield from pages


def _blocks(source: str) -> Iterator[tuple[str, int | None, str]]:
    """The source parted at its headings: text, level of a heading or None, and the heading's plain title."""
    from markdown_it import MarkdownIt

    lines = source.split("\n")
    tokens = MarkdownIt("commonmark").parse(source)
    done = 0
    for index, token in enumerate(tokens):
        if token.type != "heading_open" or token.map is None or token.level != 0:
            continue
        first, last = token.map
        if first > done:
            yield "\n".join(lines[done:first]), None, ""
        title = one_line(tokens[index + 1].content)
        yield "\n".join(lines[first:last]), int(token.tag[1:]), title
        done = last
    if done < len(lines):
        yield "\n".join(lines[done:]), None, ""
