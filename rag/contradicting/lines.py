"""Lines and rows with a label: what two documents have for it, names and cells of a table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rag.contradicting.inside import Clash
from rag.contradicting.pairing import Kin
from rag.contradicting.sayings import Saying
from rag.contradicting.values import Kind
from rag.contradicting.wording import is_own
from rag.extracting.fields.amounts import currency_of, numbers
from rag.extracting.fields.names import normal
from rag.language.concepts import folded, meant, units
from rag.language.words import letters

_LABELLED = re.compile(r"\W*(?P<label>[^\W\d_][^:|]{1,48}?)\s*:\s+(?P<value>\S[^:]{1,80})")
_NAMED = re.compile(
    r"(?:[A-ZÀ-Ý][\w.'’&-]*|de|des|du|von|van|della?|di|del|la|le|der|of|and|und|&|y|e|et)(?:\s+|$)"
)
_MOST_WORDS = 7
_SURE = 0.85
_CELL = 0.8


@dataclass(frozen=True, slots=True)
class _Cell:
    name: str
    number: Decimal
    text: str
    money: bool


def label_clashes(said: Sequence[Saying], kin: Kin) -> Iterator[Clash]:
    """Labels that have other names behind them in another document of the same matter."""
    by_label: defaultdict[frozenset[str], list[tuple[Saying, str, str]]] = defaultdict(list)
    for saying in said:
        found = _LABELLED.fullmatch(saying.text.strip()) if saying.line and not saying.amends else None
        if found is None or is_own(found["label"]) or not _is_name(found["value"]):
            continue
        keys = _label_keys(found["label"], saying)
        if keys:
            by_label[keys].append((saying, found["label"].strip(), found["value"].strip(" .")))
    for group in by_label.values():
        for at, (one, label, value) in enumerate(group):
            for other, _, theirs in group[at + 1 :]:
                if one.document_id == other.document_id or not kin(one.document_id, other.document_id):
                    continue
                if (
                    _same_name(value, theirs)
                    or len({each[2] for each in group if each[0].document_id == one.document_id}) > 1
                ):
                    continue
                yield Clash(Kind.NAME, one, other, value, theirs, label, _SURE, "value")


def _is_name(text: str) -> bool:
    bare = text.strip(" .")
    words = bare.split()
    return (
        1 <= len(words) <= _MOST_WORDS
        and not re.search(r"\d", bare)
        and bool(re.fullmatch(rf"(?:{_NAMED.pattern})+", bare))
        and bare[0].isupper()
    )


def _same_name(one: str, other: str) -> bool:
    first, second = ({letters(word) for word in normal(name).split()} for name in (one, other))
    return first <= second or second <= first


def _label_keys(label: str, saying: Saying) -> frozenset[str]:
    """What a label is known by: its words, or what they mean in any language where all have one meaning."""
    found = units(label, saying.language)
    return frozenset(
        min(one.concepts) if len(one.concepts) == 1 else folded(one.stem) for one in found
    ) or frozenset(meant(label, saying.language))


# --- rows of tables -----------------------------------------------------------------------------------------


def row_clashes(said: Sequence[Saying], kin: Kin) -> Iterator[Clash]:
    """Rows of two documents with one label and other figures."""
    by_label: defaultdict[str, list[tuple[Saying, list[_Cell]]]] = defaultdict(list)
    for saying in said:
        if len(saying.cells) > 1 and not saying.amends:
            label = next((cell for cell in saying.cells if re.search(r"[^\W\d_]{2}", cell)), "")
            cells = list(_cells(saying))
            if label and cells:
                by_label[letters(label)].append((saying, cells))
    for group in by_label.values():
        counted: defaultdict[int, int] = defaultdict(int)
        for saying, _ in group:
            counted[saying.document_id] += 1
        for at, (one, cells) in enumerate(group):
            for other, theirs in group[at + 1 :]:
                if (
                    one.document_id == other.document_id
                    or max(counted[one.document_id], counted[other.document_id]) > 1
                ):
                    continue
                if kin(one.document_id, other.document_id):
                    yield from _cells_differ(one, cells, other, theirs)


def _cells_differ(one: Saying, cells: list[_Cell], other: Saying, theirs: list[_Cell]) -> Iterator[Clash]:
    if len(cells) != len(theirs):
        return
    for left, right in zip(cells, theirs, strict=True):
        if left.name and right.name and folded(left.name) != folded(right.name):
            continue
        if left.number != right.number:
            kind = Kind.AMOUNT if left.money or right.money else Kind.NUMBER
            label = one.cells[0] or left.name
            yield Clash(kind, one, other, left.text, right.text, label, _CELL, "value")
            return


def _cells(saying: Saying) -> Iterator[_Cell]:
    for place, text in enumerate(saying.cells):
        found = numbers(text)
        if len(found) == 1 and not re.search(r"[^\W\d_]{4,}", text):
            name = saying.heads[place] if saying.heads else ""
            money = bool(found[0].unit or currency_of(text) or re.search(r"[.,]\d\d(?!\d)", text))
            yield _Cell(name, Decimal(found[0].value), text.strip(), money)
