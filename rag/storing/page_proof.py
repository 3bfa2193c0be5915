"""Whether a key made the pages of a SQLCipher file: tells a damaged file from a wrong key by itself."""

from __future__ import annotations

import hashlib
import hmac
from contextlib import suppress
from pathlib import Path

# SQLCipher 4 pages: 4,096 bytes, the last 80 of them a random vector (16) and an HMAC-SHA512 (64).
_PAGE, _HMAC, _SALT = 4096, 64, 16


def opens_any_page(path: Path, key: bytes, most: int = 64) -> bool:
    """Whether some page carries an HMAC made with `key`: then the file is damaged, not the key wrong.

    The HMAC's own key is PBKDF2-HMAC-SHA512 of the key, 2 rounds, over the salt (the file's first 16 bytes)
    XOR 0x3a; it covers the page's ciphertext, its vector and its number (SQLCipher's source, `sqlcipher.c`).
    """
    with suppress(OSError), path.open("rb") as file:
        salt = file.read(_SALT)
        mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)
        for number in range(1, most + 1):
            file.seek((number - 1) * _PAGE)
            page = file.read(_PAGE)
            if len(page) < _PAGE:
                break
            covered = page[_SALT if number == 1 else 0 : -_HMAC] + number.to_bytes(4, "little")
            if hmac.compare_digest(hmac.digest(mac_key, covered, "sha512"), page[-_HMAC:]):
                return True
    return False
