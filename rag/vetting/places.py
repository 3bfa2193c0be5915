"""The countries that a contract names: where its parties are from, and whose law and courts it chooses."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache

from engine.assets import ASSETS
from rag.vetting.sentences import Sentence
from rag.vetting.signs import Sign

_OPENING = 6000  # characters in which parties say where they are
_LEGAL_FORMS = (
    ("inc", "us"),
    ("llc", "us"),
    ("gmbh", "de"),
    ("sarl", "fr"),
    ("s.a.r.l", "fr"),
    ("plc", "gb"),
)


def countries(text: str) -> set[str]:
    """The codes of the countries that a text names, by name, adjective, state or city."""
    return {_codes()[" ".join(found[0].lower().split())] for found in _pattern().finditer(text)}


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
    low = whole[:_OPENING].lower()
    forms = {code for form, code in _LEGAL_FORMS if re.search(rf"(?<!\w){re.escape(form)}\b", low)}
    return countries(whole) | forms


@cache
def _codes() -> dict[str, str]:
    given = tomllib.loads((ASSETS / "places.toml").read_text("utf-8"))
    return {name.lower(): code for code, names in given["countries"].items() for name in names}


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_codes(), key=len, reverse=True)
    told = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
    # With a capital: "turkey" is a bird, "china" is on the table.
    return re.compile(rf"(?<!\w)(?=[A-ZÀ-Ý])(?i:{told})(?!\w)")
