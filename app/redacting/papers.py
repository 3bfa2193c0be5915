"""PDF files and pictures: every page becomes a picture with bars, under it the words that are left.

The old file is only drawn and read, each in a process of its own; nothing of its bytes is taken over.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.redacting.bars import Bar, ink_of
from app.redacting.gaps import kept_gaps, words_on
from app.redacting.pdf import Sheet, write_pdf
from app.redacting.relaid import relaid
from app.redacting.signatures import signatures
from rag.language.withdrawn import standing
from rag.reading.reader import Picture
from rag.redacting.forms.piece import Change, Made, Piece, Where
from rag.types import Box, DocumentInfo, Page

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI = 200
_POINTS = 72.0
_WIDEST = 3300  # pixels
_DEFAULT = 595.0  # points across, where a picture does not say
_PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".tif": "TIFF", ".tiff": "TIFF"}
_SAME_LINE = 0.5  # of the smaller height that two boxes share

Draw = Callable[[int, int], Picture]


class PaperForm:
    """A document whose pages can be drawn."""

    def __init__(
        self,
        info: DocumentInfo | None,
        pages: Sequence[Page],
        draw: Draw,
        count: int,
        name: Piece | None = None,
    ) -> None:
        """`draw` gives the picture of a page by its number and width in pixels. Pages beyond `count` are
        those
        of files in it, which are not drawn and not taken over.
        """
        self._pages = [page for page in pages if page.number <= count]
        beyond = [page for page in pages if page.number > count]
        self._draw = draw
        self.pieces: tuple[Piece, ...] = (
            *(Piece(page.text, Where.TEXT, page.number) for page in self._pages),
            *(Piece(page.text, Where.ATTACHED, page.number) for page in beyond),
            *(Piece(one, Where.PROPERTIES) for one in _told(info) if one),
            *((name,) if name else ()),
        )
        self._left_out = dict.fromkeys(
            key
            for key, there in (
                ("properties", bool(info and (info.title or info.author))),
                ("outline", bool(info and info.outline)),
                ("attached", bool(beyond)),
            )
            if there
        )

    @property
    def pages(self) -> Sequence[Page]:
        return self._pages

    def boxes(self, piece: int, start: int, end: int) -> tuple[tuple[int, Box], ...]:
        if piece >= len(self._pages):
            return ()
        page = self._pages[piece]
        return tuple((page.number, box) for box in boxes_of(page, start, end))

    def made(self, changes: Sequence[Sequence[Change]]) -> Made:
        return self.written(list(self.sheets(changes)), ".pdf")

    def written(self, sheets: Sequence[Sheet], suffix: str) -> Made:
        """The pages as a file: a PDF, or pictures by the suffix (only a TIFF holds several)."""
        if suffix not in _PICTURES:
            return Made(write_pdf(sheets), tuple(self._left_out))
        made, pictures = io.BytesIO(), [sheet.picture for sheet in sheets]
        form = _PICTURES[suffix]
        more = {"save_all": True, "append_images": pictures[1:]} if form == "TIFF" else {}
        pictures[0].save(made, form, **more)
        return Made(made.getvalue(), tuple(self._left_out))

    def sheets(self, changes: Sequence[Sequence[Change]]) -> Iterator[Sheet]:
        """Page by page, drawn as it is asked for."""
        for page, inside in zip(self._pages, changes, strict=False):
            width = page.width or _DEFAULT
            picture = self._image(page.number, min(round(width / _POINTS * _DPI), _WIDEST))
            height = width * picture.height / picture.width
            words, bars = _left(page, inside), _bars(page, inside)
            laid = relaid(picture, words, bars)
            sheet = Sheet(width, height, laid.picture, laid.words)
            signed = list(signatures(ink_of(picture), words, [one.box for one in bars]))
            if signed:
                self._left_out["signatures"] = None
            yield covered(sheet, signed)

    def kept_gaps(
        self, changes: Sequence[Sequence[Change]], sheets: Mapping[int, Sheet], made: Made
    ) -> Iterator[tuple[int, Change]]:
        """Of each page what the width of its gap still tells in the new file: the place of the page among the
        pieces, and what was taken out there.
        """
        pdf = made.data.startswith(b"%PDF")
        after = words_on(made.data) if pdf else [sheets[page.number].words for page in self._pages]
        for place, (page, inside) in enumerate(zip(self._pages, changes, strict=False)):
            if not inside:
                continue
            before, sheet = _left(page, inside), sheets[page.number]
            for change in inside:
                if next(kept_gaps(before, _bars(page, [change]), after[place], sheet), None) is not None:
                    yield place, change

    def _image(self, number: int, width: int) -> Image:
        from PIL import Image as Images

        picture = self._draw(number, width)
        return Images.frombytes("RGB", (picture.width, picture.height), picture.rgb)


def without(sheet: Sheet, boxes: Sequence[Box]) -> Sheet:
    """A page that was made, with more bars on it."""
    stays = [(text, box) for text, box in sheet.words if not any(covers(one, box) for one in boxes)]
    laid = relaid(sheet.picture, stays, [Bar(box) for box in boxes])
    return Sheet(sheet.width, sheet.height, laid.picture, laid.words)


def covered(sheet: Sheet, boxes: Sequence[Box]) -> Sheet:
    """A page that was made, with black over these boxes, whatever their width tells."""
    if not boxes:
        return sheet
    from PIL import ImageDraw

    picture = sheet.picture.copy()
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        sides = (
            box.x0 * picture.width,
            box.y0 * picture.height,
            box.x1 * picture.width,
            box.y1 * picture.height,
        )
        draw.rectangle([round(side) for side in sides], fill=(0, 0, 0))
    stays = [(text, box) for text, box in sheet.words if not any(covers(one, box) for one in boxes)]
    return Sheet(sheet.width, sheet.height, picture, stays)


def draws(path: Path, render: Callable[[Path, int, int], Picture]) -> Draw:
    """What draws the pages of a file."""
    return lambda number, width: render(path, number, width)


def _told(info: DocumentInfo | None) -> tuple[str, ...]:
    if info is None:
        return ()
    return (info.title, info.author, *(one.title for one in info.outline))


def boxes_of(page: Page, start: int, end: int) -> list[Box]:
    """Of the words of a stretch, one for each line; the lines' own where there are no words."""
    words = [word.box for word in page.words if word.start < end and word.end > start]
    if not words:
        words = [line.box for line in page.lines if line.box and line.start < end and line.end > start]
    found: list[Box] = []
    for box in words:
        last = found[-1] if found else None
        if last is not None and _in_line(last, box):
            found[-1] = Box(
                min(last.x0, box.x0), min(last.y0, box.y0), max(last.x1, box.x1), max(last.y1, box.y1)
            )
        else:
            found.append(box)
    return found


def _in_line(one: Box, other: Box) -> bool:
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    near = other.x0 - one.x1 < 3 * (one.y1 - one.y0)
    return shared > _SAME_LINE * min(one.y1 - one.y0, other.y1 - other.y0) and near and other.x1 > one.x0


def _bars(page: Page, changes: Sequence[Change]) -> list[Bar]:
    """One for each line; what is written instead stands on the first of them."""
    return [
        Bar(box, change.instead if not place else "")
        for change in changes
        for place, box in enumerate(boxes_of(page, change.start, change.end))
    ]


def _left(page: Page, changes: Sequence[Change]) -> list[tuple[str, Box]]:
    """The words that stay and are to be seen."""
    seen = standing(page.text)
    bars = [box for one in changes for box in boxes_of(page, one.start, one.end)]
    return [
        (page.text[word.start : word.end], word.box)
        for word in page.words
        if seen[word.start : word.end].strip()
        and not any(word.start < one.end and word.end > one.start for one in changes)
        and not any(covers(box, word.box) for box in bars)
    ]


def covers(bar: Box, box: Box) -> bool:
    """Whether a bar takes so much of a word that it goes, too."""
    wide = min(bar.x1, box.x1) - max(bar.x0, box.x0)
    high = min(bar.y1, box.y1) - max(bar.y0, box.y0)
    return wide > 0.25 * (box.x1 - box.x0) and high > 0.4 * (box.y1 - box.y0)
