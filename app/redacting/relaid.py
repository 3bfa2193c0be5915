"""Lines laid anew where something is taken out of them, so that no gap tells how wide it was.

A bar over a word leaves the words beside it where they were: with the widths of the font's letters few names
fit (Bland, Iyer, Levchenko: "Story Beyond the Eye: Glyph Positions Break PDF Text Redaction", PoPETs 2023).
In a justified line the blanks between the other words tell it, too. So all that stands in such a line is set
again: bars of a few lengths, blanks of one width. Which length a bar has depends on the words that stay and
on their room alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.redacting.bars import Bar, grown, ink_of, write_on
from app.redacting.stretches import Part, Stretch, anchor_of, blank_of, room_of, rules_beside, stretches
from rag.types import Box

if TYPE_CHECKING:
    from PIL.Image import Image

LENGTHS = (4.0, 3.0, 2.0, 1.4)  # of a line's height, that bars have
_GLUED = 0.08  # of a line's height: nearer parts touch
_NARROWEST = 0.6  # that words become where they have no room
_ABOVE, _BELOW = 0.1, 0.2  # of a line's height, that letters may reach over their box
_OVERHANG = 0.12
_CHANCE = 0.012  # by which words become wider or narrower
_LETTER = 0.46  # of a line's height: a letter of a pseudonym
_SHARES = (1.0, 0.8, 0.65, 0.5)  # of its length that a pseudonym is written in, smaller
_SIDEWAYS = 2.0

Words = Sequence[tuple[str, Box]]


@dataclass(frozen=True, slots=True)
class Laid:
    """A page's picture, and its words with their places. Bars are words without letters."""

    picture: Image
    words: list[tuple[str, Box]]


def relaid(picture: Image, words: Words, bars: Sequence[Bar]) -> Laid:
    """The page without what the bars are over. Words that are left must not lie under them."""
    sideways = [one for one in bars if _is_sideways(one.box, picture, one.text)]
    upright = [one for one in bars if one not in sideways]
    laid = _relaid(picture.convert("RGB"), list(words), upright) if upright else None
    done = laid or Laid(picture.convert("RGB"), list(words))
    if not sideways:
        return done
    from PIL.Image import Transpose

    turned = [(text, _turned(box)) for text, box in done.words]
    bars = [Bar(_turned(one.box), one.text) for one in sideways]
    found = _relaid(done.picture.transpose(Transpose.ROTATE_270), turned, bars)
    back = [(text, _turned_back(box)) for text, box in found.words]
    return Laid(found.picture.transpose(Transpose.ROTATE_90), back)


def length_of(text: str) -> tuple[float, ...]:
    """The lengths that a bar may have, by what is written on it, as shares of the line's height."""
    if not text:
        return LENGTHS
    whole = max(LENGTHS[-1], round(_LETTER * len(text) + 0.6, 2))
    return tuple(max(LENGTHS[-1], round(share * whole, 2)) for share in _SHARES)


# --- one page -----------------------------------------------------------------------------------------------


def _is_sideways(box: Box, picture: Image, _text: str) -> bool:
    return (box.y1 - box.y0) * picture.height > _SIDEWAYS * (box.x1 - box.x0) * picture.width


def _turned(box: Box) -> Box:
    return Box(1 - box.y1, box.x0, 1 - box.y0, box.x1)


def _turned_back(box: Box) -> Box:
    return Box(box.y0, 1 - box.x1, box.y1, 1 - box.x0)


def _relaid(picture: Image, words: list[tuple[str, Box]], bars: Sequence[Bar]) -> Laid:
    wide, high = picture.size
    parts = [
        Part(place, box.x0 * wide, box.y0 * high, box.x1 * wide, box.y1 * high)
        for place, (_, box) in enumerate(words)
        if not ((box.y1 - box.y0) * high > _SIDEWAYS * (box.x1 - box.x0) * wide and len(words[place][0]) > 2)
    ]
    parts += [
        Part(place, one.box.x0 * wide, one.box.y0 * high, one.box.x1 * wide, one.box.y1 * high, bar=True)
        for place, one in enumerate(bars)
    ]
    ink = ink_of(picture)
    found = stretches([one for one in parts if one.x1 > one.x0 and one.y1 > one.y0], ink)
    blank, made = blank_of(found), picture.copy()
    placed = list(words)
    for one in found:
        if one.has_bar:
            for part, box in _set(made, picture, ink, one, found, blank, bars):
                if part.bar:
                    placed.append((bars[part.index].text, box))
                else:
                    placed[part.index] = (words[part.index][0], box)
    return Laid(made, placed)


def _set(
    made: Image,
    picture: Image,
    ink: NDArray[np.bool_],
    one: Stretch,
    found: Sequence[Stretch],
    blank: float,
    bars: Sequence[Bar],
) -> list[tuple[Part, Box]]:
    """Draw a stretch anew; where its parts are then."""
    height = one.height
    left, right = room_of(one, found, ink, 0.3 * height)
    gaps = _gaps(one, blank * height)
    widths, squeezed = _widths(one, gaps, right - left, bars)
    total = sum(widths) + sum(gaps)
    anchor = anchor_of(one, found, picture.width)
    start = {
        "left": one.x0,
        "right": one.x1 - total,
        "middle": (one.x0 + one.x1 - total) / 2,
    }.get(anchor, _rough(one, left, height))
    start = max(left, min(start, right - total)) if total <= right - left else max(0.0, min(start, left))
    top, bottom = _band(one, found, ink, height)
    end = max(start + total, _far(one.x1, right, height))
    _wipe(made, picture, ink, (min(start, _near(one.x0, left, height)), top, end, bottom))
    boxes, at = [], start
    for place, (part, width) in enumerate(zip(one.parts, widths, strict=True)):
        if part.bar:
            _bar(made, bars[part.index], (at, top, at + width, bottom), height)
        else:
            _paste(made, picture, one, place, (at, top, width, bottom), squeezed)
        y0, y1 = (part.y0, part.y1) if not part.bar else (one.top, one.bottom)
        sides = at / picture.width, y0 / picture.height, (at + width) / picture.width, y1 / picture.height
        boxes.append((part, Box(*(min(1.0, max(0.0, side)) for side in sides))))
        at += width + (gaps[place] if place < len(gaps) else 0.0)
    return boxes


def _gaps(one: Stretch, blank: float) -> list[float]:
    """Between each part and the next: none where they touch."""
    touching = _GLUED * one.height
    return [
        max(0.0, right.x0 - left.x1)
        if right.x0 - left.x1 < touching and not left.bar and not right.bar
        else (0.0 if right.x0 - left.x1 < touching else blank)
        for left, right in zip(one.parts, one.parts[1:], strict=False)
    ]


def _widths(
    one: Stretch, gaps: Sequence[float], room: float, bars: Sequence[Bar]
) -> tuple[list[float], float]:
    """How wide each part becomes, and to what share of it words are made narrower."""
    height, words = one.height, sum(part.x1 - part.x0 for part in one.parts if not part.bar)
    narrow = 1.0
    for step in range(len(LENGTHS)):
        lengths = [_length(bars[part.index].text, step) * height for part in one.parts if part.bar]
        left = room - sum(gaps) - sum(lengths)
        if words <= left:
            break
    else:
        narrow = max(_NARROWEST, left / words) if words else 1.0
    fits = min(1.0, max(0.1, room / sum(lengths))) if not words else 1.0
    return [
        fits * _length(bars[part.index].text, step) * height if part.bar else narrow * (part.x1 - part.x0)
        for part in one.parts
    ], narrow


def _length(text: str, step: int) -> float:
    lengths = length_of(text)
    return lengths[min(step, len(lengths) - 1)]


def _rough(one: Stretch, left: float, height: float) -> float:
    """Where it begins, as roughly as nothing else tells it."""
    return max(left, float(np.floor(one.x0 / (2 * height))) * 2 * height)


def _far(x1: float, right: float, height: float) -> float:
    return min(right, np.ceil(x1 / (3 * height) + 0.1) * 3 * height) if right > x1 else x1 + 0.2 * height


def _near(x0: float, left: float, height: float) -> float:
    return max(left, np.floor(x0 / (3 * height) - 0.1) * 3 * height) if left < x0 else x0 - 0.2 * height


def _band(one: Stretch, found: Sequence[Stretch], ink: NDArray[np.bool_], height: float) -> tuple[int, int]:
    """From where to where its letters reach, and not into the lines above and below."""
    top, bottom = one.top - _ABOVE * height, one.bottom + _BELOW * height
    for part in one.parts:
        if part.bar:
            _, above, _, below = grown(ink, int(part.x0), int(part.y0), int(part.x1) + 1, int(part.y1) + 1)
            top, bottom = min(top, above), max(bottom, below)
    beside = [other for other in found if other is not one and other.x0 < one.x1 and other.x1 > one.x0]
    over = max([other.bottom for other in beside if other.bottom <= one.top + 0.3 * height], default=0.0)
    under = min([other.top for other in beside if other.top >= one.bottom - 0.3 * height], default=np.inf)
    top = max(top, min((over + one.top) / 2, one.top))
    bottom = min(bottom, max((under + one.bottom) / 2, one.bottom))
    return rules_beside(one, ink, max(0, int(top)), min(ink.shape[0], int(bottom) + 1))


# --- drawing ------------------------------------------------------------------------------------------------


def _wipe(made: Image, picture: Image, ink: NDArray[np.bool_], sides: tuple[float, int, float, int]) -> None:
    """Paper over it all, of the colour around its ink; rules that run along the line go on."""
    left, top, right, bottom = max(0, int(sides[0])), sides[1], min(made.width, int(sides[2]) + 1), sides[3]
    if right <= left or bottom <= top:
        return
    whole = np.asarray(picture)[top:bottom, left:right]
    paper = whole[~ink[top:bottom, left:right]]
    colour = tuple(int(one) for one in np.median(paper, axis=0)) if len(paper) else (255, 255, 255)
    made.paste(colour, (left, top, right, bottom))


def _paste(
    made: Image,
    picture: Image,
    one: Stretch,
    place: int,
    sides: tuple[float, int, float, int],
    squeezed: float,
) -> None:
    """A word with what of it reaches over its box, and nothing of what is taken out beside it."""
    at, top, _, bottom = sides
    part, parts = one.parts[place], one.parts
    before = part.x0 - parts[place - 1].x1 if place else np.inf
    behind = parts[place + 1].x0 - part.x1 if place + 1 < len(parts) else np.inf
    most = _OVERHANG * one.height
    left = min(most, max(0.0, before * (0.4 if place and parts[place - 1].bar else 0.5)))
    right = min(most, max(0.0, behind * (0.4 if place + 1 < len(parts) and parts[place + 1].bar else 0.5)))
    x0, x1 = max(0, round(part.x0 - left)), min(picture.width, round(part.x1 + right))
    if x1 <= x0:
        return
    made.paste(_blurred(picture, x0, top, x1, bottom, squeezed), (round(at - (part.x0 - x0) * squeezed), top))


def _blurred(picture: Image, x0: int, top: int, x1: int, bottom: int, squeezed: float) -> Image:
    """A word as it is drawn, a part of a dot aside and a little wider or narrower, by chance: the shades of
    its edges tell where between two dots it stood.
    """
    from secrets import SystemRandom

    from PIL.Image import Resampling, Transform

    chance = SystemRandom()
    wide = max(1, round((x1 - x0) * squeezed))
    stretch = (x1 - x0) / wide * chance.uniform(1 - _CHANCE, 1 + _CHANCE)
    aside = chance.uniform(-0.5, 0.5) + (x1 - x0 - wide * stretch) / 2
    around = picture.crop((x0 - 2, top, x1 + 2, bottom))
    return around.transform(
        (wide, bottom - top), Transform.AFFINE, (stretch, 0, 2 + aside, 0, 1, 0), Resampling.BICUBIC
    )


def _bar(made: Image, bar: Bar, sides: tuple[float, int, float, int], height: float) -> None:
    from PIL import ImageDraw

    left, top, right, bottom = round(sides[0]), sides[1], round(sides[2]), sides[3]
    margin = round(0.06 * height)
    top, bottom = max(top, bottom - round(1.3 * height)) + margin, bottom - 2 * margin
    write_on(ImageDraw.Draw(made), bar.text, left, top, right, max(top + 2, bottom))
