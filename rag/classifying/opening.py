"""What of a document tells what it is: its name and how it begins, of a message what its sender wrote.

A message quotes those before it, and ends with a signature; whose words those are, they do not tell what this
one is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MOST = 4000  # characters that are looked at
_HEAD = 500  # characters of the beginning, where a document says what it is
_QUOTED = re.compile(
    r"^[ \t]*(?:>|-{2,}[ ]?(?:original message|ursprüngliche nachricht|message d'origine|mensaje original|"
    r"messaggio originale|mensagem original|oorspronkelijk bericht)|"
    r"(?:on|am|le|el|il|em|op)\b[^\n]{6,120}(?:wrote|schrieb[^\n]{0,60}|a écrit|escribió|ha scritto|"
    r"escreveu|schreef)\s?:)",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Opening:
    """`text` begins where the document's text does, so that places in one are places in the other."""

    name: str
    text: str

    @property
    def head(self) -> int:
        """Up to where the beginning goes, on a whole line."""
        end = self.text.find("\n", _HEAD)
        return len(self.text) if end < 0 else min(end, 2 * _HEAD)


def opening_of(name: str, text: str) -> Opening:
    """How a document of this name and text begins."""
    shown = text[:_MOST]
    ends = [found.start() for found in (_QUOTED.search(shown), _SIGNATURE.search(shown)) if found]
    # A message that is nothing but what it quotes (a forwarded one) is about that.
    end = min((one for one in ends if shown[:one].strip() and len(shown[:one].split()) > 3), default=None)
    return Opening(name, shown if end is None else shown[:end])
