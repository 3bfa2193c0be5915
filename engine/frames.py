"""Frames between a parent and its child process: a JSON header and raw blobs.

Layout, little endian: header length u32, number of blobs u32, one u64 length for each blob, the
header as UTF-8 JSON, the blobs. Nothing is ever unpickled: a child that a hostile file has taken
over can send wrong values, never code.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import BinaryIO

from engine.errors import ProtocolBroken

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

MAX_HEADER_BYTES = 64 << 20
MAX_BLOB_BYTES = 512 << 20
MAX_BLOBS = 64

_FIXED = struct.Struct("<II")
_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Frame:
    header: dict[str, Json]
    blobs: tuple[bytes, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of its blobs; headers are small beside them or counted when encoded."""
        return sum(len(blob) for blob in self.blobs)


def write_frame(stream: BinaryIO, frame: Frame) -> int:
    """Write one frame and flush; returns the bytes written. Raises `OSError` when nobody reads."""
    header = json.dumps(frame.header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    if len(header) > MAX_HEADER_BYTES or len(frame.blobs) > MAX_BLOBS:
        raise ProtocolBroken(detail="frame too large to send")
    lengths = b"".join(_LENGTH.pack(len(blob)) for blob in frame.blobs)
    parts = (_FIXED.pack(len(header), len(frame.blobs)), lengths, header, *frame.blobs)
    stream.write(b"".join(parts))
    stream.flush()
    return sum(len(part) for part in parts)


def read_frame(stream: BinaryIO) -> Frame | None:
    """The next frame, or None at the end of the stream.

    Raises `ProtocolBroken` on lengths over the limits, a stream that ends inside a frame, or a
    header that is no JSON object; lengths are checked before anything is allocated.
    """
    fixed = _read(stream, _FIXED.size)
    if not fixed:
        return None
    header_length, blob_count = _FIXED.unpack(fixed)
    if header_length > MAX_HEADER_BYTES or blob_count > MAX_BLOBS:
        raise ProtocolBroken(detail="frame lengths out of bounds")
    lengths = [_LENGTH.unpack(_exactly(stream, _LENGTH.size))[0] for _ in range(blob_count)]
    if sum(lengths) > MAX_BLOB_BYTES:
        raise ProtocolBroken(detail="frame lengths out of bounds")
    try:
        header = json.loads(_exactly(stream, header_length))
    except (ValueError, RecursionError) as error:
        raise ProtocolBroken(detail="header is no JSON") from error
    if not isinstance(header, dict):
        raise ProtocolBroken(detail="header is no JSON object")
    return Frame(header, tuple(_exactly(stream, length) for length in lengths))


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = _read(stream, count)
    if len(data) < count:
        raise ProtocolBroken(detail="stream ended inside a frame")
    return data


def _read(stream: BinaryIO, count: int) -> bytes:
    """Up to `count` bytes; fewer only at the end of the stream."""
    data = stream.read(count)
    if len(data) in (0, count):
        return data
    pieces = [data]
    missing = count - len(data)
    while missing:
        piece = stream.read(missing)
        if not piece:
            break
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
