"""Which lines of a document are headings: declared, bookmarked, numbered, or set apart by their type.

Each finder looks at the lines of the whole document and proposes marks; `rag.structuring.sections` makes a
tree. Lines of a table of contents are never headings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.language.clauses import (
    ClauseLabel,
    Series,
    article_holds_sections,
    decimal_label,
    keyword_label,
    label_parts,
    recital_number,
    starts_item,
    swapped_rank,
)
from rag.structuring.bookmarks import bookmarked
from rag.structuring.marks import TITLE_CHARACTERS, Mark, label_ranks, split_title
from rag.structuring.text_lines import LARGER, TextLine
from rag.types import Heading, OutlineItem

_HEADING_WORDS = 22
_TITLE_LINES = 5  # printed under a label
_TITLE_BELOW = 300  # characters of such a title
_LABEL_CHARACTERS = 30
LEAF = 0.0  # the rank in type of headings that hold nothing: titles of boxes, lines of the cover
_RARE = 2  # headings in one type, and no more: a box or a figure, not a level of the document
_MUCH_LARGER = 1.25
_COVERED = 5  # pages: a longer document's first page is a cover
_FEWEST_RECITALS = 10


def find_marks(
    lines: list[TextLine], declared: Sequence[tuple[int, Heading]], outline: Sequence[OutlineItem]
) -> list[Mark]:
    """All headings in reading order. `declared`: what the file itself marks, with its page's number;

    their `start` and `end` count characters of the document, not of the page.
    """
    found: dict[int, Mark] = {}
    for finder in (
        _declared(declared),
        bookmarked(lines, outline),
        _numbered(lines),
        _recitals(lines),
        _set_apart(lines),
    ):
        for mark in finder:
            known = found.get(mark.start)
            if known is None:
                found[mark.start] = mark
            else:
                _merge(known, mark)
    return _without_overlaps(sorted(found.values(), key=lambda mark: mark.start))


def _merge(known: Mark, other: Mark) -> None:
    """Let `known` say what `other` says too. What was found first wins."""
    known.ranks = other.ranks | known.ranks
    known.size = known.size or other.size
    known.weak &= other.weak
    if other.label and not known.label:
        known.label, known.title = other.label, other.title
        known.end = max(known.end, other.end)


def _without_overlaps(marks: list[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in marks:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
        else:
            _merge(kept[-1], mark)
    return kept


def _declared(declared: Sequence[tuple[int, Heading]]) -> Iterator[Mark]:
    for page, heading in declared:
        label, title = split_title(heading.title)
        if label or title:
            ranks = {"declared": float(heading.level)} | label_ranks(heading.title)
            yield Mark(heading.start, heading.end, page, label, title, ranks)


def _numbered(lines: list[TextLine]) -> Iterator[Mark]:
    """Keyword headings ("Article 33") with their titles, and decimal clauses in plausible sequence."""
    keywords = _keyword_lines(lines)
    swap = article_holds_sections([label.word for _, label in keywords])
    for index, label in keywords:
        line = lines[index]
        rank = swapped_rank(label.word, label.rank) if swap else label.rank
        title, last = (label.rest, index) if label.rest else _title_below(lines, index)
        if label.rest:
            title, last = _title_wrapped(lines, index, label.rest)
        yield Mark(
            line.start, lines[last].end, line.page, label.label, title[:TITLE_CHARACTERS],
            {Series.KEYWORD.value: float(rank)}, line.size,
        )  # fmt: skip
    yield from _decimals(lines)


def _keyword_lines(lines: list[TextLine]) -> list[tuple[int, ClauseLabel]]:
    found: list[tuple[int, ClauseLabel]] = []
    for index, line in enumerate(lines):
        if line.contents or len(line.text) > 160:
            continue
        label = keyword_label(line.text)
        if label is None or _is_prose_after(label.rest):
            continue
        follows = bool(found) and found[-1][0] >= index - 3
        on_top = index > 0 and lines[index - 1].page < line.page and not label.rest
        if line.opens or follows or line.bold or (on_top and _title_below(lines, index)[0]):
            found.append((index, label))
    return found


def _is_prose_after(rest: str) -> bool:
    """Whether what follows a label is a sentence that only begins with it ("Article 33 applies to…")."""
    return rest.endswith((",", ";")) or len(rest.split()) > _HEADING_WORDS


def _title_below(lines: list[TextLine], index: int) -> tuple[str, int]:
    """The title printed under a bare label, and the last of its lines."""
    line = lines[index]
    parts: list[str] = []
    last = index
    for below in range(index + 1, min(index + 1 + _TITLE_LINES, len(lines))):
        candidate = lines[below]
        ended = candidate.opens and parts and not _same_heading(lines[last], candidate)
        if (
            ended
            or candidate.page != line.page
            or starts_item(candidate.text)
            or keyword_label(candidate.text)
        ):
            break
        parts.append(candidate.text)
        last = below
    title = " ".join(parts)
    if not title or title.endswith((".", ";", ":", ",")) or len(title) > _TITLE_BELOW or title[:1].islower():
        return "", index
    # A paragraph of several lines that goes on is the clause's text, not its title.
    goes_on = last + 1 < len(lines) and last - index == _TITLE_LINES and not lines[last + 1].opens
    return ("", index) if goes_on else (title, last)


def _same_heading(upper: TextLine, lower: TextLine) -> bool:
    """Whether two lines set apart from each other are one heading all the same: capitals go on."""
    alike = upper.size == lower.size and upper.bold == lower.bold
    return alike and upper.text.isupper() and lower.text.isupper()


def _title_wrapped(lines: list[TextLine], index: int, title: str) -> tuple[str, int]:
    """A title with its continuation lines, which share its type."""
    first, last = lines[index], index
    if not first.size or not (first.bold or title.isupper()):
        return title, last
    for below in range(index + 1, min(index + 3, len(lines))):
        line = lines[below]
        same = line.size == first.size and line.bold == first.bold and line.page == first.page
        labelled = starts_item(line.text) or decimal_label(line.text) or keyword_label(line.text)
        if line.opens or not same or labelled or title.endswith("."):
            break
        if not first.bold and not line.text.isupper():
            break
        title, last = f"{title} {line.text}", below
    return title, last


def _decimals(lines: list[TextLine]) -> Iterator[Mark]:
    before: tuple[int, ...] = ()
    for index, line in enumerate(lines):
        tabbed = "\t" in line.text[:_LABEL_CHARACTERS]
        if line.contents or not (line.opens or line.bold or tabbed) or not _starts_label(line.text[0]):
            continue
        label = decimal_label(line.text)
        if label is None:
            continue
        numbers = _numbers(label.label)
        simple = len(label_parts(label.label)) == 1
        if simple and not _is_title(line, label.rest):
            continue
        if (
            not _follows(before, numbers)
            or label.rest[:1] in "%),"
            or (label.rest[:1].islower() and not line.bold)
        ):
            continue
        before = numbers
        title, last = _title_wrapped(lines, index, label.rest)
        yield Mark(
            line.start, lines[last].end, line.page, label.label, title[:TITLE_CHARACTERS],
            {Series.DECIMAL.value: float(label.rank)}, line.size,
        )  # fmt: skip


def _starts_label(mark: str) -> bool:
    return mark.isdigit() or mark.isupper()


def _numbers(label: str) -> tuple[int, ...]:
    return tuple(int(digits) for part in label_parts(label) if (digits := re.sub(r"\D", "", part)))


def _follows(before: tuple[int, ...], now: tuple[int, ...]) -> bool:
    """Whether `now` can come after `before` in a numbering: next brother, first child, next uncle, start."""
    if not now:
        return False
    shared = 0
    while shared < min(len(before), len(now)) and before[shared] == now[shared]:
        shared += 1
    if shared == len(now):
        return bool(before) and len(now) == len(before)  # the same number with another suffix
    if shared == len(before):
        return not before or now[shared] <= 2
    step = now[shared] - before[shared]
    if 0 < step <= 3:
        return all(number <= 2 for number in now[shared + 1 :])
    return now[-1] <= 1  # the numbering begins again


def _is_title(line: TextLine, rest: str) -> bool:
    words = rest.split()
    if not words or len(words) > 14 or rest.endswith((".", ",", ";", ":")):
        return False
    return line.bold or rest.isupper() or "\t" in line.text


def _recitals(lines: list[TextLine]) -> Iterator[Mark]:
    """Paragraphs numbered (1), (2), (3)… through the document, where there are at least ten."""
    chain: list[TextLine] = []
    for line in lines:
        if line.opens and recital_number(line.text) == len(chain) + 1:
            chain.append(line)
    if len(chain) < _FEWEST_RECITALS:
        return
    for number, line in enumerate(chain, 1):
        label = f"({number})"
        yield Mark(line.start, line.start + len(label), line.page, label, "", {Series.RECITAL.value: 1.0})


def _set_apart(lines: list[TextLine]) -> Iterator[Mark]:
    """Short paragraphs in larger or bolder type than the body."""
    sizes: Counter[float] = Counter()
    bold = total = 0
    for line in lines:
        if line.size:
            sizes[line.size] += len(line.text)
            total += len(line.text)
            bold += len(line.text) if line.bold else 0
    if not total:
        return
    body = sizes.most_common(1)[0][0]
    bold_stands_out = bold < 0.3 * total
    marks = []
    for index, line in enumerate(lines):
        stands_out = line.size >= body * LARGER or (
            line.bold and bold_stands_out and line.size >= body * 0.95
        )
        if not stands_out or not line.opens or line.contents or line.cells:
            continue
        last = index
        while last + 1 < len(lines) and not lines[last + 1].opens and lines[last + 1].page == line.page:
            last += 1
        mark = _type_mark(lines[index : last + 1])
        if mark is not None:
            marks.append(mark)
    styles = Counter(mark.ranks["type"] for mark in marks)
    for mark in marks:
        on_cover = mark.page == lines[0].page and lines[-1].page - lines[0].page > _COVERED
        rare = styles[mark.ranks["type"]] <= _RARE
        if on_cover or (rare and mark.size < body * _MUCH_LARGER):
            mark.ranks["type"], mark.size = LEAF, 0.0
        yield mark


def _runs_on(text: str) -> bool:
    """Whether a long line is written like a sentence, not like a title."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return len(text.split()) > 9 and sum(word[0].islower() for word in words) > 0.75 * len(words)


def _type_mark(block: list[TextLine]) -> Mark | None:
    """A mark for the lines at the head of a paragraph that share the first line's type, if a title."""
    first = block[0]
    count = 1
    while (
        count < len(block) and block[count].bold == first.bold and abs(block[count].size - first.size) < 0.3
    ):
        count += 1
    text = " ".join(line.text for line in block[:count])
    letters = sum(mark.isalpha() for mark in text)
    digits = sum(mark.isdigit() for mark in text)
    if count > 3 or len(text) > 150 or len(text.split()) > _HEADING_WORDS or letters < 3 or digits > letters:
        return None
    if text[-1] in ".,;:" or text[0].islower() or starts_item(text) or _runs_on(text):
        return None
    label, title = split_title(text)
    rank = -first.size - (0.25 if first.bold else 0.0)
    return Mark(
        first.start, block[count - 1].end, first.page, label, title, {"type": rank}, first.size, weak=True
    )
