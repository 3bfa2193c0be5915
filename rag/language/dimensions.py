"""What a question wants measured, and whether a sentence gives it: pressure in bar, a temperature in °C.

The words and units are those of `assets/dimensions.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from engine.assets import ASSETS
from rag.language.languages import Language

_FILE = ASSETS / "dimensions.toml"
# "at what pressure", "what is the maximum operating pressure", "bei welchem Druck", "quelle est la pression"
_ASKED = (
    r"\b(?:what|which|welche[rsmn]?|wie\s+(?:hoch|groß)|quel(?:le)?s?|qu[ée]|cu[áa]l(?:es)?|quale?|quali|che"
    r"|welke?|hoe\s+(?:hoog|groot))\b(?:\W+[^\W\d_]+){0,6}?\W+"
)


@dataclass(frozen=True, slots=True)
class Dimension:
    """`words` of a question that name it; `given`: the pattern of a number in one of its units."""

    words: frozenset[str]
    asked: re.Pattern[str]
    given: re.Pattern[str]


def dimension_of(question: str, language: Language) -> Dimension | None:
    """What a question wants measured; None where it asks for no measure by its name."""
    return next((one for one in _dimensions(language.code) if one.asked.search(question)), None)


@cache
def _dimensions(code: str) -> tuple[Dimension, ...]:
    found = []
    for told in tomllib.loads(_FILE.read_text("utf-8")).values():
        words = str(told.get(code, "")).split()
        units = sorted(str(told["units"]).split(), key=len, reverse=True)
        if words:
            # "boats of five metres length" tells which boats, and asks for nothing.
            measured = "".join(rf"(?<!\b{re.escape(unit)}\W)" for unit in units)
            asked = rf"{_ASKED}{measured}(?:{'|'.join(map(re.escape, words))})\b"
            if "how" in told:
                asked += rf"|\b(?:how|wie|hoe)\W+(?:{'|'.join(str(told['how']).split())})\b"
            given = re.compile(
                rf"\d\s?(?:-\s?)?(?:{'|'.join(map(re.escape, units))})(?![^\W_])", re.IGNORECASE
            )
            found.append(Dimension(frozenset(words), re.compile(asked, re.IGNORECASE), given))
    return tuple(found)
