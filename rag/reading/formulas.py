"""Formulas as one line of text: "(a+b)/c", "x^2", "√(2gh)", "∑_(i=1)^n i"; those of MathML here.

Source: MathML 3.0 (W3C).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from rag.reading.cleaning import one_line

_LETTERS = ("\U0001d400", "\U0001d7ff")  # letters of formulas, which nobody searches for
_DEEPEST = 60  # formulas inside of each other
_SIGNS = frozenset("+-−±∓*·×÷/=<>≤≥≠≈∝→,;:|^_ ")
_SPACED = frozenset("=<>≤≥≠≈∝∑∏∫→⇒")
_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_UNSHOWN = frozenset(
    {"annotation", "annotation-xml", "mphantom", "none", "mprescripts", "mspace", "malignmark"}
)
_INVISIBLE = "\u2061\u2062\u2063\u2064"  # applied to, times, comma, plus
_ACCENTS = frozenset("¯‾^~˙¨→ˆ˜_")


def mathml(node: Any, depth: int = 0) -> str:
    """What a formula says, on one line; without its parts where they are too deep."""
    if not isinstance(node.tag, str) or depth > _DEEPEST:
        return ""
    name = node.tag.rpartition("}")[2].rpartition(":")[2]
    if name in _UNSHOWN:
        return ""
    if name in _TOKENS:
        text = plain(one_line(node.text or "")).strip(_INVISIBLE)
        return f" {text} " if text in _SPACED else text
    shape = _SHAPES.get(name)
    children = [child for child in node if isinstance(child.tag, str)]
    if shape is not None:
        return shape(node, [mathml(child, depth + 1).strip() for child in children])
    if name == "semantics":
        children = children[:1]
    text = "".join(mathml(child, depth + 1) for child in children)
    return one_line(text) if depth == 0 else text


def grouped(text: str) -> str:
    """In brackets where it is more than one term and has none."""
    if not _SIGNS.intersection(text.lstrip("+-−")) or (text[0] == "(" and _closes(text)):
        return text
    return f"({text})"


def plain(text: str) -> str:
    """Letters of formulas as letters."""
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFKC", mark) if _LETTERS[0] <= mark <= _LETTERS[1] else mark for mark in text
    )


def _closes(text: str) -> bool:
    """Whether the bracket that a text begins with is closed at its end."""
    depth = 0
    for place, mark in enumerate(text):
        depth += (mark == "(") - (mark == ")")
        if depth == 0:
            return place == len(text) - 1
    return False


def _at(parts: list[str], place: int) -> str:
    return parts[place] if place < len(parts) else ""


def _fraction(node: Any, parts: list[str]) -> str:
    upper, lower = grouped(_at(parts, 0)), grouped(_at(parts, 1))
    return f"({upper} over {lower})" if node.get("linethickness") in ("0", "0pt") else f"{upper}/{lower}"


def _scripts(below: int, above: int) -> Callable[[Any, list[str]], str]:
    def shape(_node: Any, parts: list[str]) -> str:
        lower = _at(parts, below) if below else ""
        upper = _at(parts, above) if above else ""
        if not below and upper in _ACCENTS:
            return _at(parts, 0)
        under = f"_{grouped(lower)}" if lower else ""
        over = f"^{grouped(upper)}" if upper else ""
        space = " " if _at(parts, 0) in _SPACED else ""
        return f"{grouped(_at(parts, 0))}{under}{over}{space}"

    return shape


def _root(_node: Any, parts: list[str]) -> str:
    return f"√[{_at(parts, 1)}]({_at(parts, 0)})".replace("√[2]", "√").replace("√[3]", "∛")


def _fenced(node: Any, parts: list[str]) -> str:
    left, right = node.get("open", "("), node.get("close", ")")
    between = (node.get("separators", ",").strip() or " ")[0]
    return f"{left}{between.join(parts)}{right}"


_SHAPES: dict[str, Callable[[Any, list[str]], str]] = {
    "mfrac": _fraction,
    "msub": _scripts(1, 0),
    "msup": _scripts(0, 1),
    "msubsup": _scripts(1, 2),
    "munder": _scripts(1, 0),
    "mover": _scripts(0, 1),
    "munderover": _scripts(1, 2),
    "msqrt": lambda _, parts: f"√({''.join(parts)})",
    "mroot": _root,
    "mfenced": _fenced,
    "mtable": lambda _, parts: f"[{'; '.join(parts)}]",
    "mtr": lambda _, parts: ", ".join(parts),
}
