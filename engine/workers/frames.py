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
MAX_BLOB_BYTES = 512 << 20  # of all blobs of a frame together
MAX_BLOBS = 64

_FIXED = struct.Struct("<II")
_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Frame:
    header: dict[str, Json]
    blobs: tuple[bytes, ...] = ()


class FrameTooLarge(ProtocolBroken):
    """The lengths of a frame are over what may be sent, or over what the reader accepts now."""


class FrameCut(ProtocolBroken):
    """The stream ended inside a frame: who wrote it is probably gone."""


def write_frame(stream: BinaryIO, frame: Frame) -> None:
    """Write one frame and flush. Raises as `encode` does, and `OSError` when nobody reads."""
    write_parts(stream, encode(frame))


def write_parts(stream: BinaryIO, parts: tuple[bytes, ...]) -> None:
    """Write what `encode` gave and flush. Raises `OSError` when nobody reads."""
    stream.writelines(parts)
    stream.flush()


def encode(frame: Frame) -> tuple[bytes, ...]:
    """The bytes of a frame, in parts; blobs are not copied.

    Raises `FrameTooLarge` when no reader would accept it, `TypeError` or `ValueError` when the
    header is no JSON.
    """
    # File names that are not UTF-8 are strings with lone surrogates; they must arrive as they are.
    header = json.dumps(frame.header, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    lengths = [len(blob) for blob in frame.blobs]
    _check(len(header), len(lengths), sum(lengths), None)
    fixed = _FIXED.pack(len(header), len(lengths))
    start = b"".join((fixed, *(_LENGTH.pack(length) for length in lengths), header))
    return (start, *frame.blobs)


def read_frame(stream: BinaryIO, limit: int | None = None) -> Frame | None:
    """The next frame, or None at the end of the stream. Takes and raises what `read_sized` does."""
    sized = read_sized(stream, limit)
    return None if sized is None else sized[0]


def read_sized(stream: BinaryIO, limit: int | None = None) -> tuple[Frame, int] | None:
    """The next frame and its size in bytes, or None at the end of the stream.

    `limit` is the largest frame accepted now, in bytes, below the fixed maxima. Raises
    `FrameTooLarge` on lengths over the limits, before anything is allocated, and `ProtocolBroken`
    on a stream that ends inside a frame or a header that is no JSON object.
    """
    fixed = _read(stream, _FIXED.size)
    if not fixed:
        return None
    if len(fixed) < _FIXED.size:
        raise FrameCut(detail="stream ended inside a frame")
    header_length, blob_count = _FIXED.unpack(fixed)
    _check(header_length, blob_count, 0, limit)
    lengths = [_LENGTH.unpack(_exactly(stream, _LENGTH.size))[0] for _ in range(blob_count)]
    _check(header_length, blob_count, sum(lengths), limit)
    try:
        header = json.loads(_exactly(stream, header_length).decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise ProtocolBroken(detail="header is no JSON") from error
    if not isinstance(header, dict):
        raise ProtocolBroken(detail="header is no JSON object")
    frame = Frame(header, tuple(_exactly(stream, length) for length in lengths))
    return frame, _FIXED.size + blob_count * _LENGTH.size + header_length + sum(lengths)


def _check(header_length: int, blob_count: int, blob_bytes: int, limit: int | None) -> None:
    if header_length > MAX_HEADER_BYTES or blob_count > MAX_BLOBS or blob_bytes > MAX_BLOB_BYTES:
        raise FrameTooLarge(detail="over the largest frame there is")
    if limit is not None and header_length + blob_bytes > limit:
        raise FrameTooLarge(detail="over the largest frame accepted now")


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = _read(stream, count)
    if len(data) < count:
        raise FrameCut(detail="stream ended inside a frame")
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
