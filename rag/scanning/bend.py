"""Lines that bend, as on a page that curls into its binding, made straight.

How steeply lines run is measured all over the page, by shearing small pieces of it until their rows of ink
stand out most. One smooth surface is laid through all slopes; it tells how far each spot strays from its
line's level at the middle of the page. No line has to be found for that. (After the idea of B. Fu et al., "A
model-based book dewarping method using text line detection", 2007: all lines of a page share one shape.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.layout.printed import Rectangle
from rag.scanning.sizing import LONGEST_SIDE
from rag.scanning.strips import Gray

Colours = NDArray[np.uint8]  # shape (height, width, 3), red first
Floats = NDArray[np.float64]

_LOOKED_AT = 900  # pixels of the shorter side, while slopes are measured
_THICKEST = 21  # pixels: darker fields wider and higher than this are no letters
_SLICE = 8  # pixels: so wide a slice has one shift
_SLICES = 16  # of a piece
_PIECE = 120  # pixels of its height: some lines
_STEEPEST = 0.30  # pixels down for one across
_SLOPES = np.linspace(-_STEEPEST, _STEEPEST, 49)
_CLEAR = 1.35  # of the best slope, to the middle one: a piece with less holds no lines
_FEWEST = 12  # pieces with lines
_ACROSS, _DOWN = 4, 2  # powers of the surface
_STIFF = 1e-3  # holds the surface back where few pieces tell of it
_OFF = 0.02  # pixels down for one across: a slope that differs more counts for little
_AGREED = 0.75  # of what all pieces weigh, that agree with the surface
_ROUNDS = 6
_GRID = 65  # places across and down, at which the surface is asked
_BAND = 256  # rows straightened together: maps of a whole page would take more memory than it


@dataclass(frozen=True, slots=True)
class Bend:
    """How far each spot of a page lies below where its line is at the middle of the page.

    `inside`: left, top, right and bottom of what holds lines; beyond it the bend goes on as at its edge.
    """

    weights: Floats  # of the powers across (from the first) and down (from none)
    size: tuple[int, int]  # width and height of the page
    inside: Rectangle
    depth: float  # pixels, from the highest to the lowest spot of a line, its tilt taken away

    def shifts(self, across: Floats, level: Floats) -> Floats:
        """Pixels by which spots are lower than the level that their line has when flat."""
        x0, y0, x1, y1 = self.inside
        width, height = self.size
        u = np.clip(across, x0, x1) / width * 2 - 1
        v = np.clip(level, y0, y1) / height * 2 - 1
        return np.asarray(_surface(u, v, self.weights) * width / 2, np.float64)

    def flattened(self, picture: Colours) -> Colours:
        """The page with its lines level."""
        import cv2

        height, width = picture.shape[:2]
        # The surface is smooth: it need not be asked for at every pixel.
        u, v = np.meshgrid(np.linspace(0, width - 1, _GRID), np.linspace(0, height - 1, _GRID))
        coarse = self.shifts(u, v).astype(np.float32)
        flat = np.empty_like(picture)
        for top in range(0, height, _BAND):
            bottom = min(top + _BAND, height)
            across, down = np.meshgrid(
                np.arange(width, dtype=np.float32), np.arange(top, bottom, dtype=np.float32)
            )
            shift = cv2.remap(
                coarse,
                across * np.float32((_GRID - 1) / max(width - 1, 1)),
                down * np.float32((_GRID - 1) / max(height - 1, 1)),
                cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_REPLICATE,
            )
            flat[top:bottom] = cv2.remap(
                picture, across, down + shift, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
            )
        return flat

    def on_page(self, corners: NDArray[np.float32]) -> NDArray[np.float32]:
        """The outline of a four-cornered field of the flat page, as it lies on the bent one."""
        share = np.linspace(0, 1, 17)[:, None]
        top_left, top_right, bottom_right, bottom_left = corners.astype(np.float64)
        outline = np.concatenate(
            [
                top_left + share * (top_right - top_left),
                bottom_right + share * (bottom_left - bottom_right),
            ]
        )
        outline[:, 1] += self.shifts(outline[:, 0], outline[:, 1])
        return outline.astype(np.float32)


def bend_of(gray: Gray) -> Bend | None:
    """The shape that the lines of an upright page share; None where they are too few, or share none."""
    import cv2

    height, width = gray.shape
    if max(height, width) > LONGEST_SIDE:
        return None
    scale = min(1.0, _LOOKED_AT / min(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA) if scale < 1.0 else gray
    found = _slopes(np.asarray(small, np.uint8))
    if found is None:
        return None
    across, down, slopes, clear = found
    u, v = across / size[0] * 2 - 1, down / size[1] * 2 - 1
    weights, agree = _fitted(u, v, slopes, clear, size[0] / size[1])
    if agree < _AGREED:
        return None
    wide = _SLICE * _SLICES  # half of it is beside the pieces' middles, and lines may go on a little
    inside = (
        float(across.min() - wide) / scale, float(down.min()) / scale,
        float(across.max() + wide) / scale, float(down.max()) / scale,
    )  # fmt: skip
    depth = _depth(u, down, v, weights) * width / 2
    return Bend(weights, (width, height), inside, depth)


def _slopes(gray: Gray) -> tuple[Floats, Floats, Floats, Floats] | None:
    """Where pieces with lines are (their middles), how their lines slope, and how clear that is."""
    import cv2

    kernel = np.ones((_THICKEST, _THICKEST), np.uint8)
    ink = cv2.morphologyEx(cv2.GaussianBlur(gray, (3, 3), 0), cv2.MORPH_BLACKHAT, kernel).astype(np.float32)
    count = ink.shape[1] // _SLICE
    most = int(np.ceil(_STEEPEST * _SLICE * _SLICES / 2)) + 1
    if count < 3 * _SLICES or ink.shape[0] < 3 * _PIECE:
        return None
    slices = ink[:, : count * _SLICE].reshape(ink.shape[0], count, _SLICE).mean(axis=2).T
    padded = np.pad(slices, ((0, 0), (most, most)))
    starts = np.arange(0, count - _SLICES + 1, _SLICES // 2)
    high = ink.shape[0]
    tops = np.arange(0, high - _PIECE, _PIECE // 2)
    scores = np.empty((len(_SLOPES), len(starts), len(tops)))
    for place, slope in enumerate(_SLOPES):
        rows = np.zeros((len(starts), high), np.float32)
        for number in range(_SLICES):
            shift = most + round(slope * _SLICE * (number - (_SLICES - 1) / 2))
            rows += padded[starts + number, shift : shift + high]
        sharp = np.cumsum(np.diff(rows, axis=1, prepend=0.0) ** 2, axis=1, dtype=np.float64)
        scores[place] = sharp[:, tops + _PIECE - 1] - sharp[:, tops]
    best = scores.argmax(axis=0)
    top = scores.max(axis=0)
    clear = top / np.maximum(np.median(scores, axis=0), 1e-6)
    full = top > 0.05 * np.quantile(top, 0.9)
    kept = (clear >= _CLEAR) & full & (best > 0) & (best < len(_SLOPES) - 1)
    if kept.sum() < _FEWEST:
        return None
    columns, rows_at = np.nonzero(kept)
    across = (starts[columns] + _SLICES / 2) * _SLICE
    down = tops[rows_at] + _PIECE / 2
    return (
        across.astype(np.float64), down.astype(np.float64), _peaks(scores, best)[kept],
        np.minimum(clear[kept] - 1.0, 2.0),
    )  # fmt: skip


def _peaks(scores: Floats, best: NDArray[np.int64]) -> Floats:
    """The slopes at the peaks, between those that were tried."""
    place = np.clip(best, 1, len(_SLOPES) - 2)
    before, at, after = (np.take_along_axis(scores, (place + step)[None], axis=0)[0] for step in (-1, 0, 1))
    curve = before - 2 * at + after
    offset = np.where(np.abs(curve) > 1e-9, 0.5 * (before - after) / np.where(curve == 0, 1, curve), 0.0)
    return np.asarray(_SLOPES[place] + np.clip(offset, -1, 1) * (_SLOPES[1] - _SLOPES[0]), np.float64)


def _surface(u: Floats, v: Floats, weights: Floats) -> Floats:
    """Height of the surface, in halves of the page's width; nought at the page's middle."""
    found = np.zeros(np.broadcast(u, v).shape)
    for power in range(_ACROSS, 0, -1):
        along = sum(weights[power - 1, other] * v**other for other in range(_DOWN + 1))
        found = (found + along) * u
    return found


def _fitted(u: Floats, v: Floats, slopes: Floats, clear: Floats, ratio: float) -> tuple[Floats, float]:
    """The surface through the slopes, and the share of the pieces that agree with it. `ratio`: width to
    height.
    """
    level: Floats = v.copy()
    trust: Floats = clear.copy()
    weights: Floats = np.zeros((_ACROSS, _DOWN + 1))
    stiff = np.diag([_STIFF * clear.sum() * (power * (1 + other)) for power in range(1, _ACROSS + 1)
                     for other in range(_DOWN + 1)])  # fmt: skip
    for _ in range(_ROUNDS):
        terms = np.stack(
            [
                power * u ** (power - 1) * level**other
                for power in range(1, _ACROSS + 1)
                for other in range(_DOWN + 1)
            ],
            axis=1,
        )
        weighted = terms * trust[:, None]
        solved = np.asarray(np.linalg.solve(terms.T @ weighted + stiff, weighted.T @ slopes), np.float64)
        weights = solved.reshape(_ACROSS, _DOWN + 1)
        off = np.abs(terms @ solved - slopes)
        trust = np.asarray(clear / (1 + (off / _OFF) ** 2), np.float64)
        # The surface is that of flat levels; a piece lies below its own by what the surface says.
        level = np.asarray(v - _surface(u, level, weights) * ratio, np.float64)
    agree = float(clear[off < 2 * _OFF].sum() / clear.sum())
    return weights, agree


def _depth(u: Floats, rows: Floats, v: Floats, weights: Floats) -> float:
    """The most that a line strays to both sides of a straight one, in halves of the page's width."""
    deepest = 0.0
    for row in np.unique(rows):
        held = rows == row
        if held.sum() < 4:
            continue
        across = np.linspace(u[held].min(), u[held].max(), 33)
        height = _surface(across, np.full(33, v[held][0]), weights)
        straight = np.polynomial.Polynomial.fit(across, height, 1)(across)
        deepest = max(deepest, float(np.ptp(height - straight)))
    return deepest
