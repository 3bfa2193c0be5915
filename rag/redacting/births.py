"""Days of birth: days that are called so, that stand beside a name, or in a column of them; other days
stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from rag.extracting.fields.days import days
from rag.extracting.fields.mentions import Mention
from rag.redacting.kinds import Kind, Span
from rag.redacting.vocabulary import vocabulary

_NEAR = 48  # characters between the label and its day: "born in Newcastle upon Tyne on"
_YOUNGEST = 12  # years before the latest day of the text, for one that nothing but its place calls so
_ROWS = 200
_STAR = re.compile(r"(?:^|(?<=[\s(,;]))[*✶∗] ?$")


def births(text: str, names: Sequence[Span]) -> Iterator[Span]:
    """`names` are those that were found in the text."""
    found = days(text)
    if not found:
        return
    latest = max(int(one.value[:4]) for one in found)
    born = set(_called(text, found)) | set(_in_columns(text, found, latest))
    for one in found:
        old = int(one.value[:4]) <= latest - _YOUNGEST or int(one.value[:4]) < 2000
        if one not in born and old and (_STAR.search(text[: one.start]) or _beside(text, one, names)):
            born.add(one)
    values = {one.value for one in born}
    for one in found:  # written again, in whatever form
        if one.value in values:
            yield Span(one.start, one.end, Kind.BIRTH, one.value)


def _called(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    for label in _label().finditer(text):
        following = next((one for one in found if one.start >= label.end()), None)
        if following is None:
            continue
        between = text[label.end() : following.start]
        if (
            len(between) <= _NEAR
            and between.count("\n") <= 2
            and not re.search(r"[.;!?] +[A-ZÀ-Þ]\w+ \w+ ", between)
        ):
            yield following


def _in_columns(text: str, found: Sequence[Mention], latest: int) -> Iterator[Mention]:
    """Below a heading that has no day in its own line."""
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    for place, (begin, end) in enumerate(lines):
        if not _label().search(text, begin, end) or any(begin <= one.start < end for one in found):
            continue
        empty = 0
        for first, last in lines[place + 1 : place + 1 + _ROWS]:
            inside = [one for one in found if first <= one.start < last]
            old = [one for one in inside if int(one.value[:4]) <= latest - _YOUNGEST]
            yield from old or ([] if len(inside) != 1 or empty else ())
            empty = 0 if inside else empty + 1
            if empty > 3:
                break


def _beside(text: str, day: Mention, names: Sequence[Span]) -> bool:
    """ "Jane Roe, 12/03/1975", "Roe, Jane (12/03/1975)"."""
    for name in names:
        between = text[name.end : day.start] if name.end <= day.start else ""
        if name.end <= day.start and len(between) <= 4 and re.fullmatch(r"[\s,;(*|/–-]+", between):
            return True
    return False


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w])(?:{vocabulary().birth})(?![\w])", re.IGNORECASE)
