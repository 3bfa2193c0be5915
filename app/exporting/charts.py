"""Charts of forecasts as one picture: what was, what is expected, and between what; on light or dark ground.

Drawn by Pillow with a face of the system, three times as large and made smaller, so that lines are smooth.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.exporting.faces import written
from app.words.catalogue import count, say
from app.words.directions import bare
from app.words.forecasts import date_words, figure, method_words
from rag.forecasting.choosing import Forecast

MOST = 12  # series of one picture
_SMOOTH = 3
_WIDTH, _PANEL = 1200, 400  # points
_LEFT, _RIGHT, _TOP, _BOTTOM = 92, 28, 66, 40
_TEXT, _TITLE, _SMALL = 14, 18, 13
_TICKS, _DATES = 5, 7
_HEADROOM = 0.06
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_FEWEST_SHOWN, _SHOWN_TIMES, _SHOWN_SEASONS = 24, 4, 3
_LONGEST_SEASON = 60  # values; of longer ones fewer are shown
_DOTS = 70  # values up to which each has a dot


@dataclass(frozen=True, slots=True)
class Palette:
    ground: str
    text: str
    faint: str
    grid: str
    history: str
    forecast: str
    band: str


LIGHT = Palette("#ffffff", "#1f2328", "#59636e", "#e4e8ec", "#4a5561", "#0969da", "#cfe3f9")
DARK = Palette("#15181d", "#e9edf2", "#9aa5b1", "#2a3038", "#b4bec9", "#58a6ff", "#1d3c60")


def drawn(found: Sequence[Forecast], *, dark: bool = False, scale: int = 1, ground: str = "") -> bytes:
    """The charts of forecasts below each other as a PNG, the first `MOST` of them. `scale`: dots a point;
    `ground`: another colour than the palette's, as "#rrggbb".
    """
    from PIL import Image

    palette = DARK if dark else LIGHT
    palette = replace(palette, ground=ground or palette.ground)
    shown = found[:MOST]
    more = len(found) - len(shown)
    height = _PANEL * len(shown) + (_BOTTOM if more else 0)
    factor = _SMOOTH * scale
    image = Image.new("RGB", (_WIDTH * factor, height * factor), palette.ground)
    for place, one in enumerate(shown):
        _Panel(image, factor, place * _PANEL, palette, one).draw()
    if more:
        pen = _Pen(image, factor, palette)
        pen.text(_LEFT, height - _BOTTOM / 2, count("forecasting.more", more), _TEXT, palette.faint)
    image = image.resize((_WIDTH * scale, height * scale), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


class _Pen:
    """Draws in points."""

    def __init__(self, image: Any, factor: int, palette: Palette) -> None:
        from PIL import ImageDraw

        self._draw = ImageDraw.Draw(image)
        self._factor = factor
        self.palette = palette

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float) -> None:
        scaled = [(x * self._factor, y * self._factor) for x, y in points]
        self._draw.line(scaled, colour, round(width * self._factor), joint="curve")

    def area(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        self._draw.polygon([(x * self._factor, y * self._factor) for x, y in points], colour)

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        sides = ((x - radius), (y - radius), (x + radius), (y + radius))
        self._draw.ellipse([side * self._factor for side in sides], colour)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.area([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour)

    def text(self, x: float, y: float, text: str, size: int, colour: str, anchor: str = "lm") -> float:
        """Write, and say how wide it is."""
        text, face = written(bare(text), size * self._factor)
        self._draw.text((x * self._factor, y * self._factor), text, colour, face, anchor)
        return float(face.getlength(text)) / self._factor

    def wide(self, text: str, size: int) -> float:
        """How wide it would be."""
        text, face = written(bare(text), size * self._factor)
        return float(face.getlength(text)) / self._factor


class _Panel:
    """The chart of one series, from `top` down."""

    def __init__(self, image: Any, factor: int, top: int, palette: Palette, found: Forecast) -> None:
        self._pen = _Pen(image, factor, palette)
        self._found = found
        self._top = top + _TOP
        self._foot = top + _PANEL - _BOTTOM
        self._head = top
        values = found.series.values
        self._history = values[-_shown(found) :]
        self._first = len(values) - len(self._history)
        self._last = len(values) + len(found.mean) - 1
        figures = np.concatenate([self._history, found.low, found.high])
        low, high = float(figures.min()), float(figures.max())
        room = (high - low or abs(high) or 1.0) * _HEADROOM
        floor = 0.0 if low >= 0 and low < (high - low) / 2 else low - room
        self._low, self._high = floor, high + room

    def draw(self) -> None:
        pen, palette, found = self._pen, self._pen.palette, self._found
        self._axes()
        length, ahead = len(found.series.values), range(len(found.mean))
        band = [(self._x(length + at), self._y(found.high[at])) for at in ahead]
        band += [(self._x(length + at), self._y(found.low[at])) for at in reversed(ahead)]
        joint = (self._x(length - 1), self._y(self._history[-1]))
        pen.area([joint, *band], palette.band)
        was = [(self._x(self._first + at), self._y(value)) for at, value in enumerate(self._history)]
        comes = [joint, *((self._x(length + at), self._y(found.mean[at])) for at in ahead)]
        border = self._x(length - 1)
        for begin in range(self._top, self._foot, 8):
            pen.line([(border, begin), (border, min(begin + 4, self._foot))], palette.faint, 1)
        if len(was) > 1:
            pen.line(was, palette.history, 1.8)
        pen.line(comes, palette.forecast, 2.4)
        if len(was) + len(comes) <= _DOTS:
            for x, y in was:
                pen.dot(x, y, 2.4, palette.history)
            for x, y in comes[1:]:
                pen.dot(x, y, 3, palette.forecast)
        self._titles()

    def _axes(self) -> None:
        pen, palette = self._pen, self._pen.palette
        step = _step(self._low, self._high)
        for number in range(math.ceil(self._low / step), math.floor(self._high / step) + 1):
            y = self._y(number * step)
            pen.line([(_LEFT, y), (_WIDTH - _RIGHT, y)], palette.grid, 1)
            pen.text(_LEFT - 10, y, figure(number * step, step, figures=2), _TEXT, palette.faint, "rm")
        pen.line([(_LEFT, self._foot), (_WIDTH - _RIGHT, self._foot)], palette.faint, 1)
        calendar, begins = self._found.series.calendar, math.inf
        for place in _places(self._first, self._last):
            x, said = self._x(place), date_words(calendar.moment(place), calendar)
            pen.line([(x, self._foot), (x, self._foot + 5)], palette.faint, 1)
            half = len(said) * _TEXT * 0.3
            at = min(x, _WIDTH - 8 - half)
            if at + half < begins:
                pen.text(at, self._foot + 19, said, _TEXT, palette.faint, "mm")
                begins = at - half - 10

    def _titles(self) -> None:
        pen, palette, found = self._pen, self._pen.palette, self._found
        pen.text(_LEFT, self._head + 22, _short(found.series.item, 60), _TITLE, palette.text)
        method = say("forecasting.told.method", method=method_words(found.methods))
        pen.text(_LEFT, self._head + 46, _short(method, 150), _SMALL, palette.faint)
        y = self._head + 22
        legend = [
            (say(f"forecasting.chart.{key}"), colour, height)
            for key, colour, height in (
                ("history", palette.history, 3),
                ("forecast", palette.forecast, 3),
                ("interval", palette.band, 12),
            )
        ]
        apart = 44.0
        x = _WIDTH - _RIGHT + apart - 27 - sum(apart + pen.wide(said, _TEXT) for said, _, _ in legend)
        for said, colour, height in legend:  # ends where the chart ends, in any language
            pen.box(x, y - height / 2, 20, height, colour)
            x += apart + pen.text(x + 27, y, said, _TEXT, palette.text)

    def _x(self, place: float) -> float:
        span = max(self._last - self._first, 1)
        return _LEFT + (place - self._first) * (_WIDTH - _LEFT - _RIGHT) / span

    def _y(self, value: float) -> float:
        share = (float(value) - self._low) / (self._high - self._low)
        return self._foot - share * (self._foot - self._top)


def _shown(found: Forecast) -> int:
    """How many values are drawn before the forecast."""
    seasons = _SHOWN_SEASONS * found.season if found.season <= _LONGEST_SEASON else 0
    return min(len(found.series.values), max(_FEWEST_SHOWN, _SHOWN_TIMES * len(found.mean), seasons))


def _step(low: float, high: float) -> float:
    """A round distance between lines, for about `_TICKS` of them."""
    rough = (high - low) / _TICKS
    size: float = 10.0 ** math.floor(math.log10(rough))
    return next(one * size for one in _STEPS if one * size >= rough)


def _places(first: int, last: int) -> Iterator[int]:
    """Places to be named, evenly apart, the last one first."""
    step = max(1, math.ceil((last - first) / _DATES))
    return iter(range(last, first - 1, -step))


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
