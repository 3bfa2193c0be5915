"""Why something was passed over or refused, in words.

What reads files and models gives a reason as a short phrase that never changes, since libraries keep it. Here
the phrase is a key; one that the catalogue does not know is shown as it was given.
"""

from __future__ import annotations

from app.words.catalogue import has, say


def gap_words(reason: str) -> str:
    """Why a part of a container was not read."""
    return _words("gap", reason)


def skipped_words(reason: str) -> str:
    """Why a part of a document was left out of a summary."""
    return _words("skipped", reason) if reason else say("reasons.nothing")


def detail_words(detail: str) -> str:
    """What more is known of a fault."""
    return _words("detail", detail)


def _words(table: str, phrase: str) -> str:
    # A key has no full stops, which a phrase from a library may have.
    key = f"reasons.{table}.{phrase}"
    return say(key) if "." not in phrase and has(key) else phrase
