"""A word as a pattern that also finds it with other accents, parted at a line's end, or misread from a
picture.
"""

from __future__ import annotations

import re
import unicodedata

_LEAST = 5  # letters: of shorter words a misread one is too often another word
# What readers of pictures take for one another, by the letter that is meant.
_LETTERS = {
    "l": "l1I|!",
    "i": "i1lI|!íì",
    "o": "o0",
    "s": "s5",
    "z": "z2",
    "b": "b8",
    "g": "g9q",
    "e": "ec",
    "c": "ce",
    "u": "uv",
    "v": "vu",
    "a": "ao",
    "t": "tf",
    "f": "ft",
    "h": "hb",
}
_GROUPS = {
    "rn": "(?:rn|m)",
    "m": "(?:m|rn|nn)",
    "vv": "(?:vv|w)",
    "w": "(?:w|vv)",
    "cl": "(?:cl|d)",
    "d": "(?:d|cl)",
}
_SPELT = {"ä": "ä|ae|a|á|à|â", "ö": "ö|oe|o|ó|ô|6", "ü": "ü|ue|u|ú|ii|li|il|ti", "ß": "ß|ss|B|8|fs"}
_DIGITS = {"0": "0OoQD", "1": "1lI|", "2": "2Z", "5": "5S", "6": "6Gb", "8": "8B"}


def letters(word: str, *, small: bool) -> str:
    """A word as it is written, without accents, and as it is misread. `small`: its capitals may be small and
    the other way round; else its first letter stands as it is, and the rest is small or all in capitals.
    """
    if small:
        return f"(?i:{_misread(word)})"
    first, rest = word[:1], word[1:]
    begun = _begun(first)
    forms = dict.fromkeys((begun + _misread(rest, len(word)), begun + _capitals(rest)))
    return f"(?:{'|'.join(forms)})"


def digits(number: str) -> str:
    """A number with blanks, points, dashes or none between, and as it is misread."""
    bare = re.sub(r"[\W_]", "", number)
    return r"[\s.\-/]{0,2}".join(f"[{_DIGITS[one]}]" if one in _DIGITS else re.escape(one) for one in bare)


def _misread(word: str, length: int | None = None) -> str:
    long, at, parts = (length or len(word)) >= _LEAST, 0, []
    low = word.lower()
    while at < len(word):
        pair, one = low[at : at + 2], low[at]
        if long and pair in _GROUPS:
            parts.append(_GROUPS[pair])
            at += 2
            continue
        parts.append(_letter(one, word[at], long))
        at += 1
    return "".join(parts)


def _letter(small: str, sign: str, long: bool) -> str:
    if small in _SPELT:
        return f"(?:{_SPELT[small]})" if long else f"(?:{'|'.join(_SPELT[small].split('|')[:3])})"
    if sign == "-" or sign.isspace():
        return r"(?:[-‐]\n?|\s)"
    if sign == "'":
        return "['’]?"
    plain = unicodedata.normalize("NFKD", small)[0]
    if long and plain in _GROUPS:
        return _GROUPS[plain] if plain == small else f"(?:{_GROUPS[plain]}|{re.escape(small)})"
    signs = dict.fromkeys(small + plain + (_LETTERS.get(plain, "") if long else ""))
    return f"[{re.escape(''.join(signs))}]" if len(signs) > 1 else re.escape(small)


def _begun(sign: str) -> str:
    plain = unicodedata.normalize("NFKD", sign)[:1]
    spelt = {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}.get(sign)
    one = f"[{re.escape(''.join(dict.fromkeys(sign + plain)))}]"
    return f"(?:{spelt}|{one})" if spelt else one


def _capitals(rest: str) -> str:
    forms = {"ä": "(?:Ä|AE|A)", "ö": "(?:Ö|OE|O|0)", "ü": "(?:Ü|UE|U)", "ß": "(?:SS|ẞ|ß)"}
    parts = []
    for sign in rest.lower():
        plain = unicodedata.normalize("NFKD", sign)[0].upper()
        if sign in forms:
            parts.append(forms[sign])
        elif sign.isalpha():
            parts.append(f"[{''.join(dict.fromkeys(sign.upper() + plain))}]")
        else:
            parts.append(_letter(sign, sign, long=False))
    return "".join(parts)
