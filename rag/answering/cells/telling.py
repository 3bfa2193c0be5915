"""How figures are said: each sentence with the cells it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rag.answering.cells.asking import Asked, Task
from rag.answering.cells.extremes import Extreme
from rag.answering.cells.grid import SCALES, Cell
from rag.answering.cells.ledger import told_in
from rag.answering.cells.working import Calculator, Worth, consistent, shown
from rag.language.languages import Language

_MOST_YEARS = 6
_POINT = Decimal("0.001")  # of a share: less is no change


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    cells: tuple[Cell, ...]


def told(asked: Asked, calculator: Calculator) -> list[Said]:
    """What answers a question; nothing where one cell is missing or not sure."""
    if asked.task is Task.CHANGE:
        return _change(asked, calculator)
    if asked.task is Task.COMPOUND:
        return _compound(asked, calculator)
    if asked.task is Task.AVERAGE:
        return _average(asked, calculator)
    years = asked.years[-1:] if asked.years else calculator.years(asked.expression)[:1]
    if len(asked.years) > 1 and not asked.defined:
        years = asked.years
    worked = [(year, calculator.of(asked.expression, year)) for year in years[:_MOST_YEARS]]
    found = [(year, one) for year, one in worked if one is not None and _sound(one)]
    return [_value(asked, year, one) for year, one in found] if len(found) == len(worked) else []


def said_of(extreme: Extreme, language: Language) -> Said:
    """A row that has the highest or lowest figure, with what else its record says."""
    cell, beside = extreme.cell, "; ".join(f"{name}: {value}" for name, value in extreme.row.words[1:])
    value = f"{cell.shown}{_scaled(told_in(cell), cell.currency, language)}"
    fields = {
        "what": extreme.row.label,
        "value": f"{value} ({beside})" if beside else value,
        "column": cell.column,
        "count": str(extreme.among),
    }
    return Said(_fill(language, "highest" if extreme.highest else "lowest", fields), (cell,))


def _change(asked: Asked, calculator: Calculator) -> list[Said]:
    years = asked.years or calculator.years(asked.expression)[:2]
    if not years:
        return []
    earlier, later = (years[0] - 1, years[0]) if len(years) == 1 else (min(years), max(years))
    before, after = calculator.of(asked.expression, earlier), calculator.of(asked.expression, later)
    if before is None or after is None or not (_sound(before) and _sound(after)):
        return []
    language, cells = asked.language, (*before.cells, *after.cells)
    what = _named(asked, after)
    fields = {
        "what": what,
        "before": _shown(asked, before),
        "after": _shown(asked, after),
        "earlier": str(earlier),
        "later": str(later),
    }
    moved = after.value - before.value
    still = abs(moved) < _POINT * max(
        abs(before.value), Decimal(1) if asked.shown == "percent" else Decimal(0)
    )
    way = "unchanged" if still else "rose" if moved > 0 else "fell"
    said = [Said(_verdict(asked, moved, still) + _fill(language, way, fields), cells)]
    if asked.shown != "line":
        said += [_value(asked, later, after), _value(asked, earlier, before)]
    if asked.shown == "percent":
        points = _percent(_number(100 * moved, asked.decimals or 1, language), language)
        said.append(Said(f"{_shown(asked, after)} − {_shown(asked, before)} ≈ {points}", cells))
    if asked.shown in ("line", "amount"):
        first, last = (_bare(one) for one in (before, after))
        if before.value > 0:
            growth = _percent(_number(100 * moved / before.value, asked.decimals or 1, language), language)
            said.append(Said(f"({last} − {first}) ÷ {first} = {growth}", cells))
        said.append(Said(f"{last} − {first} = {_amount(asked, moved, after.cells[0])}", cells))
    return said


def _compound(asked: Asked, calculator: Calculator) -> list[Said]:
    """The growth a year, over several."""
    if len(asked.years) < 2:
        return []
    first, last = min(asked.years), max(asked.years)
    before, after = calculator.of(asked.expression, first), calculator.of(asked.expression, last)
    if before is None or after is None or not (_sound(before) and _sound(after)):
        return []
    if before.value <= 0 or after.value <= 0:
        return []
    rate = (after.value / before.value) ** (1 / Decimal(last - first)) - 1
    grown = _percent(_number(100 * rate, asked.decimals or 1, asked.language), asked.language)
    text = f"({_bare(after)} ÷ {_bare(before)}) ^ (1 ÷ {last - first}) − 1 = {grown}"
    return [Said(f"{_named(asked, after)} {first}–{last}: {text}", (*before.cells, *after.cells))]


def _average(asked: Asked, calculator: Calculator) -> list[Said]:
    years = range(min(asked.years), max(asked.years) + 1)
    worked = [calculator.of(asked.expression, year) for year in years]
    found = [one for one in worked if one is not None and _sound(one)]
    if len(found) != len(years) or len(years) > _MOST_YEARS:
        return []
    mean = sum((one.value for one in found), Decimal(0)) / len(found)
    total = " + ".join(_shown(asked, one) for one in found)
    cells = tuple(cell for one in found for cell in one.cells)
    text = f"({total}) ÷ {len(found)} = {_shown(asked, Worth(mean, '', found[0].cells))}"
    said = [Said(f"{_named(asked, found[-1])} {min(years)}–{max(years)}: {text}", cells)]
    if asked.shown != "line":
        said += [_value(asked, year, one) for year, one in zip(years, found, strict=True)]
    return said


def _value(asked: Asked, year: int, worth: Worth) -> Said:
    """One figure, with its formula where it was worked out."""
    what = _named(asked, worth)
    if asked.shown != "line":
        return Said(f"{what} {year} = {worth.formula} = {_shown(asked, worth)}", worth.cells)
    cell, scale = worth.cells[0], told_in(worth.cells[0])
    if not scale:
        return Said(f"{what}, {year}: {cell.shown}", worth.cells)
    text = f"{what}, {year}: {shown(worth.value, cell)}{_scaled(scale, cell.currency, asked.language)}"
    if asked.scale and asked.scale != scale:
        text += f" = {_amount(asked, worth.value, cell)}"
    return Said(text, worth.cells)


def _verdict(asked: Asked, moved: Decimal, still: bool) -> str:
    says = asked.language.says
    if asked.steady is not None and asked.shown == "percent":
        within = abs(100 * moved) <= Decimal(str(asked.steady))
        return says["figure-affirmed" if within else "figure-denied"] + " "
    if not asked.verdict:
        return ""
    affirmed = not still and (moved > 0) == (asked.verdict > 0)
    return says["figure-affirmed" if affirmed else "figure-denied"] + " "


def _named(asked: Asked, worth: Worth) -> str:
    name = worth.cells[0].label if asked.shown == "line" else asked.name
    return name[:1].upper() + name[1:]


def _shown(asked: Asked, worth: Worth) -> str:
    language = asked.language
    if asked.shown == "percent":
        places = asked.decimals if asked.decimals is not None else 1 if abs(worth.value) >= _SMALL else 2
        return _percent(_number(100 * worth.value, places, language), language)
    if asked.shown in ("line", "amount"):
        return _amount(asked, worth.value, worth.cells[0])
    return _number(worth.value, asked.decimals if asked.decimals is not None else 2, language)


_SMALL = Decimal("0.01")


def _amount(asked: Asked, value: Decimal, cell: Cell) -> str:
    """An amount in the scale that was asked for, else in its table's."""
    scale = (asked.scale or cell.scale) if told_in(cell) else ""
    counted = value / SCALES[scale] if scale else value
    if counted == counted.to_integral_value():
        places = 0
    else:
        places = asked.decimals if asked.decimals is not None else 2
    return _number(counted, places, asked.language) + _scaled(scale, cell.currency, asked.language)


def _scaled(scale: str, currency: str, language: Language) -> str:
    if not scale:
        return ""
    said = language.says["figure-scaled"].replace("{scale}", language.says[f"figure-{scale}"])
    return f" ({' '.join(said.replace('{currency}', currency).split())})"


def _number(value: Decimal, places: int, language: Language) -> str:
    text = f"{value:,.{places}f}".replace("-", "−")
    return text if language.decimal == "." else text.translate(str.maketrans(",.", ".,"))


def _percent(number: str, language: Language) -> str:
    return f"{number}%" if language.decimal == "." else f"{number} %"


def _bare(worth: Worth) -> str:
    """A formula that can stand beside others."""
    return f"({worth.formula})" if worth.loose else worth.formula


def _sound(worth: Worth) -> bool:
    return bool(worth.cells) and consistent(worth.cells)


def _fill(language: Language, which: str, fields: dict[str, str]) -> str:
    said = language.says[f"figure-{which}"]
    for name, value in fields.items():
        said = said.replace(f"{{{name}}}", value)
    return said


def cells_of(said: Sequence[Said]) -> tuple[Cell, ...]:
    """The cells of all that is said, a row once."""
    rows = {one.start: one for each in said for one in each.cells}
    return tuple(rows.values())
