"""The tree of a document: its headings put in order and under each other.

A heading closes every open section that its series says it cannot be inside of (the next Article closes
the last one, "3.2" closes "3.1.4", larger type closes smaller) and opens beneath what remains.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.clauses import label_parts
from rag.structuring.headings import LEAF, find_marks
from rag.structuring.marks import Mark
from rag.structuring.text_lines import DocumentLines, TextLine
from rag.types import Heading, OutlineItem, Section

_SERIES = ("declared", "outline", "keyword", "decimal", "recital", "type")  # surest first
_FEWEST_WORDS = 12  # of own text, for a heading known by its type alone
_MUCH_LARGER = 1.15  # type that closes a numbered section
_SHORT = 110  # characters of a title as shown among ancestors


def find_sections(
    lines: DocumentLines, declared: Sequence[tuple[int, Heading]], outline: Sequence[OutlineItem]
) -> tuple[Section, ...]:
    """The sections of a paged document, in reading order; empty when it has no headings.

    `declared` are the headings the file itself marks, with their page, placed in the document's text.
    """
    marks = find_marks(lines.lines, declared, outline)
    return _tree(_worthwhile(marks, lines.lines), max(lines.length - 1, 0))


def heading_path(sections: Sequence[Section], index: int | None) -> str:
    """Titles from the outermost section to `index` itself, joined by " › "."""
    names: list[str] = []
    own = index
    while index is not None:
        section = sections[index]
        # A clause whose title is its own text would only repeat it.
        repeats = index == own and section.label and is_sentence(section)
        names.append(section.label if repeats else _shown(section))
        index = section.parent
    return " › ".join(name for name in reversed(names) if name)


def is_sentence(section: Section) -> bool:
    """Whether a section's title is the text of a clause, not the name of one."""
    title = section.title
    return len(title) > 40 and (title.endswith((".", ";", ":", ",")) or len(title.split()) > 14)


def _shown(section: Section) -> str:
    title = section.title
    if len(title) > _SHORT:
        title = title[:_SHORT].rsplit(" ", 1)[0] + "…"
    return f"{section.label} {title}".strip()


def _worthwhile(marks: list[Mark], lines: list[TextLine]) -> list[Mark]:
    """Without weak headings over almost no text: captions and table heads look like headings too."""
    words = _words_between(marks, lines)
    kept: list[Mark] = []
    for index, mark in enumerate(marks):
        if mark.weak and words[index] < _FEWEST_WORDS:
            following = marks[index + 1] if index + 1 < len(marks) else None
            leads = following is not None and words[index] <= 3 and _may_hold(mark, following)
            if not leads:
                continue
        kept.append(mark)
    return kept


def _words_between(marks: list[Mark], lines: list[TextLine]) -> list[int]:
    """For each mark, the words from its end to the next mark."""
    counts = [0] * len(marks)
    current = -1
    for line in lines:
        while current + 1 < len(marks) and marks[current + 1].start <= line.start:
            current += 1
        if current >= 0 and line.start >= marks[current].end:
            counts[current] += len(line.text.split())
        elif current >= 0:
            counts[current] += max(len(line.text[marks[current].end - line.start :].split()), 0)
    return counts


def _may_hold(outer: Mark, inner: Mark) -> bool:
    if "type" in inner.ranks:
        return outer.ranks["type"] < inner.ranks["type"]
    return not inner.size or outer.size >= inner.size


def _closes(mark: Mark, open_mark: Mark) -> bool:
    """Whether `mark` cannot be inside the section that `open_mark` opened."""
    if open_mark.weak and open_mark.ranks["type"] == LEAF:
        return True
    if "recital" in open_mark.ranks and "keyword" in mark.ranks:
        return True  # recitals come before chapters and articles, and hold none
    for series in _SERIES:
        rank, other = mark.ranks.get(series), open_mark.ranks.get(series)
        if rank is not None and other is not None:
            return other >= rank or (series == "decimal" and not _is_part_of(mark, open_mark))
    if "outline" in mark.ranks and open_mark.weak:
        return mark.ranks["outline"] <= 1 or not (open_mark.size > mark.size > 0)
    return mark.weak and bool(open_mark.size) and open_mark.size * _MUCH_LARGER <= mark.size


def _is_part_of(mark: Mark, open_mark: Mark) -> bool:
    """Whether the label of one clause goes on from another's: 3.1.4 from 3.1, not from 3.0.2."""
    outer = label_parts(open_mark.label)
    return label_parts(mark.label)[: len(outer)] == outer


def _tree(marks: list[Mark], end: int) -> tuple[Section, ...]:
    stack: list[int] = []
    parents: list[int | None] = []
    levels: list[int] = []
    ends = [end] * len(marks)
    for index, mark in enumerate(marks):
        for depth, open_index in enumerate(stack):
            if _closes(mark, marks[open_index]):
                for closed in stack[depth:]:
                    ends[closed] = mark.start
                del stack[depth:]
                break
        parents.append(stack[-1] if stack else None)
        stack.append(index)
        levels.append(len(stack))
    return tuple(
        Section(
            index, parents[index], levels[index], mark.label, mark.title, mark.page, mark.start, ends[index]
        )
        for index, mark in enumerate(marks)
    )
