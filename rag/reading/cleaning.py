"""Text made safe to store, search and show: what every reader does to every piece of text."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

# Control characters (tab and newline stay), soft hyphens, marks of direction and order, byte order
# marks, non-characters and lone surrogates. The joiners U+200C and U+200D carry meaning in several
# scripts and stay.
_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# Bullets of the Symbol and Wingdings fonts, which files encode in the private use area.
_BULLETS = dict.fromkeys("\uf0a7\uf0b7\uf0a8\uf06e\uf0d8\uf076\uf0fc\uf02d", "•")
_REPLACED = str.maketrans(_LIGATURES | _BULLETS)
_PLAIN = re.compile(r"[\t\n\x20-\x7e]*\Z")
_BREAKS = re.compile(r"\r\n?|[\x0b\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


def clean(text: str) -> str:
    """Drop what cannot be read, open ligatures, compose letters (NFC), make every space a plain one; newlines
    are kept.
    """
    if _PLAIN.match(text):
        return text
    text = _BREAKS.sub("\n", text)
    text = _DROPPED.sub("", _SPACES.sub(" ", text)).translate(_REPLACED)
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """`clean`, without trailing blanks, with at most one blank line in a row, stripped of outer newlines."""
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", clean(text))).strip("\n")


def one_line(text: str) -> str:
    """`clean`, with every run of white space as one blank."""
    return " ".join(clean(text).split())


def whole_text(value: Any) -> Any:
    """What JSON gave, with U+FFFD for halves of characters: files have them, and nothing that keeps or shows
    text can take them. The path of a file that is no UTF-8 stays what opens it.
    """
    if isinstance(value, str):
        return (
            value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )
    if isinstance(value, list):
        return [whole_text(one) for one in value]
    if isinstance(value, dict):
        return {key: one if key == "path" else whole_text(one) for key, one in value.items()}
    return value
