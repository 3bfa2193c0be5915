"""How the characters of RTF are encoded: by code pages, by the character sets of fonts, by fonts of signs."""

from __future__ import annotations

import codecs

_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_SYMBOL_CHARSET, _SYMBOL = 2, "symbol"
USUAL = "cp1252"
LETTERS = "latin-1"  # of the bytes of a font that draws pictures for them


def of_code_page(number: int | None) -> str:
    """The encoding that a code page stands for."""
    return _known("utf-8" if number == 65001 else f"cp{number or 1252}")


def of_charset(number: int) -> str | None:
    """The encoding of a font with this character set; None for that of the document."""
    if number == _SYMBOL_CHARSET:
        return _SYMBOL
    name = _CHARSETS.get(number)
    return None if name is None else _known(name)


def decoded(data: bytes, encoding: str) -> str:
    """The text of bytes in an encoding that this module named; what cannot be decoded is marked."""
    if encoding == _SYMBOL:
        return "".join(_symbol(byte) for byte in data)
    return data.decode(encoding, "replace")


def paired(text: str) -> str:
    """Text whose characters beyond the first plane were written as two halves."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _symbol(byte: int) -> str:
    """A character of a font of signs, in the private use area, but for those that only stand as bullets."""
    if byte <= 0x20:
        return chr(byte)
    return "•" if byte >= 0x80 else chr(0xF000 + byte)


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return USUAL
