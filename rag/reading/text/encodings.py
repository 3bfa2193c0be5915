"""Bytes as text: by their byte order mark, as UTF-8, else as what they are most like."""

from __future__ import annotations

import codecs
import re

from rag.language.code_pages.ranking import code_page

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE = 4096  # bytes
_MOST_CONTROLS = 0.01  # of a text's characters
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_UNLIKELY = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd-\uffff]")
_JAPANESE_MAIL = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
_UTF_8_LETTER = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}|\xc2[\xa0-\xbf]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_MOST_BROKEN = 0.1  # of what is outside ASCII in a text that is UTF-8 but for some places
# What these names mean to everyone who writes them: the page of Windows that holds more. Source: WHATWG,
# "Encoding", names and labels.
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
    "big5": "big5hkscs", "iso8859-8": "cp1255",
}  # fmt: skip
_NAMES = {
    "x-sjis": "cp932", "windows-31j": "cp932", "ks_c_5601-1987": "cp949", "x-gbk": "gb18030",
    "unicode": "utf-16", "x-mac-roman": "mac_roman", "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic", "dos-862": "cp862", "windows-874": "cp874", "x-x-big5": "big5hkscs",
    "ansi": "cp1252",
}  # fmt: skip


def decoded(data: bytes) -> str:
    """The text that the bytes are most like; total. It holds control characters where they are none."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return guessed(data)
    if _JAPANESE_MAIL.search(data):
        return _as("iso2022_jp_2", data) or text
    return _wide(data) or text if _CONTROL.search(text, 0, _SAMPLE) else text


def guessed(data: bytes) -> str:
    """Bytes that are no UTF-8 as the text they are most like."""
    return _wide(data) or _mended(data) or data.decode(code_page(data), "replace")


def codec_of(label: str) -> str | None:
    """The codec that a file means which says that this is its encoding; None for a name nobody knows."""
    label = label.strip().strip("\"'").lower()
    try:
        name = codecs.lookup(_NAMES.get(label, label)).name
        b"\0\0\0\0".decode(name)  # refuses codecs that make no text
    except (LookupError, ValueError):
        return None
    return _MEANT.get(name, name)


def _wide(data: bytes) -> str | None:
    """Text of two or four bytes a character, which its zeros and control characters give away."""
    sample = data[: _SAMPLE - _SAMPLE % 4]
    if sum(byte < 9 for byte in sample) <= len(sample) * _MOST_CONTROLS:
        return None
    readings = {name: sample[: len(sample) // 4 * 4 or 2].decode(name, "replace") for name in _WIDE}
    doubts = {
        name: len(_UNLIKELY.findall(text)) + _scripts(text) for name, text in readings.items() if text.strip()
    }
    best = min(doubts, key=lambda name: doubts[name] / len(readings[name]), default=None)
    if best is None or doubts[best] > len(readings[best]) * 0.2:
        return None
    return data.decode(best, "replace")


def _scripts(text: str) -> int:
    """Blocks of 256 characters that few characters of a text are in; many in bytes read the wrong way."""
    blocks = [_block(ord(letter)) for letter in text]
    return sum(blocks.count(block) == 1 and block not in (0, 0x20, 0x30) for block in set(blocks))


def _block(code: int) -> int:
    if 0x4E00 <= code < 0xA000:
        return 0x4E  # ideographs
    return 0xAC if 0xAC00 <= code < 0xD800 else code >> 8


def _as(encoding: str, data: bytes) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _mended(data: bytes) -> str | None:
    """UTF-8 with a few bytes in it that are none, from another file or cut: these as a code page says."""
    letters = sum(len(letter) for letter in _UTF_8_LETTER.findall(data))
    high = sum(len(run) for run in _HIGH_RUN.findall(data))
    if high - letters > high * _MOST_BROKEN or not letters:
        return None
    return data.decode("utf-8", "surrogateescape").translate(_SINGLE_BYTES)


_SINGLE_BYTES = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
