"""The pages of a SQLCipher file by themselves: which are as they were written, and with which key.

SQLCipher 4 pages: 4,096 bytes, the last 80 of them a random vector (16) and an HMAC-SHA512 (64). The HMAC's
own key is PBKDF2-HMAC-SHA512 of the key, 2 rounds, over the salt (the file's first 16 bytes) XOR 0x3a; it
covers the page's ciphertext, its vector and its number (SQLCipher's source, `sqlcipher.c`).
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

PAGE = 4096

_HMAC, _VECTOR, _SALT = 64, 16, 16
_NEVER_WRITTEN = 0x40000000 // PAGE + 1  # for SQLite's locks (https://www.sqlite.org/fileformat.html)
_AT_BOTH_ENDS = 256  # pages looked at in any case: the schema is among the first, what came last at the end


def salt_for(key: bytes | memoryview) -> bytes:
    """The salt of vaults made with this key: one that can be told again where the file's is damaged."""
    return hmac.digest(key, b"confidant vault salt", "sha256")[:_SALT]


class PageProof:
    """Proves pages of one file."""

    def __init__(self, key: bytes | memoryview, salt: bytes) -> None:
        self.salt = salt
        self._key = key
        self._mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)

    def holds(self, number: int, page: bytes) -> bool:
        """Whether a page, from 1, is as it was written."""
        return len(page) == PAGE and hmac.compare_digest(self._mac(number, page), page[-_HMAC:])

    def sealed(self, number: int, page: bytes) -> bytes:
        """The page with an HMAC that holds for what is in it now."""
        return page[:-_HMAC] + self._mac(number, page)

    def first_bytes(self, number: int, page: bytes) -> bytes:
        """The first block of a page in clear: of all but the first page the header of a b-tree."""
        return self.in_clear(number, page, 16)

    def in_clear(self, number: int, page: bytes, length: int = PAGE) -> bytes:
        """A page in clear from its beginning, without the salt of the first one; at most `length` bytes."""
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        start = _SALT if number == 1 else 0
        vector = page[-_HMAC - _VECTOR : -_HMAC]
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(vector)).decryptor()
        return decryptor.update(page[start : min(start + length, PAGE - _HMAC - _VECTOR)])

    def _mac(self, number: int, page: bytes) -> bytes:
        covered = page[_SALT if number == 1 else 0 : -_HMAC] + number.to_bytes(4, "little")
        return hmac.digest(self._mac_key, covered, "sha512")


def proof_of(path: Path, key: bytes | memoryview) -> PageProof | None:
    """What proves the file's pages, also where its salt is damaged; None where no page opens with `key`, so
    that the key is another's, or all of the file is damaged.
    """
    with suppress(OSError), path.open("rb") as file:
        salts = dict.fromkeys((file.read(_SALT), salt_for(key)))
        for proof in (PageProof(key, salt) for salt in salts):
            if any(proof.holds(number, page) for number, page in pages(path, range(1, 65))):
                return proof
    return None


def is_laid_out(path: Path, key: bytes | memoryview) -> bool:
    """Whether the file's first page, where it is proved, says of the pages what they are: 4,096 bytes, 80
    of them kept free. SQLCipher 4 ends the process where it says 512 or 2,048: that takes the key.
    """
    with path.open("rb") as file:
        page = file.read(PAGE)
    proof = PageProof(key, page[:_SALT])
    if not proof.holds(1, page):
        return True  # whatever it says is not gone by
    says = proof.first_bytes(1, page)
    return says[:2] == PAGE.to_bytes(2, "big") and says[4] == _HMAC + _VECTOR


def damaged_pages(path: Path, key: bytes | memoryview, most: int | None = None) -> list[int]:
    """The pages that are not as they were written, from 1, with those that are missing of a file cut short.

    With `most`, about so many are looked at: those at both ends, and others spread over the file. 2,000 take
    some 30 ms. Only for a file without a write-ahead log, in which newer pages may wait.
    """
    size = path.stat().st_size
    count = -(-size // PAGE)
    wanted: Iterable[int] = range(1, count + 1)
    if most is not None and count > max(most, 2 * _AT_BOTH_ENDS):
        ends = (*range(1, _AT_BOTH_ENDS + 1), *range(count - _AT_BOTH_ENDS + 1, count + 1))
        offset = int.from_bytes(os.urandom(4), "little")  # other ones each time
        step = max(1, count // max(1, most - len(ends)))
        wanted = sorted({*ends, *range(1 + offset % step, count + 1, step)})
    with path.open("rb") as file:
        proof = PageProof(key, file.read(_SALT))
    return [number for number, page in pages(path, wanted) if not proof.holds(number, page)]


def pages(path: Path, wanted: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """These pages as they lie in the file, with their numbers."""
    with path.open("rb") as file:
        for number in wanted:
            if number == _NEVER_WRITTEN:
                continue
            file.seek((number - 1) * PAGE)
            page = file.read(PAGE)
            if not page:
                return
            yield number, page
