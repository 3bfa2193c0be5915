"""Overwriting secrets where they lie in memory, as far as CPython lets them be reached."""

from __future__ import annotations

import ctypes
import sys

_CPYTHON = sys.implementation.name == "cpython"
_BYTES_HEADER = sys.getsizeof(b"") - 1  # of a `bytes`, before its data; the data ends with a NUL
_TEXT_HEADER = sys.getsizeof("") - 1  # the same of a `str` of ASCII
_LEAST = 16  # shorter values may be shared by all who use them


def wipe(*secrets: bytes | bytearray | str | None) -> None:
    """Overwrite values that nobody needs any more with zeros. Copies that others made are not found.

    A `str` must be ASCII, and none of them a constant of the program: all who share it see it change.
    """
    for secret in secrets:
        if secret is None or len(secret) < _LEAST:
            continue
        if isinstance(secret, bytearray):
            secret[:] = bytes(len(secret))
        elif not _CPYTHON:
            continue
        elif isinstance(secret, bytes):
            ctypes.memset(id(secret) + _BYTES_HEADER, 0, len(secret))
        elif secret.isascii():
            ctypes.memset(id(secret) + _TEXT_HEADER, 0, len(secret))
