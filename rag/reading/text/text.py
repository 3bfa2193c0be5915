"""Plain text in any encoding. A form feed ends a page."""

from __future__ import annotations

from collections.abc import Iterator

from rag.errors import FileCorrupt
from rag.reading.cleaning import tidy
from rag.reading.paging import part_text, plain_page
from rag.reading.source import Source
from rag.reading.text.encodings import decoded
from rag.types import DocumentInfo, Page

MAX_BYTES = 200_000_000
_MOST_CONTROLS = 0.01  # of a text's characters


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`."""
    pages = [piece for page in load(source).split("\f") for piece in part_text(tidy(page))]
    while len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    yield DocumentInfo(title="", page_count=len(pages))
    for number, text in enumerate(pages, 1):
        yield plain_page(number, text)


def load(source: Source) -> str:
    """The text of a file, its encoding guessed. Raises `FileCorrupt`, `FileTooLarge`."""
    return decode(source.load(MAX_BYTES), source)


def decode(data: bytes, source: Source) -> str:
    """`data` as text. Raises `FileCorrupt` where it is none."""
    text = decoded(data)
    if text.count("\0") > len(text) * _MOST_CONTROLS:
        raise FileCorrupt(path=str(source.path), detail="not a text")
    return text
