"""Calculations that a question consists of: "12 * 7.5", "15 % of 240", "12 miles in km".

Figures are reckoned as decimals, not as binary fractions; units by pint. Nothing is run as code.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from decimal import Context, Decimal, DecimalException, localcontext
from functools import cache
from typing import Any

from rag.language.languages import Language
from rag.reckoning.phrases import Phrases, named, phrases_of

_EDGES = " \t\n?!.=;:¿¡"
_DIGITS = 28
_SHOWN = 12  # significant digits of a result that does not end
_LONGEST = 120  # characters
_HIGHEST = 64  # of an exponent
_NUMBER = r"\d[\d.,\u00a0\u202f']*\d|\d"
_PLAIN = re.compile(r"[\d.()+\-*/ ]+")
_OPERATION = re.compile(r"\d\s*\)*\s*(?:\*\*|[-+*/])\s*\(*\s*-?\s*\(*\d")
_LOOKS_A_DATE = re.compile(
    r"\d{4}\s*-\s*\d{1,2}\s*-\s*\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}|(?:19|20)\d\d[-/–]\d{2,4}"
)
_LOOKS_A_NUMBER = re.compile(r"\d+(?:[-/–]\d+)+")  # of a telephone, of a clause
_SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "^": "^", ":": "/"})
_WORKED: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def calculated(question: str, language: Language) -> str | None:
    """What a question comes to, with the expression as it was read; None where it is no calculation."""
    phrases = phrases_of(language)
    if phrases is None or len(question) > _LONGEST:
        return None
    asked = re.sub(rf"^\W*(?:{phrases['lead']})(?!\w)", "", question.strip(), flags=re.IGNORECASE)
    is_asked = asked != question.strip() or question.rstrip().endswith("=")
    asked = asked.strip(_EDGES)
    if _LOOKS_A_DATE.search(asked) or (_LOOKS_A_NUMBER.fullmatch(asked) and not is_asked):
        return None
    return _converted(asked, phrases) or _worked(asked, phrases)


def _worked(asked: str, phrases: Phrases) -> str | None:
    text = re.sub(
        rf"({_NUMBER})\s*(?:{phrases['percent']})\s*({_NUMBER})", r"\1 / 100 * \2", asked, flags=re.IGNORECASE
    )
    for key, sign in (("times", "*"), ("over", "/"), ("plus", "+"), ("minus", "-")):
        text = re.sub(rf"(?<=[\d) ])(?:{phrases[key]})(?=[\d( ])", sign, text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=\d)\s*x\s*(?=\d)", " * ", text).translate(_SIGNS)
    text = re.sub(_NUMBER, lambda found: _read(found.group(), phrases) or "?", text).replace("^", "**")
    if not _PLAIN.fullmatch(text) or not _OPERATION.search(text):
        return None
    try:
        with localcontext(Context(prec=_DIGITS)):
            value = _value(ast.parse(text.strip(), mode="eval").body)
            return _told(phrases, _shown(text, phrases), _said(value, phrases))
    except (DecimalException, SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _value(node: ast.expr) -> Decimal:
    """The value of an expression. Raises `ValueError` for what is none, and `DecimalException`s."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Decimal(str(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = _value(node.operand)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left), _value(node.right)
        if isinstance(node.op, ast.Pow):
            if abs(right) > _HIGHEST:
                raise ValueError("exponent")
            return left**right
        if type(node.op) in _WORKED:
            return _WORKED[type(node.op)](left, right)
    raise ValueError(type(node).__name__)


def _converted(asked: str, phrases: Phrases) -> str | None:
    """A figure in another unit of the same dimension."""
    found = re.fullmatch(
        rf"(-?(?:{_NUMBER}))\s*(\S.*?)\s+(?:{phrases['into']})\s+(\S.*)", asked, flags=re.IGNORECASE
    )
    if found is None:
        return None
    number, source, target = _read(found[1].lstrip("-"), phrases), _unit(found[2]), _unit(found[3])
    if number is None or source is None or target is None or source == target:
        return None
    sign = "-" if found[1].startswith("-") else ""
    try:
        quantity = _units().Quantity(Decimal(sign + number), source).to(target)
    except Exception as fault:
        if type(fault).__name__ in ("DimensionalityError", "OffsetUnitCalculusError"):
            return None
        raise
    expression = f"{phrases.figure(sign + number)} {found[2]}"
    result = f"{_said(Decimal(quantity.magnitude), phrases)} {found[3]}"
    return _told(phrases, expression, result)


def _unit(called: str) -> str | None:
    return next((unit for unit, names in named("units") if names.fullmatch(called.strip())), None)


@cache
def _units() -> Any:
    from pint import UnitRegistry

    return UnitRegistry(non_int_type=Decimal, cache_folder=None)


def _read(written: str, phrases: Phrases) -> str | None:
    """A number with a point, as the language writes it; None where it can be read in two ways or in none."""
    text = re.sub("[\u00a0\u202f']", "", written)
    group, point = (",", ".") if phrases.code == "en" else (".", ",")
    if re.fullmatch(rf"\d{{1,3}}(?:\{group}\d{{3}})+(?:\{point}\d+)?", text):
        return text.replace(group, "").replace(point, ".")
    if re.fullmatch(rf"\d+(?:\{point}\d+)?", text):
        return text.replace(point, ".")
    if re.fullmatch(rf"\d+\{group}\d{{1,2}}|\d+\{group}\d{{4,}}", text):
        return text.replace(group, ".")  # the other sign, where it cannot group
    return None


def _told(phrases: Phrases, expression: str, result: str) -> str:
    return phrases["calculated"].format(tool=phrases["calculator-tool"], expression=expression, result=result)


def _said(value: Decimal, phrases: Phrases) -> str:
    rounded = value if len(value.as_tuple().digits) <= _SHOWN else +value.normalize(Context(prec=_SHOWN))
    text = f"{rounded:f}"
    return phrases.figure(text.rstrip("0").rstrip(".") if "." in text else text)


def _shown(text: str, phrases: Phrases) -> str:
    text = re.sub(r"\s*([-+*/]+)\s*", r" \1 ", text.strip()).replace("( -", "(-").replace(" ** ", "^")
    text = text.replace("*", "×").replace("/", "÷")
    return re.sub(r"\d+(?:\.\d+)?", lambda found: phrases.figure(found.group()), " ".join(text.split()))
