"""RTF as tokens: text, control words and signs, and the braces that open and close groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    data: bytes = b""
    number: int | None = None  # of a control word


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a document; ends of lines mean nothing, and binary data is passed over."""
    at = 0
    while match := _TOKEN.search(data, at):
        at = match.end()
        if match["text"] is not None:
            yield Token(Kind.TEXT, match["text"])
        elif match["hex"] is not None:
            yield Token(Kind.TEXT, bytes.fromhex(match["hex"].decode()))
        elif match["word"] is not None:
            number = None if match["number"] is None else int(match["number"])
            if match["word"] == b"bin":
                at += max(number or 0, 0)
            yield Token(Kind.WORD, match["word"], number)
        elif match["brace"] is not None:
            yield Token(Kind.OPEN if match["brace"] == b"{" else Kind.CLOSE)
        else:
            yield Token(Kind.SIGN, match["sign"])
