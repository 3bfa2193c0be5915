"""Receipts and invoices of our own, drawn from their texts in tests/benchmarks/papers, with what is right.

A receipt becomes a picture as of a thermal printer: faded rows, a line without dots, noise, a small turn. An
invoice becomes a PDF with text, and a scan of it. The same paper is the same bytes each time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

PAPERS = Path(__file__).resolve().parents[1] / "benchmarks" / "papers"
FONTS = Path("/usr/share/fonts/truetype")
_TILL = ("dejavu/DejaVuSansMono.ttf", "noto/NotoSansMono-Regular.ttf", "dejavu/DejaVuSansMono-Bold.ttf")
_SANS, _BOLD = "dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"
_EDGE, _LEADING = 30, 1.35  # of a receipt: pixels, and of a letter's height
_LEFT, _RIGHT, _HALF = 55, 540, 357  # of an invoice: points
_WIDE = 3.2  # times as wide as others is the column with the longest words


@dataclass(frozen=True, slots=True)
class Paper:
    """`gold`: for each field what is right, several where several are; "-" where the paper has none."""

    name: str
    gold: Mapping[str, tuple[str, ...]]
    lines: tuple[str, ...]

    @property
    def items(self) -> list[list[str]]:
        """The rows of its table without the heads."""
        return [line[1:].split("|") for line in self.lines if line.startswith("#")][1:]


def papers(kind: str) -> list[Paper]:
    """All of a kind: "receipts", "invoices"."""
    text = (PAPERS / f"{kind}.txt").read_text("utf-8")
    return [_paper(part) for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]]


def receipt(paper: Paper, folder: Path) -> Path:
    """A receipt's picture, in the folder."""
    chance = np.random.default_rng(_seed(paper))
    face, size = FONTS / _TILL[chance.integers(len(_TILL))], int(chance.integers(20, 25))
    face = face if face.is_file() else FONTS / _TILL[0]  # Noto does not come with every system
    font, large = ImageFont.truetype(face, size), ImageFont.truetype(face, int(size * 1.45))
    columns = max(40, *(len(line.replace("|", "  ").lstrip("^*")) for line in paper.lines))
    width = int(columns * font.getlength("0")) + 2 * _EDGE
    step = int(size * _LEADING)
    height = 100 + sum(int(step * (1.4 if "*" in line[:2] else 1)) for line in paper.lines)
    picture = Image.new("L", (width, height), int(chance.integers(232, 250)))
    draw, top, ink = ImageDraw.Draw(picture), _EDGE, int(chance.integers(30, 95))
    for line in paper.lines:
        middle, bare = line.startswith("^"), line.removeprefix("^")
        title = bare.startswith("*") and not bare.startswith("* ")
        bare = bare[1:] if title else bare
        used = large if title and large.getlength(bare) < width - 40 else font
        left, _, right = bare.partition("|")
        at = (width - used.getlength(left)) / 2 if middle else _EDGE
        draw.text((at, top), left, font=used, fill=ink)
        draw.text((width - _EDGE - used.getlength(right), top), right, font=used, fill=ink)
        top += int(step * (1.4 if title else 1))
    shades = np.asarray(picture, np.float32)
    faded = 1 - 0.25 * np.clip(np.sin(np.arange(height) / chance.integers(60, 140)), 0, 1)[:, None]
    shades = 250 - (250 - shades) * faded
    shades[:, chance.integers(5, width - 5)] += 40
    return _scanned(shades, chance, float(chance.uniform(-1.6, 1.6)), folder / f"{paper.name}.jpg")


def invoice(paper: Paper, folder: Path) -> Path:
    """An invoice's PDF, in the folder."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(TTFont("Sans", str(FONTS / _SANS)))
    pdfmetrics.registerFont(TTFont("Bold", str(FONTS / _BOLD)))
    path = folder / f"{paper.name}.pdf"
    page = canvas.Canvas(str(path), pagesize=A4, invariant=1)
    top = A4[1] - 60
    for number, line in enumerate(paper.lines):
        if line.startswith("#"):
            is_head = not paper.lines[number - 1].startswith("#")
            _row(page, line[1:].split("|"), _edges(paper.lines, line.count("|") + 1), top, is_head=is_head)
            top -= 16
            continue
        middle, bare = line.startswith("^"), line.removeprefix("^")
        for half, words in enumerate(bare.split(">>")):
            title = words.startswith("*")
            page.setFont("Bold" if title else "Sans", 15 if title else 9.5)
            if middle:
                page.drawCentredString(A4[0] / 2, top, words.lstrip("*"))
            else:
                page.drawString(_HALF if half else _LEFT, top, words.lstrip("*"))
        top -= 20 if "*" in line[:2] else 14
    page.save()
    return path


def scan(paper: Paper, pdf: Path) -> Path:
    """A scan of an invoice's PDF, beside it."""
    import pypdfium2

    chance = np.random.default_rng(_seed(paper))
    scale = int(chance.choice([150, 170, 200])) / 72
    drawn = pypdfium2.PdfDocument(str(pdf))[0].render(scale=scale).to_pil().convert("L")
    return _scanned(
        np.asarray(drawn, np.float32) * 0.93, chance, float(chance.uniform(-1, 1)), pdf.with_suffix(".jpg")
    )


def _paper(text: str) -> Paper:
    head, _, body = text.partition("\n---\n")
    name, *fields = head.splitlines()
    pairs = (line.split(": ", 1) for line in fields if line.strip())
    gold = {key: tuple(one.strip() for one in value.split("||")) for key, value in pairs}
    return Paper(name.strip(), gold, tuple(body.rstrip("\n").splitlines()))


def _seed(paper: Paper) -> int:
    return int(hashlib.sha256(paper.name.encode()).hexdigest()[:8], 16)


def _scanned(shades: Any, chance: np.random.Generator, turn: float, path: Path) -> Path:
    noisy = shades + chance.normal(0, chance.uniform(4, 11), shades.shape)
    picture = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
    picture = picture.filter(ImageFilter.GaussianBlur(float(chance.uniform(0.4, 0.9))))
    turned = picture.rotate(turn, expand=True, fillcolor=220, resample=Image.Resampling.BICUBIC)
    turned.save(path, quality=65)
    return path


def _edges(lines: Sequence[str], columns: int) -> tuple[list[float], int]:
    """Where the columns of a table begin and the last one ends; the column of words is wider."""
    rows = [line[1:].split("|") for line in lines if line.startswith("#")]
    wide = max(range(columns), key=lambda at: max(len(row[at]) for row in rows))
    unit = (_RIGHT - _LEFT) / (columns - 1 + _WIDE)
    edges = [float(_LEFT)]
    for at in range(columns):
        edges.append(edges[-1] + unit * (_WIDE if at == wide else 1))
    return edges, wide


def _row(
    page: Any, cells: Sequence[str], edges: tuple[list[float], int], top: float, *, is_head: bool
) -> None:
    page.setFont("Bold" if is_head else "Sans", 9)
    places, wide = edges
    for at, cell in enumerate(cells):
        if at in (0, wide):
            page.drawString(places[at], top, cell)
        else:
            page.drawRightString(places[at + 1] - 4, top, cell)
    if is_head:
        page.line(_LEFT, top - 3, _RIGHT, top - 3)
