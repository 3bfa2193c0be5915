"""What a sentence says that a question can be made of, by language; see `assets/offering.toml`.

In its patterns <WORDS> stands for a few words without a sign between them, <THE> for how a subject begins,
<TIME> for a length of time, <MONEY> for an amount, <DATE> for a day, <DOCUMENT> for what a document calls
itself, <AGENT> for who acts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from engine.assets import ASSETS

_FILE = ASSETS / "offering.toml"
_WORDS = r"[^\s,;:.!?،؛؟()\[\]|\"“”„«»/\\<>•…=*_]+(?: [^\s,;:.!?،؛؟()\[\]|\"“”„«»/\\<>•…=*_]+){0,13}?"
_FIGURE = r"\d{1,3}(?:[.,  ’']\d{3})*(?:[.,]\d{1,2})?"
_DAY, _NUMBERS = r"\d{1,2}(?:\.|st|nd|rd|th|er|º|°)?", r"\d{1,2}[./]\d{1,2}[./]\d{4}"
_YEAR, _DAY_YEAR = r"(?:,? (?:de |del )?\d{4})?", r"\d{1,2},? \d{4}"
_NEVER = r"(?!)"
_SIGN = r"[€$£]|EUR|USD|GBP|CHF"


@dataclass(frozen=True, slots=True)
class Form:
    """A way of saying something. `says` is to be matched with a whole sentence on one line; `asks` is
    the question, with the names of the pattern's groups.
    """

    kind: str  # of what is asked
    says: re.Pattern[str]
    asks: str
    modal: Mapping[str, str]  # what a word, most often the verb, becomes in the question


@dataclass(frozen=True, slots=True)
class Forms:
    """Those of a language. `vague` is found in what speaks of something said before."""

    forms: tuple[Form, ...]
    vague: re.Pattern[str]


@cache
def forms(language: str) -> Forms | None:
    """Those of a language by its code, None where there are none. Raises `FileNotFoundError` when the
    installation lacks the list.
    """
    told = _listed().get(language)
    if told is None:
        return None
    count = rf"\(?(?:\d{{1,3}}|{told['number']})\)?(?: ?\((?:\d{{1,3}}|{told['number']})\))?"  # thirty (30)
    time, month = f"{count} (?:{told['time']})", told.get("month", _NEVER)
    stands_for = {
        "<WORDS>": _WORDS,
        "<THE>": f"(?:{told['the']})",
        "<TIME>": f"(?:{told.get('times', _NEVER)}|{time})",
        "<MONEY>": rf"(?:(?:{_SIGN}) ?{_FIGURE}|{_FIGURE} ?(?:{told['currency']}|{_SIGN}))",
        "<DATE>": f"(?:{_DAY} (?:de |of )?(?:{month}){_YEAR}|(?:{month}) {_DAY_YEAR}|{_NUMBERS})",
        "<DOCUMENT>": f"(?:{told.get('document', _NEVER)})",
        "<AGENT>": f"(?:{told.get('agent', _NEVER)})",
    }

    def compiled(pattern: str) -> re.Pattern[str]:
        for name, meant in stands_for.items():
            pattern = pattern.replace(name, meant)
        return re.compile(pattern)

    found = [
        Form(one["kind"], compiled(one["says"]), one["asks"], one.get("modal", {})) for one in told["forms"]
    ]
    return Forms(tuple(found), re.compile(rf"(?<!\w)(?:{told['vague']})(?!\w)", re.IGNORECASE))


@cache
def _listed() -> Mapping[str, Any]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)
