"""Names in place of names: "Person 1", the same for the same person in every document of a matter."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Protocol

from engine.assets import ASSETS
from rag.redacting.kinds import Kind


class Numbers(Protocol):
    """Keeps which number somebody or something has among those of its kind."""

    def number(self, kind: str, who: str) -> int:
        """The number kept for `who`, else the next one, which is kept from now on."""
        ...


class Once:
    """Numbers for one document alone."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, int]] = {}

    def number(self, kind: str, who: str) -> int:
        known = self._known.setdefault(kind, {})
        return known.setdefault(who, len(known) + 1)


class Pseudonyms:
    """Words of the document's language, with numbers."""

    def __init__(self, numbers: Numbers, language: str) -> None:
        """`language`: ISO 639-1."""
        self._numbers = numbers
        self._language = language

    def of(self, kind: Kind, who: str) -> str:
        """What stands for somebody or something."""
        forms = _words()[kind.value]
        return f"{forms.get(self._language, forms['en'])} {self._numbers.number(kind.value, who)}"


@cache
def _words() -> dict[str, dict[str, str]]:
    with (ASSETS / "people" / "pseudonyms.toml").open("rb") as file:
        return tomllib.load(file)
