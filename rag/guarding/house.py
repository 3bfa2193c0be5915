"""The policy that a house applies: a file of its own, or the one that comes along.

The file is `policy/moderation.toml` in the folder of the library. Until version 1 it held rules of the guard
alone, each a table with "action" and "words"; such a file goes on to do what it did, beside the program's own
policy, whose categories then score and leave deciding to those rules.
"""

from __future__ import annotations

import re
import threading
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from rag.guarding.policy import POLICY, Action, Policy, PolicyWrong, policy_in

_ACTION = re.compile(r"^guard = .*\n|, guard = \"\w*\"", re.MULTILINE)
_OLD_ACTIONS = {"note": Action.NOTE, "refuse": Action.WITHHOLD}


class Form(StrEnum):
    """What there is of a house's own."""

    NONE = "none"
    POLICY = "policy"
    OLDER = "older"  # rules of the guard alone
    WRONG = "wrong"  # it cannot be used; the program's own policy is applied in its place


@dataclass(frozen=True, slots=True)
class House:
    """A policy with its text, as it can be read and changed, and where it comes from."""

    policy: Policy
    text: str
    form: Form = Form.NONE
    line: int = 0  # of what is wrong; 0 where it cannot be read at all
    wrong: str = ""  # as `PolicyWrong.key`
    about: str = ""


class HousePolicy:
    """Reads the file again when it has changed. Methods may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """`path` need not be there."""
        self.path = path
        self._reading = threading.Lock()
        self._stamp: object = None
        self._house: House | None = None

    def now(self) -> House:
        """The policy to be applied."""
        stamp = self._seen()
        with self._reading:
            if self._house is None or stamp != self._stamp:
                self._house, self._stamp = _house(self.path, there=stamp is not None), stamp
            return self._house

    def _seen(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size


def _house(path: Path, *, there: bool) -> House:
    own = POLICY.read_text(encoding="utf-8")
    if not there:
        return House(policy_in(own), own)
    try:
        text = path.read_text(encoding="utf-8-sig")
        if not _is_older(text):
            return House(policy_in(text), text, Form.POLICY)
        carried = carried_over(text)
        return House(policy_in(carried), carried, Form.OLDER)
    except PolicyWrong as wrong:
        return House(policy_in(own), own, Form.WRONG, wrong.line, wrong.key, wrong.about)
    except (OSError, UnicodeDecodeError):
        return House(policy_in(own), own, Form.WRONG, wrong="unreadable")


def _is_older(text: str) -> bool:
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False  # `policy_in` tells where
    return "category" not in said and any(isinstance(one, dict) and "words" in one for one in said.values())


def carried_over(text: str) -> str:
    """The program's policy with rules of the older form as categories of it; the rules alone decide. Raises
    `PolicyWrong` for what is no such rule.
    """
    said: Mapping[str, Any] = tomllib.loads(text)
    parts = [_ACTION.sub("", POLICY.read_text(encoding="utf-8")).rstrip("\n")]
    for name, rule in said.items():
        words = rule.get("words") if isinstance(rule, dict) else None
        action = _OLD_ACTIONS.get(str(rule.get("action", "note"))) if isinstance(rule, dict) else None
        line = next((at for at, one in enumerate(text.split("\n"), 1) if name in one), 1)
        if not isinstance(words, list) or not words or not all(_is_word(one) for one in words):
            raise PolicyWrong(line, "no-texts", name)
        if action is None:
            raise PolicyWrong(line, "no-action", name)
        listed = ", ".join(_quoted(one) for one in words)
        parts.append(f'[category.{_quoted(name)}]\nguard = "{action}"\nwords = [{listed}]')
    return "\n\n".join(parts) + "\n"


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip(" *"))


def _quoted(text: str) -> str:
    """As TOML writes a text: control characters are no part of a word."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
