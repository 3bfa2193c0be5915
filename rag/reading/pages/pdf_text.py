"""Words with boxes from one PDF page, through PDFium's text calls.

PDFium numbers the characters of a page in content order, breaks lines itself (CR LF), and puts U+FFFE
where a line ends in a hyphen that splits a word. Boxes are taken from a word's first and last
characters only: half a microsecond each, where a rectangle search per word costs ten times that.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.layout.printed import RawLine, RawWord, Rectangle, union
from rag.layout.turning import Way, run_of
from rag.reading.cleaning import clean
from rag.reading.glyphs import RAISED, of_font
from rag.reading.pages.backwards import put_all_marks, with_ligatures
from rag.reading.pages.pdf_calls import address_of, calls

_TOKEN = re.compile(r"[\r\n]+|[\ufffe\x02]|[^\s\ufffe\x02]+")
_SOFT_HYPHENS = ("\ufffe", "\x02")
_NO_WORD = frozenset((*"\r\n", *_SOFT_HYPHENS))  # first characters of tokens
_BOLD_NAME = re.compile(rb"bold|black|heavy|semibd|demi", re.IGNORECASE)
_MAY_END_RAISED = frozenset("0123456789).,;:")
_MAY_BE_RAISED = re.compile(r".*[\dm].*[\d)][.,;:]?", re.DOTALL)
_BASE = re.compile(r"(?:\d|(?:^|[\d/(])[kcdmµ]?m)\Z")  # what raised figures are no part of: numbers, metres
_RAISED_SIZE = 0.85  # of the letters' size, raised ones: 0.58 to 0.7 in practice
_RAISED_BY = 0.15  # of the letters' height, at least: 0.3 to 0.45 in practice
_FORCE_BOLD = 1 << 18  # a font descriptor's flag (ISO 32000-1, table 123)
_DEVICE = 1_000_000  # device units across the page while its transform is measured
_MAX_CHARACTERS = 2_000_000
_NAME_BYTES = 128


@dataclass(frozen=True, slots=True)
class Transform:
    """From page space to fractions of the displayed page (crop box and rotation applied)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def box(self, left: float, bottom: float, right: float, top: float) -> Rectangle:
        is_turned = self.b or self.c or self.a < 0.0 or self.d > 0.0
        if not is_turned and left <= right and bottom <= top:
            x0, x1 = self.a * left + self.e, self.a * right + self.e
            return (x0, self.d * top + self.f, x1, self.d * bottom + self.f)
        x0, y0 = self.a * left + self.c * bottom + self.e, self.b * left + self.d * bottom + self.f
        x1, y1 = self.a * right + self.c * top + self.e, self.b * right + self.d * top + self.f
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def boxes(self, edges: NDArray[np.float64]) -> NDArray[np.float64]:
        """The boxes of many rectangles; a row of left, bottom, right, top each, as is then a box."""
        left, bottom, right, top = edges.T
        x0, y0 = self.a * left + self.c * bottom + self.e, self.b * left + self.d * bottom + self.f
        x1, y1 = self.a * right + self.c * top + self.e, self.b * right + self.d * top + self.f
        sides = (np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1))
        return np.stack(sides, axis=1)


def page_transform(raw: Any, page: Any) -> Transform:
    """The affine map PDFium itself uses to draw `page`; `raw` is the module of its C calls."""
    x, y = ctypes.c_int(), ctypes.c_int()
    reach = 1000.0

    def device(page_x: float, page_y: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page, 0, 0, _DEVICE, _DEVICE, 0, page_x, page_y, x, y)
        return x.value / _DEVICE, y.value / _DEVICE

    e, f = device(0.0, 0.0)
    right, up = device(reach, 0.0), device(0.0, reach)
    return Transform(
        (right[0] - e) / reach, (right[1] - f) / reach, (up[0] - e) / reach, (up[1] - f) / reach, e, f
    )


class PageText:
    """Reads the lines of one loaded page. `raw` is `pypdfium2.raw`, `text` an open FPDF_TEXTPAGE."""

    def __init__(self, raw: Any, page: Any, text: Any) -> None:
        self._raw = raw
        self._text = text
        self._address = address_of(text)
        self._calls = calls()
        self._transform = page_transform(raw, page)
        self._matrix = raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._flags = ctypes.c_int()
        self._rect = raw.FS_RECTF()
        written = (self._matrix, self._name, self._flags, self._rect)
        self._places = [ctypes.addressof(one) for one in written]
        self._bold: dict[tuple[bytes, int], bool] = {}

    def lines(self) -> tuple[list[RawLine], float]:
        """The lines in content order, and the part of the characters they hold (below 1 when too many)."""
        total = max(int(self._raw.FPDFText_CountChars(self._text)), 0)
        count = min(total, _MAX_CHARACTERS)
        lines: list[RawLine] = []
        line: RawLine | None = None
        after_hyphen: RawWord | None = None
        tokens = [(match.group(), match.start()) for match in _TOKEN.finditer(self._characters(count))]
        boxes, all_inside = self._boxes(
            [(start, start + len(token) - 1) for token, start in tokens if token[0] not in _NO_WORD]
        )
        for token, start in tokens:
            if token[0] in "\r\n":
                if line is not None and after_hyphen is None:
                    line = None
                continue
            if token in _SOFT_HYPHENS:
                if line is not None and line.words:
                    after_hyphen = line.words[-1]
                continue
            box, text = (
                next(boxes),
                clean(self._as_said(token, start)),
            )
            if not text:
                continue
            word = RawWord(text, box, 1.0, start)
            if after_hyphen is not None and line is not None:
                if _same_row(after_hyphen.box, word.box):
                    # A hyphen inside a line after all: the two pieces are one printed word.
                    after_hyphen.text += "-" + word.text
                    after_hyphen.box = union(after_hyphen.box, word.box)
                    after_hyphen = None
                    continue
                line.hyphen = True
                line = None
            after_hyphen = None
            if line is None:
                line = RawLine([], *self._font(start))
                lines.append(line)
            elif line.bold:
                line.bold = self._is_bold(start)
            line.words.append(word)
        put_all_marks(lines)
        if not all_inside:
            _drop_outside(lines)
        return _read_down(_rows(lines)), count / max(total, 1) if count < total else 1.0

    def _characters(self, count: int) -> str:
        """Exactly one Python character for each of PDFium's, so that places in the two agree."""
        if not count:
            return ""
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = self._raw.FPDFText_GetText(self._text, 0, count, buffer)
        data = bytes(memoryview(buffer))[: max(written - 1, 0) * 2]
        text = data.decode("utf-16-le", "surrogatepass")
        if len(text) == count:
            return text
        # PDFium leaves out characters without a code: ask for each one.
        codes = (int(self._raw.FPDFText_GetUnicode(self._text, index)) for index in range(count))
        return "".join(chr(code) if 0 < code < 0x110000 else "\x00" for code in codes)

    def _boxes(self, words: Sequence[tuple[int, int]]) -> tuple[Iterator[Rectangle], bool]:
        """The boxes of words, by their first and last characters, and whether all are on the page."""
        count = len(words)
        edges = (ctypes.c_float * (8 * count))()
        place, step = ctypes.addressof(edges), 8 * ctypes.sizeof(ctypes.c_float)
        get, text = self._calls.loose_box, repeat(self._address)
        for side, ends in enumerate(zip(*words, strict=True)):
            first = place + side * step // 2
            deque(map(get, text, ends, range(first, first + count * step, step)), maxlen=0)
        # PDFium's order is left, top, right, bottom.
        first_left, first_top, first_right, first_bottom, left, top, right, bottom = (
            np.array(edges, np.float64).reshape(-1, 8).T
        )
        around = np.stack(
            (
                np.minimum(first_left, left), np.minimum(first_bottom, bottom),
                np.maximum(first_right, right), np.maximum(first_top, top),
            ),
            axis=1,
        )  # fmt: skip
        boxes = self._transform.boxes(around)
        x0, y0, x1, y1 = boxes.T
        all_inside = bool(((x1 > 0.0) & (x0 < 1.0) & (y1 > 0.0) & (y0 < 1.0)).all())
        return zip(*boxes.T.tolist(), strict=True), all_inside

    def _as_said(self, token: str, start: int) -> str:
        return with_ligatures(self._with_raised(token, start), start, self._loose)

    def _with_raised(self, token: str, start: int) -> str:
        """A word with the figures raised at its end, as powers and marks of notes are, written so."""
        if token[-1] not in _MAY_END_RAISED or _MAY_BE_RAISED.match(token) is None:
            return token
        end = len(token) - (token[-1] in ".,;:")
        if end < 2:
            return token
        base, last = self._loose(start), self._loose(start + end - 1)
        if not _is_raised(base, last):
            return token
        first = end - 1
        while first > 1 and _is_raised(base, self._loose(start + first - 1)):
            first -= 1
        if not _BASE.search(token[:first]):
            return token
        return token[:first] + of_font(RAISED, token[first:end]) + token[end:]

    def _loose(self, index: int) -> Rectangle:
        """A character's box in page space: left, bottom, right, top."""
        self._calls.loose_box(self._address, index, self._places[3])
        rect = self._rect
        return (rect.left, rect.bottom, rect.right, rect.top)

    def _font(self, index: int) -> tuple[float, bool]:
        size = self._calls.size(self._address, index)
        if self._calls.matrix(self._address, index, self._places[0]):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        return (round(size, 1) if math.isfinite(size) else 0.0), self._is_bold(index)

    def _is_bold(self, index: int) -> bool:
        # By name and flag: PDFium derives weights from stem widths, and plain faces come out above 600.
        _, name, flags, _ = self._places
        self._calls.font(self._address, index, name, _NAME_BYTES, flags)
        font = (self._name.value, self._flags.value)
        is_bold = self._bold.get(font)
        if is_bold is None:
            is_bold = self._bold[font] = bool(font[1] & _FORCE_BOLD or _BOLD_NAME.search(font[0]))
        return is_bold


def _is_raised(base: Rectangle, mark: Rectangle) -> bool:
    """Whether a character, of level text, is smaller than the one before it and stands higher."""
    height = base[3] - base[1]
    beside = mark[0] > (base[0] + base[2]) / 2
    return beside and mark[3] - mark[1] < _RAISED_SIZE * height and mark[1] > base[1] + _RAISED_BY * height


def _same_row(first: Rectangle, second: Rectangle) -> bool:
    middle = (second[1] + second[3]) / 2
    return first[1] < middle < first[3] and second[0] >= first[0]


def _inside(box: Rectangle) -> bool:
    return box[2] > 0.0 and box[0] < 1.0 and box[3] > 0.0 and box[1] < 1.0


def _drop_outside(lines: list[RawLine]) -> None:
    """Take out the words that lie wholly outside the page.

    Where most words would go, the page's own box is what is wrong, and all stay.
    """
    outside = sum(not _inside(word.box) for line in lines for word in line.words)
    words = sum(len(line.words) for line in lines)
    if outside and outside * 2 < words:
        for line in lines:
            line.words = [word for word in line.words if _inside(word.box)]


def _rows(lines: list[RawLine]) -> list[RawLine]:
    """The lines that have words, with text and box set, those together that stand on one row."""
    rows: list[RawLine] = []
    for line in lines:
        if not line.words:
            continue
        line.settle()
        before = rows[-1] if rows else None
        if before is not None and not before.hyphen and _continues(before, line):
            before.words += line.words
            before.hyphen = line.hyphen
            before.bold &= line.bold
            before.text += " " + line.text
            before.box = union(before.box, line.box)
        else:
            rows.append(line)
    return rows


def _read_down(lines: list[RawLine]) -> list[RawLine]:
    """The lines, those that run down from the right to the left: PDFium gives them the other way round."""
    found: list[RawLine] = []
    run: list[RawLine] = []
    for line in lines:
        if _runs_down(line) and (not run or line.box[0] > run[-1].box[0]):
            run.append(line)
            continue
        found += reversed(run)
        run = [line] if _runs_down(line) else []
        found += () if run else (line,)
    return [*found, *reversed(run)]


def _runs_down(line: RawLine) -> bool:
    is_level = len(line.words) == 1 or line.words[-1].box[0] >= line.words[0].box[2]
    return not is_level and run_of(line) is Way.DOWN


def _continues(left: RawLine, right: RawLine) -> bool:
    """Whether `right` stands on the same row, after `left`: PDFium breaks rows at superscripts and cells."""
    overlap = min(left.box[3], right.box[3]) - max(left.box[1], right.box[1])
    height = min(left.box[3] - left.box[1], right.box[3] - right.box[1])
    upright = right.box[2] - right.box[0] > 0.3 * height
    if not (upright and right.box[0] >= left.box[2] - 0.01 and overlap > 0.6 * height):
        return False
    is_level = left.box[2] - left.box[0] >= left.box[3] - left.box[1]
    return is_level or run_of(left) not in (Way.DOWN, Way.UP)
