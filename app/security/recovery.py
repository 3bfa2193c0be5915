"""The recovery code: a secret as words that can be printed, kept in a drawer, and typed again.

Sixteen words of 512 are 144 bits: 128 of the secret, and 16 that tell a slip of the pen. The words are
English ones of this project's own lists of concepts; no two begin with the same four letters, which is as far
as a word is read.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from functools import cache

from engine.assets import ASSETS

SECRET_BYTES = 16

_WORDS = 16
_BITS = 9
_SUM_BITS = 16
_PREFIX = 4
_WORDS_A_LINE = 4


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def code_of(secret: bytes) -> str:
    """The words of a 16-byte secret, with blanks between."""
    number = int.from_bytes(secret, "big") << _SUM_BITS | _sum(secret)
    mask = (1 << _BITS) - 1
    return " ".join(_words()[number >> _BITS * place & mask] for place in reversed(range(_WORDS)))


def sheet_of(code: str) -> str:
    """The words of a code as they are printed: numbered, four a line."""
    words = [f"{place:>2} {word:<8}" for place, word in enumerate(code.split(), 1)]
    lines = (words[at : at + _WORDS_A_LINE] for at in range(0, len(words), _WORDS_A_LINE))
    return "\n".join("   ".join(line).rstrip() for line in lines)


def secret_of(code: str) -> bytes | None:
    """The secret of a code however it is spaced, numbered or capitalised; None for what is no code, or one
    with a mistake in it.
    """
    number, typed = 0, re.findall(r"[^\W\d_]+", code.casefold())
    if len(typed) != _WORDS:
        return None
    for word in typed:
        place = _places().get(word[:_PREFIX])
        if place is None:
            return None
        number = number << _BITS | place
    secret = (number >> _SUM_BITS).to_bytes(SECRET_BYTES, "big")
    return secret if number & (1 << _SUM_BITS) - 1 == _sum(secret) else None


def is_meant(text: str) -> bool:
    """Whether somebody typed a recovery code, right or wrong, rather than a passphrase."""
    typed = re.findall(r"[^\W\d_]+", text.casefold())
    return len(typed) == _WORDS and sum(word[:_PREFIX] in _places() for word in typed) > _WORDS // 2


def _sum(secret: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"confidant recovery " + secret).digest()[: _SUM_BITS // 8], "big")


@cache
def _words() -> tuple[str, ...]:
    return tuple((ASSETS / "recovery_words.txt").read_text(encoding="ascii").split())


@cache
def _places() -> dict[str, int]:
    return {word[:_PREFIX]: place for place, word in enumerate(_words())}
