"""What was to be paid, told by what was handed over and what came back: 20.00 and 3.70 settle 16.30.

It is surer than a label: receipts print totals before tax, before rounding and of other things, and rounding
to what coins there are changes the last of them. Only an amount that is printed counts.
"""

from __future__ import annotations

from collections.abc import Iterable

from rag.extracting.fields.labels import named
from rag.extracting.fields.mentions import Mention
from rag.extracting.fields.schema import Column
from rag.extracting.fields.sight import Sight

SETTLED = 0.97  # how surely
COINS = 0.051  # by which a total is rounded where the smallest coin is of five or ten hundredths
_WHOLE = 0.501  # by which a total is rounded to whole units, as in India
_NAMED = 0.7  # of a label's score: beside or above its amount, not in the sentence around it
_PAID, _BACK = "paid", "back"


def settled(column: Column, sight: Sight, amounts: Iterable[Mention]) -> Mention | None:
    """What was handed over less what came back, as an amount printed; None where a document says not both."""
    if not (column.tendered and column.change):
        return None
    found = [one for one in amounts if float(one.value) >= 0]
    paid = _named(Column(_PAID, "", labels=column.tendered, others=column.change), sight, found)
    back = _named(Column(_BACK, "", labels=column.change), sight, found)
    if paid is None or back is None or paid is back:
        return None
    due = round(float(paid.value) - float(back.value), 2)
    if due <= 0:
        return None
    printed = [one for one in found if one is not paid and one is not back and _is(one, due)]
    printed.sort(key=lambda one: (one.start < paid.start, one.start))  # a total stands before its payment
    return printed[-1] if printed else (paid if _is(paid, due) else None)


def rounded(column: Column, sight: Sight, amounts: Iterable[Mention], total: Mention) -> Mention | None:
    """The amount that a total is after rounding to what coins there are, where a document prints both."""
    if not column.rounding:
        return None
    found = list(amounts)
    by = _named(Column("by", "", labels=column.rounding), sight, found)
    if by is None or total.start > by.start or not 0 < abs(float(by.value)) <= _WHOLE:
        return None
    for turned in (1, -1):  # some print how much was taken off without a sign
        due = round(float(total.value) + turned * float(by.value), 2)
        after = [one for one in found if _is(one, due) and one.start > by.start]
        if after:
            return after[0]
    return None


def _is(amount: Mention, due: float) -> bool:
    return round(float(amount.value), 2) == due


def _named(column: Column, sight: Sight, amounts: Iterable[Mention]) -> Mention | None:
    """The amount that a label names best; of several as good the last: change stands at the end."""
    best: Mention | None = None
    score = _NAMED
    for one in amounts:
        told = named(column, sight, one.start, one.end).score
        if told >= score:
            best, score = one, told
    return best
