"""What was entered into a page, written into its lines beside what it belongs to: "Family name: Okonkwo".

A value is written after its label, which stands to its left, above it or below it; a tick stays where its box
is printed. What has no label on the page gets the one that the form gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rag.layout.printed import RawLine, RawWord, Rectangle
from rag.reading.pages.annotations.surroundings import Neighbour, Surroundings

_NEAR = 60.0  # points: a label no farther to the left is taken before one above
_FAR = 300.0  # points: no label is farther away
_BESIDE = 30.0  # points between a tick and the label after it
_AFTER = 20.0  # points between a value and the words that go on after it
_WORD = re.compile(r"\w{3,}")
_FILLER = re.compile(r"[_.…·]{3,}")
_TYPED_SIZE = 10.0  # points: the size of letters where nothing tells it
_ENDS = re.compile(r"[\w)\]’'\"*%]\Z")


@dataclass(slots=True)
class Entry:
    """`lines`: what is written, each word in its place. `tip`: its label, where the page has none near it;
    `names`: words that tell which label is its own. `is_bound`: whether a label is asked for at all.
    """

    box: Rectangle
    lines: list[list[RawWord]]
    tip: str = ""
    names: frozenset[str] = field(default_factory=frozenset)
    is_tick: bool = False
    is_bound: bool = True


def names_of(*texts: str) -> frozenset[str]:
    """The words that a label is known by."""
    return frozenset(word for text in texts for word in _WORD.findall(text.casefold()))


def enter(
    lines: list[RawLine], entries: Sequence[Entry], taken: Sequence[Rectangle], size: tuple[float, float]
) -> None:
    """Write entries into the lines of a page of this size in points. `taken`: where its fields are, filled or
    not: a label belongs to the field next to it.
    """
    around = Surroundings(lines, taken, size)
    rows = sorted(entries, key=lambda one: (round(one.box[1] * size[1] / _TYPED_SIZE), one.box[0]))
    ticks = [one.box for one in rows if one.is_tick]
    for one in rows:
        if not one.lines or _is_shown(around, one):
            continue
        if one.is_tick:
            _tick(around, one, ticks)
        else:
            _value(around, one)


def _tick(around: Surroundings, one: Entry, ticks: Sequence[Rectangle]) -> None:
    row = [box for box in ticks if around.on_one_row(box, one.box)]
    left, right = around.left(one.box), _label_after(around, one.box)
    is_grid = any(_stands_alone(around, box) for box in row)
    labels_first = left is not None and _label_after(around, max(row, key=lambda box: box[0])) is None
    if right is not None and not labels_first:
        around.insert(right.line, right.place, one.lines[0])
    elif left is not None and left.gap <= _FAR and not is_grid:
        around.bind(left)
        around.insert(left.line, left.place + 1, one.lines[0])
    else:
        head = around.above_in_column(one.box) if is_grid else None
        words = [*one.lines[0], *_words(head.text if head is not None else one.tip, one.box)]
        beside = around.left(one.box, past_fields=True)
        if beside is not None:
            around.insert(beside.line, beside.place + 1, words)
        else:
            around.new_line(one.box, words, _TYPED_SIZE)


def _label_after(around: Surroundings, box: Rectangle) -> Neighbour | None:
    right = around.right(box)
    return right if right is not None and right.gap <= _BESIDE else None


def _stands_alone(around: Surroundings, box: Rectangle) -> bool:
    """Whether a box has no label on its row: the label stands over its column."""
    left = around.left(box)
    return left is not None and left.is_blocked and _label_after(around, box) is None


def _value(around: Surroundings, one: Entry) -> None:
    blank = around.filler(one.box, _FILLER)
    if blank is not None:
        around.replace(blank, one.lines[0])
        _further(around, blank.line, one)
        return
    label = _label(around, one)
    if label is not None:
        after = around.right(one.box)
        runs_on = label.is_beside and after is not None and after.gap < _AFTER
        if one.is_bound and not runs_on and _ENDS.search(label.word.text):
            around.bind(label)
        around.insert(label.line, label.place + 1, one.lines[0], is_beside=label.is_beside)
        _further(around, label.line, one)
        return
    after = around.right(one.box)
    told = _words(f"{one.tip}:", one.box) if one.tip else []
    if after is not None and after.gap < _AFTER:
        around.insert(after.line, after.place, [*told, *one.lines[0]])
        return
    before = around.left(one.box, past_fields=True)
    if before is not None and before.is_entered and not told:
        around.insert(before.line, before.place + 1, one.lines[0])  # goes on in the next field
        return
    line = around.new_line(one.box, [*told, *one.lines[0]], _TYPED_SIZE)
    _further(around, line, one)


def _label(around: Surroundings, one: Entry) -> Neighbour | None:
    left, above = around.left(one.box), around.above(one.box)
    if left is not None and (left.is_blocked or left.gap > _FAR):
        left = None
    if not one.is_bound:
        return left if left is not None and left.gap <= _NEAR and around.leads_to(left) else None
    found = [found for found in (left, above) if found is not None]
    if len(found) > 1:
        agreeing = [label for label in found if one.names & names_of(label.text)]
        if len(agreeing) == 1:
            return agreeing[0]
        is_column = above is not None and above.is_aligned and left is not None and left.gap > _NEAR
        return above if is_column else left
    return found[0] if found else around.below(one.box)


def _further(around: Surroundings, line: RawLine, one: Entry) -> None:
    """The second line of an entry, and those after it."""
    for words in one.lines[1:]:
        line = around.line_after(line, words, _TYPED_SIZE)


def _is_shown(around: Surroundings, one: Entry) -> bool:
    """Whether the page says in its own text what was entered. A printed tick gives way to ours."""
    inside = around.inside(one.box)
    if one.is_tick:
        around.remove([found for found in inside if len(found.word.text) == 1])
        return False
    printed = _letters(found.word for found in inside)
    entered = _letters(word for words in one.lines for word in words)
    return bool(printed) and bool(entered) and entered in printed


def _letters(words: Iterable[RawWord]) -> str:
    return "".join(mark for word in words for mark in word.text.casefold() if mark.isalnum())


def _words(text: str, box: Rectangle) -> list[RawWord]:
    return [RawWord(word, box) for word in text.split()]
