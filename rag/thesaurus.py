"""How people ask, and how documents write of it: a question is searched for in both.

"What is the gross margin?" is answered by a table of net sales and cost of sales that never says "margin".
`assets/thesaurus.json` is a list of entries: any of the phrases under `asked` brings those under `written`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.stems import stems

THESAURUS = Path(__file__).resolve().parents[1] / "assets" / "thesaurus.json"


@dataclass(frozen=True, slots=True)
class _Entry:
    asked: tuple[tuple[str, ...], ...]  # stems of each phrase
    written: tuple[str, ...]


class Thesaurus:
    """Looks phrases up whatever their endings ("margins", "leveraged")."""

    def __init__(self, entries: Sequence[Mapping[str, Sequence[str]]]) -> None:
        self._entries = [
            _Entry(tuple(stems(phrase) for phrase in entry["asked"]), tuple(entry["written"]))
            for entry in entries
        ]

    @classmethod
    def load(cls, path: Path = THESAURUS) -> Thesaurus:
        return cls(json.loads(path.read_text(encoding="utf-8"))["entries"])

    def related(self, text: str) -> tuple[str, ...]:
        """Phrases that documents may use for what `text` asks, each once, in the order of the entries."""
        words = stems(text)
        found = (entry.written for entry in self._entries if any(_holds(words, one) for one in entry.asked))
        return tuple(dict.fromkeys(phrase for written in found for phrase in written))


def _holds(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Whether `phrase` stands in `words`."""
    length = len(phrase)
    return any(words[at : at + length] == phrase for at in range(len(words) - length + 1))
