"""Text that nobody can see on the page is read as hidden, whatever hides it; what is seen stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.colors import Color, black, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from rag.language.withdrawn import standing
from rag.reading.pages.pdf import read
from rag.reading.source import Source
from rag.types import Page

SEEN = "The monthly rent is 900 euros."
UNSEEN = "The monthly rent is 5000 euros from January."
BLUE = Color(0.2, 0.4, 0.8)


def said(path: Path, draw: Callable[[Any], None]) -> str:
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 740, SEEN)
    draw(canvas)
    canvas.save()
    return "\n".join(page.text for page in read(Source(path), None) if isinstance(page, Page))


def write(canvas: Any, colour: Color = black, size: float = 12, x: float = 72, y: float = 600) -> None:
    canvas.setFont("Helvetica", size)
    canvas.setFillColor(colour)
    canvas.drawString(x, y, UNSEEN)


def bar(canvas: Any, colour: Color) -> None:
    canvas.setFillColor(colour)
    canvas.rect(60, 590, 400, 30, fill=1, stroke=0)


def beneath(canvas: Any, colour: Color) -> None:
    write(canvas)
    bar(canvas, colour)


def ground(canvas: Any, text: Color) -> None:
    bar(canvas, BLUE)
    write(canvas, text)


def veiled(canvas: Any) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 12)
    canvas.setFillAlpha(0.02)
    canvas.drawString(72, 600, UNSEEN)
    canvas.restoreState()


def clipped(canvas: Any) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(0, 0, 10, 10)
    canvas.clipPath(path, stroke=0, fill=0)
    write(canvas)
    canvas.restoreState()


def under_a_picture(canvas: Any) -> None:
    write(canvas)
    canvas.drawImage(ImageReader(Image.new("RGB", (50, 50), "white")), 60, 590, 400, 30)


def scaled(canvas: Any, by: float) -> None:
    canvas.saveState()
    canvas.translate(72, 600)
    canvas.scale(by, by)
    write(canvas, x=0, y=0)
    canvas.restoreState()


def squeezed(canvas: Any) -> None:
    text = canvas.beginText(72, 600)
    text.setFont("Helvetica", 12)
    text.setHorizScale(0.5)
    text.textLine(UNSEEN)
    canvas.drawText(text)


def undrawn(canvas: Any) -> None:
    text = canvas.beginText(72, 600)
    text.setFont("Helvetica", 12)
    text.setTextRenderMode(3)
    text.textLine(UNSEEN)
    canvas.drawText(text)


def upright(canvas: Any) -> None:
    canvas.saveState()
    canvas.translate(300, 200)
    canvas.rotate(90)
    write(canvas, x=0, y=0)
    canvas.restoreState()


HIDING: dict[str, Callable[[Any], None]] = {
    "white": lambda canvas: write(canvas, white),
    "nearly white": lambda canvas: write(canvas, Color(0.92, 0.92, 0.92)),
    "tiny": lambda canvas: write(canvas, size=1),
    "a dot": lambda canvas: write(canvas, size=0.1),
    "scaled down": lambda canvas: scaled(canvas, 0.01),
    "squeezed": squeezed,
    "beside the page": lambda canvas: write(canvas, x=-900),
    "above the page": lambda canvas: write(canvas, y=2000),
    "under white": lambda canvas: beneath(canvas, white),
    "under blue": lambda canvas: beneath(canvas, BLUE),
    "blue on blue": lambda canvas: ground(canvas, BLUE),
    "under a picture": under_a_picture,
    "transparent": veiled,
    "clipped away": clipped,
    "in no way": undrawn,
}
SHOWING: dict[str, Callable[[Any], None]] = {
    "white on blue": lambda canvas: ground(canvas, white),
    "grey": lambda canvas: write(canvas, Color(0.75, 0.75, 0.75)),
    "small print": lambda canvas: write(canvas, size=5),
    "upright": upright,
}


@pytest.mark.parametrize("way", HIDING)
def test_what_nobody_sees_says_nothing(tmp_path: Path, way: str) -> None:
    text = standing(said(tmp_path / "lease.pdf", HIDING[way]))
    assert "5000" not in text
    assert "January" not in text
    assert SEEN in text


@pytest.mark.parametrize("way", SHOWING)
def test_what_is_seen_stays(tmp_path: Path, way: str) -> None:
    text = " ".join(standing(said(tmp_path / "lease.pdf", SHOWING[way])).split())
    assert UNSEEN in text
    assert SEEN in text
