"""What a person enters for a cell: read by the column's type, and where in the document it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import Match, SequenceMatcher

from rag.extracting.fields.amounts import amounts, numbers
from rag.extracting.fields.choosing import mentions_of, month_first, value_in, yes_or_no
from rag.extracting.fields.days import days
from rag.extracting.fields.labels import named
from rag.extracting.fields.mentions import Mention
from rag.extracting.fields.names import normal
from rag.extracting.fields.periods import periods
from rag.extracting.fields.schema import Column, ColumnType
from rag.extracting.fields.sight import Sight

_BETWEEN = re.compile(r"\s*;\s*|\n")  # the values of a list
_AROUND = re.compile(r"[\s()+−–.,-]*")  # what may stand beside the one value that was entered
_NAMES = (ColumnType.PERSON, ColumnType.ORGANISATION, ColumnType.PARTY)
_READ_NEARLY = (*_NAMES, ColumnType.TEXT, ColumnType.ADDRESS)
_MOST = 50  # places of a value that are told apart
_SHORTEST = 3  # letters that are alike together
_ALIKE = 0.8  # of the letters of what was read nearly so
_BESIDE = 20  # characters that may stand beside it in its line
_PAGES, _LINES = 3, 5  # pages that are looked through for it, and lines that it may take
_OF_FORM = (ColumnType.DATE, ColumnType.MONEY, ColumnType.NUMBER, ColumnType.PERIOD, ColumnType.ORGANISATION)


def entered(column: Column, text: str, *, month_before_day: bool | None = None) -> list[Mention]:
    """The values of what was entered, in their normal form and without a place; of a column that takes many,
    those between semicolons. None of the column's type: nothing. `month_before_day` as of `days`.
    """
    parts = _BETWEEN.split(text.strip()) if column.many else [text.strip()]
    found = [_one(column, one, month_before_day) for one in parts if one]
    return [one for one in found if one is not None] if None not in found else []


def read_as(column: Column, text: str, sight: Sight) -> list[Mention]:
    """The same, as the document at hand writes its days."""
    return entered(column, text, month_before_day=month_first(sight.text))


def standing(column: Column, sight: Sight, wanted: Mention, near: int = 0) -> Mention | None:
    """Where the document says what was entered: of several places the one that the column's labels name, then
    the nearest to `near`; None where it does not. Of names and addresses also what was nearly read so, as a
    scan is read.
    """
    places = _of_value(column, sight, wanted) or list(_of_text(sight, wanted.text))
    if not places and column.type in _READ_NEARLY:
        return _nearly(column, sight, wanted.text)
    named_so = {one.start: named(column, sight, one.start, one.end).score for one in places[:_MOST]}
    return min(places, key=lambda one: (-named_so.get(one.start, 0.0), abs(one.start - near)), default=None)


def selected(column: Column, sight: Sight, start: int, end: int) -> list[Mention]:
    """What a person marked in the document, as a value of the column; nothing where it holds none."""
    text = sight.text[start:end]
    start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
    found = value_in(column, sight, start, end) if end > start else None
    if found is None or column.type not in (ColumnType.YES_NO, ColumnType.ONE_OF):
        return [found] if found is not None else []
    told = _one(column, found.text, None)
    return [Mention(start, end, found.text, told.value)] if told else []


def _one(column: Column, text: str, month_before_day: bool | None) -> Mention | None:
    inside: Sequence[Mention]
    match column.type:
        case ColumnType.DATE:
            inside = days(text, month_first=month_before_day)
        case ColumnType.MONEY:
            inside = amounts(text) or numbers(text)
        case ColumnType.NUMBER:
            inside = numbers(text)
        case ColumnType.PERIOD:
            inside = periods(text)
        case ColumnType.YES_NO:
            found = yes_or_no(text, 0)
            return Mention(0, 0, text, found.value) if found and found.text == text else None
        case ColumnType.ONE_OF:
            value = next((one for one in column.values if one.casefold() == text.casefold()), None)
            return None if value is None else Mention(0, 0, text, value)
        case _:
            told = normal(text) if column.type in _NAMES else " ".join(text.split())
            return Mention(0, 0, text, told) if re.search(r"\w", told) else None
    if len(inside) != 1:
        return None
    rest = text[: inside[0].start] + text[inside[0].end :]
    rest = rest.rstrip(" %‰") if column.type is ColumnType.NUMBER else rest
    return Mention(0, 0, text, inside[0].value, inside[0].unit) if _AROUND.fullmatch(rest) else None


def _of_value(column: Column, sight: Sight, wanted: Mention) -> list[Mention]:
    """What the document names of the column's type with the same value, however it is written."""
    if column.type not in _OF_FORM:
        return []
    if column.type not in (ColumnType.MONEY, ColumnType.NUMBER):
        return [one for one in mentions_of(column, sight) if one.value == wanted.value]
    figure = float(wanted.value)
    return [one for one in numbers(sight.text) if abs(float(one.value)) == abs(figure)]


def _of_text(sight: Sight, text: str) -> list[Mention]:
    """The words themselves, whatever white space and capitals are between and in them."""
    pattern = r"\s+".join(re.escape(one) for one in text.split())
    found = re.finditer(rf"(?<!\w){pattern}(?!\w)", sight.text, re.IGNORECASE) if pattern else ()
    return [Mention(one.start(), one.end(), one[0], one[0]) for one in found]


def _nearly(column: Column, sight: Sight, text: str) -> Mention | None:
    """The lines that come nearest to a name or an address; a number that is read otherwise is another one."""
    if re.search(r"\d", text) and column.type is not ColumnType.ADDRESS:
        return None
    matcher, best, found = SequenceMatcher(None, "", text.casefold()), _ALIKE, None
    for page in sorted({one.page for one in sight.lines})[:_PAGES]:
        lines = [one for one in sight.by_eye(page) if one.text.strip()]
        for at in range(len(lines)):
            for count in range(1, _LINES + 1):
                held = lines[at : at + count]
                told = sight.text[min(one.start for one in held) : max(one.end for one in held)]
                if len(told) > 2 * len(text) + _BESIDE:
                    break
                matcher.set_seq1(told.casefold())
                if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _ALIKE / 2:
                    continue
                start, end = _alike_part(told, text)
                matcher.set_seq1(told[start:end].casefold())
                if (ratio := matcher.ratio()) > best:
                    begin = min(one.start for one in held) + start
                    best, found = ratio, Mention(begin, begin + end - start, told[start:end], told[start:end])
    return found


def _alike_part(found: str, wanted: str) -> tuple[int, int]:
    """From the first to the last word of what was found that has something of what is wanted."""
    blocks = SequenceMatcher(None, found.casefold(), wanted.casefold(), autojunk=False).get_matching_blocks()
    long = [one for one in blocks if one.size >= _SHORTEST] or [Match(0, 0, len(found))]
    start, end = long[0].a, long[-1].a + long[-1].size
    while start and found[start - 1].isalnum():
        start -= 1
    while end < len(found) and found[end].isalnum():
        end += 1
    return start, end
