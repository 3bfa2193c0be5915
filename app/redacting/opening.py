"""Which form a document is redacted in, by its format and by what the new file is to be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import RedactedFileUnknown
from app.redacting.papers import PaperForm, draws
from engine.cancel import CancelToken
from rag.reading.detection import format_of
from rag.reading.formats import Format
from rag.reading.reader import Picture
from rag.redacting.forms.piece import Form, Piece, Where
from rag.redacting.forms.rewriting import RewrittenForm
from rag.redacting.forms.texts import TextForm
from rag.types import DocumentInfo, Page

if TYPE_CHECKING:
    from rag.reading.reader import DocumentReader

_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
_PLAIN = (Format.TEXT, Format.MARKDOWN, Format.TABLE, Format.RECORDS, Format.RESTRUCTURED)
_REWRITTEN = {Format.WORD: "word", Format.MAIL: "mail"}
_MOST_WORDS = 12  # on a picture in a document: with more it is a page, of which not every word may be read
_LARGEST = 200_000_000  # bytes of a file that is taken into memory


def endings(path: Path) -> tuple[str, ...]:
    """What a document may be saved as, the likeliest first. Raises `ReadError`s."""
    match format_of(path):
        case Format.PDF:
            return (".pdf", ".txt")
        case Format.IMAGE:
            return (".pdf", *_PICTURES, ".txt")
        case Format.WORD:
            return (".docx", ".txt")
        case Format.MAIL:
            return (".eml", ".txt")
        case form if form in _PLAIN:
            return tuple(dict.fromkeys((path.suffix.lower() or ".txt", ".txt")))
    return (".txt",)


def opened(path: Path, out: Path, reader: DocumentReader, password: str | None, cancel: CancelToken) -> Form:
    """The document at a path, to be saved as what `out` is called. Raises `ReadError`s,
    `RedactedFileUnknown`,
    `Cancelled`.
    """
    allowed, suffix = endings(path), out.suffix.lower()
    if suffix not in allowed:
        raise RedactedFileUnknown(path=str(out), endings=", ".join(allowed))
    form, name = format_of(path), Piece(path.name, Where.NAME)
    if suffix == ".txt" and form not in _PLAIN:
        return _as_text(path, reader, password, cancel, name)
    if form in _REWRITTEN:
        told = read(path, reader, password, cancel)[1] if form is Format.MAIL else []
        return RewrittenForm(
            _REWRITTEN[form], _bytes(path), path, lambda one: _words_on(one, reader, cancel), cancel, told
        )
    if form in _PLAIN:
        from rag.reading.text.encodings import decoded

        return TextForm([Piece(decoded(_bytes(path))), name])
    info, pages = read(path, reader, password, cancel)
    count = info.page_count if info and info.page_count else len(pages)
    drawer = draws(path, lambda file, page, width: reader.render(file, page, width, password))
    return PaperForm(info, pages, drawer, count, name)


def read(
    path: Path, reader: DocumentReader, password: str | None, cancel: CancelToken
) -> tuple[DocumentInfo | None, list[Page]]:
    """What a file says of itself first, and its pages with their running heads."""
    info: DocumentInfo | None = None
    pages: list[Page] = []
    for event in reader.read(path, password, cancel, whole=True):
        if isinstance(event, DocumentInfo):
            info = info or event
        elif isinstance(event, Page):
            pages.append(event)
    return info, pages


def _as_text(
    path: Path, reader: DocumentReader, password: str | None, cancel: CancelToken, name: Piece
) -> Form:
    info, pages = read(path, reader, password, cancel)
    told = [info.title, info.author] if info else []
    pieces = [Piece(page.text, Where.TEXT, page.number) for page in pages]
    return TextForm(
        [*pieces, *(Piece(one, Where.PROPERTIES) for one in told if one), name], left_out=("layout",)
    )


def _words_on(picture: Picture, reader: DocumentReader, cancel: CancelToken) -> str | None:
    """What can be read on a picture in a document; None where that is not to be told for sure."""
    words = reader.words_on(picture, cancel)
    return None if words is None or len(words) > _MOST_WORDS else "\n".join(words)


def _bytes(path: Path) -> bytes:
    from rag.reading.source import Source

    return Source(path).load(_LARGEST)
