"""What those who speak in a recording are called."""

from __future__ import annotations

from app.words.catalogue import say


def speaker_words(number: int, name: str = "") -> str:
    """ "Ms Weber", or "Speaker 2" where nobody named them."""
    return name or say("common.speaker", number=number)
