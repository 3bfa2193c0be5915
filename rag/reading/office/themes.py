"""Colours of Office files as a theme names them, and lighter and darker ones of these.

Source: ECMA-376 part 1, 20.1.2.3 (colours of DrawingML), 20.1.6.2 (clrScheme), 18.3.1.15 (tint).
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from typing import Any

from rag.reading.inks import UNKNOWN, Colour, of_hex

_Change = Callable[[float, float], float]
# Of the luminance, from 0 to 1: what it becomes by a share. What is not among these is not known.
_CHANGES: dict[str, _Change] = {
    "lumMod": lambda light, share: light * share, "lumOff": lambda light, share: light + share,
    "shade": lambda light, share: light * share, "tint": lambda light, share: 1 - (1 - light) * share,
}  # fmt: skip
_WHOLE = 100_000  # of a share
_VEILED = 0.05 * _WHOLE  # opacity at which nothing is told from the ground
_NAMED: dict[str, Colour] = {"white": (255, 255, 255), "black": (0, 0, 0)}


def theme_colours(theme: Any) -> dict[str, Colour]:
    """The colours of a theme by their names: "lt1", "accent1". `theme`: its root, or None."""
    scheme = None if theme is None else next(theme.iter("{*}clrScheme"), None)
    found: dict[str, Colour] = {}
    for node in () if scheme is None else scheme:
        said = next((one.get("lastClr") or one.get("val") for one in node), None)
        found[node.tag.rpartition("}")[2]] = of_hex(said) or UNKNOWN
    return found


def tinted(colour: Colour, tint: float) -> Colour:
    """A colour of a sheet made lighter, or darker below 0; from -1 to 1."""
    return _with_light(colour, lambda light: light * (1 + tint) if tint < 0 else light * (1 - tint) + tint)


def drawn_colour(parent: Any, named: Callable[[str], Colour | None]) -> Colour | None:
    """The colour that stands in an element of a drawing; None for one that lets everything through.

    `named` gives those of the theme.
    """
    node = next((child for child in parent if child.tag.rpartition("}")[2].endswith("Clr")), None)
    if node is None:
        return UNKNOWN
    said = node.get("val", "")
    match node.tag.rpartition("}")[2]:
        case "srgbClr":
            colour = of_hex(said)
        case "schemeClr":
            colour = named(said)
        case "sysClr":
            colour = of_hex(node.get("lastClr"))
        case "prstClr":
            colour = _NAMED.get(said)
        case _:
            colour = None
    colour = UNKNOWN if colour is None else colour
    for change in node:
        kind, share = change.tag.rpartition("}")[2], _share(change.get("val"))
        if kind == "alpha":
            if share * _WHOLE <= _VEILED:
                return None
        elif kind in _CHANGES:
            make = _CHANGES[kind]
            colour = _with_light(colour, lambda light, make=make, share=share: make(light, share))  # type: ignore[misc]
        else:
            colour = UNKNOWN
    return colour


def _with_light(colour: Colour, change: Callable[[float], float]) -> Colour:
    if colour == UNKNOWN:
        return colour
    hue, light, full = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    red, green, blue = colorsys.hls_to_rgb(hue, min(max(change(light), 0.0), 1.0), full)
    return round(255 * red), round(255 * green), round(255 * blue)


def _share(text: str | None) -> float:
    digits = (text or "").rstrip("%")
    if not digits.lstrip("-").replace(".", "", 1).isdecimal() or len(digits) > 12:
        return 1.0
    return float(digits) / (100 if (text or "").endswith("%") else _WHOLE)
