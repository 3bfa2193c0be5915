"""Text as a terminal may have it: what would steer it, and what no encoding can write, is spelled out."""

from __future__ import annotations

import re

# Control characters but tab and newline (among them ESC and the one-byte CSI, which terminals obey), marks
# that turn the direction of what follows, and halves of characters (https://www.unicode.org/reports/tr36/).
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless(text: str) -> str:
    """The text with `\\uXXXX` for each such character, which in JSON is the character itself."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def whole(text: str) -> str:
    """An argument or a line as text: bytes that are no UTF-8 in a likely code page, as names of files are."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        from rag.language.file_names import readable

        try:
            return readable(text)
        except UnicodeEncodeError:  # half a character that no byte gave
            return text.encode("utf-8", "replace").decode("utf-8")
    return text
