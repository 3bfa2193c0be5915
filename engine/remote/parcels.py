"""What passes between the process that speaks with an engine and the one that connects to it: parcels of a
kind and some bytes, one connection at a time over one line.

Layout, little endian: kind u8, length u32, the bytes. No parcel names an address: there is only one.
"""

from __future__ import annotations

import struct
from enum import IntEnum

from engine.errors import ProtocolBroken

MOST = 1 << 16  # bytes of a parcel
_HEAD = struct.Struct("<BI")
HEAD_BYTES = _HEAD.size


class Kind(IntEnum):
    OPEN = 1  # to the door: connect
    DATA = 2  # either way
    CLOSE = 3  # to the door: hang up
    OPENED = 4
    FAILED = 5  # with the name of the error
    ENDED = 6  # the other end has nothing more to say
    CLOSED = 7  # all that was sent before is of the connection before


def packed(kind: Kind, data: bytes = b"") -> bytes:
    """One parcel. Raises `ValueError` for more bytes than one may hold."""
    if len(data) > MOST:
        raise ValueError("too large for a parcel")
    return _HEAD.pack(kind, len(data)) + data


class Unpacking:
    """Takes parcels out of bytes that come in pieces."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> list[tuple[Kind, bytes]]:
        """The parcels that are whole now. Raises `ProtocolBroken` for what is none."""
        self._held += data
        found: list[tuple[Kind, bytes]] = []
        while len(self._held) >= HEAD_BYTES:
            number, length = _HEAD.unpack_from(self._held)
            if length > MOST or number not in Kind.__members__.values():
                raise ProtocolBroken(detail="no parcel")
            if len(self._held) < HEAD_BYTES + length:
                break
            found.append((Kind(number), bytes(self._held[HEAD_BYTES : HEAD_BYTES + length])))
            del self._held[: HEAD_BYTES + length]
        return found
