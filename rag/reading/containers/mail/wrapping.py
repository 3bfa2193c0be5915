"""Which lines of a plain text were parted by the program that sent it, and which by who wrote it.

Mail programs break plain text at some 72 characters; a view that has room, or less of it, shows such lines
ragged. A line was wrapped where the next word would have had no room on it. Two errors are to be avoided: to
leave a paragraph ragged, and to run together what somebody put on lines of its own (verses, addresses, lists,
tables, signatures, what is quoted). Where it is not clear, lines stay as they are.

Text in "format=flowed" says itself which lines go on, and is put together where it is read (`reflowed`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.language.clauses import starts_item
from rag.language.languages import language_of
from rag.types.views import Joint

_NARROWEST, _WIDEST = 60, 80  # characters of a line at which programs break
_LEAST = 0.5  # of the width, which a wrapped line takes in any case
_ALIKE = 0.75  # of the lines that go on in small letters are full, where a text was wrapped
_SURE = 2  # lines that go on, which tell the width of a paragraph
_MOST_INDENT = 8
_TABLE = re.compile(r"\t|\S {3,}\S|[^\s.!?:] {2}\S.*[^\s.!?:] {2}\S| \| ")
_RULE = re.compile(r"[\W_]+")
_LABEL = re.compile(r"[^\W\d_][\w ./()'’-]{0,24}: +\S")  # "Sent: Monday"
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?", re.IGNORECASE)
_SET_CLOSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_ENDS = re.compile(r"[.!?:;…؟。।]['\")\]”’»]*$")
_SIGNATURE = "--"
_OPENING = "'\"([{“”„‘’«»¿¡*_"


@dataclass(frozen=True, slots=True)
class Laid:
    """How a line belongs to the one above, and how many blanks before it only move it in."""

    joint: Joint
    indent: int = 0


@dataclass(frozen=True, slots=True)
class _Break:
    """A line's end that may be a program's. `place`: of the line above it."""

    place: int
    width: int  # of the line above
    needed: int  # what it would be with the next word
    goes_on: bool  # the next line begins as no sentence does
    ends: bool  # the line above ends a sentence

    def is_full(self, width: int) -> bool:
        return self.needed > width and self.width >= _LEAST * width


def laid_lines(text: str) -> list[Laid]:
    """For each line of a text that is not blank, in order."""
    lines = text.split("\n")
    joined = _wrapped(lines)
    found: list[Laid] = []
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        if place in joined:
            found.append(Laid(Joint.WRAPPED, _indent(line)))
        else:
            above = place > 0 and bool(lines[place - 1].strip())
            found.append(Laid(Joint.LINE if above else Joint.APART))
    return found


def _wrapped(lines: Sequence[str]) -> set[int]:
    """The places of lines that go on what stands above them."""
    blocks = [block for block in _blocks(lines) if block]
    sure = [one for block in blocks for one in block if one.goes_on]
    width = _width(sure)
    if not width:
        return set()
    found: set[int] = set()
    for block in blocks:
        going = [one for one in block if one.goes_on]
        own = _own_width(block, going) or width
        full = sum(one.is_full(own) for one in going)
        if full and full >= _ALIKE * len(going):
            found |= {one.place + 1 for one in block if one.is_full(own)}
        elif not going and len(block) == 1:
            # A capital may be a name's or a noun's; of several such lines it is not known what they are.
            found |= {one.place + 1 for one in block if one.is_full(width) and not one.ends}
    return found


def _width(sure: Sequence[_Break]) -> int:
    """Where a text was broken; 0 where it was not."""
    best, most = 0, 0
    for width in sorted({one.width for one in sure if _NARROWEST <= one.width <= _WIDEST}):
        inside = [one for one in sure if one.width <= width]
        full = sum(one.is_full(width) for one in inside)
        over = len(sure) - len(inside)
        if full - over > most and full >= len(inside) / 2:
            best, most = width, full - over
    return best


def _own_width(block: Sequence[_Break], going: Sequence[_Break]) -> int:
    """Where a paragraph was broken that is narrower than others, by an editor; 0 where that is not clear."""
    width = max(one.width for one in block)
    is_sure = len(going) >= _SURE and all(one.is_full(width) for one in block)
    return width if is_sure and width >= _NARROWEST else 0


def _blocks(lines: Sequence[str]) -> Iterator[list[_Break]]:
    """The ends of lines that may be a program's, by stretches in which nothing else stands."""
    stop = language_of("\n".join(lines)).stop
    block: list[_Break] = []
    hanging = 0  # how far the lines of an item stand in, behind its first
    for place, (line, following) in enumerate(pairwise(lines)):
        if line.rstrip() == _SIGNATURE:
            break
        if starts_item(line.strip()):
            hanging = _hang(line)
        elif not line.strip() or _indent(line) < hanging:
            hanging = 0
        found = _end(place, line, following, stop, hanging)
        if found is not None:
            block.append(found)
        elif block:
            yield block
            block = []
    yield block


def _end(place: int, line: str, following: str, stop: frozenset[str], hanging: int) -> _Break | None:
    """Whether a line may go on in the next; None where it does not."""
    if _stands(line) or _stands(following):
        return None
    own, other = _indent(line), _indent(following)
    if (other != own and other != hanging) or other > max(hanging, _MOST_INDENT):
        return None
    said, bare = line.rstrip(), following.strip()
    words = bare.split(None, 1)
    last = said.split()[-1].lower()
    ends = bool(_ENDS.search(said))
    first = bare.lstrip(_OPENING)[:1]
    joins = last in stop and not ends
    goes_on = not ends and ((first.isalpha() and not first.isupper()) or joins or said.endswith(","))
    if starts_item(bare) and not (joins and first.isdigit()):
        return None
    if _LABEL.match(bare) and not first.islower():
        return None
    return _Break(place, len(said), len(said) + 1 + len(words[0]), goes_on, ends)


def _stands(line: str) -> bool:
    """Whether a line is on its own whatever stands around it."""
    bare = line.strip()
    return (
        not bare
        or bare.startswith((">", "|"))
        or bare == _SIGNATURE
        or _RULE.fullmatch(bare) is not None
        or _TABLE.search(bare) is not None
        or _ADDRESS.fullmatch(bare) is not None
        or _SET_CLOSE.search(bare) is not None
        or (bare.endswith("-") and bare[-2:-1].isalpha())
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _hang(line: str) -> int:
    """How far the words of an item stand in, behind its mark."""
    mark, _, rest = line.strip().partition(" ")
    return _indent(line) + len(mark) + 1 + _indent(rest)
