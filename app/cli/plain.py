"""Text as a terminal may have it: what would steer it, and what no encoding can write, is spelled out."""

from __future__ import annotations

import os
import re
import shlex

from app.words.catalogue import right_to_left
from app.words.directions import is_closed

# Control characters but tab and newline (among them ESC and the one-byte CSI, which terminals obey), marks
# that turn the direction of what follows, and halves of characters (https://www.unicode.org/reports/tr36/).
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BUT_ISOLATES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2067\ud800-\udfff]")


def harmless(text: str) -> str:
    """The text with `\\uXXXX` for each such character, which in JSON is the character itself. What the
    catalogue sets around facts in a language from right to left stays: closed in its line, it turns nothing
    outside.
    """
    if not right_to_left():
        return _STEERING.sub(_spelled, text)
    return "".join(
        (_BUT_ISOLATES if is_closed(line) else _STEERING).sub(_spelled, line)
        for line in text.splitlines(keepends=True)
    )


def _spelled(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


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


def words_of(line: str) -> list[str]:
    """The words of a line, quoted as this system's shell has it. Raises `ValueError` for half a quotation."""
    return shlex.split(line, posix=os.name != "nt")  # elsewhere a backslash is part of a path
