"""What a house wants no answers about: rules of a file that a person can read and change.

A rule has a name, what happens where it applies ("note" or "refuse"), and words; a word ends with "*" where
any ending will do. The file that comes along is `assets/guards/moderation.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from engine.assets import ASSETS
from rag.guarding.types import PASSES, Decision, Verdict
from rag.types import Answer

RULES = ASSETS / "guards" / "moderation.toml"


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    verdict: Verdict
    pattern: re.Pattern[str]


def rules_of(path: Path = RULES) -> tuple[Rule, ...]:
    """The rules of a file. Raises `ValueError` for one that is no such file, `OSError`."""
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_rule(name, table) for name, table in said.items())


class Moderation:
    """Applies the rules to questions and to answers."""

    name = "moderation"

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._rules = rules

    def question(self, text: str) -> Decision:
        return self._judged(text)

    def so_far(self, text: str) -> Decision:
        return self._judged(text)

    def answer(self, answer: Answer) -> Decision:
        return self._judged(answer.text)

    def _judged(self, text: str) -> Decision:
        found = [rule for rule in self._rules if rule.pattern.search(text)]
        if not found:
            return PASSES
        refuses = any(rule.verdict is Verdict.REFUSE for rule in found)
        return Decision(Verdict.REFUSE if refuses else Verdict.NOTE, tuple(rule.name for rule in found))


def _rule(name: str, table: object) -> Rule:
    if not isinstance(table, dict) or not isinstance(table.get("words"), list) or not table["words"]:
        raise ValueError(name)
    words = (str(word).strip() for word in table["words"])
    ways = (
        rf"\b{re.escape(word[:-1])}\w*" if word.endswith("*") else rf"\b{re.escape(word)}\b" for word in words
    )
    verdict = Verdict(str(table.get("action", Verdict.NOTE)))
    return Rule(name, verdict, re.compile("|".join(ways), re.IGNORECASE))
