"""Why something was passed over or refused, in words.

What reads files and models gives a reason as a short phrase that never changes, since libraries keep it. Here
the phrase is a key; one that the catalogue does not know is shown as it was given, unless a library of the
program's own wrote it: `plain_detail`.
"""

from __future__ import annotations

import re

from app.words.catalogue import has, say

# What no person wrote: the name of a class (XMLSyntaxError, error), a backend of the keyring, and a message
# that begins with the function it comes from (llama_model_load: …).
_TECHNICAL = re.compile(
    r"[A-Z]\w*(?:Error|Exception|File|Failed|Failure|Argument|Protobuf|Locked)|error|Fail"
    r"|keyring\.[\w.]+|[a-z0-9]+(?:_\w+)+(?::| answered)\s.*",
    re.ASCII | re.DOTALL,
)


def gap_words(reason: str) -> str:
    """Why a part of a container was not read."""
    return _words("gap", reason)


def skipped_words(reason: str) -> str:
    """Why a part of a document was left out of a summary."""
    return _words("skipped", reason) if reason else say("reasons.nothing")


def detail_words(detail: str) -> str:
    """What more is known of a fault, as it was given where nobody has words for it."""
    return _known("detail", detail) or _known("system", detail) or detail


def plain_detail(detail: str) -> str:
    """The same for a person who knows nothing of what the program is made of: "" where only that is told."""
    known = _known("detail", detail) or _known("system", detail) or _known("technical", detail)
    return known or ("" if _TECHNICAL.fullmatch(detail) else detail)


def _words(table: str, phrase: str) -> str:
    return _known(table, phrase) or phrase


def _known(table: str, phrase: str) -> str:
    # A key has no full stops, which a phrase from a library may have.
    key = f"reasons.{table}.{phrase}"
    return say(key) if "." not in phrase and has(key) else ""
