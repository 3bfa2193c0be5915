"""How people ask, and how documents write of it: a question is searched for in both.

"What is the gross margin?" is answered by a table of net sales and cost of sales that never says "margin".
`assets/thesaurus.json` is a list of entries: any of the phrases under `asked` brings those under `written`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.assets import ASSETS
from rag.language.index_stems import stems

Stems = tuple[str, ...]

THESAURUS = ASSETS / "thesaurus.json"


class Thesaurus:
    """Looks phrases up whatever their endings ("margins", "leveraged")."""

    def __init__(self, entries: Sequence[Mapping[str, Sequence[str]]]) -> None:
        self._written = [tuple(entry["written"]) for entry in entries]
        # By the first word's stem: the stems of each phrase, and the place of its entry.
        self._asked: defaultdict[str, list[tuple[Stems, int]]] = defaultdict(list)
        for place, entry in enumerate(entries):
            for phrase in entry["asked"]:
                words = stems(phrase)
                self._asked[words[0]].append((words, place))

    @classmethod
    def load(cls, path: Path = THESAURUS) -> Thesaurus:
        return cls(json.loads(path.read_text(encoding="utf-8"))["entries"])

    def related(self, text: str) -> tuple[str, ...]:
        """Phrases that documents may use for what `text` asks, each once, in the order of the entries."""
        words = stems(text)
        found = {
            place
            for at, word in enumerate(words)
            for phrase, place in self._asked.get(word, ())
            if words[at : at + len(phrase)] == phrase
        }
        return tuple(dict.fromkeys(phrase for place in sorted(found) for phrase in self._written[place]))
