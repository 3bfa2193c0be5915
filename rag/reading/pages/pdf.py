"""PDF: text with word boxes through PDFium, and pictures of pages.

PDFium opens, decrypts and repairs; where it refuses a file that is not simply locked, pypdf rewrites the
page tree once and PDFium tries again. Filled form fields count as text of their page.
"""

from __future__ import annotations

import ctypes
import io
import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from engine.errors import Fault
from rag.errors import FileCorrupt, PasswordNeeded, PasswordWrong
from rag.layout.flow import Vocabulary, lay_out
from rag.layout.furniture import WINDOW, Furniture
from rag.layout.printed import RawLine, RawPage, RawWord
from rag.reading.cleaning import one_line
from rag.reading.course import PAGE_ENDED, Course, PageBegun, Step, told
from rag.reading.pages.actions import actions_of
from rag.reading.pages.attached import Attachments
from rag.reading.pages.pdf_bitmaps import pixels
from rag.reading.pages.pdf_objects import objects_of
from rag.reading.pages.pdf_page import LoadedPage
from rag.reading.pages.pdf_pictures import PictureReading
from rag.reading.pages.pdf_placed import hide_too_large
from rag.reading.pages.pdf_text import Transform, page_transform
from rag.reading.pages.promised import NOT_THERE, pages_held
from rag.reading.pages.tables.tabulated import Tabulation
from rag.reading.pages.xfa import NOT_READ, form_lines, is_drawn_elsewhere
from rag.reading.source import Source
from rag.types import DocumentInfo, OutlineItem, Page, TextSource

_log = logging.getLogger(__name__)

_Found = TypeVar("_Found")

_MAX_WIDTH = 4000  # pixels of a page picture
_MAX_PIXELS = 40_000_000
_DAMAGED = "damaged"
_MAX_OUTLINE = 20_000
_OUTLINE_DEPTH = 12


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document's facts, then every page.

    Raises `PasswordNeeded`, `PasswordWrong`, `FileCorrupt`.
    """
    return told(read_on(source, password, Course()))


def read_on(source: Source, password: str | None, course: Course) -> Iterator[Step]:
    """What `read` yields, without the pages known before; each page is announced before it is read.

    Raises as `read` does.
    """
    with opened(source, password) as document:
        promised = len(document)
        count = pages_held(promised, source.size(), lambda number: _is_there(document, number))
        _optional("form", document.init_forms, None)
        metadata: dict[str, str] = _optional("metadata", document.get_metadata_dict, {})
        info = DocumentInfo(
            title=_title(metadata.get("Title") or ""),
            page_count=count,
            author=one_line(metadata.get("Author") or ""),
            outline=_optional("outline", lambda: tuple(_outline(document)), ()),
        )
        yield info
        furniture, vocabulary = Furniture(), Vocabulary()
        pictures, tables = PictureReading(), Tabulation(vocabulary)
        waiting: deque[RawPage] = deque()
        first = min(max(course.known - WINDOW, 0), count) + 1
        with_files = list(range(1, first))  # which of those known before have some is not
        for number in range(first, count + 1):
            yield PageBegun(number)
            is_known = number <= course.known  # then it is read only for what it has in common with others
            reading = pictures if course.reads_pictures(number) and not is_known else None
            if number == count < promised:
                raw = _unread(number, NOT_THERE)
            elif course.reads(number):
                raw = _raw_page(document, number, reading)
            else:
                raw = _unread(number, PAGE_ENDED)
            if number == 1:
                actions: tuple[str, ...] = _optional("actions", lambda: actions_of(document, source), ())
                raw.unread += actions
            if not course.whole:
                furniture.add(raw)
            vocabulary.add(raw)
            if raw.has_files:
                with_files.append(number)
            if is_known:
                continue
            waiting.append(raw)
            if len(waiting) > WINDOW:
                yield _finished(waiting.popleft(), furniture, vocabulary, tables)
        while waiting:
            yield _finished(waiting.popleft(), furniture, vocabulary, tables)
        files = Attachments(document, count, source, password)
        yield from files.pages(course, with_files)
        if files.count > count:
            yield replace(info, page_count=files.count, outline=info.outline + files.outline)


def render(path: Path, number: int, width_px: int, password: str | None) -> tuple[int, int, bytes]:
    """A page's picture: width, height, and 8-bit RGB rows from the top without padding.

    The width is `width_px`, less where the picture would exceed 4,000 pixels of width or 40 million in
    all. Pictures that would fill the memory are left out. Raises IndexError when there is no such page,
    `FileCorrupt` when it cannot be drawn.
    """
    with opened(Source(path), password) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        if document.get_formtype():
            document.init_forms()
        page = _load(document, number)
        if page is None:
            raise FileCorrupt(path=str(path), detail=f"page {number}")
        width, height = page.get_size()
        # Half a pixel less, since PDFium rounds up.
        scale = (min(max(width_px, 1), _MAX_WIDTH) - 0.5) / max(width, 1.0)
        scale = min(scale, (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        hide_too_large(objects_of(page))
        bitmap = page.render(scale=scale, rev_byteorder=True)
        try:
            return bitmap.width, bitmap.height, pixels(bitmap).tobytes()
        finally:
            bitmap.close()
            page.close()


@contextmanager
def opened(source: Source, password: str | None) -> Iterator[Any]:
    """A PDF as PDFium has it, closed at the end. Raises `ReadError`s."""
    document = _open(source, password)
    try:
        yield document
    finally:
        document.close()


def _open(source: Source, password: str | None) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source.data or source.path, password=password)
    except pypdfium2.PdfiumError as refused:
        if refused.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise (PasswordWrong if password else PasswordNeeded)(path=str(source.path)) from None
        return _reopen_repaired(source, password, str(refused))
    if len(document) == 0:
        document.close()
        return _reopen_repaired(source, password, "no pages")
    return document


def _reopen_repaired(source: Source, password: str | None, refusal: str) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(_rewritten(source, password))
    except pypdfium2.PdfiumError:
        raise FileCorrupt(path=str(source.path), detail=refusal) from None


def _rewritten(source: Source, password: str | None) -> bytes:
    """The file as pypdf understands it, written anew.

    Raises `FileCorrupt`, `PasswordNeeded`, `PasswordWrong`.
    """
    import pypdf

    try:
        reader = pypdf.PdfReader(
            source.path if source.data is None else io.BytesIO(source.data), strict=False
        )
        if reader.is_encrypted and not reader.decrypt(password or ""):
            raise (PasswordWrong if password else PasswordNeeded)(path=str(source.path))
        writer = pypdf.PdfWriter()
        for page in reader.pages:
            writer.add_page(page)
        if not writer.pages:
            raise FileCorrupt(path=str(source.path), detail="no pages")
        target = io.BytesIO()
        writer.write(target)
    except (FileCorrupt, PasswordNeeded, PasswordWrong):
        raise
    except (
        pypdf.errors.PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        AssertionError,
        NotImplementedError,
        RecursionError,
        OSError,
        ArithmeticError,
    ) as failure:
        raise FileCorrupt(path=str(source.path), detail=type(failure).__name__) from failure
    return target.getvalue()


def _unread(number: int, reason: str) -> RawPage:
    return RawPage(number, 0.0, 0.0, unread=(reason,))


def _raw_page(document: Any, number: int, pictures: PictureReading | None) -> RawPage:
    """The page; without its pictures where there is nothing to read them with. Raises `ModelError`s."""
    try:
        return _read_page(document, number, pictures)
    except (Fault, MemoryError):
        raise
    except Exception:
        # A boundary like that of the process: whatever a library makes of one page, others follow.
        _log.exception("Page %d of a PDF cannot be read", number)
        return _unread(number, _DAMAGED)


def _read_page(document: Any, number: int, pictures: PictureReading | None) -> RawPage:
    page = _load(document, number)
    if page is None:
        _log.warning("Page %d of a PDF cannot be loaded", number)
        return _unread(number, _DAMAGED)
    announces = number == 1 and _optional("form", lambda: is_drawn_elsewhere(document, page), False)
    sheet = LoadedPage(document, page, number, lambda: _load(document, number))
    try:
        result = sheet.read(pictures)
        result.label = _optional("page label", lambda: _label(document, number), None)
        if announces:
            _add_form(result, _optional("form", lambda: form_lines(document), []))
        return result
    finally:
        sheet.close()


def _add_form(raw: RawPage, lines: list[str]) -> None:
    """Say on the page what a form says that it only announces."""
    if not lines:
        raw.unread += (NOT_READ,)
    for text in lines:
        words = [RawWord(word, (0.0, 0.0, 0.0, 0.0)) for word in text.split()]
        raw.notes.append(RawLine(words, 0.0, False, text=text))


def _load(document: Any, number: int) -> Any:
    import pypdfium2

    try:
        return document.get_page(number - 1)
    except pypdfium2.PdfiumError:
        return None


def _is_there(document: Any, number: int) -> bool:
    page = _load(document, number)
    if page is not None:
        page.close()
    return page is not None


def _optional(name: str, read: Callable[[], _Found], otherwise: _Found) -> _Found:
    """What `read` gives of what a document can do without."""
    try:
        return read()
    except Exception:
        # A boundary like that of the process: whatever a library makes of it, the pages can be read.
        _log.exception("The %s of a PDF cannot be read", name)
        return otherwise


def _label(document: Any, number: int) -> str | None:
    label = one_line(document.get_page_label(number - 1))
    return label if label and label != str(number) else None


def _finished(raw: RawPage, furniture: Furniture, vocabulary: Vocabulary, tables: Tabulation) -> Page:
    if not raw.width:
        return Page(raw.number, "", TextSource.NONE, 0.0, unread=raw.unread)
    aside = furniture.find(raw)
    written = _optional("tables", lambda: tables.page(raw, aside), (raw, aside))
    return lay_out(*written, vocabulary)


def _title(kept: str) -> str:
    """A document's title; what programs write where nobody gave one is none."""
    title = one_line(kept)
    return "" if title.lower() in ("untitled", "(anonymous)", "unspecified") else title


def _outline(document: Any) -> Iterator[OutlineItem]:
    """Bookmarks in order, with the place their target begins."""
    transforms: dict[int, Transform | None] = {}  # of pages: each is loaded once for all its bookmarks
    for number, bookmark in enumerate(document.get_toc(max_depth=_OUTLINE_DEPTH)):
        if number >= _MAX_OUTLINE:
            _log.warning("A PDF has more than %d bookmarks; the rest is left out", _MAX_OUTLINE)
            return
        title = one_line(bookmark.get_title() or "")
        target = bookmark.get_dest()
        index = None if target is None else target.get_index()
        if not title or index is None or not 0 <= index < len(document):
            continue
        place, top = _target(target), None
        if place is not None:
            if index not in transforms:
                transforms[index] = _transform(document, index)
            top = _top(place, transforms[index])
        yield OutlineItem(title, bookmark.level + 1, index + 1, top)


def _target(target: Any) -> tuple[float, float] | None:
    """Where a bookmark points on its page, in the page's own space; None where it names no height."""
    import pypdfium2.raw as raw

    has_x, has_y, has_zoom = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
    x, y, zoom = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    found = raw.FPDFDest_GetLocationInPage(target, has_x, has_y, has_zoom, x, y, zoom)
    return (x.value if has_x.value else 0.0, y.value) if found and has_y.value else None


def _transform(document: Any, index: int) -> Transform | None:
    """Of a page, which is loaded to tell; None where it cannot be loaded."""
    import pypdfium2.raw as raw

    page = _load(document, index + 1)
    if page is None:
        return None
    try:
        return page_transform(raw, page)
    finally:
        page.close()


def _top(place: tuple[float, float], transform: Transform | None) -> float | None:
    """A place's height on its page, as a fraction of the displayed height."""
    if transform is None:
        return None
    x, y = place
    return min(max(transform.box(x, y, 0.0, y)[1], 0.0), 1.0)
