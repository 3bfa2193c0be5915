"""Lists of items that stand at levels and may have numbers, as HTML and as Markdown nest and number them.

A number is kept as it was written: where one does not follow the last of its list, another list begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Item(NamedTuple):
    """`number` is None for one with a bullet; `text` in the markup of the format."""

    level: int  # from 0
    number: int | None
    text: str


def begun(items: Iterable[Item]) -> Iterator[tuple[Item, bool]]:
    """Each item, and whether it begins a list at its level."""
    last = dict[int, int | None]()  # by level, of the lists that are open
    for one in items:
        last = {level: number for level, number in last.items() if level <= one.level}
        yield one, one.level not in last or not _follows(last[one.level], one.number)
        last[one.level] = one.number


def _follows(last: int | None, number: int | None) -> bool:
    if last is None or number is None:
        return last is number
    return number == last + 1


def html_list(items: Iterable[Item]) -> str:
    """Lists inside of lists, each number its own."""
    parts, opened = list[str](), list[tuple[int, str]]()
    for one, begins in begun(items):
        while opened and (opened[-1][0] > one.level or (begins and opened[-1][0] == one.level)):
            parts.append(f"</li></{opened.pop()[1]}>")
        if opened and opened[-1][0] == one.level:
            parts.append("</li>")
        else:
            tag = "ul" if one.number is None else "ol"
            start = f' start="{one.number}"' if one.number not in (None, 1) else ""  # not for people
            parts.append(f"<{tag}{start}>")
            opened.append((one.level, tag))
        parts.append(f"<li>{one.text}")
    parts += [f"</li></{tag}>" for _, tag in reversed(opened)]
    return "".join(parts)


def markdown_list(items: Iterable[Item]) -> Iterator[str]:
    """A line for each item, below the words of the item that it is one of. Where numbers begin anew, they end
    otherwise ("3." and then "1)"): that makes another list of them (CommonMark 0.31, 5.3).
    """
    widths, marks = dict[int, int](), dict[int, str]()
    for one, begins in begun(items):
        widths = {level: width for level, width in widths.items() if level < one.level}
        marks = {level: mark for level, mark in marks.items() if level <= one.level}
        if begins:
            marks[one.level] = ")" if marks.get(one.level) == "." else "."
        sign = "-" if one.number is None else f"{one.number}{marks[one.level]}"
        yield f"{' ' * sum(widths.values())}{sign} {one.text}"
        widths[one.level] = len(sign) + 1
