"""What deadlines and calculations are called in each language, and how their results are said."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from engine.assets import ASSETS
from rag.language.languages import Language


@dataclass(frozen=True, slots=True)
class Phrases:
    """The patterns and sentences of one language."""

    code: str
    said: Mapping[str, str] = field(compare=False, hash=False)

    def __getitem__(self, key: str) -> str:
        return self.said[key]

    def day(self, day: date) -> str:
        """A date in words, with its weekday."""
        month = self.said["month-names"].split()[day.month - 1]
        return self.said["written"].format(weekday=self.weekday(day), day=day.day, month=month, year=day.year)

    def dated(self, day: date) -> str:
        """A date in words, without its weekday."""
        month = self.said["month-names"].split()[day.month - 1]
        return self.said["dated"].format(day=day.day, month=month, year=day.year)

    def weekday(self, day: date) -> str:
        """Its weekday."""
        return self.said["weekdays"].split()[day.weekday()]

    def figure(self, text: str) -> str:
        """A number written with a point, as this language writes it."""
        whole, _, part = text.partition(".")
        sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        grouped = f"{int(whole):,}" if whole.isdigit() else whole
        if self.code != "en":
            blank = "\u202f" if self.code == "fr" else "."
            grouped, point = grouped.replace(",", blank), ","
        else:
            point = "."
        return sign + grouped + (point + part if part else "")


@cache
def phrases_of(language: Language) -> Phrases | None:
    """The phrases of a language; None where these rules do not know it."""
    told = _whole().get(language.code)
    return None if told is None else Phrases(language.code, told)


@cache
def named(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The rows of a table of names: what each stands for, and a pattern of its names."""
    rows = _whole()[table].items()
    return tuple((key, re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)) for key, names in rows)


@cache
def _whole() -> dict[str, dict[str, str]]:
    return tomllib.loads((ASSETS / "reckoning.toml").read_text(encoding="utf-8"))
