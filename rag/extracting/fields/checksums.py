"""Check digits of numbers that have them: IBAN (ISO 13616, mod 97) and cards (ISO/IEC 7812, Luhn)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.extracting.fields.mentions import Mention

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[\dOIlSB]{2}(?:[ \u00a0-]?[A-Z0-9lo]){11,30}(?![A-Za-z0-9])")
# Characters of an IBAN by country (SWIFT, IBAN Registry).
_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BR": 29, "BY": 28,
    "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24,
    "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21,
    "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21,
    "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15,
    "PK": 24, "PL": 28, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "XK": 20,
}  # fmt: skip
_BLANKS = " \u00a0-"
_MISREAD = str.maketrans("OoIlSB", "001158")
_MOST_MISREAD = 2  # figures: of a hundred lines of letters one would have check digits, too
_FIGURES = 0.5  # of an IBAN at least


def ibans(text: str) -> Iterator[Mention]:
    """The IBANs of a text that have their check digits, as they are written; a figure or two that a scan read
    as letters are taken as figures where the check digits hold only then.
    """
    for one in _IBAN.finditer(text):
        long = _LENGTHS.get(one[0][:2], 0)
        places = [at for at, character in enumerate(one[0]) if character not in _BLANKS]
        if not 0 < long <= len(places):
            continue
        written = one[0][: places[long - 1] + 1]
        if sum(map(str.isdigit, written)) < _FIGURES * long - _MOST_MISREAD:
            continue
        mended = written[:2] + written[2:].translate(_MISREAD)
        if sum(before != after for before, after in zip(written, mended, strict=True)) > _MOST_MISREAD:
            mended = written
        value = next((form for form in (written, mended) if holds("iban", form)), None)
        if value is not None:
            yield Mention(one.start(), one.start() + len(written), written, " ".join(value.split()))


def holds(kind: str, written: str) -> bool:
    """Whether a number of a kind, "iban" or "luhn", has its check digits; any other kind holds."""
    bare = re.sub(r"[\s-]", "", written).upper()
    if kind == "iban":
        if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", bare):
            return False
        return int("".join(str(int(one, 36)) for one in bare[4:] + bare[:4])) % 97 == 1
    if kind == "luhn":
        if not re.fullmatch(r"\d{12,19}", bare):
            return False
        figures = [int(one) for one in bare[::-1]]
        total = sum(
            one if place % 2 == 0 else (2 * one - 9 if one > 4 else 2 * one)
            for place, one in enumerate(figures)
        )
        return total % 10 == 0
    return True
