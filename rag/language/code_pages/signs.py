"""How likely a sign is where it stands: "£" beside a figure, "²" behind a unit, a quotation mark at a word.

The prices are log odds, set by hand: a sign of everyday texts costs what a letter does, a rare one twice,
one that stands where nobody puts it five more. What must not be there at all costs most.
"""

from __future__ import annotations

import unicodedata

_EVERYDAY = (
    dict.fromkeys("‘’“”„–—…•§°€£²³«»½µ·\u00a0、。，「」（）：・ー", -4.5)
    | dict.fromkeys("®©™¼¾×±‹›‚¡¿ºª№¹÷¢¥¶†‰→؟،؛《》『』！？；　〜～【】①②③■●○◆※", -6.0)
    | {"\u00ad": -8.0}
)
_DRAWN = range(0x2500, 0x25A0)  # boxes and blocks, which tables of DOS are drawn with
_DRAWN_ON = -1.5  # one beside another
_BY_CATEGORY = {"S": -9.0, "P": -8.0, "N": -8.0, "M": -9.0, "L": -8.0, "Z": -7.0}
_NOTHING = -13.0  # control characters, what is not assigned, the mark for what cannot be decoded
_MARK_ON_LETTER = -3.5
_OUT_OF_PLACE = -5.0
_IN_A_WORD = -8.0  # between letters
_JOINS = {"’": 0.0, "\u00ad": 0.0, "·": -3.0, "–": -6.0}  # which may stand there
_STUCK = -2.0  # a dash at a word, with a blank on its other side only
_CURRENCY = "€£¥¢"
_RAISED = "²³¹"
_PARTS = "½¼¾"
_ORDINALS = "ªº"
_PLACED = frozenset(_RAISED + _ORDINALS + _CURRENCY + _PARTS + "°µ")


def cost_of_sign(text: str, place: int) -> float:
    """Log chance of the sign at a place of a text."""
    sign = text[place]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if ord(sign) in _DRAWN:
        if before.isalpha() or after.isalpha():
            return _NOTHING
        return _DRAWN_ON if before and ord(before) in _DRAWN else _BY_CATEGORY["S"]
    category = unicodedata.category(sign)
    if category[0] == "M":
        return _MARK_ON_LETTER if _is_one_script(before, sign) else _NOTHING
    if sign == "\ufffd" or (category[0] == "C" and sign != "\u00ad"):
        return _NOTHING
    cost = _EVERYDAY.get(sign, _BY_CATEGORY.get(category[0], _NOTHING))
    return cost + _cost_of_place(sign, before, after)


def _cost_of_place(sign: str, before: str, after: str) -> float:
    if before.isalpha() and after.isalpha():
        return 0.0 if _is_wide(before) else _JOINS.get(sign, _IN_A_WORD)
    if sign in _PLACED:
        return 0.0 if _is_placed(sign, before, after) else _OUT_OF_PLACE
    if sign in "–—" and before.isalpha() != after.isalpha():
        return _STUCK
    return 0.0


def _is_placed(sign: str, before: str, after: str) -> bool:
    """Whether a sign that belongs to a figure or a unit stands at one."""
    if sign in _RAISED:
        return (before.isalnum() or before in (")", "]")) and not after.isalpha()
    if sign in _ORDINALS:
        return (before.isdigit() or before in ("n", "N")) and not after.isalpha()
    if sign in _CURRENCY:
        return not (before.islower() or after.islower())
    if sign == "°":
        return not before.isalpha() or before in ("n", "N")
    return not before.isalpha() and (sign == "µ" or not after.isalpha())


def _is_one_script(letter: str, mark: str) -> bool:
    return letter.isalpha() and (mark < "\u0370" or ord(letter) >> 7 == ord(mark) >> 7)


def _is_wide(letter: str) -> bool:
    """Whether it is of a script that is written without blanks."""
    return unicodedata.east_asian_width(letter) == "W" or "\u0e00" <= letter <= "\u0e7f"
