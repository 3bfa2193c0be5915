"""Which form of a word a number asks for, by language, as the Unicode CLDR has it.

Source: https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html, for whole numbers
that are written in digits.
"""

from __future__ import annotations

from collections.abc import Callable

_MILLION = 1_000_000

# What a language has of forms; a round million ("many" of the Romance languages: "1 000 000 de pages") is
# told as "other" where the catalogue has no form of its own for it.
FORMS = ("zero", "one", "two", "few", "many", "other")
SPARED = {"fr": {"many"}, "es": {"many"}, "it": {"many"}}


def _germanic(number: int) -> str:
    return "one" if number == 1 else "other"


def _romance(number: int) -> str:
    if number == 1:
        return "one"
    return "many" if number and number % _MILLION == 0 else "other"


def _french(number: int) -> str:
    return "one" if number == 0 else _romance(number)


def _arabic(number: int) -> str:
    if number in (0, 1, 2):
        return ("zero", "one", "two")[number]
    if 3 <= number % 100 <= 10:
        return "few"
    return "many" if number % 100 >= 11 else "other"


RULES: dict[str, Callable[[int], str]] = {
    "en": _germanic,
    "de": _germanic,
    "fr": _french,
    "es": _romance,
    "it": _romance,
    "ar": _arabic,
}
