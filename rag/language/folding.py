"""Texts as people look for them: small letters, no accents. The window needs no more of searching."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Without capitals and accents, each character in its place."""
    return "".join((unicodedata.normalize("NFD", one)[0].lower() or one)[0] for one in text)
