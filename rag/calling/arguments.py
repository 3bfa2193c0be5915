"""The arguments of a call, held against the request: what it does not say is taken out or put right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rag.calling.asked import Asked, is_number, leaves
from rag.calling.tools import Tool, spaced
from rag.language.quantities import quantities

_PERCENTAGE = re.compile(r"percent|per cent|%|prozent|pour ?cent|por ciento", re.IGNORECASE)
_DECIMAL = re.compile(r"decimal|fraction|\b0?\.\d", re.IGNORECASE)


def mended(arguments: Mapping[str, Any], tool: Tool, asked: Asked) -> dict[str, Any]:
    """The arguments that a function needs, and of the others those of which the request says something."""
    found = {}
    for name, value in arguments.items():
        about = tool.properties.get(name)
        if about is None:
            continue
        better = _better(value, about, asked)
        if name in tool.required or rests(name, better, about, asked):
            found[name] = better
    return {
        name: value for name, value in found.items() if name in tool.required or _own(value, found, asked)
    }


def carried(
    arguments: Mapping[str, Any], before: Sequence[Mapping[str, Any]], asked: Asked
) -> dict[str, Any]:
    """Texts of which a part of a request says nothing, as calls before it have them: "in the same city"."""
    found = dict(arguments)
    for name, value in arguments.items():
        earlier = next((one[name] for one in reversed(before) if name in one), None)
        if isinstance(value, str) and isinstance(earlier, str) and not asked.says(spaced(value)):
            found[name] = earlier
    return found


def _own(value: Any, arguments: Mapping[str, Any], asked: Asked) -> bool:
    """Whether a number is not only that of another argument: "13 hearts" are not 13 cards drawn, too."""
    if not is_number(value):
        return True
    said = sum(one.figure == value for one in asked.figures)
    return not said or sum(is_number(one) and one == value for one in arguments.values()) <= said


def founded(arguments: Mapping[str, Any], asked: Asked) -> bool:
    """Whether every number stands in the request: where a model is asked for more, it makes some up."""
    numbers = [one for value in arguments.values() for one in leaves(value) if is_number(one)]
    return all(rests("", one, {}, asked) for one in numbers)


def rests(name: str, value: Any, about: Mapping[str, Any], asked: Asked) -> bool:
    """Whether a value stands in the request, or can be told from it."""
    if isinstance(value, bool):
        return asked.says(spaced(name))
    if isinstance(value, int | float):
        return any(abs(value - one) <= 1e-9 * max(1.0, abs(one)) for one in _figures(asked))
    if isinstance(value, str):
        return asked.says(spaced(value))
    if isinstance(value, list):
        inner = about.get("items", {})
        return any(rests(name, one, inner, asked) for one in value)
    if isinstance(value, dict):
        return any(rests(key, one, {}, asked) for key, one in value.items())
    return False


def _figures(asked: Asked) -> set[float]:
    """The numbers of the request, in digits and in words, percentages also as hundredths."""
    found = set()
    for one in asked.figures:
        if one.figure is not None:
            found |= {one.figure, -one.figure}
            if asked.is_percent(one):
                found.add(one.figure / 100)
    for quantity in quantities(asked.text, asked.language):
        try:
            found.add(float(quantity.value))
        except ValueError:
            continue
    return found


def _better(value: Any, about: Mapping[str, Any], asked: Asked) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _hundredth(value, about, asked)
    choices = about.get("enum") or about.get("items", {}).get("enum")
    if choices and isinstance(value, str | list):
        return _chosen(value, choices, asked)
    return value


def _chosen(value: Any, choices: Sequence[Any], asked: Asked) -> Any:
    """One of the choices that the request says, where what was chosen is not said."""
    said = [one for one in choices if isinstance(one, str) and asked.says_all(spaced(one))]
    if isinstance(value, str):
        return said[0] if len(said) == 1 and not asked.says(spaced(value)) else value
    kept = [one for one in value if not isinstance(one, str) or asked.says(spaced(one))]
    return kept or said or value


def _hundredth(value: float, about: Mapping[str, Any], asked: Asked) -> float:
    """A percentage as the decimal that a number is, where its function does not ask for percent."""
    told = str(about.get("description", ""))
    if about.get("type") != "number" or (_PERCENTAGE.search(told) and not _DECIMAL.search(told)):
        return value
    said = any(one.figure == value and asked.is_percent(one) for one in asked.figures)
    return round(value / 100, 12) if said else value
