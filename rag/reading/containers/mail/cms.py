"""What is wrapped in a signature or an envelope (S/MIME, P7M): opened where no key is needed.

Source: RFC 5652 (CMS), RFC 3274 (compressed data), X.690 (BER). Signatures are not checked.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from rag.reading.containers.mail.headers import base64_bytes

_MOST = 200_000_000  # bytes of what was compressed
_DEEPEST = 32  # elements inside each other
_MOST_ELEMENTS = 2_000_000  # looked at; a string of 200 MB in pieces of 1,000 bytes has a tenth
_SEQUENCE, _OID, _OCTETS, _EXPLICIT = 0x30, 0x06, 0x04, 0xA0
_CONSTRUCTED = 0x20
_PKCS7 = bytes.fromhex("2a864886f70d0107")
_SMIME = bytes.fromhex("2a864886f70d01091001")
_ZLIB = _SMIME[:-1] + b"\x03\x08"
_ARMOUR = re.compile(rb"-----BEGIN [A-Z0-9 ]+-----(.*?)(?:-----END|\Z)", re.DOTALL)
_BASE64 = re.compile(rb"\s*MI[A-Za-z0-9+/=\s]+\Z")


class Wrap(Enum):
    """What is around the content."""

    SIGNED = "signed"
    COMPRESSED = "compressed"
    ENCRYPTED = "encrypted"
    DATA = "data"


_KINDS = {
    _PKCS7 + b"\1": Wrap.DATA,
    _PKCS7 + b"\2": Wrap.SIGNED,
    _PKCS7 + b"\3": Wrap.ENCRYPTED,
    _PKCS7 + b"\4": Wrap.ENCRYPTED,  # signed and enveloped
    _PKCS7 + b"\6": Wrap.ENCRYPTED,
    _SMIME + b"\x09": Wrap.COMPRESSED,
    _SMIME + b"\x17": Wrap.ENCRYPTED,  # authenticated and enveloped
}


class Element(NamedTuple):
    """A value of ASN.1: its tag, where its content stands and where what follows begins."""

    tag: int
    start: int
    end: int
    after: int


def opened(data: bytes) -> tuple[Wrap, bytes]:
    """What is around the content, and the content (nothing of a detached signature or under encryption).

    Raises ValueError for data that is no such wrapping.
    """
    return _Wrapping(_binary(data)).opened()


def _binary(data: bytes) -> bytes:
    """The wrapping in bytes where it came as text."""
    armour = _ARMOUR.search(data) if _ARMOUR.search(data[:1000]) else None
    if armour is not None:
        return base64_bytes(armour[1])
    return base64_bytes(data) if _BASE64.match(data[:1000]) else data


class _Wrapping:
    """The elements of one wrapping."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = _MOST_ELEMENTS

    def opened(self) -> tuple[Wrap, bytes]:
        outer = self._element(0, len(self._data), 0)
        if outer.tag != _SEQUENCE:
            raise ValueError("no sequence")
        kind, content = self._content(outer)
        wrap = _KINDS.get(kind)
        if wrap is None:
            raise ValueError("another kind")
        if content is None or wrap is Wrap.ENCRYPTED:
            return wrap, b""
        if wrap is Wrap.DATA:
            return wrap, self._octets(content, 0)
        held = self._held(content)
        octets = b"" if held is None else self._octets(held, 0)
        return wrap, _inflated(octets) if wrap is Wrap.COMPRESSED else octets

    def _held(self, content: Element) -> Element | None:
        """The string inside what was signed or compressed."""
        for part in self._children(content):
            first = next(self._children(part), None) if part.tag == _SEQUENCE else None
            # The sequence before may name the way of compression: it holds nothing.
            if first is not None and first.tag == _OID and self._said(first) != _ZLIB:
                return self._content(part)[1]
        return None

    def _content(self, sequence: Element) -> tuple[bytes, Element | None]:
        """The kind that a sequence names and the element that it holds."""
        parts = self._children(sequence)
        named = next(parts, None)
        if named is None or named.tag != _OID:
            raise ValueError("no kind")
        held = next((part for part in parts if part.tag == _EXPLICIT), None)
        return self._said(named), None if held is None else next(self._children(held), None)

    def _said(self, element: Element) -> bytes:
        return self._data[element.start : element.end]

    def _octets(self, element: Element, depth: int) -> bytes:
        """The bytes of a string that may come in pieces; of anything else, what it is made of."""
        in_pieces = element.tag == _OCTETS | _CONSTRUCTED
        if not in_pieces or depth > _DEEPEST:
            return self._said(element)
        return b"".join(self._octets(part, depth + 1) for part in self._children(element))

    def _children(self, element: Element) -> Iterator[Element]:
        at = element.start
        while at < element.end:
            part = self._element(at, element.end, 0)
            if part.tag == 0 and part.start == part.end:
                return
            yield part
            at = part.after

    def _element(self, at: int, limit: int, depth: int) -> Element:
        """The element at a place; one that is cut short ends where the data does. Raises ValueError."""
        self._left -= 1
        if depth > _DEEPEST or at + 2 > limit or self._left < 0:
            raise ValueError("cut short, or too many")
        tag, size = self._data[at], self._data[at + 1]
        start = at + 2
        if tag & 0x1F == 0x1F:
            raise ValueError("a tag of more than one byte")
        if size == 0x80:
            inner = start
            while inner + 2 <= limit and self._data[inner : inner + 2] != b"\0\0":
                inner = self._element(inner, limit, depth + 1).after
            return Element(tag, start, min(inner, limit), min(inner + 2, limit))
        if size > 0x80:
            count = size & 0x7F
            if count > 8 or start + count > limit:
                raise ValueError("a length of its own kind")
            size = int.from_bytes(self._data[start : start + count], "big")
            start += count
        end = min(start + size, limit)
        return Element(tag, start, end, end)


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MOST)
    except zlib.error as failure:
        raise ValueError("damaged") from failure
