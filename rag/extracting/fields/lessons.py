"""What a correction teaches: words beside the right value, its place, and the value itself if it is a name.

A lesson is of a column and of a layout. In another document of that layout it says where to look; what stands
there has to be of the column's type. A value is taken from the document at hand, never from the lesson.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rag.extracting.fields.choosing import Candidate, How, text_of, value_in, values_in
from rag.extracting.fields.entering import standing
from rag.extracting.fields.layouts import Layout, likeness
from rag.extracting.fields.mentions import Mention
from rag.extracting.fields.schema import Column, ColumnType
from rag.extracting.fields.sight import SeenLine, Sight
from rag.types import Box

ALIKE = 0.68  # of `likeness`, from which two documents are of one layout; measured in bench extract --taught
_SAME_WORDS = 0.85  # of a label's letters, which a scan may have read otherwise
_NAMED, _PLACED = 0.97, 0.7  # of a score: by its words, by its place alone
_MOVED = 0.02  # of the page's height that a value may stand elsewhere
_ASIDE = 0.05  # of the page's width
_LABEL = 40  # characters of a label
_OF_FORM = (ColumnType.MONEY, ColumnType.NUMBER, ColumnType.DATE, ColumnType.PERIOD)
_CONSTANT = (ColumnType.TEXT, ColumnType.ORGANISATION, ColumnType.PARTY, ColumnType.ADDRESS)


class Side(StrEnum):
    """Where the words stand that name a value."""

    SAME = "same"  # before it in its line
    LEFT = "left"
    ABOVE = "above"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """`value` as it was written; `label` and `side`: the words that name it; `box`: its place on its page.

    `lines`: how many lines of the page it takes.
    """

    column: str
    type: ColumnType
    layout: Layout
    value: str
    label: str = ""
    side: Side = Side.NONE
    page: int = 1
    box: Box | None = None
    lines: int = 1

    def encoded(self) -> str:
        """As the vault keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def decoded(cls, text: str) -> Lesson:
        """The inverse of `encoded`."""
        fields = json.loads(text)
        layout = fields["layout"]
        head = tuple((word, height) for word, height in layout["head"])
        fields["layout"] = Layout(head, tuple(layout["words"]))
        fields["type"], fields["side"] = ColumnType(fields["type"]), Side(fields["side"])
        fields["box"] = Box(**fields["box"]) if fields["box"] else None
        return cls(**fields)


def learned(column: Column, sight: Sight, place: Mention) -> Lesson:
    """What a document teaches about a column whose value stands at a place."""
    key, layout = key_of(column), Layout.of(sight)
    lines = [one for one in sight.lines if one.start < place.end and place.start < one.end]
    if not lines:
        return Lesson(key, column.type, layout, place.text)
    label, side = _label(sight, lines[0], place)
    first = lines[0]
    return Lesson(key, column.type, layout, place.text, label, side, first.page, first.box, len(lines))


def key_of(column: Column) -> str:
    """What columns of different tables have in common that ask for the same."""
    return re.sub(r"[\W_]+", " ", column.name).strip().casefold()


def taught(column: Column, sight: Sight, layout: Layout, lessons: Sequence[Lesson]) -> list[Candidate]:
    """What the lesson of the likest layout finds; of layouts that are as like, what was learnt last."""
    own = [one for one in lessons if (one.column, one.type) == (key_of(column), column.type)]
    near = sorted(((likeness(one.layout, layout), -at) for at, one in enumerate(own)), reverse=True)
    for alike, at in near:
        if alike >= ALIKE and (found := _found(column, sight, own[-at])):
            return found
    return []


def _found(column: Column, sight: Sight, lesson: Lesson) -> list[Candidate]:
    if column.type in _CONSTANT and (same := _constant(column, sight, lesson)) is not None:
        return [Candidate(same, _NAMED, How.TAUGHT)]
    if column.type is ColumnType.ADDRESS:  # takes several lines, of which a label would give the first alone
        return []
    named = [one for line in sight.lines for one in _named(column, sight, lesson, line)]
    if named:
        near = sorted(named, key=lambda one: _distance(sight, lesson, one))
        return [Candidate(near[0], _NAMED, How.TAUGHT)]
    placed = _placed(column, sight, lesson)
    return [Candidate(placed, _PLACED, How.TAUGHT)] if placed is not None else []


def _label(sight: Sight, line: SeenLine, place: Mention) -> tuple[str, Side]:
    """The words that stand nearest before a value: in its line, left of it, over it."""
    before = _tidy(sight.text[line.start : place.start])
    if before:
        return before, Side.SAME
    for other in sight.left_of(line)[:1]:
        if label := _tidy(other.text):
            return label, Side.LEFT
    for other in sight.above(line)[:1]:
        if label := _tidy(other.text):
            return label, Side.ABOVE
    return "", Side.NONE


def _tidy(text: str) -> str:
    """The words of a label, without figures and what stands around them; "" where there are none."""
    words = re.findall(r"[^\W\d_]+", text)
    told = " ".join(words)[-_LABEL:]
    return told.lower() if sum(map(len, words)) >= 2 else ""


def _named(column: Column, sight: Sight, lesson: Lesson, line: SeenLine) -> Iterator[Mention]:
    """What a line names where it holds the lesson's label."""
    match lesson.side:
        case Side.SAME:
            for value in _inside(column, sight, line):
                if _alike(_tidy(sight.text[line.start : value.start]), lesson.label):
                    yield value
        case Side.LEFT | Side.ABOVE if _alike(_tidy(line.text), lesson.label):
            beside = sight.right_of(line) if lesson.side is Side.LEFT else sight.below(line)
            for other in beside[:1]:
                found = _value(column, sight, other.start, other.end)
                if found is not None:
                    yield found
        case _:
            return


def _inside(column: Column, sight: Sight, line: SeenLine) -> Iterator[Mention]:
    """The values of a line: of a type with a form of its own all of them, else what is behind a colon or goes
    on with a figure.
    """
    if column.type in _OF_FORM:
        yield from _amounts(column, values_in(column, sight, line.start, line.end))
        return
    found = re.search(r"[:#№]\s*|\s(?=\S*\d)", line.text)
    value = text_of(column, sight, line.start + found.end(), line.end) if found else None
    if value is not None:
        yield value


def _amounts(column: Column, found: Sequence[Mention]) -> Iterator[Mention]:
    """Of a column of money without bare figures, which number something: no currency, no decimals."""
    for one in found:
        if column.type is not ColumnType.MONEY or one.unit or re.search(r"[.,]\d\d$", one.text):
            yield one


def _value(column: Column, sight: Sight, start: int, end: int) -> Mention | None:
    read = value_in if column.type in _OF_FORM else text_of
    return read(column, sight, start, end)


def _alike(one: str, other: str) -> bool:
    return bool(one and other) and SequenceMatcher(None, one, other).ratio() >= _SAME_WORDS


def _constant(column: Column, sight: Sight, lesson: Lesson) -> Mention | None:
    """The lesson's own name or address, where this document has it, too; a scan may read it otherwise."""
    same = standing(column, sight, Mention(0, 0, lesson.value, lesson.value))
    return value_in(column, sight, same.start, same.end) if same is not None else None


def _placed(column: Column, sight: Sight, lesson: Lesson) -> Mention | None:
    """What stands where the value stood, on a page of the same layout."""
    if lesson.box is None:
        return None
    for line in sight.by_eye(lesson.page):
        box = line.box
        if box is None or abs(box.y0 - lesson.box.y0) > _MOVED or abs(box.x0 - lesson.box.x0) > _ASIDE:
            continue
        if (
            found := next(_amounts(column, values_in(column, sight, line.start, line.end)), None)
        ) is not None:
            return found
    return None


def _distance(sight: Sight, lesson: Lesson, found: Mention) -> float:
    line = sight.at(found.start)
    if line is None or line.box is None or lesson.box is None:
        return float(found.start)
    return abs(line.page - lesson.page) + abs(line.box.y0 - lesson.box.y0)
