"""A letter that is begun: slots for what only its writer knows, and what the documents say on the matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from rag.answering.composing import Said
from rag.language.languages import Language
from rag.language.marks import quoted_words
from rag.types import Quoted, Support


def letter(wish: str, quotes: Sequence[Quoted], language: Language) -> list[Said]:
    """The lines of a letter; quotes are supported by their places, everything else claims nothing."""
    says = language.says
    found = _addressee(language).search(wish)
    recipient = " ".join(found["to"].split()) if found else says["someone"]
    lines = [
        Said(says["draft"]),
        Said(says["subject"]),
        Said(says["dear"].replace("{recipient}", recipient)),
        Said(says["request"]),
        Said(says["rests"] if quotes else says["none"]),
    ]
    for one in quotes:
        said = quoted_words(one.citation.quote, language)
        where = f"({one.citation.document}, {one.citation.page})"
        lines.append(Said(f"{said} {where}", Support.SUPPORTED, (one.citation,)))
    return [*lines, Said(says["bye"])]


@cache
def _addressee(language: Language) -> re.Pattern[str]:
    return re.compile(language.wishes["addressee"], re.IGNORECASE)
