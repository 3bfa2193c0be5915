"""What is wrong with the log of what was done, in words."""

from __future__ import annotations

from app.words.catalogue import say
from rag.storing.audit import Flaw


def flaw_words(flaw: Flaw) -> str:
    """Which entry, and what is wrong with it."""
    if flaw.number == flaw.last:
        return say(f"audit.flaws.{flaw.wrong.value}", number=flaw.number)
    return say("audit.several", first=flaw.number, last=flaw.last)
