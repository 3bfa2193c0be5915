"""Numbers as lists and clauses write them: 3, c, III, in every format that counts its items.

A form is named by how it writes one: "1", "01", "a", "A", "i", "I", "α".
"""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HIGHEST_ROMAN = 3999
_HIGHEST_LETTERS = 26 * 20
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"


def numeral(value: int, form: str, *, doubled: bool = False) -> str:
    """`value` in a form; in digits where the form cannot write it, or is none of the above.

    After "z" comes "aa", "ab"; `doubled`: "aa", "bb".
    """
    match form:
        case "01":
            return f"{value:02d}"
        case "i" | "I" if 0 < value <= _HIGHEST_ROMAN:
            return _cased(_roman(value), form)
        case "a" | "A" if doubled and 0 < value <= _HIGHEST_LETTERS:
            return _cased(chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1), form)
        case "a" | "A" if value > 0:
            return _cased(_letters(value), form)
        case "α" if 0 < value <= len(_GREEK):
            return _GREEK[value - 1]
        case _:
            return str(value)


def _cased(text: str, form: str) -> str:
    return text.upper() if form.isupper() else text


def _roman(value: int) -> str:
    roman = ""
    for worth, sign in _ROMAN:
        roman += sign * (value // worth)
        value %= worth
    return roman


def _letters(value: int) -> str:
    letters = ""
    while value > 0:
        value, place = divmod(value - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters
