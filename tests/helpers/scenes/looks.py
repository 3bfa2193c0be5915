"""How a window may look: its size, its colours, its letters, its language; and an application dressed so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

from PySide6.QtCore import QTranslator
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from app.words.catalogue import ENGLISH, use
from ui.parts.palettes import DARK, DARK_MORE, LIGHT, LIGHT_MORE, Palette
from ui.parts.theme import BODY_POINTS, qt_palette, sheet
from ui.window.translating import settle_language

SIZES = ((1024, 600, 1), (1440, 900, 1), (1440, 900, 2))  # in points, and pixels to a point
EDGES = ((760, 520, 1), (4000, 2200, 1))  # the least that the window can be, and the most that a desk has
LANGUAGES = ("en", "de", "ar", "fr", "es", "it")
PERCENT = (75, 100, 200)  # letters may be as small and as large as that
WIDTH, SCALE, SPOKEN = "CONFIDANT_GALLERY_WIDTH", "QT_SCALE_FACTOR", "CONFIDANT_GALLERY_LANGUAGE"
COLOURS, LETTERS = "CONFIDANT_GALLERY_COLOURS", "CONFIDANT_GALLERY_LETTERS"
COLOURED = ("light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Look:
    name: str
    width: int
    height: int
    palette: Palette
    points: float = BODY_POINTS
    language: str = ENGLISH


TWICE = Look("letters-twice", 1440, 900, DARK_MORE, 21.0)
SMALL = Look("letters-small", 1024, 640, LIGHT_MORE, 7.9)
GERMAN = Look("german", 1024, 600, LIGHT, BODY_POINTS, "de")  # long words where there is little room
# The largest letters and long words on the smallest screen.
LARGE = Look("letters-twice-small", 1024, 600, LIGHT, 21.0, "de")
ARABIC = Look("arabic", 1440, 900, DARK, BODY_POINTS, "ar")  # from right to left


def asked(*every_day: Look) -> tuple[Look, ...]:
    """What the environment asks for, one width and language in all its colours; else those of every day."""
    width = os.environ.get(WIDTH)
    if not width:
        return every_day
    scale = int(os.environ.get(SCALE, "1"))
    sizes = [one for one in (*SIZES, *EDGES) if one[0] == int(width) and one[2] == scale]
    chosen = os.environ.get(COLOURS, ",".join(COLOURED)).split(",")
    languages = os.environ.get(SPOKEN, ENGLISH).split(",")
    letters = [int(one) for one in os.environ.get(LETTERS, "100").split(",")]
    return tuple(
        Look(
            f"{language}-{wide * dots}-{colour}" + ("" if percent == 100 else f"-letters-{percent}"),
            wide,
            high,
            palette_of(colour, wide),
            BODY_POINTS * percent / 100,
            language,
        )
        for (wide, high, dots), language, colour, percent in product(sizes, languages, chosen, letters)
    )


def palette_of(colour: str, width: int) -> Palette:
    """High contrast on a light ground where the window is small, on a dark one where it is large."""
    contrast = LIGHT_MORE if width == SIZES[0][0] else DARK_MORE
    return {"light": LIGHT, "dark": DARK, "contrast": contrast}[colour]


@contextmanager
def dressed(application: QApplication, look: Look, font: QFont | None = None) -> Iterator[None]:
    """The application as a person would have it, and as it was again. `font` takes the place of its own."""
    before = application.styleSheet(), application.palette(), application.font()
    chosen = QFont(font or before[2])
    chosen.setPointSizeF(look.points)
    application.setFont(chosen)
    application.setPalette(qt_palette(look.palette))
    application.setStyleSheet(sheet(look.palette, look.points))
    use(look.language)
    settle_language(application, look.language)
    yield
    use(ENGLISH)
    for spoken in application.findChildren(QTranslator):
        application.removeTranslator(spoken)
    settle_language(application, ENGLISH)
    application.setStyleSheet(before[0])
    application.setPalette(before[1])
    application.setFont(before[2])
