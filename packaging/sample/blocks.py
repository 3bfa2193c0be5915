"""What the lines of a text of the regulation are: the few kinds that it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_ITEM = re.compile(r"(?:\d+\.|\(\w{1,2}\))\s")


class Kind(StrEnum):
    """What a piece of the text is."""

    TITLE = "title"
    ADOPTED = "adopted"  # the one paragraph below the title
    PART = "part"
    ARTICLE = "article"
    ITEM = "item"  # numbered
    BODY = "body"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text; of a table, its `rows`, the head first."""

    kind: Kind
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(text: str) -> Iterator[Block]:
    """The pieces of a text, in its order."""
    rows: list[tuple[str, ...]] = []
    before = None
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            rows.append(tuple(one.strip() for one in line.strip("| ").split("|")))
            continue
        if rows:
            yield Block(Kind.TABLE, rows=tuple(rows))
            rows = []
        if line.strip():
            kind, said = _of(line)
            if before is Kind.TITLE:
                kind = Kind.ADOPTED
            before = kind
            yield Block(kind, said)


def _of(line: str) -> tuple[Kind, str]:
    for mark, kind in (("### ", Kind.ARTICLE), ("## ", Kind.PART), ("# ", Kind.TITLE)):
        if line.startswith(mark):
            return kind, line.removeprefix(mark)
    return (Kind.ITEM if _ITEM.match(line) else Kind.BODY), line
