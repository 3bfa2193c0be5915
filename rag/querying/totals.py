"""Rows of a table that sum up others and are none of its data: "Total", "Zwischensumme", a last row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from engine.querying.tables import Kind
from rag.querying.columns import Read
from rag.querying.grids import Grid

_CALLED = re.compile(
    r"(?:(?:grand|sub|overall|net|gross|running)[- ]?)?totals?\b|sub-?totals?\b|sum\b"
    r"|average\b|mean\b|median\b"
    r"|(?:gesamt|zwischen|end|teil|netto|brutto|jahres|monats|quartals)?-?summen?\b|gesamt(?:betrag|ergebnis)?\b"
    r"|insgesamt\b|total(?:betrag)?\b|durchschnitt\b|mittel(?:wert)?\b|ergebnis\b|übertrag\b|saldo\b"
    r"|(?:sous-)?tota(?:l|ux)\b|somme\b|moyenne\b|report\b"
    r"|(?:sub)?total(?:es)?\b|suma\b|promedio\b|media\b"
    r"|(?:sub)?totale?\b|totali\b|somma\b|soma\b|média\b|totaal\b|subtotaal\b|gemiddelde?\b|balance\b|result\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:there)?of which\b|davon\b|darunter\b|dont\b|de l[oa]s cuales\b|di cui\b|waarvan\b"
    r"|dos quais\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:of|for|in|per|der|des|von|für|de|du|des|del|della|di|per|por|do|da|van|voor)\b|\d|\(", re.IGNORECASE
)
_SMALL, _ROUND = 20, 100
_TO_BE_SURE = Decimal("0.011")  # by which printed sums are off, for each number summed at most


def totals_of(grid: Grid, columns: Sequence[Read]) -> tuple[int, ...]:
    """The places of rows that are no data: called a total and without what else a row says, or called one and
    the sum of rows above, or the sum of all rows above in every figure and called nothing.
    """
    texts = [one for one in columns if one.kind is not Kind.NUMBER]
    numbers = [one for one in columns if one.kind is Kind.NUMBER]
    found: list[int] = []
    for place, line in enumerate(grid.lines):
        said = [line.cells[one.name] for one in texts if line.cells.get(one.name)]
        called = [one for one in said if _CALLED.match(one)]
        sums = _sums(place, found, numbers)
        bare = len(said) <= 1 < len(texts) or (bool(said) and len(texts) == 1)
        by_name = bool(called) and bare and (len(texts) > 1 or not _is_name(called[0]))
        if by_name or (sums and (called or (texts and not said))):
            found.append(place)
    return tuple(found)


def _is_name(said: str) -> bool:
    """Whether more stands behind the word: "Total SE", "Result Ltd."; "Total of 2024" is no name."""
    rest = _CALLED.sub("", said, count=1).strip(" :.")
    return bool(rest) and _GOES_ON.match(rest) is None


def _sums(place: int, before: Sequence[int], numbers: Sequence[Read]) -> bool:
    """Whether the figures of a row are those of the rows above it added up: all, or since the last total."""
    told: Mapping[str, Decimal] = {
        one.name: Decimal(cell) for one in numbers if (cell := one.cells[place]) is not None
    }
    if not told:
        return False
    starts = {0, *(one + 1 for one in before)}
    for start in sorted(starts):
        rows = [at for at in range(start, place) if at not in before]
        if len(rows) > 1 and all(
            abs(_sum(one, rows) - told[one.name]) <= _TO_BE_SURE * len(rows)
            for one in numbers
            if one.name in told
        ):
            return True
    return False


def _sum(column: Read, rows: Sequence[int]) -> Decimal:
    return sum((Decimal(cell) for at in rows if (cell := column.cells[at]) is not None), Decimal(0))


def is_statement(grid: Grid, columns: Sequence[Read], totals: Sequence[int]) -> bool:
    """Whether some row is the sum of those above it without being called one, or a part of another: sums of
    such a table count things twice.
    """
    numbers = [one for one in columns if one.kind is Kind.NUMBER and not one.is_years]
    for place, line in enumerate(grid.lines):
        if place in totals:
            continue
        if any(_PART.match(cell) for cell in line.cells.values()):
            return True
        told = [one for one in numbers if one.cells[place] is not None]
        if _is_telling([Decimal(one.cells[place] or 0) for one in told]) and _sums(place, totals, told):
            return True
    return False


def _is_telling(figures: Sequence[Decimal]) -> bool:
    """Whether figures are hardly a sum of others by chance."""
    if len(figures) > 1:
        return max(map(abs, figures)) >= _SMALL
    return len(figures) == 1 and abs(figures[0]) >= _ROUND and figures[0] % _ROUND != 0
