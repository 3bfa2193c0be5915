"""Ink that is no word: what somebody signed with is found, rules of a form, logos and words are not."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw

from app.redacting.signatures import signatures
from rag.types import Box

_WIDE, _HIGH, _LINE = 1600, 2200, 30
Words = list[tuple[str, Box]]


def _page(*, scribble: tuple[int, int] | None = None) -> tuple[Image.Image, Words]:
    """A letter with a form's lines, a logo and, perhaps, something written by hand."""
    page = Image.new("L", (_WIDE, _HIGH), 255)
    draw = ImageDraw.Draw(page)
    words = [(200, 300, "Dear"), (200, 1400, "Signed:"), (200, 1700, "Date:")]
    for x, y, _ in words:
        draw.rectangle((x, y, x + 130, y + _LINE), fill=0)
    draw.line((200, 1600, 900, 1600), fill=0, width=3)
    draw.rectangle((1000, 1350, 1250, 1500), fill=0)  # a logo, or a photo
    if scribble is not None:
        left, top = scribble
        curve = [(left + x, top + 40 * math.sin(x / 14) * math.sin(x / 70)) for x in range(0, 420, 3)]
        draw.line(curve, fill=0, width=4)
    return page, [
        (text, Box(x / _WIDE, y / _HIGH, (x + 130) / _WIDE, (y + _LINE) / _HIGH)) for x, y, text in words
    ]


def _found(page: Image.Image, words: Words) -> list[Box]:
    return list(signatures(np.asarray(page) < 128, words, []))


def test_a_signature_above_its_line_is_found_and_nothing_else() -> None:
    (box,) = _found(*_page(scribble=(240, 1530)))

    assert 235 < box.x0 * _WIDE < 260
    assert 630 < box.x1 * _WIDE < 665
    assert 1480 < box.y0 * _HIGH < 1530 < box.y1 * _HIGH < 1580


def test_rules_logos_and_words_are_none() -> None:
    assert _found(*_page()) == []


def test_a_drawing_far_from_where_it_is_signed_stays() -> None:
    assert _found(*_page(scribble=(240, 700))) == []


def test_where_nothing_is_signed_nothing_is_covered() -> None:
    page, words = _page(scribble=(240, 1530))

    assert _found(page, [one for one in words if one[0] != "Signed:"]) == []
