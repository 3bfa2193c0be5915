"""How many tokens a text is at most, by and large, without asking anybody.

An engine's own count would take a request for every passage that is thought of, also those that are never
sent. This one errs on the side of more, so that what is counted by it fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.types import Message

_PIECE = re.compile(r"[^\W\d_]+|\d|[^\w\s]|_|\n+")
_ASCII_LETTERS, _OTHER_BYTES = 5, 3  # to a token, of long words, and of other scripts
_AROUND = 8  # tokens that a chat template puts around a message


def count_tokens(text: str) -> int:
    """Of plain text; 0 for none."""
    return sum(map(_tokens, _PIECE.findall(text)))


def prompt_tokens(messages: Sequence[Message]) -> int:
    """Of a whole prompt, with what the template puts around its messages."""
    return _AROUND + sum(_AROUND + count_tokens(message.text) for message in messages)


def _tokens(piece: str) -> int:
    if not piece[0].isalpha():
        return 1
    if piece.isascii():
        return 1 if len(piece) <= _ASCII_LETTERS + 1 else -(-len(piece) // _ASCII_LETTERS)
    return -(-len(piece.encode("utf-8", "replace")) // _OTHER_BYTES)
