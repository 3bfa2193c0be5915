"""Where a line prints the number of its page: by itself, beside a word for "page", or set off from a heading.

Any number may keep step with the pages: invoices are numbered too, and findings, and days. So only a number
that stands as page numbers do is one. "Invoice no. 2024-0102", "Finding 2" and "3 May 2024" hold none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.layout.printed import RawLine, RawPage

_WORDS = (
    r"(?:page|seite|pagina|página|pàgina|pág|pag|strona|str|sida|side|blatt|folio|oldal|лист|стр|страница|σελίδα"
    r"|sivu|sayfa|p|s|pg|第|頁|页|ページ|쪽)\.?"
)
_VALUE = r"(?:\d{1,5}|[ivxlc]{1,8})"
_OF = r"(?:\s?(?:/|of|out of|von|de|di|da|du|sur|van|av|af|z|из|od)\s?\d{1,5})"
# "3-12", "A-3", "L 119/34": a chapter or a volume before it, but no year and no long number.
_WITHIN = r"(?:(?:[a-z]{1,2}\s?)?\d{1,3}[-–/.]|[a-z][-–.])"
_ALONE = re.compile(rf"[\W_]*(?:{_WORDS}[\s|:]*)?(?P<n>{_VALUE}){_OF}?[\W_]*")
_ALONE_WITHIN = re.compile(rf"[\W_]*(?:{_WORDS}[\s|:]*)?{_WITHIN}(?P<n>{_VALUE}){_OF}?[\W_]*")
_NAMED = re.compile(rf"[\W_]*{_WORDS}[\s|:]*{_WITHIN}?(?P<n>{_VALUE}){_OF}?[\W_]*")
_NAMED_END = re.compile(rf"(?:.*[\s|]){_WORDS}[\s|:]*(?P<n>{_VALUE}){_OF}?[\W_]*", re.DOTALL)
_NAMED_START = re.compile(rf"{_WORDS}[\s|:]*(?P<n>{_VALUE}){_OF}?[\s|–—-]+.*", re.DOTALL)
_COUNTED = re.compile(rf"(?:.*[\s|])?{_WORDS}[\s|:]*(?P<n>{_VALUE}){_OF}(?:[\s|].*)?", re.DOTALL)
_MARKED_END = re.compile(rf".*\w.*(?:[|•·]|\s[–—-])\s?{_WITHIN}?(?P<n>{_VALUE}){_OF}?[\W_]*", re.DOTALL)
_MARKED_START = re.compile(rf"[\W_]*{_WITHIN}?(?P<n>{_VALUE})\s?(?:[|•·]|[–—-]\s).*\w.*", re.DOTALL)
_LAST_WITHIN = re.compile(rf"{_WITHIN}?(?P<n>{_VALUE})")
_ANY = re.compile(r"\d|\b[ivxlc]{1,8}\b")
_GAP = 0.9  # of a line's height: wider than the blanks between words
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def says_page(line: RawLine) -> bool:
    """Whether a line may be nothing but its page's number, or says "Page 2 of 7" among other words."""
    text = line.text.casefold()
    return _ANY.search(text) is not None and any(
        pattern.fullmatch(text) for pattern in (_ALONE, _ALONE_WITHIN, _COUNTED)
    )


def in_step(line: RawLine, page: RawPage, *, sure: bool) -> Iterator[str]:
    """The text of a line with what may be its page's number told as the distance from the page's own.

    `sure`: only a number that says that it is one, by a word for "page" or by being the page's.
    """
    text = line.text.casefold()
    if not _ANY.search(text):
        return
    named = _spots(text, _NAMED, _NAMED_END, _NAMED_START, _COUNTED)
    spots = named | _spots(text, _ALONE, _ALONE_WITHIN, _MARKED_END, _MARKED_START)
    if not sure:
        spots |= set(_set_off(line, page, text))
    for start, end in sorted(spots):
        distance = _value(text[start:end]) - page.number
        if not sure or not distance or (start, end) in named:
            yield f"{text[:start]}#{distance}{text[end:]}"


def _spots(text: str, *patterns: re.Pattern[str]) -> set[tuple[int, int]]:
    return {found.span("n") for pattern in patterns if (found := pattern.fullmatch(text))}


def _set_off(line: RawLine, page: RawPage, text: str) -> Iterator[tuple[int, int]]:
    """Places of numbers at the ends of a line that a wide blank sets off from its other words."""
    if len(line.words) < 2 or len(text) != len(line.text):
        return
    gap = _GAP * (line.box[3] - line.box[1]) * page.height
    first, last = line.words[0], line.words[-1]
    if (last.box[0] - line.words[-2].box[2]) * page.width > gap:
        found = _LAST_WITHIN.fullmatch(last.text.casefold())
        if found is not None:
            start = len(text) - len(last.text)
            yield start + found.start("n"), start + found.end("n")
    if (line.words[1].box[0] - first.box[2]) * page.width > gap:
        found = _LAST_WITHIN.fullmatch(first.text.casefold())
        if found is not None:
            yield found.span("n")


def _value(number: str) -> int:
    """The value of a number in digits or Roman numerals (loosely: order is what counts)."""
    if number.isdecimal():
        return int(number)
    values = [_ROMAN[mark] for mark in number]
    return sum(
        -value if index + 1 < len(values) and value < values[index + 1] else value
        for index, value in enumerate(values)
    )
