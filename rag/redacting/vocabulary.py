"""The words that personal data is known by, in seven languages: `assets/people`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from engine.assets import ASSETS

_FOLDER = ASSETS / "people"


@dataclass(frozen=True, slots=True, repr=False)
class Vocabulary:
    """Patterns are alternatives without groups; sets are in lower case but for names."""

    given: frozenset[str]  # as written: "Jürgen"
    family: frozenset[str]
    given_capitals: frozenset[str]
    family_capitals: frozenset[str]
    words: frozenset[str]  # given names that are words, too: "will", "august"
    not_alone: frozenset[str]  # given names that are places, makes or words where they stand alone
    leads: frozenset[str]  # words that make a place or a thing of the given name behind them
    no_names: frozenset[str]  # words beside a given name that make no person of it
    particles: frozenset[str]
    honorifics: str
    titles: str
    name_labels: str
    greetings: str
    closings: str
    relations: str
    birth: str
    numbers: str
    accounts: str
    phones: str
    addresses: str


@cache
def vocabulary() -> Vocabulary:
    """The words, read once."""
    with (_FOLDER / "words.toml").open("rb") as file:
        words: dict[str, list[str]] = tomllib.load(file)
    given, family = _names("given.txt") | set(words["more-given"]), _names("family.txt")
    return Vocabulary(
        given=given,
        family=family,
        given_capitals=frozenset(one.upper() for one in given),
        family_capitals=frozenset(one.upper() for one in family),
        words=frozenset(words["words"]),
        not_alone=frozenset(words["not-alone"]),
        leads=frozenset(words["leads"]),
        no_names=frozenset(words["no-names"]),
        particles=frozenset(words["particles"]),
        honorifics=_any(words["honorifics"]),
        titles=_any(words["titles"]),
        name_labels=_any(words["name-labels"]),
        greetings=_any(words["greetings"]),
        closings=_any(words["closings"]),
        relations=_any(words["relations"]),
        birth=_any(words["birth"]),
        numbers=_any(words["numbers"]),
        accounts=_any(words["accounts"]),
        phones=_any(words["phones"]),
        addresses=_any(words["addresses"]),
    )


def _names(name: str) -> frozenset[str]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _any(written: Iterable[str]) -> str:
    """Alternatives, the longest first; a blank stands for any, a point may lack, an accent too."""
    return "|".join(_pattern(one) for one in sorted(written, key=len, reverse=True))


def _pattern(written: str) -> str:
    return re.escape(written).replace(r"\ ", r"[\s\u00a0]+").replace(r"\.", r"\.?").replace(r"\-", "[-‐ ]?")
