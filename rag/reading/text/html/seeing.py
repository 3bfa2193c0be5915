"""Whether what a style says lets text be seen: its size, its ink and ground, its place, its opacity.

Source: CSS Color Level 4, CSS 2.2 (W3C). What is not understood counts as seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rag.reading.inks import Colour, alike

PROPERTIES = (
    "opacity|font-size|color|background(?:-color)?|text-indent|margin-left|left|top|transform|clip(?:-path)?"
    "|(?:max-)?height|overflow(?:-y)?"
)  # not for people
_TINY = 2.0  # pixels; 1px and 0 are what hides text in mail and pages
_FAR = -400.0  # pixels beside where something would stand
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|r?em|ex|ch|%|vw|vh|cm|mm|in)?\Z")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "rem": 16.0, "em": 16.0, "cm": 37.8, "mm": 3.78, "in": 96.0, "": 1.0}
_RELATIVE = 0.13  # of the size around: less than 2 of 16 pixels
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\Z")
_RGB = re.compile(r"rgba?\(([^)]*)\)\Z")
_NAMED: Mapping[str, Colour] = {
    "white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240), "black": (0, 0, 0),
    "ghostwhite": (248, 248, 255), "whitesmoke": (245, 245, 245), "floralwhite": (255, 250, 240),
}  # fmt: skip
_GONE = re.compile(
    r"scale[xy]?\(\s*0*\.?0*\s*[,)]|rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]|inset\(\s*(?:50|100)%"
)
_GOING = ("opacity", "text-indent", "margin-left", "left", "top", "transform", "clip", "clip-path")
_VEILED = 0.05  # of 1: opacity at which nothing is told from the ground
PAPER = "255,255,255"  # what a page stands on that says nothing else


class Sight(NamedTuple):
    """What holds for the text in an element. Colours are as `told` writes them, "" for unknown ones."""

    ink: str = "0,0,0"
    ground: str = PAPER
    tiny: bool = False

    @property
    def nothing(self) -> bool:
        """Whether nothing is to be seen."""
        return self.tiny or self.ink == "none" or _alike(self.ink, self.ground)

    def inside(self, look: Mapping[str, str]) -> Sight:
        """What holds inside an element of this look."""
        return Sight(
            look.get("ink", self.ink),
            look.get("ground", self.ground),
            look["size"] == "tiny" if "size" in look else self.tiny,
        )


def is_gone(look: Mapping[str, str]) -> bool:
    """Whether an element is nowhere to be seen, with all that stands in it."""
    if any(look.get(name) == "gone" for name in _GOING):
        return True
    return look.get("overflow") == "hidden" and "flat" in (look.get("height"), look.get("max-height"))


def told(name: str, value: str) -> Iterator[tuple[str, str]]:
    """What a declaration says of it: a property of a look and its value."""
    value = value.strip()
    match name:
        case "opacity":
            number = _number(value)
            yield name, "gone" if number is not None and number <= _VEILED else ""
        case "font-size":
            yield "size", "tiny" if _is_tiny(value) else ""
        case "color":
            yield "ink", _colour(value)
        case "background" | "background-color":
            ground = _colour(value)
            if ground != "none":
                yield "ground", ground
        case "text-indent" | "margin-left" | "left" | "top":
            yield name, "gone" if _pixels(value) <= _FAR else ""
        case "height" | "max-height":
            yield name, "flat" if _number(value) == 0 else ""
        case "overflow" | "overflow-y":
            yield "overflow", "hidden" if "hidden" in value or "clip" in value else ""
        case _:  # clip, clip-path, transform
            yield name, "gone" if _GONE.search(value) else ""


def attributes(look: Mapping[str, str], ink: str | None, ground: str | None) -> dict[str, str]:
    """A look with the colours that an element's attributes give it, where its style gives none."""
    found = dict(look)
    for name, value in (("ink", ink), ("ground", ground)):
        if value and name not in found:
            found[name] = _colour(value.strip().lower())
    return found


def _number(value: str) -> float | None:
    found = _LENGTH.match(value)
    return None if found is None else float(found[1])


def _pixels(value: str) -> float:
    found = _LENGTH.match(value)
    if found is None:
        return 0.0
    return float(found[1]) * _PIXELS.get(found[2] or "", 10.0)


def _is_tiny(value: str) -> bool:
    found = _LENGTH.match(value)
    if found is None:
        return False
    size, unit = float(found[1]), found[2] or ""
    if unit in ("em", "rem"):
        return size < _RELATIVE
    if unit == "%":
        return size < 100 * _RELATIVE
    return size * _PIXELS.get(unit, 10.0) < _TINY


def _colour(value: str) -> str:
    """A colour as numbers, "none" for one that is not there, "" for one that is not understood."""
    value = value.strip()
    if value in ("transparent", "none", "inherit", "initial"):
        return "none" if value == "transparent" else ""
    if value in _NAMED:
        return ",".join(map(str, _NAMED[value]))
    found = _HEX.match(value)
    if found is not None:
        digits = found[1] if len(found[1]) > 4 else "".join(2 * one for one in found[1])
        parts = [int(digits[at : at + 2], 16) for at in range(0, len(digits), 2)]
        return "none" if parts[3:] and parts[3] < 13 else ",".join(map(str, parts[:3]))
    rgb = _RGB.match(value)
    numbers = [_number(one) for one in re.split(r"[\s,/]+", rgb[1].strip())] if rgb else []
    if len(numbers) < 3 or None in numbers or "%" in value:
        return ""
    given = [one for one in numbers if one is not None]
    return "none" if given[3:] and given[3] <= _VEILED else ",".join(str(int(one)) for one in given[:3])


def _alike(ink: str, ground: str) -> bool:
    first, second = ink.split(","), ground.split(",")
    if len(first) != 3 or len(second) != 3:
        return False
    return alike([*map(int, first)], [*map(int, second)])
