"""Which lines of a document are headings: declared, bookmarked, numbered, or set apart by their type.

Each finder looks at the lines of the whole document and proposes marks; `rag.sections` makes a tree.
Lines of a table of contents are never headings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rag.clauses import (
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
from rag.types import Heading, OutlineItem, Page

_TITLE_CHARACTERS = 200
_HEADING_WORDS = 22
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}\s*\d+\s*$|\t[\w\-–]{1,8}$")
_ENDS_IN_PAGE = re.compile(
    r"(?<![\d,.$€£%(]\s)(?:[\s.…_]|(?<=[A-Za-z)])(?=\d{1,2}-\d))(?:(?P<chapter>\d{1,3}|[A-Z])[-–])?(?P<page>\d{1,4}|[ivxl]{1,6})$"
)
_CONTENTS = re.compile(
    r"\W*(?:table\s+of\s+)?contents?\W*|\W*inhalt(?:sverzeichnis)?\W*|\W*sommaire\W*|\W*índice\W*",
    re.IGNORECASE,
)
_TITLE_LINES = 5  # printed under a label
_TITLE_BELOW = 300  # characters of such a title
LEAF = 0.0  # the rank in type of headings that hold nothing: titles of boxes, lines of the cover
_LARGER = 1.07
_CELL_GAP = 1.6  # line heights
_SHORT_LINE = 60  # characters: a shorter line that ends a sentence ends its paragraph
_RARE = 2  # headings in one type, and no more: a box or a figure, not a level of the document
_MUCH_LARGER = 1.25
_COVERED = 5  # pages: a longer document's first page is a cover
_FEWEST_RECITALS = 10
_FEWEST_ENTRIES = 5
_ENTRY_LINES = 4  # of one entry, at most


@dataclass(slots=True)
class TextLine:
    """A line of the document's text. `start` and `end` count characters of the document."""

    start: int
    end: int
    text: str
    page: int
    opens: bool  # begins a paragraph
    size: float = 0.0
    bold: bool = False
    top: float = -1.0
    contents: bool = False  # an entry of a table of contents
    listing: bool = False  # stands on a page that is nothing but a table of contents
    cells: bool = False  # a row of a table: its words stand far apart


@dataclass(slots=True)
class Mark:
    """A heading: where it is, what it says, and its rank in each series it belongs to (low is outer)."""

    start: int
    end: int
    page: int
    label: str
    title: str
    ranks: dict[str, float] = field(default_factory=dict)
    size: float = 0.0
    weak: bool = False  # known by its type alone


class DocumentLines:
    """The lines of a document's text (pages joined by one newline), without those set aside."""

    def __init__(self) -> None:
        self.lines: list[TextLine] = []
        self._contents = False  # the last page ended inside a table of contents
        self.length = 0  # characters so far, with the newline that ends the last page

    def add(self, page: Page) -> None:
        styles = {line.start: line for line in page.lines if line.end > line.start}
        gaps = _widest_gaps(page)
        at, opens = 0, _ends_paragraph(self.lines)
        of_page: list[TextLine] = []
        for text in page.text.split("\n"):
            if text.strip():
                start = self.length + at
                line = TextLine(start, start + len(text), text.strip(), page.number, opens)
                style = styles.get(at)
                if style is not None:
                    line.size, line.bold = style.size, style.bold
                    line.top = style.box.y0 if style.box else -1.0
                    line.cells = gaps.get(at, 0.0) > _CELL_GAP
                of_page.append(line)
                opens = _ends_paragraph(of_page) and len(text) < _SHORT_LINE
            else:
                opens = True
            at += len(text) + 1
        self._contents = _mark_contents(of_page, self._contents)
        self.lines += of_page
        self.length += len(page.text) + 1


def _widest_gaps(page: Page) -> dict[int, float]:
    """For each line, by its start: the widest blank between two words, in heights of the line."""
    gaps: dict[int, float] = {}
    words = iter(page.words)
    word = next(words, None)
    for line in page.lines:
        if line.end == line.start or line.box is None:
            continue
        height = max((line.box.y1 - line.box.y0) * page.height, 1.0)
        right, widest, after_label = None, 0.0, False
        while word is not None and word.start < line.end:
            if word.start >= line.start:
                if right is not None and not after_label:
                    widest = max(widest, word.box.x0 - right)
                after_label = right is None and any(
                    mark.isdigit() for mark in page.text[word.start : word.end]
                )
                right = word.box.x1
            word = next(words, None)
        gaps[line.start] = widest * page.width / height
    return gaps


def _ends_paragraph(lines: list[TextLine]) -> bool:
    return not lines or lines[-1].contents or lines[-1].text[-1] in ".:;!?"


def _mark_contents(lines: list[TextLine], titled: bool) -> bool:
    """Tell the lines of a table of contents: a run of entries whose page numbers never go down.

    Entries without leaders count only below the title "Contents": `titled` when it stands on an earlier page
    and its entries reached the end of it, which is what is returned of this page.
    """
    if not lines:
        return titled
    numbers = [_entry_page(line.text) for line in lines]
    led = [bool(_LEADERS.search(line.text)) for line in lines]
    run: list[int] = []
    for index, (number, leader) in enumerate(zip(numbers, led, strict=True)):
        titled = titled or bool(_CONTENTS.fullmatch(lines[index].text))
        if number is None or not (leader or titled):
            continue
        lines[index].contents = True
        if run and index - run[-1] > _ENTRY_LINES:
            titled = titled and not _close_listing(lines, numbers, run)
            run = []
        run.append(index)
    ended_in = _close_listing(lines, numbers, run) and len(lines) - run[-1] <= _ENTRY_LINES + 1
    return titled and (ended_in or len(lines) <= _ENTRY_LINES)


def _close_listing(lines: list[TextLine], numbers: list[int | None], run: list[int]) -> bool:
    """Mark the lines from the first entry of a run to its last, if they are a table of contents."""
    entries = [number or 0 for number in (numbers[index] for index in run)]
    rising = sum(lower <= upper for lower, upper in pairwise(entries)) >= 0.8 * (len(entries) - 1)
    if len(run) < _FEWEST_ENTRIES or not rising:
        for index in run:
            lines[index].contents = rising and bool(_LEADERS.search(lines[index].text))
        return False
    first = run[0]
    while first > 0 and _CONTENTS.fullmatch(lines[first - 1].text):
        first -= 1
    for line in lines[first : run[-1] + 1]:
        line.contents = line.listing = True
    return True


def _entry_page(text: str) -> int | None:
    """The page number at the end of a line ("12", "3-12"); Roman numerals count as 0."""
    match = _ENDS_IN_PAGE.search(text)
    if match is None:
        return None
    if not match["page"].isdecimal():
        return 0
    return (int(match["chapter"]) if (match["chapter"] or "").isdecimal() else 0) * 10_000 + int(
        match["page"]
    )


def find_marks(
    lines: list[TextLine], declared: Sequence[tuple[int, Heading]], outline: Sequence[OutlineItem]
) -> list[Mark]:
    """All headings in reading order. `declared`: what the file itself marks, with its page's number;

    their `start` and `end` count characters of the document, not of the page.
    """
    found: dict[int, Mark] = {}
    for finder in (
        _declared(declared),
        _bookmarked(lines, outline),
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


def _split_title(text: str) -> tuple[str, str]:
    """A heading's label and its title."""
    text = " ".join(text.split())
    label = keyword_label(text) or decimal_label(text)
    if label is None or (label.series is Series.DECIMAL and not label.rest):
        return "", text[:_TITLE_CHARACTERS]
    return label.label, label.rest[:_TITLE_CHARACTERS]


def _ranks(text: str) -> dict[str, float]:
    label = keyword_label(text) or decimal_label(text)
    return {label.series.value: label.rank} if label else {}


def _declared(declared: Sequence[tuple[int, Heading]]) -> Iterator[Mark]:
    for page, heading in declared:
        label, title = _split_title(heading.title)
        if label or title:
            ranks = {"declared": float(heading.level)} | _ranks(heading.title)
            yield Mark(heading.start, heading.end, page, label, title, ranks)


def _letters(text: str) -> str:
    return "".join(mark for mark in text.casefold() if mark.isalnum())


def _bookmarked(lines: list[TextLine], outline: Sequence[OutlineItem]) -> Iterator[Mark]:
    """Bookmarks found in the text of their page. Bookmarks that are whole paragraphs are not headings."""
    if not outline:
        return
    usable = [item for item in outline if not _reads_as_prose(item.title)]
    if len(usable) * 2 < len(outline):
        return
    by_page: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        by_page.setdefault(line.page, []).append(index)
    for item in usable:
        span = _match_bookmark(lines, by_page.get(item.page, []), item)
        if span is None:
            continue
        first, last = lines[span[0]], lines[span[1]]
        text = " ".join(line.text for line in lines[span[0] : span[1] + 1])
        label, title = _split_title(text)
        yield Mark(
            first.start, last.end, first.page, label, title,
            {"outline": float(item.level)} | _ranks(text), first.size,
        )  # fmt: skip


def _reads_as_prose(title: str) -> bool:
    return len(title) > 150 or title.rstrip().endswith((";", ",", "...", "…")) or (
        len(title) > 60 and title.rstrip().endswith(".")
    ) or (starts_item(title) and len(title) > 40 and not title.isupper() and title[:1] == "(")  # fmt: skip


def _match_bookmark(lines: list[TextLine], indexes: list[int], item: OutlineItem) -> tuple[int, int] | None:
    """First and last line of the text that says what the bookmark says, nearest to where it points."""
    wanted = _letters(item.title)
    if not wanted:
        return None
    best: tuple[float, int, int] | None = None
    for index in indexes:
        gathered = ""
        for last in range(index, min(index + 4, indexes[-1] + 1)):
            gathered += _letters(lines[last].text)
            whole = gathered == wanted
            # The printed heading may carry a number that the bookmark lacks, or the other way round.
            ending = len(wanted) > 5 and gathered.endswith(wanted) and len(gathered) - len(wanted) <= 12
            lacking = len(gathered) > 5 and wanted.endswith(gathered) and len(wanted) - len(gathered) <= 6
            if whole or ending or lacking:
                distance = (
                    abs(lines[index].top - item.top)
                    if item.top is not None and lines[index].top >= 0
                    else 0.0
                )
                score = distance + (0.0 if whole else 0.1) + (0.3 if lines[index].contents else 0.0)
                if best is None or score < best[0]:
                    best = (score, index, last)
                break
            if len(gathered) > len(wanted) + 12:
                break
    return None if best is None else (best[1], best[2])


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
            line.start, lines[last].end, line.page, label.label, title[:_TITLE_CHARACTERS],
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
    for below in range(index + 1, min(index + 3, len(lines))):
        line = lines[below]
        same = line.size == first.size and line.bold == first.bold and line.page == first.page
        if (
            line.opens
            or not same
            or not (first.bold or first.size)
            or starts_item(line.text)
            or title.endswith(".")
        ):
            break
        if not first.bold and not title.isupper():
            break
        title, last = f"{title} {line.text}", below
    return title, last


def _decimals(lines: list[TextLine]) -> Iterator[Mark]:
    before: tuple[int, ...] = ()
    for index, line in enumerate(lines):
        if (
            line.contents
            or not (line.opens or line.bold)
            or not (line.text[0].isdigit() or line.text[0].isupper())
        ):
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
            line.start, lines[last].end, line.page, label.label, title[:_TITLE_CHARACTERS],
            {Series.DECIMAL.value: float(label.rank)}, line.size,
        )  # fmt: skip


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
        stands_out = line.size >= body * _LARGER or (
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
    label, title = _split_title(text)
    rank = -first.size - (0.25 if first.bold else 0.0)
    return Mark(
        first.start, block[count - 1].end, first.page, label, title, {"type": rank}, first.size, weak=True
    )
