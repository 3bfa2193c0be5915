"""Draws open books, and wide pages that are none; every column's lines begin with its name."""

from __future__ import annotations

import numpy as np
from files.bent_pages import Colours
from PIL import Image, ImageDraw, ImageFont

_PAPER, _INK = (250, 249, 245), (20, 20, 24)
_PROSE = "court found both parties agreed upon rent good faith before winter came lease notice"


class Sheet:
    """Something wide to draw on."""

    def __init__(self, size: tuple[int, int] = (2000, 1400)) -> None:
        self._picture = Image.new("RGB", size, _PAPER)
        self._pen = ImageDraw.Draw(self._picture)

    def text(self, x: float, y: float, text: str, height: int = 20) -> None:
        self._pen.text((x, y), text, _INK, ImageFont.load_default(height))

    def rule(self, *ends: float) -> None:
        self._pen.line(ends, _INK, 3)

    def field(self, *box: float) -> None:
        self._pen.rectangle(box, None, _INK, 3)

    def column(self, name: str, x: float, y: float, width: float, rows: int, height: int = 20) -> None:
        """Lines of prose that fill a width, the last one half of it."""
        font, words = ImageFont.load_default(height), _PROSE.split()
        for row in range(rows):
            line = f"{name} {row}"
            for step in range(99):
                longer = f"{line} {words[(row * 5 + step) % len(words)]}"
                if font.getlength(longer) > (width / 2 if row == rows - 1 else width):
                    break
                line = longer
            self.text(x, y + row * height * 1.5, line, height)

    def picture(self) -> Colours:
        return np.asarray(self._picture)


def journal() -> Colours:
    """Two pages of a journal: a number and a running head each, two columns on the left one, and on the right
    one a title across and two shorter columns.
    """
    sheet = Sheet((2000, 1000))
    sheet.text(110, 60, "214")
    sheet.text(420, 60, "Journal of Leases")
    sheet.column("Alder", 110, 130, 390, 17)
    sheet.column("Birch", 550, 130, 390, 17)
    sheet.text(1300, 75, "Volume Seven")
    sheet.text(1860, 75, "215")
    sheet.text(1070, 140, "Of notices that came too late for the winter", 34)
    sheet.column("Cedar", 1070, 225, 390, 8)
    sheet.column("Elder", 1510, 225, 390, 8)
    return sheet.picture()


def ledger() -> Colours:
    """A wide table, ruled, whose rows go on across the middle."""
    sheet = Sheet()
    for row in range(22):
        y = 100 + row * 54
        sheet.text(90, y, f"{row + 1}")
        sheet.text(200, y, f"Tenant of house number {row + 7}")
        sheet.text(640, y, "paid in full")
        sheet.text(1120, y, f"Receipt {row + 300} by post")
        sheet.text(1500, y, f"{row * 7 + 20}.00")
        sheet.text(1760, y, "May 1938")
        sheet.rule(70, y + 38, 1930, y + 38)
    sheet.rule(1000, 80, 1000, 1300)
    return sheet.picture()


def slide() -> Colours:
    """A title across, and two lists beside each other."""
    sheet = Sheet((1920, 1080))
    sheet.text(300, 70, "What the tenants of the harbour owe this winter", 56)
    for row in range(6):
        sheet.text(120, 250 + row * 110, f"Left point {row + 1} about rent", 42)
        sheet.text(1060, 250 + row * 110, f"Right point {row + 1} about notice", 42)
    return sheet.picture()


def drawing() -> Colours:
    """A plan: fields with a word or two all over it."""
    sheet = Sheet()
    for place in range(24):
        x, y = 120 + (place % 6) * 310 + (40 if place % 6 > 2 else 0), 120 + place // 6 * 310
        sheet.field(x, y, x + 200, y + 180)
        sheet.text(x + 30, y + 70, f"Room {place + 1}", 26)
    sheet.text(1250, 1340, "Plan of the ground floor, 1:100", 22)
    return sheet.picture()
