"""Formulas of Office as one line of text: "(a+b)/c", "x^2", "√(2gh)", "∑_(i=1)^n i".

Source: ECMA-376 part 1, 22.1 (Office MathML).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rag.reading.formulas import grouped, plain
from rag.reading.office.word.names import MATH, WITHOUT, W

_DEEPEST = 60  # formulas inside of each other
_PROPERTIES = "Pr"


def linear(node: Any, depth: int = 0) -> str:
    """What a formula says, on one line; without its brackets where it is too deep."""
    if not isinstance(node.tag, str) or node.tag in WITHOUT:
        return ""
    if node.tag in (f"{MATH}t", f"{W}t"):
        return plain(node.text or "")
    name = node.tag.removeprefix(MATH)
    if name.endswith(_PROPERTIES) or depth > _DEEPEST:
        return ""
    shape = _SHAPES.get(name)
    if shape is not None:
        return shape(node, depth + 1)
    return "".join(linear(child, depth + 1) for child in node)


def _part(node: Any, name: str, depth: int) -> str:
    child = node.find(f"{MATH}{name}")
    return "" if child is None else linear(child, depth).strip()


def _setting(node: Any, properties: str, name: str, default: str) -> str:
    child = node.find(f"{MATH}{properties}/{MATH}{name}")
    return default if child is None else str(child.get(f"{MATH}val", ""))


def _fraction(node: Any, depth: int) -> str:
    upper, lower = (grouped(_part(node, name, depth)) for name in ("num", "den"))
    if _setting(node, "fPr", "type", "bar") == "noBar":
        return f"({upper} over {lower})"
    return f"{upper}/{lower}"


def _scripts(node: Any, depth: int) -> str:
    """A base with what stands below and above it."""
    lower, upper = (_part(node, name, depth) for name in ("sub", "sup"))
    below = f"_{grouped(lower)}" if lower else ""
    above = f"^{grouped(upper)}" if upper else ""
    base = _part(node, "e", depth)
    if node.tag == f"{MATH}sPre":
        return f"{below}{above}{base}"
    return f"{grouped(base)}{below}{above}"


def _root(node: Any, depth: int) -> str:
    degree = _part(node, "deg", depth)
    index = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(degree, f"√[{degree}]")
    return f"{index}({_part(node, 'e', depth)})"


def _sum(node: Any, depth: int) -> str:
    lower, upper = (_part(node, name, depth) for name in ("sub", "sup"))
    sign = _setting(node, "naryPr", "chr", "∫")
    below = f"_{grouped(lower)}" if lower else ""
    above = f"^{grouped(upper)}" if upper else ""
    return f"{sign}{below}{above} {_part(node, 'e', depth)}"


def _delimited(node: Any, depth: int) -> str:
    left, middle, right = (
        _setting(node, "dPr", name, default)
        for name, default in (("begChr", "("), ("sepChr", "|"), ("endChr", ")"))
    )
    inner = middle.join(linear(child, depth).strip() for child in node.iterfind(f"{MATH}e"))
    return f"{left}{inner}{right}"


def _function(node: Any, depth: int) -> str:
    name, argument = _part(node, "fName", depth), _part(node, "e", depth)
    return f"{name} {argument}" if argument[:1] != "(" else f"{name}{argument}"


def _limit(node: Any, depth: int) -> str:
    mark = "_" if node.tag == f"{MATH}limLow" else "^"
    return f"{_part(node, 'e', depth)}{mark}{grouped(_part(node, 'lim', depth))}"


def _matrix(node: Any, depth: int) -> str:
    rows = (
        ", ".join(linear(cell, depth).strip() for cell in row.iterfind(f"{MATH}e"))
        for row in node.iterfind(f"{MATH}mr")
    )
    return f"[{'; '.join(rows)}]"


def _lines(node: Any, depth: int) -> str:
    return "; ".join(linear(child, depth).replace("&", "").strip() for child in node.iterfind(f"{MATH}e"))


def _several(node: Any, depth: int) -> str:
    return "\n".join(filter(None, (linear(child, depth).strip() for child in node)))


_SHAPES: dict[str, Callable[[Any, int], str]] = {
    "f": _fraction,
    "sSub": _scripts,
    "sSup": _scripts,
    "sSubSup": _scripts,
    "sPre": _scripts,
    "rad": _root,
    "nary": _sum,
    "d": _delimited,
    "func": _function,
    "limLow": _limit,
    "limUpp": _limit,
    "m": _matrix,
    "eqArr": _lines,
    "oMathPara": _several,
}
