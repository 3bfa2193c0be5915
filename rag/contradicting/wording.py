"""The words of a language that decide whether two statements may be held against each other.

They stand in `assets/contradictions.toml`; what labels rows and documents is understood in every language.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from engine.assets import ASSETS
from rag.language.concepts import folded
from rag.language.languages import Language
from rag.language.words import content_stem

_FILE = ASSETS / "contradictions.toml"
_NEVER = "(?!)"


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """Patterns, to be searched, but for `light`, the folded stems of words that say nothing of a subject."""

    condition: re.Pattern[str]
    tail: re.Pattern[str]  # behind a length of time, the day on which it ends
    phases: tuple[re.Pattern[str], ...]  # before, during and after something
    amends: re.Pattern[str]
    replaces: re.Pattern[str]
    aside: re.Pattern[str]
    about: re.Pattern[str]  # right before a figure
    most: re.Pattern[str]  # right before a figure, which is a bound then
    ranging: re.Pattern[str]  # between two figures
    each: re.Pattern[str]  # right behind one
    means: re.Pattern[str]
    elsewhere: re.Pattern[str]
    without: re.Pattern[str]
    light: frozenset[str]
    weekdays: Mapping[str, int]  # Monday is 0


@cache
def wording(language: Language) -> Wording:
    """That of a language. Raises `FileNotFoundError` when the installation lacks the list."""
    told = {name: str(words.get(language.code, "")) or _NEVER for name, words in _listed().items()}

    def words(name: str) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{told[name]})(?!\w)", re.IGNORECASE)

    stems = (content_stem(word, language) for word in told["light"].split())
    return Wording(
        words("condition"),
        words("tail"),
        (words("before"), words("during"), words("after")),
        words("amends"),
        words("replaces"),
        words("aside"),
        re.compile(rf"(?<!\w)(?:{told['about']})\s*$", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{told['most']})\s*$", re.IGNORECASE),
        re.compile(rf"\s*{told['range']}\s*", re.IGNORECASE),
        re.compile(rf"\s*(?:{told['each']})\s*(?P<unit>[^\W\d_]+)", re.IGNORECASE),
        words("means"),
        words("elsewhere"),
        words("without"),
        frozenset(folded(stem) for stem in stems if stem),
        {name: day for day, name in enumerate(told["weekdays"].split())},
    )


@cache
def _row(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_listed()[name].values())})", re.IGNORECASE)


def adds_up(label: str) -> bool:
    """Whether a row's label says that it adds up those above it: "Total", "Gesamtbetrag"."""
    return _row("all").fullmatch(_bare(label)) is not None


def is_part_sum(label: str) -> bool:
    """Whether a row's label names a sum below the last one, a tax or a reduction: "VAT 20 %"."""
    return re.match(rf"{_row('part').pattern}(?!\w)", _bare(label), re.IGNORECASE) is not None


def is_own(label: str) -> bool:
    """Whether a label names what every document has of its own: its date, its number."""
    return _row("own").fullmatch(_bare(label)) is not None


def _bare(label: str) -> str:
    return " ".join(re.sub(r"[^\w\s%-]", " ", label).split()).strip()


@cache
def _listed() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_FILE.read_text("utf-8"))
