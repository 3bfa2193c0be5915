"""Check digits of numbers that have them: IBAN (ISO 13616, mod 97) and cards (ISO/IEC 7812, Luhn)."""

from __future__ import annotations

import re


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
