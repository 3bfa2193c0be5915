"""Members of archives encrypted with AES, which the standard library does not open.

Source: WinZip's "AES Encryption Information: AE-1 and AE-2".
"""

from __future__ import annotations

import hashlib
import hmac
import struct
import zipfile
import zlib
from typing import BinaryIO

METHOD = 99
_FIELD = 0x9901
_LOCAL = struct.Struct("<26xHH")  # lengths of name and extra field of a member's own header
_ROUNDS = 1000
_VERIFIER = 2  # bytes
_SEAL = 10
_BLOCK = 16
_CHUNK = 65_536  # blocks at a time


class WrongPassword(Exception):
    """The password does not open the member."""


def read_member(stream: BinaryIO, entry: zipfile.ZipInfo, password: bytes) -> bytes:
    """The bytes of a member. Raises `WrongPassword`, and `zipfile.BadZipFile` for a broken one."""
    strength, method = _field(entry.extra)
    stream.seek(entry.header_offset)
    name, extra = _LOCAL.unpack(stream.read(_LOCAL.size))
    stream.seek(name + extra, 1)
    data = stream.read(entry.compress_size)
    salt_size, key_size = 4 + 4 * strength, 8 + 8 * strength
    if len(data) < salt_size + _VERIFIER + _SEAL:
        raise zipfile.BadZipFile("cut short")
    derived = hashlib.pbkdf2_hmac("sha1", password, data[:salt_size], _ROUNDS, 2 * key_size + _VERIFIER)
    if not hmac.compare_digest(derived[2 * key_size :], data[salt_size : salt_size + _VERIFIER]):
        raise WrongPassword
    sealed, seal = data[salt_size + _VERIFIER : -_SEAL], data[-_SEAL:]
    found = hmac.new(derived[key_size : 2 * key_size], sealed, hashlib.sha1).digest()[:_SEAL]
    if not hmac.compare_digest(found, seal):
        raise zipfile.BadZipFile("changed")
    plain = crypted(sealed, derived[:key_size])
    if method == zipfile.ZIP_STORED:
        return plain
    if method != zipfile.ZIP_DEFLATED:
        raise NotImplementedError(method)
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(plain, entry.file_size)


def crypted(data: bytes, key: bytes) -> bytes:
    """`data` encrypted or decrypted: AES in counter mode, the counter little-endian and from 1."""
    import numpy as np
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    # A counter of the other end than the library's own counter mode has.
    cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    parts = []
    for first in range(0, len(data), _CHUNK * _BLOCK):
        part = np.frombuffer(data, np.uint8, min(_CHUNK * _BLOCK, len(data) - first), first)
        count = -(-len(part) // _BLOCK)
        counters = np.zeros((count, 2), "<u8")
        counters[:, 0] = np.arange(1, count + 1, dtype="<u8") + first // _BLOCK
        stream = np.frombuffer(cipher.update(counters.tobytes()), np.uint8)
        parts.append((part ^ stream[: len(part)]).tobytes())
    return b"".join(parts)


def _field(extra: bytes) -> tuple[int, int]:
    """Strength (1–3) and compression method, from a member's extra field."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _FIELD and size >= 7 and at + 11 <= len(extra):
            strength, method = struct.unpack_from("<BH", extra, at + 8)
            if strength in (1, 2, 3):
                return int(strength), int(method)
        at += 4 + size
    raise zipfile.BadZipFile("no AES field")
