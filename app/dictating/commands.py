"""What is said to the program itself, and not asked of the documents: a few whole sentences, by rules."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache

from engine.assets import ASSETS

_MARKS = re.compile(r"[^\w\s'-]+")
_MARKED_ARABIC = re.compile(r"[\u064b-\u0652]")  # signs that are said and seldom written


class Command(StrEnum):
    END = "end"
    NEXT = "next"
    OPEN = "open"


def command_in(said: str) -> Command | None:
    """The command that all of what was said is, in any of the languages; None for a question."""
    plain = _plain(said)
    return next((found for one in _languages() if (found := _found(plain, *one)) is not None), None)


def _found(plain: str, courtesies: Sequence[str], sentences: Mapping[str, Command]) -> Command | None:
    """Without courtesies, as many as there are."""
    while plain not in sentences:
        for one in courtesies:
            rest = plain.removeprefix(f"{one} ").removesuffix(f" {one}")
            if rest != plain:
                plain = rest
                break
        else:
            return None
    return sentences[plain]


def _plain(text: str) -> str:
    small = unicodedata.normalize("NFC", text).casefold().replace("’", "'")
    return " ".join(_MARKS.sub(" ", _MARKED_ARABIC.sub("", small)).split())


@cache
def _languages() -> tuple[tuple[Sequence[str], Mapping[str, Command]], ...]:
    kept = tomllib.loads((ASSETS / "spoken.toml").read_text(encoding="utf-8"))
    return tuple(
        (
            [_plain(one) for one in words["courtesy"]],
            {_plain(one): command for command in Command for one in words[command.value]},
        )
        for words in kept.values()
    )
