"""Columns that sample documents have in common: the labels of their forms, the heads of their tables.

A label is what stands before a value: "Due date: 3 May", a cell left of another one, a party of a contract.
What stands in at least two of several documents is suggested, of the type that its values have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.extracting.fields.entering import entered
from rag.extracting.fields.items import table_cells
from rag.extracting.fields.names import has_legal_form
from rag.extracting.fields.parties import parties
from rag.extracting.fields.schema import Column, ColumnType, Each, Schema
from rag.extracting.fields.sight import SeenLine, Sight

_MOST = 40  # columns
_EXAMPLES = 3
_FEWEST = 2  # documents that have a column in common, where there are as many
_LABEL = re.compile(r"(?P<label>[^\W\d_][^:;|?!]{1,38}?)\s*:\s*(?P<value>[^;|]*?)(?=\s{3,}|;|\||$)")
_TIME = re.compile(r"[\s,T]*\b\d{1,2}:\d{2}(?::\d{2})?\b\s*(?:[ap]\.?m\.?|Uhr|h)?", re.IGNORECASE)
_WORDS = 5  # of a label
_VALUE = 80  # characters of a value
_NO_LABEL = re.compile(
    r"^(?:https?|mailto|note|notes|attention|re|ps|example|hinweis|nota|remarque)$", re.IGNORECASE
)
_TYPES = (
    ColumnType.DATE,
    ColumnType.PERIOD,
    ColumnType.MONEY,
    ColumnType.NUMBER,
    ColumnType.YES_NO,
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A column, with how many documents have it and what it would hold in some of them. `each`: of a row for
    each document, or of the rows of their tables.
    """

    column: Column
    documents: int
    examples: tuple[str, ...]
    each: Each = Each.DOCUMENT


@dataclass(frozen=True, slots=True)
class _Met:
    label: str
    value: str
    start: int
    each: Each


def suggested(sights: Sequence[Sight]) -> list[Suggestion]:
    """The columns that documents have in common, in the order of the first; those of their tables behind."""
    met = [list(_met(sight)) for sight in sights]
    found = [*_of_labels(met, len(sights)), *_of_parties(sights)]
    found.sort(key=lambda one: one.each is Each.ITEM)
    return found[:_MOST]


def schema_of(name: str, chosen: Sequence[Suggestion]) -> Schema:
    """What some suggestions make: a row an item where all are of tables, else a row a document."""
    each = Each.ITEM if chosen and all(one.each is Each.ITEM for one in chosen) else Each.DOCUMENT
    own = [one.column for one in chosen if one.each is each]
    return Schema(name, tuple(own), each)


# --- inside ------------------------------------------------------------------------------------------------


def _met(sight: Sight) -> Iterator[_Met]:
    for line in sight.lines:
        cells = table_cells(line)
        if len(cells) > 1:
            for cell in cells:
                yield _Met(cell.name, sight.text[cell.start : cell.end], cell.start, Each.ITEM)
            continue
        for label, value in (*_behind_colon(line), *_beside(sight, line)):
            if _is_label(label) and value.strip():
                yield _Met(label, value.strip()[:_VALUE], line.start, Each.DOCUMENT)


def _behind_colon(line: SeenLine) -> Iterator[tuple[str, str]]:
    for one in _LABEL.finditer(line.text):
        yield one["label"], one["value"]


def _beside(sight: Sight, line: SeenLine) -> Iterator[tuple[str, str]]:
    """A label that is a line of its own, with what stands right of it, else below it behind a colon."""
    text = line.text.strip()
    if line.box is None or re.search(r"\d", text) or (":" in text and not text.endswith(":")):
        return
    places = sight.right_of(line)[:1] or (sight.below(line)[:1] if text.endswith(":") else [])
    for other in places:
        # Two words beside each other are a form's only where the second says something of a kind.
        if text.endswith(":") or _type_of(other.text.strip()) is not ColumnType.TEXT:
            yield text.rstrip(": "), other.text


def _is_label(label: str) -> bool:
    words = re.findall(r"[^\W\d_]+", label)
    return 0 < len(words) <= _WORDS and max(map(len, words)) > 1 and not _NO_LABEL.match(label.strip())


def _of_labels(met: Sequence[Sequence[_Met]], count: int) -> Iterator[Suggestion]:
    kept: dict[tuple[str, Each], list[list[_Met]]] = {}
    for own in met:
        for key, same in _grouped(own).items():
            kept.setdefault(key, []).append(same)
    ordered = sorted(kept.items(), key=lambda one: one[1][0][0].start)
    names: set[str] = set()
    for (words, each), documents in ordered:
        if len(documents) < min(_FEWEST, count):
            continue
        values = [one.value for same in documents for one in same]
        column = _column(words, documents, values, each, required=len(documents) == count)
        if column.name not in names:
            names.add(column.name)
            yield Suggestion(column, len(documents), tuple(dict.fromkeys(values))[:_EXAMPLES], each)


def _grouped(own: Sequence[_Met]) -> dict[tuple[str, Each], list[_Met]]:
    found: dict[tuple[str, Each], list[_Met]] = {}
    for one in own:
        key = " ".join(re.findall(r"[^\W\d_]+", one.label.lower()))
        found.setdefault((key, one.each), []).append(one)
    return found


def _column(
    key: str, documents: Sequence[Sequence[_Met]], values: Sequence[str], each: Each, *, required: bool
) -> Column:
    label = " ".join(documents[0][0].label.split())
    kinds = Counter(map(_type_of, values))
    kind, most = kinds.most_common(1)[0]
    kind = kind if 2 * most > len(values) else ColumnType.TEXT
    many = each is Each.DOCUMENT and all(len(same) > 1 for same in documents)
    named = key.replace(" ", "_")
    return Column(named, label, kind, required=required and not many, many=many, labels=(label,))


def _type_of(value: str) -> ColumnType:
    value = _TIME.sub("", value)
    for kind in _TYPES:
        if entered(Column("", "", kind), value.strip(" .")):
            if kind is ColumnType.NUMBER and re.search(r"\b0\d|\d{6,}", value):
                return ColumnType.TEXT  # the number of something, and no amount
            if kind is ColumnType.MONEY and not re.search(r"[^\W\d_]|[€$£¥]|[.,]\d\d\b", value):
                continue
            return kind
    return ColumnType.ORGANISATION if has_legal_form(value) else ColumnType.TEXT


def _of_parties(sights: Sequence[Sight]) -> Iterator[Suggestion]:
    """The parties of contracts, which have no label."""
    found = [named for sight in sights if (named := parties(sight.text))]
    if found and len(found) >= min(_FEWEST, len(sights)) and all(len(one) > 1 for one in found):
        column = Column("party", "Who are the parties?", ColumnType.PARTY, many=True)
        examples = tuple(one.value for named in found for one in named)[:_EXAMPLES]
        yield Suggestion(replace(column, required=len(found) == len(sights)), len(found), examples)
