"""Amounts and numbers in a text: "$4.11", "1.250,50 €", "EUR 20 000", "RM 11.25", "(45.00)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from rag.extracting.fields.mentions import Mention

_SIGNS = {
    "€": "EUR", "$": "USD", "us$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "rs": "INR", "rs.": "INR",
    "rm": "MYR", "s$": "SGD", "hk$": "HKD", "a$": "AUD", "c$": "CAD", "r$": "BRL", "nz$": "NZD", "fr.": "CHF",
    "sfr.": "CHF", "kč": "CZK", "zł": "PLN", "₺": "TRY", "₽": "RUB", "₩": "KRW", "₪": "ILS", "฿": "THB",
    "₫": "VND", "₱": "PHP", "euro": "EUR", "euros": "EUR", "dollars": "USD", "dollar": "USD",
    "pounds": "GBP", "rupees": "INR", "ringgit": "MYR", "us dollars": "USD",
}  # fmt: skip
_CODES = (
    "EUR USD GBP JPY CHF INR MYR SGD HKD AUD CAD NZD BRL CNY SEK NOK DKK PLN CZK HUF RON BGN TRY ZAR MXN AED"
    " SAR THB IDR PHP VND KRW TWD ILS RUB UAH ISK"
)
_SPACE = r"[ \u00a0\u202f]?"
# A group of three stands behind a space, a point, a comma or an apostrophe.
_FIGURE = (
    r"(?:\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?:[.,]\d{1,4})?|"
    r"\d+(?:[.,]\d{1,4})?|[.,]\d{2})"
)
_SIGN = "|".join(
    re.escape(one) for one in sorted(_SIGNS, key=len, reverse=True) if not one.isalpha() or len(one) < 3
)
_WORD = "|".join(
    sorted((one for one in _SIGNS if one.replace(" ", "").isalpha() and len(one) > 3), key=len, reverse=True)
)
_CODE = "|".join(_CODES.split())
_AMOUNT = re.compile(
    rf"(?P<open>\()?(?<![\w.,])(?P<minus>[-−–]{_SPACE})?"
    rf"(?:(?P<before>(?:(?<![A-Za-z])(?:{_SIGN}|{_CODE}))){_SPACE}[:.]?{_SPACE})?(?P<minus2>[-−–]{_SPACE})?"
    rf"(?P<figure>{_FIGURE})(?P<dash>,-+|\.-+)?"
    rf"(?P<minus4>-(?={_SPACE}(?:{_SIGN}|{_CODE}|{_WORD})))?(?P<shut>\)(?={_SPACE}(?:{_SIGN}|{_CODE})))?"
    rf"(?:{_SPACE}(?P<behind>(?!\S{{1,3}}{_SPACE}\d)(?:{_SIGN}|{_CODE}|"
    rf"{_WORD})(?![A-Za-z])))?(?P<minus3>{_SPACE}-(?![\w]))?(?P<close>\))?",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<![\w.,])(?P<letters>[A-Z]{1,2})(?P<figure>\d{1,6}[.,]\d\d)(?![\w.,-])")
_OTHER = re.compile(r"[\w%‰/:]")


def amounts(text: str) -> list[Mention]:
    """What may be an amount of money: with a currency, or with two decimals."""
    found = [one for one in numbers(text) if one.unit or re.search(r"[.,]\d\d\D*$", one.text)]
    misread = list(_misread(text, found))
    return sorted([*found, *misread], key=lambda one: one.start) if misread else found


def _misread(text: str, found: list[Mention]) -> Iterator[Mention]:
    """Amounts behind a currency's letters that a scan misread: "PM1.00" and "M3.00" beside "RM1.00"."""
    signs = {one.text[:2] for one in found if re.match(r"[A-Z]{2}\d", one.text)}
    for one in _GLUED.finditer(text) if signs else ():
        sign = next((sign for sign in signs if _may_be(one["letters"], sign)), None)
        if sign is not None:
            start, end = one.span("figure")
            value = _decimal(one["figure"])
            yield Mention(start, end, one["figure"], f"{value:f}", _SIGNS.get(sign.lower(), sign))


def _may_be(letters: str, sign: str) -> bool:
    """Whether letters are a currency's sign of which one is missing or misread."""
    if len(letters) < len(sign):
        return letters in sign
    return letters != sign and any(one == other for one, other in zip(letters, sign, strict=True))


def numbers(text: str) -> list[Mention]:
    """Every number that stands for itself; dates, telephone numbers and the like are not told apart here."""
    return list(_numbers(text))


def currency_of(text: str) -> str:
    """The ISO code of the currency that a text names most, "" for none."""
    counted: dict[str, int] = {}
    for one in _numbers(text):
        if one.unit:
            counted[one.unit] = counted.get(one.unit, 0) + 1
    for code in re.findall(rf"\b(?:{_CODE})\b", text):
        counted[code] = counted.get(code, 0) + 1
    for word, unit in _SIGNS.items():
        if len(word) > 4 and re.search(rf"\b{word}\b", text, re.IGNORECASE):
            counted[unit] = counted.get(unit, 0) + 1
    return max(counted, key=lambda one: counted[one], default="")


def _numbers(text: str) -> Iterator[Mention]:
    for one in _AMOUNT.finditer(text):
        start, end = one.start("figure"), one.end("figure")
        if one["before"]:
            start = one.start("before")
        if one["behind"]:
            end = one.end("behind")
        elif _OTHER.match(text[end : end + 1]) and text[end : end + 1] not in "%‰":
            continue
        if not one["before"] and start and _OTHER.match(text[start - 1]):
            continue
        value = _decimal(one["figure"])
        signs = ("minus", "minus2", "minus3", "minus4")
        if any(one[sign] for sign in signs) or (one["open"] and (one["close"] or one["shut"])):
            value = -value
        unit = (one["before"] or one["behind"] or "").lower()
        yield Mention(start, end, text[start:end], f"{value:f}", _SIGNS.get(unit, unit.upper()))


def _decimal(figure: str) -> Decimal:
    """1.234,50 and 1,234.50 and 1 234,50 are one number; 1.234 is a thousand and 1.23 is not."""
    bare = re.sub(r"['’ \u00a0\u202f]", "", figure)
    last = max(bare.rfind("."), bare.rfind(","))
    if last < 0:
        return Decimal(bare)
    mark, behind = bare[last], len(bare) - last - 1
    whole, rest = bare[:last], bare[last + 1 :]
    grouped = behind == 3 and (
        bare.count(mark) > 1 or (whole not in ("0", "") and not re.search(r"[.,]", whole))
    )
    if grouped:
        return Decimal(re.sub(r"[.,]", "", bare))
    return Decimal(f"{re.sub(r'[.,]', '', whole) or '0'}.{rest}")
