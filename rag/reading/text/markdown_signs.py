"""What the signs of Markdown make of its lines, for a view that shows these without them.

The parser tells the lines of a block, and of what stands in it only the words, in their order: they are found
again one after another, and what is left between two of them are signs, where it looks like nothing else.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rag.reading.viewing.recording import Line
from rag.types.views import Joint, Kind, Mark

if TYPE_CHECKING:
    from markdown_it.token import Token

_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_SIGNS = re.compile(
    r"(?:[\s*_`~#>\\\[\]!<=-]|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\]\[[^\]\n]*\]|[A-Za-z0-9#]{2,8};)*"
)
_OPENS = {"strong_open": Mark.BOLD, "em_open": Mark.ITALIC}
_CLOSES = {"strong_close": Mark.BOLD, "em_close": Mark.ITALIC}
_LISTS = ("bullet_list", "ordered_list")


def lines_of(source: Sequence[str], tokens: Sequence[Token]) -> Iterator[Line]:
    """What is known of lines that stand in no table, each once."""
    found: dict[int, Line] = {}
    depth = quotes = 0
    item = False
    for place, token in enumerate(tokens):
        kind, _, end = token.type.rpartition("_")
        if kind in _LISTS:
            depth += 1 if end == "open" else -1
        elif kind == "blockquote":
            quotes += 1 if end == "open" else -1
        elif token.type == "list_item_open":
            item = True
        elif token.type in ("fence", "code_block") and token.map is not None:
            _code(source, token, found)
        elif token.type == "hr" and token.map is not None:
            found[token.map[0]] = _hidden(source[token.map[0]])
        elif (
            token.type == "inline"
            and token.map is not None
            and tokens[place - 1].type not in ("th_open", "td_open")
        ):
            before = tokens[place - 1]
            level = int(before.tag[1:]) if before.type == "heading_open" else 0
            of = Kind.HEADING if level else Kind.ITEM if item else Kind.QUOTE if quotes else Kind.PARAGRAPH
            last = before.map[1] if level and before.map is not None else token.map[1]
            _inline(source, token, last, found, of, level or max(depth - 1, 0))
            item = False
    for number in sorted(found):
        yield found[number]


def _code(source: Sequence[str], token: Token, found: dict[int, Line]) -> None:
    first, last = token.map or (0, 0)
    fenced = token.type == "fence"
    for number in range(first, min(last, len(source))):
        bare = fenced and (
            number == first or (number == last - 1 and source[number].strip(" >")[:3] in ("```", "~~~"))
        )
        if bare:
            found[number] = _hidden(source[number])
        else:
            begun = number > first + fenced
            found[number] = Line(source[number], Kind.CODE, joint=Joint(begun))


def _hidden(text: str) -> Line:
    return Line(text, hidden=array("i", (0, len(text))))


def _inline(
    source: Sequence[str], token: Token, last: int, found: dict[int, Line], kind: Kind, level: int
) -> None:
    """Note the lines of a paragraph, an item or a heading."""
    first = (token.map or (0, 0))[0]
    own = source[first:last]
    text = "\n".join(own)
    hidden, marks = _stretches(text, token, _ITEM.match(text) if kind is Kind.ITEM else None)
    at = 0
    for place, one in enumerate(own):
        line = Line(one, kind, level, joint=Joint.WRAPPED if place else Joint.APART)
        line.hidden.extend(_within(hidden, at, len(one), 2))
        line.marks.extend(_within(marks, at, len(one), 3))
        found[first + place] = line
        at += len(one) + 1


def _within(flat: Sequence[int], at: int, length: int, width: int) -> Iterator[int]:
    """The stretches of a text as far as they stand in one of its lines."""
    for place in range(0, len(flat), width):
        low, high = max(flat[place] - at, 0), min(flat[place + 1] - at, length)
        if low < high:
            yield from (low, high, *flat[place + 2 : place + width])


def _stretches(text: str, token: Token, item: re.Match[str] | None) -> tuple[list[int], list[int]]:
    """The signs in a text, and how its words are set."""
    hidden: list[int] = []
    marks: list[int] = []
    mark = Mark(0)
    at = 0
    if item is not None:
        sign = len(item.group()) - len(item.group().lstrip(" \t>"))
        hidden += (0, sign) if sign else ()
        at = item.end()
    for child in token.children or ():
        mark = (mark | _OPENS.get(child.type, Mark(0))) & ~_CLOSES.get(child.type, Mark(0))
        said = child.content
        if not said:
            continue
        place = text.find(said, at)
        if place < 0 or _SIGNS.fullmatch(text, at, place) is None:
            continue
        _hide(hidden, text, at, place)
        at = place + len(said)
        own = mark | (Mark.FIXED if child.type == "code_inline" else Mark(0))
        if own:
            marks += (place, at, int(own))
    if _SIGNS.fullmatch(text, at) is not None:
        _hide(hidden, text, at, len(text))
    return hidden, marks


def _hide(hidden: list[int], text: str, start: int, end: int) -> None:
    """Note signs, but for blanks alone: these part words."""
    if text[start:end].strip():
        if text[start:end].startswith(" ") and start:
            start += 1
        if text[start:end].endswith(" ") and end < len(text) and start:
            end -= 1
        hidden += (start, end)
