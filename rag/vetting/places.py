"""The countries that a contract names: where its parties are from, and whose law and courts it chooses."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from typing import Any

from engine.assets import ASSETS
from rag.vetting.sentences import Sentence
from rag.vetting.signs import Sign

_OPENING = 6000  # characters in which parties say where they are
_LEGAL_FORMS = (
    ("inc", "us"),
    ("llc", "us"),
    ("e.k", "de"),
    ("e. k", "de"),
    ("gmbh", "de at ch li"),
    ("sas", "fr"),
    ("eurl", "fr"),
    ("sarl", "fr lu ch"),
    ("s.a.r.l", "fr lu ch"),
    ("plc", "gb"),
)  # what a company is called, and the countries where it may be


def countries(text: str) -> set[str]:
    """The codes of the countries that a text names, by name, adjective, state or city; an adjective that is
    written small only where it says whose law or courts are meant: "deutsches Recht", "la loi française".
    """
    named = {_codes()[" ".join(found[0].lower().split())] for found in _pattern().finditer(text)}
    for found in _law().finditer(text):
        named.add(_adjectives()[(found["before"] or found["behind"]).lower()])
    return named


def choices(text: str, sentences: Sequence[Sentence], chosen: Sequence[Sign]) -> list[tuple[Sentence, bool]]:
    """The sentences that choose a law or courts, each with whether these are of a country that no party
    is from.

    Parties are from where the contract names a country for anything else; where it names none, from where its
    other choices lie.
    """
    told = [one for one in sentences if any(sign.shows(one.folded) for sign in chosen)]
    named = {one.start: countries(one.text) for one in told}
    at_home = _home(text, told)
    found = []
    for one in told:
        own = named[one.start]
        near = at_home or {code for start, codes in named.items() if start != one.start for code in codes}
        found.append((one, bool(own and near) and not own & near))
    return found


def _home(text: str, chosen: Sequence[Sentence]) -> set[str]:
    """The countries that a contract names but for where it chooses law and courts."""
    kept, at = [], 0
    for one in chosen:
        kept.append(text[at : one.start])
        at = one.end
    whole = "".join([*kept, text[at:]])
    low, found = whole[:_OPENING].lower(), countries(whole)
    for form, codes in _LEGAL_FORMS:
        # A form of several countries tells nothing more where one of them is named.
        if not found & set(codes.split()) and re.search(rf"(?<!\w){re.escape(form)}\b", low):
            found |= set(codes.split())
    return found


@cache
def _codes() -> dict[str, str]:
    return {name.lower(): code for code, names in _given()["countries"].items() for name in names}


@cache
def _adjectives() -> dict[str, str]:
    return {name.lower(): code for code, names in _given()["adjectives"].items() for name in names.split()}


@cache
def _given() -> dict[str, Any]:
    return tomllib.loads((ASSETS / "places.toml").read_text("utf-8"))


@cache
def _law() -> re.Pattern[str]:
    """A stem of an adjective beside a word for law or courts: German has it before, French behind."""
    stems = "|".join(sorted(_adjectives(), key=len, reverse=True))
    nouns = "|".join(_given()["laws"].split())
    return re.compile(
        rf"\b(?:(?P<before>{stems})\w{{0,4}}\s+(?:\w+\s+)?(?:{nouns})"
        rf"|(?:{nouns})\s+(?:\w+\s+)?(?P<behind>{stems})\w{{0,4}}\b)",
        re.IGNORECASE,
    )


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_codes(), key=len, reverse=True)
    told = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
    # With a capital: "turkey" is a bird, "china" is on the table.
    return re.compile(rf"(?<!\w)(?=[A-ZÀ-Ý])(?i:{told})(?!\w)")
