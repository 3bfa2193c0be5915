"""Contact sheets of what a gallery has saved: a picture for each view with all its looks side by side, and a
page that leads to them.

A picture is called VIEW--STATE--LOOK.png, as the tests of the gallery save it.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

_THUMB, _GAP, _HEAD, _ACROSS = 480, 10, 18, 4
_GROUND, _INK = (90, 90, 90), (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Shot:
    view: str
    state: str
    look: str
    path: Path

    @classmethod
    def of(cls, path: Path) -> Shot:
        view, state, look = path.stem.split("--")
        return cls(view, state, look, path)


def made(folder: Path) -> list[Path]:
    """Write the sheets of a gallery into its folder "sheets", and "index.html"; the sheets, by view."""
    shots = sorted((Shot.of(path) for path in folder.glob("*--*--*.png")), key=lambda one: one.path.name)
    views: dict[str, list[Shot]] = {}
    for one in shots:
        views.setdefault(one.view, []).append(one)
    target = folder / "sheets"
    target.mkdir(exist_ok=True)
    sheets = []
    for view, of_view in views.items():
        sheets.append(target / f"{view}.png")
        drawn(of_view).save(sheets[-1])
    (folder / "index.html").write_text(page(views), encoding="utf-8")
    return sheets


def drawn(shots: Sequence[Shot], across: int = _ACROSS, width: int = _THUMB) -> Image.Image:
    """One picture of all, each under its state and look."""
    small = [(f"{one.state}, {one.look}", thumb(one.path, width)) for one in shots]
    rows = [small[at : at + across] for at in range(0, len(small), across)]
    heights = [max(picture.height for _, picture in row) + _HEAD + _GAP for row in rows]
    sheet = Image.new("RGB", (across * (width + _GAP) + _GAP, sum(heights) + _GAP), _GROUND)
    pen, top = ImageDraw.Draw(sheet), _GAP
    for row, height in zip(rows, heights, strict=True):
        for place, (name, picture) in enumerate(row):
            left = _GAP + place * (width + _GAP)
            pen.text((left, top), name, _INK)
            sheet.paste(picture, (left, top + _HEAD))
        top += height
    return sheet


def thumb(path: Path, width: int) -> Image.Image:
    """As wide as asked for; what is narrower keeps its size."""
    with Image.open(path) as picture:
        shown = picture.convert("RGB")
    if shown.width <= width:
        return shown
    return shown.resize((width, round(shown.height * width / shown.width)), Image.Resampling.LANCZOS)


def page(views: dict[str, list[Shot]]) -> str:
    """All views with their looks, each leading to the picture itself."""
    parts = ["<!doctype html><meta charset='utf-8'><title>Gallery</title>", _STYLE, "<h1>Gallery</h1><p>"]
    parts += [f"<a href='#{html.escape(view)}'>{html.escape(view)}</a> " for view in views]
    parts.append("</p>")
    for view, shots in views.items():
        name = html.escape(view)
        parts.append(
            f"<h2 id='{name}'>{name}</h2><p><a href='sheets/{name}.png'>all on one sheet</a></p><div>"
        )
        parts += _figures(shots)
        parts.append("</div>")
    return "\n".join(parts)


def _figures(shots: Iterable[Shot]) -> list[str]:
    return [
        f"<figure><a href='{file}'><img loading='lazy' src='{file}'></a>"
        f"<figcaption>{html.escape(one.state)}, {html.escape(one.look)}</figcaption></figure>"
        for one in shots
        for file in (html.escape(one.path.name),)
    ]


_STYLE = """<style>
body { font-family: sans-serif; background: #5a5a5a; color: #fff; margin: 24px } a { color: #fff }
div { display: flex; flex-wrap: wrap; gap: 12px } figure { margin: 0 } img { width: 480px; display: block }
</style>"""
