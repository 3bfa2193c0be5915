"""What is asked of tables in each language, and how what comes of it is said."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from engine.assets import ASSETS
from rag.language.languages import Language


@dataclass(frozen=True, slots=True)
class Phrases:
    """The patterns and sentences of one language; `code` its name."""

    code: str
    said: Mapping[str, str] = field(compare=False, hash=False)

    def __getitem__(self, key: str) -> str:
        return self.said[key]

    def told(self, key: str, **facts: object) -> str:
        """A sentence with its facts."""
        text = self.said[key]
        for name, value in facts.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def pattern(self, key: str) -> re.Pattern[str]:
        """What is asked by this key, as whole words."""
        return _pattern(self.code, key)


@cache
def phrases_of(language: Language) -> Phrases | None:
    """The phrases of a language; None where these rules do not know it."""
    told = _whole().get(language.code)
    return None if told is None else Phrases(language.code, told)


@cache
def _pattern(code: str, key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_whole()[code][key]})(?:(?<=[’ ])|(?!\w))", re.IGNORECASE)


@cache
def _whole() -> dict[str, dict[str, str]]:
    return tomllib.loads((ASSETS / "querying.toml").read_text(encoding="utf-8"))
