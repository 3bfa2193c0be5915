"""Whether a window looks as it did: by blocks of its picture, so that letters may be drawn a little otherwise
but nothing may be elsewhere, gone, or of another colour.

Pictures are kept in 256 colours, and what tells the time in them is covered.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel, QWidget

_BLOCK = 8  # pixels across
_MOST = 18.0  # levels, of 255, by which the mean of a block may be another in any of its colours
_TOGETHER = 4  # blocks beside each other that are others, until something is
_COLOURS = 256
_TIMED = re.compile(r"\d{1,2}:\d{2}|\d+[.,]\d+ s\b")  # a time of day, or how long something took


def picture(shown: QWidget) -> Image.Image:
    """A widget as it is shown, without the times that stand in it."""
    image = shown.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    painter = QPainter(image)
    for label in shown.findChildren(QLabel):
        if label.isVisible() and label.window() is shown and _TIMED.search(label.text()):
            place = QRect(label.mapTo(shown, label.rect().topLeft()), label.size())
            painter.fillRect(place, "#808080")
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
    return Image.fromarray(pixels.copy())


def keep(image: Image.Image, path: Path) -> None:
    """Save a picture to be compared with, small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    few = image.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def differences(kept: Image.Image, now: Image.Image) -> list[str]:
    """Where a picture is not as it was kept, in words; empty where it is."""
    if kept.size != now.size:
        return [f"{now.size[0]} by {now.size[1]} pixels and not {kept.size[0]} by {kept.size[1]}"]
    off = np.abs(_means(kept) - _means(now)).max(axis=2)
    return [
        f"{len(cluster)} blocks about {left * _BLOCK}, {top * _BLOCK} differ by up to {most:.0f} levels"
        for cluster in _clusters(off > _MOST)
        if len(cluster) >= _TOGETHER
        for top, left in (min(cluster),)
        for most in (max(float(off[place]) for place in cluster),)
    ]


def _means(image: Image.Image) -> NDArray[np.float64]:
    """The mean colour of each block."""
    pixels = np.asarray(image.convert("RGB"), dtype=np.float64)
    high, wide = (side // _BLOCK * _BLOCK for side in pixels.shape[:2])
    blocks = pixels[:high, :wide].reshape(high // _BLOCK, _BLOCK, wide // _BLOCK, _BLOCK, 3)
    return np.asarray(blocks.mean(axis=(1, 3)))


def _clusters(off: NDArray[np.bool_]) -> list[list[tuple[int, int]]]:
    """Blocks that lie beside each other."""
    left = {(int(top), int(side)) for top, side in np.argwhere(off)}
    found = []
    while left:
        cluster, edge = [], [left.pop()]
        while edge:
            top, side = edge.pop()
            cluster.append((top, side))
            near = {(top + down, side + over) for down in (-1, 0, 1) for over in (-1, 0, 1)} & left
            left -= near
            edge += near
        found.append(cluster)
    return found
