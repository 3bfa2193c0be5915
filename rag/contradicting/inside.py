"""What one statement or one table says against itself: a number in words and in figures, a weekday and its
date, a total and what it adds up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from rag.contradicting.sayings import Saying
from rag.contradicting.values import Kind, Value
from rag.contradicting.wording import adds_up, is_part_sum, wording
from rag.extracting.fields.amounts import numbers
from rag.language.quantities import placed

_OPENS = re.compile(r"\s*[(\[]\s*(?:[€$£]|[A-Z]{3})?\s*")
_CLOSES = re.compile(r"[^)\]]{0,25}[)\]]")
_BRACKETS = re.compile(r"[()\[\]]")
_FEWEST = 2  # rows that a total adds up
_CENT = Decimal("0.02")  # what rounding of the rows may do to a total


@dataclass(frozen=True, slots=True)
class Clash:
    """Two things that cannot both hold, with the statements they stand in; `reason` is the key of words."""

    kind: Kind
    left: Saying
    right: Saying
    left_value: str
    right_value: str
    subject: str
    confidence: float
    reason: str


def clashes(said: Sequence[Saying]) -> Iterator[Clash]:
    """Those of one document, in its order."""
    for saying in said:
        yield from _in_words(saying)
        yield from _weekday(saying)
    yield from _totals(said)


def _in_words(saying: Saying) -> Iterator[Clash]:
    """ "thirty (60) days", "£2,000 (one thousand five hundred pounds)"."""
    found = placed(saying.text, saying.language)
    for one, other in pairwise(found):
        between = _OPENS.fullmatch(saying.text, one.end, other.start)
        if between is None or one.spelt == other.spelt:
            continue
        if ")" not in saying.text[other.start : other.end] and not _CLOSES.match(saying.text, other.end):
            continue
        if (
            one.quantity.place
            or other.quantity.place
            or Decimal(one.quantity.value) == Decimal(other.quantity.value)
        ):
            continue
        units = {one.quantity.unit, other.quantity.unit} - {""}
        if len(units) > 1 or not _counts(saying, other.end, units):
            continue
        left, right = (_BRACKETS.sub("", saying.text[each.start : each.end]).strip() for each in (one, other))
        kind = next((value.kind for value in saying.values if value.end >= other.start), Kind.NUMBER)
        yield Clash(kind, saying, saying, left, right, f"{left} ({right})", 0.95, "words")


def _counts(saying: Saying, end: int, units: set[str]) -> bool:
    """Whether the two stand for one number: a unit is named, or what they count stands right behind."""
    return bool(units) or re.match(r"\s*[)\]]\s*[^\W\d_]{2,}", saying.text[end:]) is not None


def _weekday(saying: Saying) -> Iterator[Clash]:
    names = wording(saying.language).weekdays
    for value in saying.values:
        if value.kind is not Kind.DATE:
            continue
        before = (
            saying.text[: value.start]
            .rstrip(" ,")
            .removesuffix(" the")
            .removesuffix(" den")
            .removesuffix(" dem")
        )
        word = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)?$", before.rstrip(" ,"))
        if word is None or word[0].lower() not in names:
            continue
        told = date.fromordinal(int(value.number)).weekday()
        if names[word[0].lower()] != told:
            right = next(name for name, day in names.items() if day == told)
            yield Clash(
                Kind.DATE,
                saying,
                saying,
                f"{word[0]}, {value.text}",
                f"{right}, {value.text}",
                value.text,
                0.95,
                "weekday",
            )


# --- totals -------------------------------------------------------------------------------------------------


def _totals(said: Sequence[Saying]) -> Iterator[Clash]:
    run: list[tuple[Saying, str, Decimal]] = []
    last: Saying | None = None
    for saying in said:
        figure = _last_figure(saying)
        if figure is None or (
            last is not None and saying.cells and last.cells and saying.hit.section != last.hit.section
        ):
            run = run if saying.cells and figure is None and run else []
            last = saying
            continue
        label = saying.cells[0] or next((cell for cell in saying.cells if re.search(r"[^\W\d_]", cell)), "")
        if adds_up(label) and len(run) >= _FEWEST:
            items = [amount for _, name, amount in run if not is_part_sum(name)]
            every = [amount for _, _, amount in run]
            if len(items) == len(every) and not _adds(figure, items):
                yield Clash(
                    Kind.AMOUNT,
                    _all_rows([row for row, _, _ in run]),
                    saying,
                    f"{sum(items):f}",
                    f"{figure:f}",
                    label,
                    0.9,
                    "sum",
                )
            run = []
        else:
            run.append((saying, label, figure))
        last = saying


def _all_rows(rows: Sequence[Saying]) -> Saying:
    """The rows as one, where they stand in one passage; else the last."""
    first, last = rows[0], rows[-1]
    if first.hit is not last.hit:
        return last
    return replace(first, end=last.end, text=re.sub(r"\s", " ", first.hit.text[first.start : last.end]))


def _adds(total: Decimal, items: Sequence[Decimal]) -> bool:
    """Whether a total adds up its rows, or those from some row on."""
    added = Decimal(0)
    for amount in reversed(items):
        added += amount
        if abs(added - total) <= _CENT:
            return True
    return False


def _last_figure(saying: Saying) -> Decimal | None:
    """The figure in the last cell of a row."""
    if len(saying.cells) < 2 or not saying.cells[-1].strip():
        return None
    found = numbers(saying.cells[-1])
    return Decimal(found[0].value) if len(found) == 1 and "%" not in saying.cells[-1] else None


def told(value: Value) -> str:
    """A value as it is written, on one line."""
    return " ".join(value.text.split())
