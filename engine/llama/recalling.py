"""What a model has read, known by keys, so that its state can be kept elsewhere and given back.

A state is what a context holds of the start of a prompt, to the end of a batch. Its key is made of everything
that its bytes follow from: the model's files and adapters, llama.cpp, the processor, threads, context and
batches, and the tokens themselves. So a state under another key is never asked for.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.llama.cache import PromptCache

_PLACES, _SAMPLE = 16, 1 << 16  # how much of a file is looked at to know it again: reading all takes seconds


@dataclass(frozen=True, slots=True)
class Kept:
    """A state, with the keys of every place up to which it can be used, the longest first."""

    keys: tuple[str, ...]
    fixed: bool  # the same whatever is asked: it holds nothing of any document
    state: bytes


class Recall:
    """Of one loaded model; lives no longer than it."""

    def __init__(self, cache: PromptCache, identity: Callable[[], str]) -> None:
        """`identity` tells all that a state follows from, but for the tokens, as it is now."""
        self._cache = cache
        self._identity = identity
        self._prompt: Sequence[int] = ()
        self._seam = 0
        self._held_seam = 0  # of what the cache holds
        self._again = False  # whether a second prompt found more of that than the fixed part

    def wanted(self, prompt: Sequence[int], seam: int) -> tuple[list[str], Kept | None]:
        """The keys of states that would spare a prompt some reading, the best first; and the state that the
        prompt will take the place of, where that was found useful before.
        """
        self._prompt, self._seam = prompt, seam
        found = self._cache.repeatable(prompt, seam)
        marks = self._cache.marks(len(prompt), seam)
        keys = [key for mark, key in self._keys(prompt, marks) if mark > found]
        _, held = self._cache.kept
        lost = bool(held) and found < held[-1] and self._again
        return keys, self._state(held) if lost else None

    def restore(self, key: str, state: bytes) -> int:
        """Let the context hold what a state has of the last prompt, up to where the key says; returns how
        many tokens.
        """
        marks = self._cache.marks(len(self._prompt), self._seam)
        mark = next((one for one, other in self._keys(self._prompt, marks) if other == key), 0)
        if not mark:
            return 0
        ends = [one for one in marks if one <= mark]
        if not self._cache.restore(state, self._prompt[:mark], ends):
            return 0
        self._held_seam, self._again = self._seam, mark > self._seam
        return mark

    def used(self, found: int, seam: int) -> None:
        """A prompt found so many tokens read."""
        self._again = found > seam or (self._again and found > 0)
        self._held_seam = seam

    def states(self, known: Collection[str]) -> Iterator[Kept]:
        """What the context holds and is not known yet: the fixed part, and all."""
        tokens, marks = self._cache.kept
        if not marks:
            return
        seam = self._held_seam if self._held_seam in marks else 0
        for ends in dict.fromkeys((tuple(one for one in marks if one <= seam), tuple(marks))):
            if ends and self._keys(tokens, ends)[0][1] not in known and (kept := self._state(ends)):
                yield kept

    def _state(self, marks: Sequence[int]) -> Kept | None:
        tokens, _ = self._cache.kept
        keys = self._keys(tokens, marks)
        state = self._cache.state(marks[-1])
        fixed = marks[-1] == self._held_seam
        return Kept(tuple(key for _, key in keys), fixed, state) if state else None

    def _keys(self, tokens: Sequence[int], marks: Sequence[int]) -> list[tuple[int, str]]:
        """A key for each mark, the last first."""
        known = self._identity()
        found = []
        for place, mark in enumerate(marks):
            said = hashlib.sha256(json.dumps([known, marks[: place + 1]]).encode())
            said.update(array("i", tokens[:mark]).tobytes())
            found.append((mark, said.hexdigest()))
        return found[::-1]


def fingerprint(path: Path) -> str:
    """By what a file is known again: its size, when it was changed, and samples from all over it."""
    about = path.stat()
    said = hashlib.sha256(f"{about.st_size} {about.st_mtime_ns} ".encode())
    with path.open("rb") as stream:
        for place in range(_PLACES):
            stream.seek(place * about.st_size // _PLACES)
            said.update(stream.read(_SAMPLE))
    return said.hexdigest()
