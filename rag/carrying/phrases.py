"""How wishes are worded in each language, and how the call that is made of one is said."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from engine.assets import ASSETS
from rag.language.languages import Language


@dataclass(frozen=True, slots=True)
class Phrases:
    """The patterns and sentences of one language."""

    code: str
    said: Mapping[str, Any] = field(compare=False, hash=False)

    def wholly(self, key: str) -> tuple[re.Pattern[str], ...]:
        """The patterns of a list, each of which is a whole wish."""
        return _compiled(tuple(self.said[key]))

    def one(self, key: str) -> re.Pattern[str]:
        """A pattern of words."""
        return _words(self.said[key])

    def stop(self) -> frozenset[str]:
        """Words that are part of no tag and of no column's name."""
        return frozenset(self.said["stop"].split())

    def call(self, key: str, **fields: object) -> str:
        """A sentence about a call; names of files in it are never taken for fields."""
        return str(self.said["call"][key]).format(**fields)

    def quoted(self, names: Sequence[str]) -> str:
        return ", ".join(self.said["quoted"].format(one) for one in names)


@cache
def phrases_of(language: Language) -> Phrases | None:
    """The phrases of a language; None where these rules do not know it."""
    told = _whole().get(language.code)
    return None if told is None else Phrases(language.code, told)


@cache
def kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What documents of a kind are called in all languages, the narrower kinds first."""
    return tuple((name, _words(pattern)) for name, pattern in _whole()["kinds"].items())


@cache
def columns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What columns of presets are called in all languages."""
    return tuple((name, _words(pattern)) for name, pattern in _whole()["columns"].items())


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.IGNORECASE) for one in patterns)


@cache
def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


@cache
def _whole() -> dict[str, Any]:
    return tomllib.loads((ASSETS / "carrying.toml").read_text(encoding="utf-8"))
