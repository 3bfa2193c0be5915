"""A reader of scans without a model: what it reads stands in a text file, and it draws the page itself.

A line of the file is "0.71 Dear sir": how sure, and the text. "~" before a word makes it a doubtful one,
" | " parts other readings, an empty line ends a page, and a page that begins with "text" came with its text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from fakes.words import LineReader

from engine.cancel import CancelToken
from rag.errors import FileMissing
from rag.language.file_names import name_of
from rag.layout.corrections import Correction, corrected
from rag.reading.reader import Picture
from rag.types import (
    Box,
    DocumentInfo,
    Doubt,
    Line,
    LineKind,
    Page,
    Passage,
    ReadEvent,
    Structure,
    TextSource,
)

_DOUBT = 0.6
_TOP, _STEP, _HEIGHT = 0.08, 0.07, 0.045


class ScanReader(LineReader):
    def read(
        self,
        path: Path,
        password: str | None,
        cancel: CancelToken,
        corrections: Sequence[Correction] = (),
        *,
        whole: bool = False,
        member: str = "",
        laid: Callable[[bytes], None] | None = None,
        known: Sequence[Page] = (),
        held: bytes | None = None,
    ) -> Iterator[ReadEvent]:
        pages = path.read_text(encoding="utf-8").split("\n\n")
        yield DocumentInfo(Path(name_of(path)).stem, len(pages))
        at, passages = 0, []
        for number, told in enumerate(pages, 1):
            self.before_page(number)
            cancel.raise_if_cancelled()
            page = corrected(_page(number, told.strip().splitlines()), corrections)
            passages.append(Passage(None, at, at + len(page.text), number, number, page.text, ""))
            at += len(page.text) + 1
            yield page
        yield Structure((), tuple(passages))

    def render(self, path: Path, number: int, width_px: int, password: str | None = None) -> Picture:
        from PIL import Image, ImageDraw, ImageFont

        if not path.exists():
            raise FileMissing(path=str(path))
        told = path.read_text(encoding="utf-8").split("\n\n")[number - 1].strip().splitlines()
        size = (width_px, width_px * 4 // 3)
        sheet = Image.new("RGB", size, (250, 248, 240))
        pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(round(size[1] * _HEIGHT * 0.7))
        for place, line in enumerate(_page(number, told).lines):
            pen.text((0.1 * size[0], (_TOP + place * _STEP) * size[1]), line.text, (30, 30, 60), font)
        return Picture(*size, sheet.tobytes())


def _page(number: int, told: Sequence[str]) -> Page:
    if told and told[0] == "text":
        return Page(number, "\n".join(told[1:]))
    lines: list[Line] = []
    at = 0
    for place, one in enumerate(told):
        sure, _, rest = one.partition(" ")
        text, *readings = rest.split(" | ")
        others = [reading.partition(" @ ") for reading in readings]
        doubts, plain = [], ""
        for word in text.split(" "):
            if word.startswith("~"):
                doubts.append(Doubt(at + len(plain), at + len(plain) + len(word) - 1, _DOUBT))
            plain += word.removeprefix("~") + " "
        plain = plain.rstrip()
        top = _TOP + place * _STEP
        lines.append(
            Line(
                at,
                at + len(plain),
                plain,
                Box(0.1, top, min(0.95, 0.1 + 0.02 * len(plain)), top + _HEIGHT),
                LineKind.HANDWRITTEN,
                float(sure),
                doubts=tuple(doubts),
                others=tuple(other for other, _, _ in others),
                odds=tuple(float(odds) for _, _, odds in others if odds),
            )
        )
        at += len(plain) + 1
    confidence = sum(line.confidence for line in lines) / len(lines) if lines else 1.0
    return Page(
        number,
        "\n".join(line.text for line in lines),
        TextSource.OCR,
        confidence,
        595.0,
        793.0,
        lines=tuple(lines),
    )
