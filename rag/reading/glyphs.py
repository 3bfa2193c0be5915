"""Characters of fonts that are pictures: what a letter of Wingdings or Symbol shows, and boxes to be ticked.

Source: the encodings that Adobe published for Symbol and Unicode's mapping of Wingdings.
"""

from __future__ import annotations

import re

from rag.reading.ticks import tick

TICKED, UNTICKED = "☒", "☐"
_ON = "☑☒🗹🗵🗷"
BALLOTS = frozenset(f"{UNTICKED}{_ON}")
_BALLOT = re.compile(rf"(?P<before>(?<=\w))?(?P<box>[{UNTICKED}{_ON}])(?P<after>(?=\w))?")
RAISED = "superscript"
# "2", "-6", and marks of notes as "1)2)" or "1, 2"
_FIGURE = re.compile(r"[-+−]?\d{1,3}|\(?\d{1,2}\)?(?:\s?,?\s?\(?\d{1,2}\)?){0,3}", re.ASCII)
_POWERS = str.maketrans("0123456789-+−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁻⁽⁾", " ")
_PRIVATE = 0xF000  # where files put the characters of such fonts

_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "❑", 0x72: "❒", 0x78: "☒", 0x9F: "•", 0xA7: "▪", 0xA8: "☐",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF3: "⬄",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4C: "☹",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"}
_SYMBOL_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\0〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
_SYMBOL = dict(enumerate(_SYMBOL_LOW, 0x20)) | dict(enumerate(_SYMBOL_HIGH, 0xA0))
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def of_font(font: str, text: str) -> str:
    """What characters of a font show; those that are not known, and other fonts', as they are.

    `RAISED` is taken for a font too: figures in it are powers or marks of notes, and no part of the number
    before them.
    """
    if font == RAISED:
        return text.translate(_POWERS) if _FIGURE.fullmatch(text) else text
    known = _FONTS.get(font.lower())
    if known is None:
        return text
    return "".join(known.get(_code(mark), mark) for mark in text)


def of_code(font: str, code: str) -> str:
    """A character by its number in hexadecimal digits; empty where that says nothing."""
    if not re.fullmatch(r"[0-9A-Fa-f]{1,5}", code):
        return ""
    place = int(code, 16)
    if place < ord(" ") or 0xD800 <= place < 0xE000:
        return ""
    shown = of_font(font, chr(place))
    return "" if shown == chr(place) and _PRIVATE <= place < _PRIVATE + 0x100 else shown


def with_ticks(text: str) -> str:
    """`text` with its ballot boxes in the one notation of boxes, apart from the words beside them."""
    if BALLOTS.isdisjoint(text):
        return text
    return _BALLOT.sub(_box, text)


def _box(found: re.Match[str]) -> str:
    before = " " if found["before"] is not None else ""
    after = " " if found["after"] is not None else ""
    return f"{before}{tick(found['box'] in _ON)}{after}"


def _code(mark: str) -> int:
    place = ord(mark)
    return place - _PRIVATE if _PRIVATE <= place < _PRIVATE + 0x100 else place
