"""Working out an expression from cells: its value, the formula with its figures, and those cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation

from rag.answering.cells.expressions import Across, Expression, Named, Number, Worked, parsed
from rag.answering.cells.grid import Cell
from rag.answering.cells.ledger import Ledger, told_in, worth
from rag.answering.cells.lexicon import Line, key, lexicon

_SIGNS = {"*": "×", "/": "÷", "-": "−", "+": "+"}
_CHARGED = re.compile(r"\((?:expense|provision|charge|aufwand|charges?|gasto)", re.IGNORECASE)
_GIVEN_BACK = re.compile(r"\((?:benefit|income|credit|ertrag)", re.IGNORECASE)
_NESTED = 4  # definitions within definitions


@dataclass(frozen=True, slots=True)
class Worth:
    """A value with its formula; `binds`: how tightly the formula holds together."""

    value: Decimal
    formula: str
    cells: tuple[Cell, ...]
    binds: int = 3

    @property
    def loose(self) -> bool:
        """Whether the formula needs brackets beside others."""
        return self.binds < 3 or self.formula.startswith("−")


class Calculator:
    """Works expressions out of one document's lines."""

    def __init__(
        self, ledger: Ledger, defined: Mapping[str, Expression] | None = None, *, part: bool = False
    ) -> None:
        """`defined`: what the question defines; `part`: of quarters, not of whole years."""
        self._ledger = ledger
        self._defined = {key(name): one for name, one in (defined or {}).items()}
        self._part = part

    def of(self, expression: Expression, year: int, depth: int = 0) -> Worth | None:
        """What an expression is in a year; None where a cell is missing or is not sure."""
        if isinstance(expression, Number):
            return Worth(expression.value, f"{expression.value:f}", ())
        if isinstance(expression, Named):
            return self._named(expression, year, depth)
        if isinstance(expression, Across):
            return self._across(expression, year, depth)
        return self._worked(expression, year, depth)

    def years(self, expression: Expression) -> tuple[int, ...]:
        """The years that the first line of an expression has, the latest first."""
        if isinstance(expression, Named):
            inner = self._known(expression)
            if inner is not None:
                return self.years(inner)
            return self._ledger.years(line_named(expression.phrase))
        if isinstance(expression, Across):
            return self.years(expression.of)
        if isinstance(expression, Worked):
            return self.years(expression.left) or self.years(expression.right)
        return ()

    # --- inside --------------------------------------------------------------------------------------------

    def _known(self, named: Named) -> Expression | None:
        """What a phrase is defined as, by the question or as one of our measures."""
        own = self._defined.get(key(named.phrase))
        if own is not None:
            return own
        if named.phrase in lexicon().lines or lexicon().named_line(named.phrase) is not None:
            return None
        measure = next(
            (one for one in lexicon().measures if key(named.phrase) in {key(name) for name in one.names}),
            None,
        )
        return None if measure is None else parsed(measure.formula)

    def _named(self, named: Named, year: int, depth: int) -> Worth | None:
        inner = self._known(named)
        if inner is not None and depth < _NESTED:
            return self.of(inner, named.year or year, depth + 1)
        line = line_named(named.phrase)
        cell = self._ledger.cell(line, named.year or year, part=self._part)
        if cell is None and line.parts and depth < _NESTED:
            parts = parsed(line.parts)
            found = None if parts is None else self.of(parts, named.year or year, depth + 1)
            if found is not None and found.cells:
                return found
        if cell is None:
            return Worth(Decimal(0), "", ()) if named.optional else None
        value = _signed(line, cell)
        return Worth(value, f"{shown(value, cell)} [{cell.label}, {named.year or year}]", (cell,))

    def _across(self, across: Across, year: int, depth: int) -> Worth | None:
        first, last = (across.years[0], across.years[-1]) if len(across.years) > 1 else (year - 1, year)
        before, after = self.of(across.of, first, depth), self.of(across.of, last, depth)
        if before is None or after is None:
            return None
        cells = (*before.cells, *after.cells)
        if across.is_change:
            return Worth(after.value - before.value, f"{after.formula} − {before.formula}", cells, 1)
        formula = f"({before.formula} + {after.formula}) ÷ 2"
        return Worth((before.value + after.value) / 2, formula, cells, 2)

    def _worked(self, worked: Worked, year: int, depth: int) -> Worth | None:
        left = self.of(worked.left, year, depth)
        if worked.sign == "?":
            return left if left is not None else self.of(worked.right, year, depth)
        right = self.of(worked.right, year, depth)
        if left is None or right is None:
            return None
        if not right.formula and worked.sign in "+-":
            return left
        if not left.formula and worked.sign == "+":
            return right
        value = _calculated(worked.sign, left.value, right.value)
        if value is None:
            return None
        binds = 2 if worked.sign in "*/" else 1
        one = left.formula if left.binds >= binds else f"({left.formula})"
        loose = right.binds < binds or (worked.sign in "-/" and right.binds <= binds)
        loose = loose or right.formula.startswith("−")
        other = f"({right.formula})" if loose else right.formula
        return Worth(value, f"{one} {_SIGNS[worked.sign]} {other}", (*left.cells, *right.cells), binds)


def line_named(phrase: str) -> Line:
    """The line of accounts that is called so: a known one, else one of just this name."""
    known = lexicon()
    found = known.lines.get(phrase) or known.named_line(phrase)
    if found is None and phrase.lower().startswith("unadjusted "):
        found = known.named_line(phrase.partition(" ")[2])
    name = key(phrase)
    return found or Line(phrase, "", False, False, "", {name: 0, f"total {name}": 1}, ())


def consistent(cells: tuple[Cell, ...]) -> bool:
    """Whether figures may be worked with each other: their scales are known, or all are not."""
    amounts = [one for one in cells if not one.percent]
    return len({bool(told_in(one)) for one in amounts}) < 2 and len({one.percent for one in cells}) < 2


def shown(value: Decimal, cell: Cell) -> str:
    """A cell's figure with the sign that it is worked with."""
    digits = re.sub(r"[^\d.,'’\s]", "", cell.shown).strip()
    return f"−{digits}" if value < 0 else digits


def _signed(line: Line, cell: Cell) -> Decimal:
    value = worth(cell)
    if line.outflow:
        return abs(value)
    if line.expense:
        if _CHARGED.search(cell.label):
            return -value
        return value if _GIVEN_BACK.search(cell.label) else abs(value)
    return value


def _calculated(sign: str, left: Decimal, right: Decimal) -> Decimal | None:
    try:
        return {
            "+": lambda: left + right,
            "-": lambda: left - right,
            "*": lambda: left * right,
            "/": lambda: left / right,
        }[sign]()
    except (DivisionByZero, InvalidOperation):
        return None
