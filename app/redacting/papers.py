"""PDF files and pictures: every page becomes a picture with bars, under it the words that are left.

The old file is only drawn and read, each in a process of its own; nothing of its bytes is taken over.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.redacting.bars import Bar, drawn
from app.redacting.pdf import Sheet, write_pdf
from app.redacting.piece import Change, Made, Piece, Where
from rag.language.withdrawn import standing
from rag.reading.reader import Picture
from rag.types import Box, DocumentInfo, Page

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI = 200
_POINTS = 72.0
_WIDEST = 3300  # pixels
_DEFAULT = 595.0  # points across, where a picture does not say
_GRID = 9.0  # points: a bar's width is a multiple
_MARGIN = 0.12  # of a line's height, above and below
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
        self._left_out = tuple(
            key
            for key, there in (
                ("properties", bool(info and (info.title or info.author))),
                ("outline", bool(info and info.outline)),
                ("attached", bool(beyond)),
            )
            if there
        )
        self.more: dict[int, list[Box]] = {}

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
            return Made(write_pdf(sheets), self._left_out)
        made, pictures = io.BytesIO(), [sheet.picture for sheet in sheets]
        form = _PICTURES[suffix]
        more = {"save_all": True, "append_images": pictures[1:]} if form == "TIFF" else {}
        pictures[0].save(made, form, **more)
        return Made(made.getvalue(), self._left_out)

    def sheets(
        self, changes: Sequence[Sequence[Change]], only: Collection[int] | None = None
    ) -> Iterator[Sheet]:
        """Page by page, drawn as it is asked for; `only` those with these numbers."""
        for page, inside in zip(self._pages, changes, strict=False):
            if only is not None and page.number not in only:
                continue
            bars = self._bars(page, inside)
            width = page.width or _DEFAULT
            picture = self._image(page.number, min(round(width / _POINTS * _DPI), _WIDEST))
            height = width * picture.height / picture.width
            yield Sheet(width, height, drawn(picture, bars), list(_left(page, inside, bars)))

    def _image(self, number: int, width: int) -> Image:
        from PIL import Image as Images

        picture = self._draw(number, width)
        return Images.frombytes("RGB", (picture.width, picture.height), picture.rgb)

    def _bars(self, page: Page, changes: Sequence[Change]) -> list[Bar]:
        found = [
            Bar(_padded(box, page, _words_beside(page, change, box)), change.instead if not place else "")
            for change in changes
            for place, box in enumerate(boxes_of(page, change.start, change.end))
        ]
        return found + [Bar(_padded(box, page, [])) for box in self.more.get(page.number, ())]


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


def _words_beside(page: Page, change: Change, box: Box) -> list[Box]:
    """Words of the same line that stay."""
    return [
        word.box
        for word in page.words
        if (word.end <= change.start or word.start >= change.end)
        and min(word.box.y1, box.y1) - max(word.box.y0, box.y0) > 0.3 * (box.y1 - box.y0)
    ]


def _padded(box: Box, page: Page, beside: Sequence[Box]) -> Box:
    """A little larger, up to a multiple of the grid where nothing stands in the way."""
    width = page.width or _DEFAULT
    margin = _MARGIN * (box.y1 - box.y0)
    wide = (box.x1 - box.x0) * width
    wanted = (int(wide / _GRID) + 1) * _GRID + 2
    spare = (wanted - wide) / width
    left = max([word.x1 for word in beside if word.x1 <= box.x0 + 0.002], default=0.0)
    right = min([word.x0 for word in beside if word.x0 >= box.x1 - 0.002], default=1.0)
    x0 = max(box.x0 - spare / 2, min(box.x0, (left + box.x0) / 2 if left else 0.0), 0.0)
    x1 = min(x0 + (box.x1 - box.x0) + spare, max(box.x1, (right + box.x1) / 2 if right < 1 else 1.0), 1.0)
    return Box(x0, max(0.0, box.y0 - margin), max(x1, box.x1), min(1.0, box.y1 + margin))


def _left(page: Page, changes: Sequence[Change], bars: Sequence[Bar]) -> Iterator[tuple[str, Box]]:
    """The words that stay and are to be seen, and what is written on bars."""
    seen = standing(page.text)
    for word in page.words:
        hidden = not seen[word.start : word.end].strip() or any(
            word.start < one.end and word.end > one.start for one in changes
        )
        if not hidden and not any(_covers(bar.box, word.box) for bar in bars):
            yield page.text[word.start : word.end], word.box
    for bar in bars:
        if bar.text:
            yield bar.text, bar.box


def _covers(bar: Box, box: Box) -> bool:
    wide = min(bar.x1, box.x1) - max(bar.x0, box.x0)
    high = min(bar.y1, box.y1) - max(bar.y0, box.y0)
    return wide > 0.25 * (box.x1 - box.x0) and high > 0.4 * (box.y1 - box.y0)
