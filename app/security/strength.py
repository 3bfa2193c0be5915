"""How long a passphrase stands against somebody who has the file and guesses, told as it is.

zxcvbn reckons the guesses (D. Wheeler, USENIX Security 2016); Argon2id at our cost lets a well equipped
stranger make some ten thousand of them in a second.
"""

from __future__ import annotations

from enum import StrEnum

SHORTEST = 8  # characters of a new passphrase

_LOOKED_AT = 64  # characters; more are not slower to find than these
_GUESSES_A_SECOND = 1e4
_DAY = 86_400.0


class Strength(StrEnum):
    """By the time that half of all tries would take."""

    WEAK = "weak"  # a day at most
    FAIR = "fair"  # months
    GOOD = "good"  # years
    STRONG = "strong"  # a human life and more


def strength_of(passphrase: str) -> Strength:
    """That of a passphrase that is not empty."""
    from zxcvbn import zxcvbn

    seconds = float(zxcvbn(passphrase[:_LOOKED_AT])["guesses"]) / 2 / _GUESSES_A_SECOND
    if seconds <= _DAY:
        return Strength.WEAK
    if seconds <= 365 * _DAY:
        return Strength.FAIR
    return Strength.GOOD if seconds <= 100 * 365 * _DAY else Strength.STRONG
