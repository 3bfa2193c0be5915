"""A policy of moderation: a file that people can read and change.

Its form is told in `assets/guards/policy.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from engine.assets import ASSETS

POLICY = ASSETS / "guards" / "policy.toml"

_SHARES = ("quoted", "denied", "reported", "reclaimed", "harmless")
_CONTEXTS = ("denials", "reporting", "reclaiming", "harmless_words")
_LINE = re.compile(r"line (\d+)")
_CODE = re.compile(r"[a-z]{2}:(?=\S)")
_PLAIN = 8.0  # what a word weighs that a category names itself: it is found wherever it stands


class PolicyWrong(ValueError):
    """A file that is no policy: the line, and what is wrong under `key` with the word it is about."""

    def __init__(self, line: int, key: str, about: str = "") -> None:
        super().__init__(f"line {line}: {key} {about}")
        self.line = line
        self.key = key
        self.about = about


class Action(StrEnum):
    """What the guard does where a category applies."""

    NOTHING = ""
    NOTE = "note"  # it is logged
    REFUSE = "refuse"  # nothing is said of it but what documents say
    WITHHOLD = "withhold"  # not even that


@dataclass(frozen=True, slots=True)
class Rule:
    """Words of a list weigh for a category, where words of `near` and of `within` stand close by."""

    words: str
    weight: float
    near: str = ""
    within: str = ""
    adds: float = 0.0  # of the weight, for each further different word
    reclaimable: bool = False  # people may say this of themselves
    denied: bool = False  # it weighs only behind a denial
    plain: bool = False  # whatever stands around it
    guard: Action = Action.NOTHING


@dataclass(frozen=True, slots=True)
class Category:
    name: str
    description: str
    flag: float
    rules: tuple[Rule, ...]
    examples: tuple[str, ...]
    others: tuple[str, ...]
    implies: tuple[str, ...]
    guard: Action = Action.NOTHING
    alike: bool = False  # whether the guard also asks the embedding model how like its examples a text is


@dataclass(frozen=True, slots=True)
class Policy:
    lists: Mapping[str, tuple[str, ...]]
    shares: Mapping[str, float]  # what is left of a word that is quoted, denied …
    context: Mapping[str, tuple[str, ...]]
    categories: tuple[Category, ...]


def as_found(word: str) -> str:
    """A word or several as lists have them: in lower case, without marks; a language before it ("en:die") and
    "*" at the end stay.
    """
    code = _CODE.match(word)
    rest = word[code.end() :] if code else word
    plain = " ".join(re.findall(r"[^\W_]+", rest.casefold().replace("’", "'")))
    ended = f"{plain}*" if word.rstrip().endswith("*") else plain
    return f"{code.group()}{ended}" if code and plain else ended


def policy_of(path: Path = POLICY) -> Policy:
    """The policy of a file. Raises `PolicyWrong`, `OSError`, `UnicodeDecodeError`."""
    return policy_in(path.read_text(encoding="utf-8-sig"))


def policy_in(text: str) -> Policy:
    """The policy that a text holds. Raises `PolicyWrong`."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        raise PolicyWrong(int(found.group(1)) if found else text.count("\n") + 1, "not-toml") from None
    return _Reading(text).policy(said)


def _own(category: str) -> str:
    """What the list of a category's own words is called; no key of a file is."""
    return f"words of {category}"


class _Reading:
    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")

    def policy(self, said: Mapping[str, Any]) -> Policy:
        lists = {name: self._texts(words, name) for name, words in self._table(said, "lists").items()}
        lists |= {
            _own(name): tuple(filter(None, map(as_found, self._texts(table["words"], name))))
            for name, table in self._table(said, "category").items()
            if isinstance(table, dict) and "words" in table
        }
        context = self._table(said, "context")
        shares = {key: self._number(context.get(key, 1.0), key) for key in _SHARES}
        words = {key: self._texts(context.get(key, []), key) for key in _CONTEXTS}
        named = self._table(said, "category")
        if not named:
            raise PolicyWrong(1, "no-category")
        categories = tuple(self._category(name, table, lists) for name, table in named.items())
        for one in categories:
            for implied in one.implies:
                if implied not in named:
                    raise self._wrong("unknown-category", implied, one.name)
        return Policy(lists, shares, words, categories)

    def _category(self, name: str, table: Any, lists: Mapping[str, tuple[str, ...]]) -> Category:
        if not isinstance(table, dict):
            raise self._wrong("no-table", name)
        rules = table.get("rules", [])
        if not isinstance(rules, list):
            raise self._wrong("no-rules", name)
        action = self._action(table.get("guard", ""), name)
        found = [self._rule(rule, name, lists, action) for rule in rules]
        if _own(name) in lists:
            found.append(Rule(_own(name), _PLAIN, plain=True, guard=action))
        return Category(
            name,
            str(table.get("description", "")),
            self._number(table.get("flag", 0.5), name),
            tuple(found),
            self._texts(table.get("examples", []), name),
            self._texts(table.get("others", []), name),
            self._texts(table.get("implies", []), name),
            action,
            bool(table.get("alike")),
        )

    def _rule(self, rule: Any, name: str, lists: Mapping[str, tuple[str, ...]], action: Action) -> Rule:
        if not isinstance(rule, dict) or "list" not in rule:
            raise self._wrong("no-rules", name)
        used = [str(rule.get(key, "")) for key in ("list", "near", "with")]
        for one in used:
            if one and one not in lists:
                raise self._wrong("unknown-list", one, name)
        weight, adds = (
            self._number(rule.get(key, least), name) for key, least in (("weight", 1.0), ("adds", 0.0))
        )
        return Rule(
            used[0],
            weight,
            used[1],
            used[2],
            adds,
            bool(rule.get("reclaimable")),
            bool(rule.get("denied")),
            guard=self._action(rule.get("guard", action), name),
        )

    def _action(self, value: Any, name: str) -> Action:
        try:
            return Action(value)
        except ValueError:
            raise self._wrong("no-action", name) from None

    def _table(self, said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        table = said.get(name, {})
        if not isinstance(table, dict):
            raise self._wrong("no-table", name)
        return table

    def _texts(self, value: Any, name: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip(" *") for one in value):
            raise self._wrong("no-texts", name)
        return tuple(value)

    def _number(self, value: Any, name: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
            raise self._wrong("no-number", name)
        return float(value)

    def _wrong(self, key: str, about: str, within: str = "") -> PolicyWrong:
        """What is wrong, with the first line that names it, after that of the table it stands in."""
        headed = f"[category.{within or about}]"
        start = next((place for place, line in enumerate(self._lines) if line.strip() == headed), 0)
        word = re.compile(rf"(?<!\w){re.escape(about)}(?!\w)")
        named = (place for place in range(start, len(self._lines)) if word.search(self._lines[place]))
        return PolicyWrong(next(named, start) + 1, key, about)
