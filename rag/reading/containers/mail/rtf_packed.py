"""RTF as Outlook packs it. Source: MS-OXRTFCP, 2.2 (the format) and 3.1 (the decompression)."""

from __future__ import annotations

import struct

_PREFIX = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096
_PACKED, _PLAIN = b"LZFu", b"MELA"
_HEADER = 16
_MOST = 50_000_000  # bytes


def unpacked(data: bytes) -> bytes:
    """The RTF inside; what there is of it where the data is cut short. Raises ValueError for other data."""
    if len(data) < _HEADER:
        raise ValueError("too short")
    kind = data[8:12]
    if kind == _PLAIN:
        return data[_HEADER:]
    if kind != _PACKED:
        raise ValueError("unknown kind")
    window = bytearray(_PREFIX.ljust(_WINDOW, b"\0"))
    write = len(_PREFIX)
    out = bytearray()
    at = _HEADER
    while at < len(data) and len(out) < _MOST:
        flags = data[at]
        at += 1
        for bit in range(8):
            if not flags >> bit & 1:
                if at >= len(data):
                    return bytes(out)
                out.append(data[at])
                window[write] = data[at]
                write = (write + 1) % _WINDOW
                at += 1
                continue
            if at + 2 > len(data):
                return bytes(out)
            (reference,) = struct.unpack_from(">H", data, at)
            at += 2
            offset, length = reference >> 4, (reference & 15) + 2
            if offset == write:
                return bytes(out)
            for step in range(length):
                byte = window[(offset + step) % _WINDOW]
                out.append(byte)
                window[write] = byte
                write = (write + 1) % _WINDOW
    return bytes(out)
