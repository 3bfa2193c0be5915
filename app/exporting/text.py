"""Text on its way into a file of another format, where some characters would mean something."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML holds none of these
# Marks of CommonMark, entities, and what GitHub Flavored Markdown makes a link of without any mark
# (https://github.github.com/gfm/#autolinks-extension-).
_MARKDOWN = re.compile(
    r"([\\`*_\[\]<~]|&(?=#?\w{1,32};)|(?<=\w):(?=//)|(?<=\bwww)\.|(?<=\bmailto):|(?<=\bxmpp):)", re.IGNORECASE
)
_MARKDOWN_START = re.compile(r"^(\s*)(#{1,6}(?:\s|$)|[-+](?:\s|$)|[-=]+$|>|\d+(?=[.)](?:\s|$)))")


def marked_up(text: str) -> str:
    """Text that Markdown takes for nothing but text: no picture, no link, no HTML, no mark of any kind."""
    line = _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    return _MARKDOWN_START.sub(lambda found: f"{found[1]}{_guarded(found[2])}", line)


def _guarded(start: str) -> str:
    return f"{start}\\" if start.isdigit() else f"\\{start}"


def printable(text: str) -> str:
    """Text without the characters that no XML may hold."""
    return _CONTROL.sub("", text)
