"""Playbooks: what a contract may say and what not, as TOML files that people read and change.

docs/playbooks.md tells the format. Those that come with the program are in `assets/playbooks`; one in another
language is named for it: `nda.de.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from engine.assets import ASSETS
from rag.errors import PlaybookInvalid
from rag.vetting.signs import Sign, SignError, sign, words_of

PLAYBOOKS = ASSETS / "playbooks"
_PERIOD = re.compile(
    r"\s*(\d+(?:[.,]\d+)?)\s*(day|week|month|year|tag|woche|monat|jahr|jour|semaine|mois|an)"
)
_DAYS = {
    "day": 1, "week": 7, "month": 30.4375, "year": 365.25, "tag": 1, "woche": 7, "monat": 30.4375,
    "jahr": 365.25, "jour": 1, "semaine": 7, "mois": 30.4375, "an": 365.25,
}  # fmt: skip
_KINDS = ("period", "amount", "percent")


class Stance(StrEnum):
    """What a contract's words are by a playbook, from the best to what weighs most."""

    ACCEPTABLE = "acceptable"
    REVIEW = "review"
    UNACCEPTABLE = "unacceptable"
    MISSING = "missing"  # what has to be in it is not


JUDGED = (Stance.UNACCEPTABLE, Stance.REVIEW, Stance.ACCEPTABLE)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a period (in days), an amount or a percentage may be; `of` tells which sentences are meant, and
    `beyond` what one is that breaks it.
    """

    kind: str
    least: float | None
    most: float | None
    of: tuple[Sign, ...]
    beyond: Stance
    written: str  # of the bounds, for people


@dataclass(frozen=True, slots=True)
class Position:
    """`said`: descriptions and examples by what they are. `home`: law and courts have to be of a country that
    a party is from. `absent`: what it is where the contract does not speak of it.
    """

    name: str
    question: str
    headings: tuple[str, ...]
    words: tuple[str, ...]
    said: Mapping[Stance, tuple[str, ...]]
    signs: Mapping[Stance, tuple[Sign, ...]]
    topic: re.Pattern[str] | None
    limits: tuple[Limit, ...] = ()
    home: tuple[Sign, ...] = ()
    absent: Stance = Stance.ACCEPTABLE
    present: Stance = Stance.ACCEPTABLE  # what it is where the contract speaks of it and no more is told
    reason: str = ""
    preferred: str = ""


@dataclass(frozen=True, slots=True)
class Playbook:
    """`text` is the file as it is, which a run keeps."""

    name: str
    language: str
    positions: tuple[Position, ...]
    text: str = field(repr=False, default="")


def playbook_names() -> tuple[str, ...]:
    """Those that come along, each once whatever languages it has."""
    return tuple(sorted({path.stem.split(".")[0] for path in PLAYBOOKS.glob("*.toml")}))


def built_in_in(name: str, language: str) -> Playbook:
    """A playbook that comes along, in a language where it has that, else in English. Raises
    `PlaybookInvalid` for a name that none has.
    """
    return parsed(built_in_text(name, language))


def built_in_text(name: str, language: str = "en") -> str:
    """The same as people read it."""
    if name not in playbook_names():
        raise PlaybookInvalid(detail=name, known=", ".join(playbook_names()))
    own = PLAYBOOKS / f"{name}.{language}.toml"
    return (own if own.is_file() else PLAYBOOKS / f"{name}.toml").read_text("utf-8")


def load(path: Path) -> Playbook:
    """A playbook from a file. Raises `PlaybookInvalid`."""
    try:
        text = path.expanduser().read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PlaybookInvalid(detail=str(error), known=", ".join(playbook_names())) from error
    return parsed(text, path.stem)


def parsed(text: str, name: str = "") -> Playbook:
    """A playbook out of TOML. Raises `PlaybookInvalid`, which says where it is wrong."""
    try:
        given: dict[str, Any] = tomllib.loads(text)
    except ValueError as error:
        raise PlaybookInvalid(detail=str(error)) from error
    rows = given.get("positions", given.get("position"))
    if not isinstance(rows, list) or not rows:
        raise PlaybookInvalid(detail="no positions")
    words = given.get("words", {})
    if not isinstance(words, dict):
        raise PlaybookInvalid(detail="words are no lists")
    lists = {key: _texts(words, key, "words") for key in words}
    found = tuple(_position(one, number, lists) for number, one in enumerate(rows, 1))
    names = [one.name for one in found]
    doubled = next((one for one in names if names.count(one) > 1), None)
    if doubled:
        raise PlaybookInvalid(detail=f"{doubled} (2)")
    return Playbook(str(given.get("name", "")) or name, str(given.get("language", "en")), found, text)


def _position(given: object, number: int, words: Mapping[str, Sequence[str]]) -> Position:
    if not isinstance(given, dict):
        raise PlaybookInvalid(detail=f"positions[{number}]")
    clause = _texts(given, "clause", f"positions[{number}]")
    name = str(given.get("name", "")).strip() or (clause[0] if clause else "")
    if not name:
        raise PlaybookInvalid(detail=f"positions[{number}].name")
    try:
        return _read(given, name, clause, words)
    except SignError as error:
        raise PlaybookInvalid(detail=f"{name}: {error.args[0]}") from error


def _read(
    given: Mapping[str, Any], name: str, clause: tuple[str, ...], words: Mapping[str, Sequence[str]]
) -> Position:
    shown = given.get("signs", {})
    if not isinstance(shown, dict):
        raise PlaybookInvalid(detail=f"{name}: signs")
    own = (*_texts(given, "words", name), *_texts(given, "synonyms", name))
    required, forbidden = (_flag(given, key, name) for key in ("required", "forbidden"))
    rules = given.get("rules", ())
    if not isinstance(rules, list | tuple):
        raise PlaybookInvalid(detail=f"{name}: rules")
    return Position(
        name,
        str(given.get("question", given.get("look_for", ""))),
        clause,
        own,
        {
            stance: _texts(given, stance, name) + _texts(given, f"{stance}_examples", name)
            for stance in JUDGED
        },
        {stance: tuple(sign(one, words) for one in _texts(shown, stance, name)) for stance in JUDGED},
        words_of(own, words) if own else None,
        tuple(_limit(one, name, words) for one in rules),
        tuple(sign(one, words) for one in _texts(given, "home", name)),
        _stance(given, "absent", name, Stance.MISSING if required else Stance.ACCEPTABLE),
        _stance(given, "present", name, Stance.UNACCEPTABLE if forbidden else Stance.ACCEPTABLE),
        str(given.get("reason", "")),
        str(given.get("preferred", "")).strip(),
    )


def _limit(given: object, name: str, words: Mapping[str, Sequence[str]]) -> Limit:
    if not isinstance(given, dict) or given.get("kind") not in _KINDS:
        raise PlaybookInvalid(detail=f"{name}: rules", known=", ".join(_KINDS))
    kind = str(given["kind"])
    least, most = (_bound(kind, given.get(key, given.get(other)), name) for key, other in _BOUNDS)
    if least is None and most is None:
        raise PlaybookInvalid(detail=f"{name}: rules: most")
    told = (str(given.get(key, given.get(other, ""))) for key, other in _BOUNDS)
    return Limit(
        kind,
        least,
        most,
        tuple(sign(one, words) for one in _texts(given, "of", name)),
        _stance(given, "beyond", name, Stance.UNACCEPTABLE),
        "–".join(told).strip("–"),
    )


_BOUNDS = (("least", "min"), ("most", "max"))


def _bound(kind: str, given: object, name: str) -> float | None:
    if given is None:
        return None
    if kind == "period":
        found = _PERIOD.match(str(given).lower())
        if found is None:
            raise PlaybookInvalid(detail=f"{name}: {given}")
        return float(found[1].replace(",", ".")) * _DAYS[found[2]]
    try:
        return float(str(given).strip("% "))
    except ValueError as error:
        raise PlaybookInvalid(detail=f"{name}: {given}") from error


def days(value: str) -> float:
    """The days of a period in its normal form: "3 years"."""
    number, unit = value.split()
    return float(number) * _DAYS[unit.rstrip("s")]


def _flag(given: Mapping[str, Any], key: str, name: str) -> bool:
    found = given.get(key, False)
    if not isinstance(found, bool):
        raise PlaybookInvalid(detail=f"{name}: {key}")
    return found


def _stance(given: Mapping[str, Any], key: str, name: str, usual: Stance) -> Stance:
    found = given.get(key, usual)
    if found not in set(Stance):
        raise PlaybookInvalid(detail=f"{name}: {key}", known=", ".join(Stance))
    return Stance(found)


def _texts(given: Mapping[str, Any], key: str, name: str) -> tuple[str, ...]:
    """A text, or a list of them."""
    found = given.get(key, ())
    if isinstance(found, str):
        return (found,) if found.strip() else ()
    if not isinstance(found, list | tuple) or not all(isinstance(one, str) for one in found):
        raise PlaybookInvalid(detail=f"{name}: {key}")
    return tuple(found)
