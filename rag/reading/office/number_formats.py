"""Numbers of spreadsheets as their cells show them: thousands, decimals, percentages, currencies, dates.

Formats that depend on the reader's country are given unambiguously (2024-03-31). Source: ECMA-376 part 1,
18.8.30 and 18.8.31 (number formats).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

BUILT_IN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm",
    37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
    41: '#,##0;(#,##0);"-"', 42: '$#,##0;$(#,##0);"-"', 43: '#,##0.00;(#,##0.00);"-"',
    44: '$#,##0.00;$(#,##0.00);"-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@",
}  # fmt: skip

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - cells hold local times without a zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - as above
_EXACT = 1 << 53  # up to which every whole number is kept
_LONG = 1e10  # of more digits before the point than a cell shows
_LAST_SERIAL = 2_958_466  # 9999-12-31 and its last second
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<elapsed>h+|m+|s+)\]'
    r"|\[(?P<test>[<>=]{1,2})(?P<limit>-?\d{1,15}(?:\.\d{1,15})?)\]"
    r"|\[[^\]]*\]|(?P<part>AM/PM|A/P|General|@|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|E[+-]0+|[0#?]+|.)",
    re.IGNORECASE | re.DOTALL,
)
_DIGITS = frozenset("0#?")
_TESTS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq,
    "<>": operator.ne,
}  # fmt: skip
_OF_TEXT = 3  # the place of the section for texts
_MINUS = ("-", "(")  # what a section writes for a sign of its own


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "text", "elapsed", "date", "digits", "sign" (anything else that has a meaning)
    text: str


@dataclass(slots=True)
class _Section:
    tokens: list[_Token] = field(default_factory=list)
    test: str = ""  # "<": for numbers below `limit`; empty where the section has no condition
    limit: float = 0.0

    def holds(self, value: float) -> bool:
        """Whether a number meets the section's condition."""
        return not self.test or _TESTS[self.test](value, self.limit)


def shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """A number as a cell with the format `code` shows it."""
    try:
        return _shown(value, code, from_1904)
    except (InvalidOperation, OverflowError, ValueError):
        return general(value)


def hides(value: float | None, code: str) -> bool:
    """Whether a cell with the format `code` shows nothing for a number; None: for a text. A zero that is not
    written is as good as none, and says nothing false.
    """
    sections = _sections(code)
    if value is None:
        return len(sections) > _OF_TEXT and not _says(sections[_OF_TEXT].tokens)
    return bool(code.strip() and value) and not _says(_chosen(value, sections)[1])


def _says(tokens: Sequence[_Token]) -> bool:
    return any(token.kind != "text" or token.text.strip() for token in tokens)


def general(value: float) -> str:
    """A number as a cell without a format shows it."""
    if value == int(value) and abs(value) <= _EXACT:
        return str(int(value))
    return f"{value:.15g}" if abs(value) >= _LONG else f"{value:.10g}"


def _shown(value: float, code: str, from_1904: bool) -> str:
    value, tokens = _chosen(value, _sections(code))
    if any(token.kind in ("date", "elapsed") for token in tokens):
        if not 0 <= value < _LAST_SERIAL:
            return general(value)
        return _date(value, tokens, from_1904)
    if not any(token.kind == "digits" for token in tokens):
        if not tokens or any(token.text.lower() in ("general", "@") for token in tokens):
            written = general(value)
            return (
                "".join(
                    written if token.text.lower() in ("general", "@") else token.text for token in tokens
                ).strip()
                or written
            )
        return "".join(token.text for token in tokens if token.kind == "text").strip()
    return _number(value, tokens)


def _chosen(value: float, sections: Sequence[_Section]) -> tuple[float, Sequence[_Token]]:
    """The section for a number, which loses its sign where the section says that it is negative."""
    place = 0
    if any(section.test for section in sections[:2]):
        last = min(len(sections), 3) - 1
        place = next((one for one in range(last) if sections[one].holds(value)), last)
        tokens = sections[place].tokens
        signed = any(token.kind == "text" and token.text.startswith(_MINUS) for token in tokens)
        return -value if value < 0 and signed else value, tokens
    if value < 0 and len(sections) > 1:
        place, value = 1, -value
    elif value == 0 and len(sections) > 2:
        place = 2
    return value, sections[place].tokens


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    sections = [_Section()]
    for match in _TOKEN.finditer(code[:400]):
        part, tokens = match["part"], sections[-1].tokens
        if part == ";":
            sections.append(_Section())
        elif part is not None:
            tokens.append(_token(part))
        elif match["elapsed"]:
            tokens.append(_Token("elapsed", match["elapsed"].lower()))
        elif match["test"] in _TESTS:
            sections[-1].test, sections[-1].limit = match["test"], float(match["limit"])
        else:
            text = match["quoted"] or match["escaped"] or match["currency"]
            if text:
                tokens.append(_Token("text", text))
    return tuple(sections[:4])


def _token(part: str) -> _Token:
    lower = part.lower()
    if part[0] in _DIGITS:
        return _Token("digits", part)
    if lower == "general" or part in (".", ",", "%", "/", "@") or lower[:2] in ("e+", "e-"):
        return _Token("sign", part)
    if lower in ("am/pm", "a/p") or lower[0] in "ymdhs":
        return _Token("date", lower)
    return _Token("text", part)


def _number(value: float, tokens: Sequence[_Token]) -> str:
    signs = [token.text for token in tokens if token.kind == "sign"]
    if any(sign.lower().startswith("e") for sign in signs):
        decimals = _count_decimals(tokens)
        return f"{value:.{decimals}E}"
    if "/" in signs:
        return general(value)  # a fraction: its value is what can be searched for
    number = Decimal(repr(value)) * (100 if "%" in signs else 1)
    last = max(place for place, token in enumerate(tokens) if token.kind == "digits")
    point = next(
        (place for place, token in enumerate(tokens) if token.text == "." and token.kind == "sign"), None
    )
    scale = 0
    for token in tokens[last + 1 :]:
        if token.kind != "sign" or token.text != ",":
            break
        scale += 3
    number = number.scaleb(-scale)
    decimals = _count_decimals(tokens)
    number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole = tokens[: point if point is not None else last + 1]
    grouped = any(token.kind == "sign" and token.text == "," for token in whole)
    digits = f"{abs(number):,}" if grouped else f"{abs(number):f}"
    digits = _optional(digits, tokens, whole, point)
    pieces = _pieces(digits, whole, last)
    first, ends = min(pieces), max(pieces)
    written: list[str] = []
    for place, token in enumerate(tokens):
        if place in pieces:
            written.append(pieces[place])
        elif token.kind == "text" and first < place < ends and not any(written):
            continue  # parts digits that are not there
        elif token.kind == "text" or token.text == "%":
            written.append(token.text)
    sign = "-" if number < 0 else ""
    return sign + "".join(written).strip()


def _pieces(digits: str, whole: Sequence[_Token], last: int) -> dict[int, str]:
    """What the places for digits say that words or blanks part, as in phone numbers: filled from the end.

    `last`: the place where no others stand before the point.
    """
    places = [place for place, token in enumerate(whole) if token.kind == "digits"] or [last]
    if len(places) == 1 or "," in digits:  # commas part thousands, and then nobody counts the places
        return {places[0]: digits}
    integer, dot, decimals = digits.partition(".")
    pieces = {}
    for place in reversed(places[1:]):
        taken = min(len(whole[place].text), len(integer))
        pieces[place] = integer[len(integer) - taken :]
        integer = integer[: len(integer) - taken]
    pieces[places[0]] = integer
    pieces[places[-1]] += dot + decimals
    return pieces


def _count_decimals(tokens: Sequence[_Token]) -> int:
    after = False
    count = 0
    for token in tokens:
        if token.kind == "sign" and token.text == ".":
            after = True
        elif token.kind == "sign" and token.text.lower().startswith("e"):
            break
        elif after and token.kind == "digits":
            count += len(token.text)
    return min(count, 15)


def _optional(digits: str, tokens: Sequence[_Token], whole: Sequence[_Token], point: int | None) -> str:
    """Without decimals that the format shows only where they count, with the zeros it always shows."""
    integer, dot, decimals = digits.partition(".")
    if point is not None:
        pattern = "".join(token.text for token in tokens[point:] if token.kind == "digits")
        least = len(pattern) - len(pattern.lstrip("0"))
        while len(decimals) > least and decimals.endswith("0"):
            decimals = decimals[:-1]
    pattern = "".join(token.text for token in whole if token.kind == "digits")
    if "0" not in pattern and integer == "0":
        integer = ""
    elif "," not in integer:
        integer = integer.zfill(len(pattern) - pattern.index("0") if "0" in pattern else 0)
    return integer + (dot + decimals if decimals else "")


def _date(value: float, tokens: Sequence[_Token], from_1904: bool) -> str:
    seconds = round(value % 1 * 86_400)
    moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(days=int(value), seconds=seconds)
    if not from_1904 and value < 60:
        moment += timedelta(days=1)  # the format counts a 29 February 1900 that never was
    half = any(token.text in ("am/pm", "a/p") for token in tokens)
    written: list[str] = []
    dates = [(place, token) for place, token in enumerate(tokens) if token.kind in ("date", "elapsed")]
    for place, token in enumerate(tokens):
        if token.kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
            written.append(str(round(value * 86_400) // unit).zfill(len(token.text)))
        elif token.kind == "date":
            written.append(_date_part(moment, token.text, _is_minute(dates, place), half))
        elif token.kind == "text" or token.text in ("/", ",", "."):
            written.append(token.text)
    return "".join(written).strip()


def _is_minute(dates: list[tuple[int, _Token]], place: int) -> bool:
    at = next(index for index, (found, _) in enumerate(dates) if found == place)
    before = dates[at - 1][1].text if at else ""
    after = dates[at + 1][1].text if at + 1 < len(dates) else ""
    return before.startswith("h") or after.startswith("s")


def _date_part(moment: datetime, part: str, minute: bool, half: bool) -> str:
    length = len(part)
    match part[0]:
        case "a":
            return "AM" if moment.hour < 12 else "PM"
        case "y":
            return f"{moment.year:04}" if length > 2 else f"{moment.year % 100:02}"
        case "m" if minute and length <= 2:
            return str(moment.minute).zfill(length)
        case "m":
            name = _MONTHS[moment.month - 1]
            return {3: name[:3], 4: name, 5: name[0]}.get(length, str(moment.month).zfill(min(length, 2)))
        case "d":
            name = _DAYS[moment.weekday()]
            return {3: name[:3], 4: name}.get(length, str(moment.day).zfill(min(length, 2)))
        case "h":
            hour = (moment.hour % 12 or 12) if half else moment.hour
            return str(hour).zfill(min(length, 2))
        case _:
            return str(moment.second).zfill(2 if part.startswith("ss") else 1)
