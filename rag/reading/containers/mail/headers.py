"""Headers of messages as people wrote them: encoded words, raw bytes, names of files.

Source: RFC 2047, RFC 2231. What programs get wrong is read as it was meant: characters cut in two between
encoded words, encodings by names that no library knows, padding left out.
"""

from __future__ import annotations

import binascii
import mimetypes
import quopri
import re
from email.message import Message

from rag.reading.cleaning import one_line
from rag.reading.containers.resources import name_at
from rag.reading.text.encodings import codec_of
from rag.reading.text.encodings import decoded as guess

_WORD = re.compile(r"=\?([^?\s]+)\?([bBqQ])\?(.*?)\?=", re.DOTALL)
_BETWEEN = re.compile(r"(?<=\?=)\s+(?==\?[^?\s]+\?[bBqQ]\?)")
_NAMES = {"utf8mb4": "utf-8", "unicode-1-1-utf-7": "utf-7", "iso-8859-8-e": "iso-8859-8"}
_CODE_PAGE = re.compile(r"(?:cp|ibm|windows|ms|x-cp|dos)[-_ ]?(\d{3,5})")
_WESTERN = "cp1252"
_LONGEST_NAME = 200  # characters


def header(message: Message, name: str) -> str:
    """All headers of this name, decoded, with a comma between them."""
    values = (str(value) for key, value in message.raw_items() if key.lower() == name.lower())
    return ", ".join(filter(None, map(decoded, values)))


def decoded(value: str) -> str:
    """A header with its encoded words opened; as it stands where they are broken."""
    raw = value.encode("utf-8", "surrogateescape")
    if not raw.isascii():
        value = guess(raw)
    return one_line(_opened(value))


def text_in(data: bytes, charset: str | None) -> str:
    """The text of bytes said to be in `charset`; what they are most like where they are not."""
    codec = _codec(charset)
    # Programs that leave the name at ASCII or Latin 1 and write UTF-8 are many; other text is UTF-8 by
    # chance hardly ever.
    for encoding in ("utf-8", codec) if codec == _WESTERN else (codec,):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return guess(data)


def _codec(charset: str | None) -> str:
    """The codec that a program means by this name; that of UTF-8 for a name that nobody knows."""
    name = (charset or "").strip("\"' \t").lower().partition("*")[0]
    page = _CODE_PAGE.fullmatch(name)
    return codec_of(_NAMES.get(name, name)) or (page and codec_of(f"cp{page[1]}")) or "utf-8"


def file_name(part: Message) -> str:
    """What a part calls its file, without folders; a name by its type where it has none."""
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        name = ""
    name = re.split(r"[\\/]", decoded(name))[-1].strip(" .\"'")
    if len(name) > _LONGEST_NAME:
        stem, dot, suffix = name.rpartition(".")
        name = f"{stem[: _LONGEST_NAME - 10]}…{dot}{suffix[:9]}" if stem else name[:_LONGEST_NAME]
    return name or name_at(part) or f"attachment{mimetypes.guess_extension(part.get_content_type()) or ''}"


def _opened(value: str) -> str:
    parts: list[str] = []
    at = 0
    held, charset = b"", ""  # words in one encoding, whose characters may be cut in two between them
    for word in _WORD.finditer(value := _BETWEEN.sub("", value)):
        if word.start() > at or (held and word[1].lower() != charset):
            parts.append(text_in(held, charset))
            held = b""
        parts.append(value[at : word.start()])
        held += _bytes_of(word[2], word[3])
        charset, at = word[1].lower(), word.end()
    return "".join((*parts, text_in(held, charset), value[at:])) if at else value


def _bytes_of(how: str, said: str) -> bytes:
    raw = said.encode("utf-8", "surrogateescape")
    if how in "qQ":
        return quopri.decodestring(raw, header=True)
    return base64_bytes(raw)


def base64_bytes(data: bytes | memoryview) -> bytes:
    """What stands there in Base64, with anything that is none left out and its end filled up."""
    try:
        return binascii.a2b_base64(data)  # ends where the padding does: what a mailing list adds is left out
    except (binascii.Error, ValueError):
        pass
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", bytes(data))
    try:
        return binascii.a2b_base64(kept[: len(kept) - (len(kept) % 4 == 1)] + b"=" * (-len(kept) % 4))
    except (binascii.Error, ValueError):
        return b""
