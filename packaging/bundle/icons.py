"""Draws the program's icon in the sizes that desktops ask for, and gathers them in the one file that Windows
and macOS take. Run with the packages of the set-up: `python icons.py SVG FOLDER`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS, MACOS = "confidant.ico", "confidant.icns"
SIDE = "side.bmp"  # beside the last page of the program for sticks of Windows, as large as NSIS has it
_SIDE_SIZE, _SIDE_PLACE = (164, 314), (18, 40)
FOLDER = Path(__file__).resolve().parents[2] / "build" / "package" / "icons"  # for PyInstaller
_WINDOWS_SIZES = (16, 24, 32, 48, 64, 128, 256)


def draw(svg: Path, folder: Path) -> None:
    """`N.png` in the folder for each size, and those of Windows and macOS."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(svg))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        image.save(str(folder / f"{size}.png"))
    del application
    _gather(folder)


def _gather(folder: Path) -> None:
    from PIL import Image

    pictures = {size: Image.open(folder / f"{size}.png") for size in SIZES}
    largest, *_ = (pictures[size] for size in reversed(_WINDOWS_SIZES))
    largest.save(
        folder / WINDOWS,
        sizes=[(size, size) for size in _WINDOWS_SIZES],
        append_images=[pictures[size] for size in _WINDOWS_SIZES],
        bitmap_format="bmp",  # not everything there reads those that are packed
    )
    pictures[SIZES[-1]].save(folder / MACOS, append_images=list(pictures.values()))
    side = Image.new("RGB", _SIDE_SIZE, "white")
    side.paste(pictures[128], _SIDE_PLACE, pictures[128])
    side.save(folder / SIDE)


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(sys.argv[2]))
