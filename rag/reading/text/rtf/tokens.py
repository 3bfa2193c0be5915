"""RTF as tokens: text, control words and signs, and the braces that open and close groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto

_TOKEN = re.compile(
    rb"\\(?:(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})?[ ]?|'(?P<hex>[0-9a-fA-F]{2})|(?P<sign>[^a-zA-Z]))"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)


class Kind(Enum):
    TEXT = auto()  # in the encoding that holds where it stands
    WORD = auto()  # a control word, without its backslash
    SIGN = auto()  # what follows a backslash and is no letter
    OPEN = auto()
    CLOSE = auto()


# What it is, its bytes, and the number of a control word: a plain tuple, since there are millions of them.
Token = tuple[Kind, bytes, int | None]


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a document; ends of lines mean nothing, and binary data is passed over."""
    at = 0
    while found := _TOKEN.search(data, at):
        at = found.end()
        match found.lastgroup:
            case "text":
                yield Kind.TEXT, found["text"], None
            case "word":
                yield Kind.WORD, found["word"], None
            case "number":
                number = int(found["number"])
                if found["word"] == b"bin":
                    at += max(number, 0)
                yield Kind.WORD, found["word"], number
            case "hex":
                yield Kind.TEXT, bytes.fromhex(found["hex"].decode()), None
            case "brace":
                yield (Kind.OPEN if found["brace"] == b"{" else Kind.CLOSE), b"", None
            case _:
                yield Kind.SIGN, found["sign"], None
