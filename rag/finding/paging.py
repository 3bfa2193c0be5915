"""Pages that a question names: "what does page iv say?", "auf Seite A-3", by the label printed on them."""

from __future__ import annotations

import re

_LONGEST = 20  # pages of a range
PAGE_WEIGHT = 0.5  # of a passage on a page that the question names

_ROMAN = r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
# A capital I after "page" is the pronoun of "the page I read"; a roman number of capitals has two or more.
_NAMED = re.compile(
    r"\b(?i:pages?|pp?\.|seiten?|páginas?|paginas?|pagine|stron\w{0,2}|str\.|sidan?|sider?|sivut?|pagină)\s*"
    r"(?P<label>(?:[A-Za-z]{1,4}[-–.]?)?\d{1,5}[a-z]?(?:[-–.]\d{1,4})?(?![\w%])"
    rf"|(?=[ivxlcdm]+\b){_ROMAN}\b|(?=[IVXLCDM]{{2,}}\b)(?i:{_ROMAN})\b)"
)
_RANGE = re.compile(r"(\d{1,5})[-–](\d{1,5})")


def pages_named(question: str) -> tuple[str, ...]:
    """The labels of pages that a question names, in lower case; of a range ("pages 3-5") each."""
    found: dict[str, None] = {}
    for named in _NAMED.finditer(question):
        label = named["label"].lower().replace("–", "-")
        found[label] = None
        span = _RANGE.fullmatch(label)
        if span and int(span[1]) < int(span[2]) <= int(span[1]) + _LONGEST:
            found.update(dict.fromkeys(str(number) for number in range(int(span[1]), int(span[2]) + 1)))
    return tuple(found)
